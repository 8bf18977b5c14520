//! `POST availableNumbers/{phoneNumber}:rent`.

use std::sync::Arc;
use std::time::Duration;

use numbers_client::{Client, PhoneNumber, ProjectId};

use crate::active::get::GetActiveNumber;
use crate::engine::call;
use crate::engine::inner::{CallOptions, Inner, OnUnknown};
use crate::engine::operation::{Effect, Generated, Mutation, Operation, Route, Sighting, Success};
use crate::engine::read::read;
use crate::model::active_number::{ActiveNumber, BodyError};
use crate::model::configuration::Configuration;
use crate::model::difference::{differences, differences_of_response};
use crate::model::rental::{Proof, Rental};
use crate::model::sms::Sms;
use crate::model::violation::{Violation, Violations};
use crate::model::voice::Voice;
use crate::outcome::error::MutationError;
use crate::outcome::in_doubt::{InDoubt, Intended, Verb};
use crate::outcome::read_error::ReadError;
use crate::outcome::retry::FLOOR;
use crate::time::deadline::Deadline;
use crate::types::{self, RentNumberRequest};

/// A rental request without a configuration. Call [`sms`](Self::sms),
/// [`voice`](Self::voice) or [`unconfigured`](Self::unconfigured) to make it sendable.
///
/// A number without a configuration costs the same, so renting one has to be asked for.
#[derive(Clone, Debug)]
#[must_use = "nothing is rented before `send`"]
pub struct Rent {
    inner: Arc<Inner>,
    phone: PhoneNumber,
}

impl Rent {
    pub(crate) fn new(inner: Arc<Inner>, phone: PhoneNumber) -> Self {
        Self { inner, phone }
    }

    /// Configures SMS.
    pub fn sms(self, sms: Sms) -> ConfiguredRent {
        self.configuration(Configuration::unconfigured().sms(sms))
    }

    /// Configures voice.
    pub fn voice(self, voice: Voice) -> ConfiguredRent {
        self.configuration(Configuration::unconfigured().voice(voice))
    }

    /// Configures neither SMS nor voice. The number costs the same.
    pub fn unconfigured(self) -> ConfiguredRent {
        self.configuration(Configuration::unconfigured())
    }

    /// Uses `configuration`, which may be empty.
    pub fn configuration(self, configuration: Configuration) -> ConfiguredRent {
        ConfiguredRent {
            options: self.inner.options,
            inner: self.inner,
            phone: self.phone,
            configuration,
            reference: None,
        }
    }
}

/// A rental request that can be sent.
///
/// It owns what it needs, so that it can be sent from a task of its own:
///
/// ```
/// # use numbers_ext::{Numbers, Sms};
/// # async fn run(numbers: Numbers) -> Result<(), Box<dyn std::error::Error>> {
/// let phone = "+12025550134".parse()?;
/// let task = tokio::spawn(numbers.rent(phone).sms(Sms::plan("plan-1")).send());
/// let rental = task.await??;
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug)]
#[must_use = "nothing is rented before `send`"]
pub struct ConfiguredRent {
    inner: Arc<Inner>,
    phone: PhoneNumber,
    configuration: Configuration,
    options: CallOptions,
    reference: Option<String>,
}

impl ConfiguredRent {
    /// Configures SMS as well.
    pub fn sms(mut self, sms: Sms) -> Self {
        self.configuration = self.configuration.sms(sms);
        self
    }

    /// Configures voice as well.
    pub fn voice(mut self, voice: Voice) -> Self {
        self.configuration = self.configuration.voice(voice);
        self
    }

    /// Sends webhook events about provisioning to this absolute http or https URL.
    pub fn callback_url(mut self, url: impl Into<String>) -> Self {
        self.configuration = self.configuration.callback_url(url);
        self
    }

    /// Sets how long the call may take in all, in place of the client's default.
    pub fn deadline(mut self, deadline: Duration) -> Self {
        self.options.deadline = deadline;
        self
    }

    /// Sets what to do when it is unknown whether the number was rented, in place of the
    /// client's default. Reconciling has a budget of its own, beside the deadline.
    pub fn on_unknown(mut self, policy: OnUnknown) -> Self {
        self.options.on_unknown = policy;
        self
    }

    /// Sets whether to retry after a 429, no sooner than its `Retry-After` and only if that
    /// fits the deadline. The default is not to.
    pub fn retry_throttled(mut self, retry: bool) -> Self {
        self.options.retry_throttled = retry;
        self
    }

    /// Sets the caller's own reference, which an [`Interceptor`](crate::Interceptor) gets.
    pub fn reference(mut self, reference: impl Into<String>) -> Self {
        self.reference = Some(reference.into());
        self
    }

    /// Checks the request without sending it.
    ///
    /// ```
    /// # use numbers_ext::{Numbers, Sms};
    /// # fn run(numbers: &Numbers) -> Result<(), Box<dyn std::error::Error>> {
    /// let rent = numbers.rent("+12025550134".parse()?).sms(Sms::plan(""));
    /// assert_eq!(rent.check().unwrap_err().len(), 1);
    /// # Ok(())
    /// # }
    /// # run(&Numbers::builder().project("p").bearer("t").build().unwrap()).unwrap();
    /// ```
    ///
    /// # Errors
    ///
    /// All violations at once.
    pub fn check(&self) -> Result<(), Violations> {
        let mut violations = self.configuration.check().err().unwrap_or_default();
        violations.extend(deadline_violation(self.options.deadline));
        violations.into_result()
    }

    /// Returns what would be sent, without its credential.
    ///
    /// ```
    /// # use numbers_ext::{Numbers, Sms};
    /// # fn run(numbers: &Numbers) -> Result<(), Box<dyn std::error::Error>> {
    /// let preview = numbers.rent("+12025550134".parse()?).sms(Sms::plan("plan-1")).preview();
    /// assert_eq!(preview.method, "POST");
    /// assert!(preview.url.ends_with("/availableNumbers/+12025550134:rent"));
    /// # Ok(())
    /// # }
    /// # run(&Numbers::builder().project("p").bearer("t").build().unwrap()).unwrap();
    /// ```
    #[must_use]
    pub fn preview(&self) -> Preview {
        Preview {
            method: "POST",
            url: format!(
                "{}/v1/projects/{}/availableNumbers/{}:rent",
                self.inner.base.as_str(),
                self.inner.project,
                self.phone
            ),
            body: self.configuration.request(),
        }
    }

    /// Rents the number. This spends money.
    ///
    /// # Errors
    ///
    /// [`MutationError::outcome`] says whether the number may have been rented all the
    /// same. See [the chapter on money](crate::guide::money).
    ///
    /// # Cancellation
    ///
    /// Dropping the future before the request was sent sends nothing. Dropping it after
    /// that leaves the rental in doubt: an [`Interceptor`](crate::Interceptor) gets what is
    /// needed to reconcile it.
    pub async fn send(self) -> Result<Rental, MutationError> {
        let violations = self.check();
        let mutation = RentNumber {
            phone: self.phone,
            body: self.configuration.request(),
            configuration: Some(self.configuration),
        };
        match violations {
            Err(violations) => Err(MutationError::invalid(mutation.intended(), violations)),
            Ok(()) => call::call(&self.inner, &mutation, self.options, self.reference).await,
        }
    }
}

/// A request that has not been sent.
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
#[non_exhaustive]
pub struct Preview {
    /// The method.
    pub method: &'static str,
    /// The whole URL.
    pub url: String,
    /// The body, sent as JSON.
    pub body: RentNumberRequest,
}

/// Returns the violation of a deadline with which no attempt would be started.
pub(crate) fn deadline_violation(deadline: Duration) -> Option<Violation> {
    (deadline < FLOOR).then(|| {
        Violation::new(
            "deadline",
            format!(
                "of {deadline:?} is too short: no request is started with less than {FLOOR:?} left"
            ),
        )
    })
}

/// The rent as a mutation.
pub(crate) struct RentNumber {
    phone: PhoneNumber,
    body: RentNumberRequest,
    /// What was asked for, where it is known.
    configuration: Option<Configuration>,
}

impl RentNumber {
    /// Returns the mutation that is in doubt, to be reconciled.
    pub(crate) fn in_doubt(phone: PhoneNumber, in_doubt: &InDoubt) -> Self {
        Self {
            phone,
            body: RentNumberRequest::default(),
            configuration: in_doubt.requested().cloned(),
        }
    }
}

impl Operation for RentNumber {
    type Wire = types::ActiveNumber;
    type Value = Rental;

    const ROUTE: Route = Route {
        method: "POST",
        template: "/v1/projects/{projectId}/availableNumbers/{phoneNumber}:rent",
    };

    async fn call(&self, client: &Client, project: &ProjectId) -> Generated<Self::Wire> {
        client
            .number_service_rent_number(project, &self.phone, &self.body)
            .await
    }

    fn accept(&self, success: Success<'_, Self::Wire>) -> Result<Rental, BodyError> {
        let number = ActiveNumber::read(success.typed, success.body, self.phone, success.project)?;
        let differences = match &self.configuration {
            Some(requested) => differences_of_response(requested, &number),
            None => Vec::new(),
        };
        let (proof, attempts) = (Proof::Response, success.attempts);
        Ok(Rental::new(number, proof, attempts, differences))
    }
}

impl Mutation for RentNumber {
    const VERB: Verb = Verb::RENT;

    fn phone(&self) -> Option<PhoneNumber> {
        Some(self.phone)
    }

    fn intended(&self) -> Intended {
        Intended::Rent {
            phone_number: self.phone,
            configuration: self.configuration.clone(),
        }
    }

    fn number(rental: &Rental) -> Option<&ActiveNumber> {
        Some(rental.number())
    }

    async fn find(&self, inner: &Inner, deadline: &Deadline<'_>) -> Result<Sighting, ReadError> {
        let Some(number) = read(inner, &GetActiveNumber(self.phone), deadline).await? else {
            return Ok(Sighting::Absent);
        };
        let differences = match &self.configuration {
            Some(requested) => differences(requested, &number),
            None => Vec::new(),
        };
        let number = Box::new(number);
        Ok(if differences.is_empty() {
            Sighting::Done(Effect::Number(number))
        } else {
            Sighting::Differs(number, differences)
        })
    }

    fn found(&self, effect: Effect, attempts: u32) -> Option<Rental> {
        match effect {
            Effect::Number(number) => {
                Some(Rental::new(*number, Proof::Lookup, attempts, Vec::new()))
            }
        }
    }
}
