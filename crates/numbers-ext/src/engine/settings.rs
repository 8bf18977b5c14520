//! What a caller may configure for one call of a mutation.

use std::sync::Arc;

use crate::engine::call;
use crate::engine::inner::{CallOptions, Inner};
use crate::engine::operation::Mutation;
use crate::model::violation::{Violation, Violations};
use crate::outcome::error::MutationError;
use crate::outcome::retry::FLOOR;

/// The settings of one call, and the client that makes it.
#[derive(Clone, Debug)]
pub(crate) struct CallSettings {
    pub(crate) inner: Arc<Inner>,
    pub(crate) options: CallOptions,
    pub(crate) reference: Option<String>,
}

impl CallSettings {
    pub(crate) fn new(inner: &Arc<Inner>) -> Self {
        Self {
            inner: Arc::clone(inner),
            options: inner.options,
            reference: None,
        }
    }

    /// Checks the settings, after the violations of the request.
    pub(crate) fn check(&self, mut violations: Violations) -> Result<(), Violations> {
        violations.extend(deadline_violation(self.options.deadline));
        violations.into_result()
    }

    /// Makes the call, unless the request or a setting is invalid.
    pub(crate) async fn call<M: Mutation>(
        self,
        mutation: &M,
        violations: Violations,
    ) -> Result<M::Value, MutationError> {
        match self.check(violations) {
            Err(violations) => Err(MutationError::invalid(mutation.intended(), violations)),
            Ok(()) => call::call(&self.inner, mutation, self.options, self.reference).await,
        }
    }
}

/// Returns the violation of a deadline with which no attempt would be started.
pub(crate) fn deadline_violation(deadline: std::time::Duration) -> Option<Violation> {
    (deadline < FLOOR).then(|| {
        Violation::new(
            "deadline",
            format!(
                "of {deadline:?} is too short: no request is started with less than {FLOOR:?} left"
            ),
        )
    })
}

/// The setters of the settings, for a request with a member `settings`.
macro_rules! call_settings {
    () => {
        /// Sets how long the call may take, in place of the client's
        /// [deadline](crate::NumbersBuilder::deadline).
        ///
        /// ```
        /// use std::time::Duration;
        ///
        /// # let numbers = numbers_ext::Numbers::builder().project("p").bearer("t").build()?;
        /// # let rent = numbers.rent("+12025550134".parse()?).unconfigured();
        /// let rent = rent.deadline(Duration::from_secs(10));
        /// # Ok::<(), Box<dyn std::error::Error>>(())
        /// ```
        pub fn deadline(mut self, deadline: std::time::Duration) -> Self {
            self.settings.options.deadline = deadline;
            self
        }

        /// Sets what the call does when it is unknown whether it had its effect, in place of
        /// the client's policy. Reconciling has a [budget](crate::NumbersBuilder::reconciling) of
        /// its own, beside the deadline.
        ///
        /// ```
        /// use numbers_ext::{OnUnknown, Proof};
        ///
        /// # #[tokio::main(flavor = "current_thread")]
        /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
        /// # let simulator = numbers_sim::Simulator::start().await?;
        /// # let numbers = numbers_ext::Numbers::builder()
        /// #     .project(simulator.project()).access_key(simulator.key_id(), simulator.key_secret())
        /// #     .numbers_url(simulator.url()).auth_url(simulator.url()).build()?;
        /// // The simulator rents this number and then resets the connection.
        /// let rent = numbers.rent("+15005550010".parse()?).unconfigured();
        /// let rental = rent.on_unknown(OnUnknown::Reconcile).send().await?;
        /// assert_eq!(rental.proof(), Proof::Lookup);
        /// # Ok(())
        /// # }
        /// ```
        pub fn on_unknown(mut self, policy: crate::OnUnknown) -> Self {
            self.settings.options.on_unknown = policy;
            self
        }

        /// Sets whether to retry after a 429, in place of the client's setting: up to three
        /// attempts, no sooner than the `Retry-After` of the response, and only if that fits the
        /// deadline.
        ///
        /// ```
        /// # let numbers = numbers_ext::Numbers::builder().project("p").bearer("t").build()?;
        /// # let rent = numbers.rent("+12025550134".parse()?).unconfigured();
        /// let rent = rent.retry_throttled(true);
        /// # Ok::<(), Box<dyn std::error::Error>>(())
        /// ```
        pub fn retry_throttled(mut self, retry: bool) -> Self {
            self.settings.options.retry_throttled = retry;
            self
        }

        /// Sets a reference of the caller's own, such as the id of a job. An
        /// [`Interceptor`](crate::Interceptor) finds it in the [`Intent`](crate::Intent); it is
        /// not sent.
        ///
        /// ```
        /// # let numbers = numbers_ext::Numbers::builder().project("p").bearer("t").build()?;
        /// # let rent = numbers.rent("+12025550134".parse()?).unconfigured();
        /// let rent = rent.reference("job-4711");
        /// # Ok::<(), Box<dyn std::error::Error>>(())
        /// ```
        pub fn reference(mut self, reference: impl Into<String>) -> Self {
            self.settings.reference = Some(reference.into());
            self
        }
    };
}

pub(crate) use call_settings;
