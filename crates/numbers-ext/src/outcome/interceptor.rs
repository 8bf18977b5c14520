//! Interceptors, which run before each request and after each call.

use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::time::Duration;

use numbers_client::{PhoneNumber, ProjectId};
use serde::{Deserialize, Serialize};

use crate::model::active_number::ActiveNumber;
use crate::outcome::error::MutationError;
use crate::outcome::in_doubt::InDoubt;

/// The future that [`Interceptor::before_request`] returns. The request is sent when it ends
/// in `Ok`.
///
/// ```
/// use numbers_ext::{Permission, Veto};
///
/// fn within_budget(spent: u32) -> Permission<'static> {
///     Box::pin(async move {
///         if spent < 100 { Ok(()) } else { Err(Veto::new("the budget is used up")) }
///     })
/// }
/// ```
pub type Permission<'a> = Pin<Box<dyn Future<Output = Result<(), Veto>> + Send + 'a>>;

/// Hooks around the mutations of a client, all of them optional.
/// [`NumbersBuilder::interceptor`](crate::NumbersBuilder::interceptor) registers one.
///
/// A caller that must survive a crash stores the intent in
/// [`before_request`](Self::before_request), for the request leaves once that has succeeded,
/// and the outcome in [`after_call`](Self::after_call). After a restart, an intent without an
/// outcome is in doubt: pass it to [`Numbers::reconcile`](crate::Numbers::reconcile).
///
/// ```
/// use numbers_ext::{Ended, Intent, Interceptor, Permission, Veto};
///
/// #[derive(Debug)]
/// struct Journal;
///
/// impl Interceptor for Journal {
///     fn before_request<'a>(&'a self, intent: &'a Intent) -> Permission<'a> {
///         Box::pin(async move {
///             let line = serde_json::to_string(intent).map_err(Veto::new)?;
///             println!("about to send: {line}"); // and sync it to disk
///             Ok(())
///         })
///     }
///
///     fn after_call(&self, intent: &Intent, ended: Ended<'_>) {
///         println!("{:?}: {}", intent.phone(), ended.as_str());
///     }
/// }
/// ```
///
/// A hook that panics does not cost the caller the result of a call. A panic of
/// `before_request` counts as a veto; a panic of another hook is ignored.
pub trait Interceptor: fmt::Debug + Send + Sync {
    /// Called before each request of a mutation. On a veto the request is not sent, and the
    /// call ends. The time that the hook takes counts against the deadline.
    ///
    /// ```
    /// # use numbers_ext::{Intent, Interceptor, Permission, Veto};
    /// # #[derive(Debug)]
    /// # struct Frozen;
    /// # impl Interceptor for Frozen {
    /// fn before_request<'a>(&'a self, intent: &'a Intent) -> Permission<'a> {
    ///     Box::pin(async move { Err(Veto::new("nothing is rented today")) })
    /// }
    /// # }
    /// ```
    fn before_request<'a>(&'a self, intent: &'a Intent) -> Permission<'a> {
        let _ = intent;
        Box::pin(std::future::ready(Ok(())))
    }

    /// Called once at the end of each call that has passed validation, also when its future
    /// is dropped. The intent is that of the last request, or that of the first one if none
    /// was made.
    ///
    /// ```
    /// # use numbers_ext::{Ended, Intent, Interceptor};
    /// # #[derive(Debug)]
    /// # struct Log;
    /// # impl Interceptor for Log {
    /// fn after_call(&self, intent: &Intent, ended: Ended<'_>) {
    ///     println!("attempt {} of {:?}: {}", intent.attempt, intent.phone(), ended.as_str());
    /// }
    /// # }
    /// ```
    fn after_call(&self, intent: &Intent, ended: Ended<'_>) {
        let _ = (intent, ended);
    }

    /// Called after each look of reconciling that has not proven what happened.
    ///
    /// ```
    /// # use numbers_ext::{InDoubt, Interceptor, Progress};
    /// # #[derive(Debug)]
    /// # struct Log;
    /// # impl Interceptor for Log {
    /// fn while_reconciling(&self, in_doubt: &InDoubt, progress: &Progress) {
    ///     println!("{:?}: looking again in {:?}", in_doubt.phone(), progress.next_look);
    /// }
    /// # }
    /// ```
    fn while_reconciling(&self, in_doubt: &InDoubt, progress: &Progress) {
        let _ = (in_doubt, progress);
    }
}

/// The progress of reconciling.
///
/// ```
/// fn describe(progress: &numbers_ext::Progress) -> String {
///     let (looks, found, next) = (progress.looks, progress.found, progress.next_look);
///     format!("{looks} looks, {found}, next in {next:?}, proof in {:?}", progress.until_proof)
/// }
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Progress {
    /// The number of looks so far.
    pub looks: u32,
    /// The result of the last look: `not_yet` or `inconclusive`.
    pub found: &'static str,
    /// The time until the next look.
    pub next_look: Duration,
    /// The time until an absence begins to prove that the request had no effect.
    pub until_proof: Duration,
}

/// A request that is about to be sent. It serialises, to be stored before it leaves.
///
/// ```
/// use numbers_ext::Intent;
///
/// let stored = r#"{"inDoubt":{"operation":"rent","phoneNumber":"+12025550134",
///     "projectId":"my-project"},"attempt":1,"reference":"job-4711"}"#;
/// let intent: Intent = serde_json::from_str(stored)?;
/// assert_eq!(intent.reference.as_deref(), Some("job-4711"));
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Intent {
    /// The request, to be reconciled if its outcome is never stored. Its time is the latest at
    /// which it may leave, the end of the call's deadline.
    pub in_doubt: InDoubt,
    /// The number of the attempt within the call, counted from 1.
    pub attempt: u32,
    /// The caller's own reference, from
    /// [`ConfiguredRent::reference`](crate::ConfiguredRent::reference).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reference: Option<String>,
}

impl Intent {
    /// Returns the phone number that the request is about, if it is about one.
    ///
    /// ```
    /// # fn show(intent: &numbers_ext::Intent) {
    /// println!("attempt {} to rent {:?}", intent.attempt, intent.phone());
    /// # }
    /// ```
    #[must_use]
    pub fn phone(&self) -> Option<PhoneNumber> {
        self.in_doubt.phone()
    }

    /// Returns the project that the request is made for.
    ///
    /// ```
    /// # fn show(intent: &numbers_ext::Intent) {
    /// println!("about to spend money of {}", intent.project());
    /// # }
    /// ```
    #[must_use]
    pub fn project(&self) -> &ProjectId {
        self.in_doubt.project()
    }
}

/// How a call ended.
///
/// ```
/// use numbers_ext::Ended;
///
/// fn describe(ended: Ended<'_>) -> String {
///     match ended {
///         Ended::Done(number) => format!("done: {:?}", number.map(|number| number.phone())),
///         Ended::Failed(error) => error.to_string(),
///         Ended::Abandoned(error) => format!("dropped: {error}"),
///     }
/// }
/// ```
#[derive(Clone, Copy, Debug)]
pub enum Ended<'a> {
    /// It succeeded. Carries the active number if the operation returns one.
    Done(Option<&'a ActiveNumber>),
    /// It did not succeed.
    Failed(&'a MutationError),
    /// Its future was dropped. The error says whether the request may have had its effect.
    Abandoned(&'a MutationError),
}

impl Ended<'_> {
    /// Returns the end in one word: `done`, or the outcome of the error.
    ///
    /// ```
    /// assert_eq!(numbers_ext::Ended::Done(None).as_str(), "done");
    /// ```
    #[must_use]
    pub fn as_str(&self) -> &'static str {
        match self {
            Self::Done(_) => "done",
            Self::Failed(error) | Self::Abandoned(error) => error.outcome().as_str(),
        }
    }
}

/// The refusal of an interceptor to let a request leave, with its reason.
///
/// ```
/// # fn store() -> std::io::Result<()> { Err(std::io::Error::other("disk full")) }
/// let veto = store().map_err(numbers_ext::Veto::new).unwrap_err();
/// assert_eq!(veto.to_string(), "disk full");
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Veto(String);

impl Veto {
    /// Returns a veto for this reason.
    ///
    /// ```
    /// let veto = numbers_ext::Veto::new("the budget is used up");
    /// ```
    pub fn new(reason: impl fmt::Display) -> Self {
        Self(reason.to_string())
    }
}

impl fmt::Display for Veto {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
