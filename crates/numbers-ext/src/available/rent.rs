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
/// A number costs the same without a configuration, so renting one that way has to be
/// explicit.
///
/// ```
/// use numbers_ext::{Sms, Voice};
///
/// # let numbers = numbers_ext::Numbers::builder().project("p").bearer("t").build()?;
/// let rent = numbers.rent("+12025550134".parse()?);
/// let sendable = rent.sms(Sms::plan("plan-1")).voice(Voice::rtc("app-1"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
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
    ///
    /// ```
    /// # let numbers = numbers_ext::Numbers::builder().project("p").bearer("t").build()?;
    /// # let phone = "+12025550134".parse()?;
    /// let rent = numbers.rent(phone).sms(numbers_ext::Sms::plan("plan-1"));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn sms(self, sms: Sms) -> ConfiguredRent {
        self.configuration(Configuration::unconfigured().sms(sms))
    }

    /// Configures voice.
    ///
    /// ```
    /// # let numbers = numbers_ext::Numbers::builder().project("p").bearer("t").build()?;
    /// # let phone = "+12025550134".parse()?;
    /// let rent = numbers.rent(phone).voice(numbers_ext::Voice::est("trunk-1"));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn voice(self, voice: Voice) -> ConfiguredRent {
        self.configuration(Configuration::unconfigured().voice(voice))
    }

    /// Configures neither SMS nor voice. The number costs the same.
    ///
    /// ```
    /// # let numbers = numbers_ext::Numbers::builder().project("p").bearer("t").build()?;
    /// # let phone = "+12025550134".parse()?;
    /// let rent = numbers.rent(phone).unconfigured();
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn unconfigured(self) -> ConfiguredRent {
        self.configuration(Configuration::unconfigured())
    }

    /// Uses `configuration`, which may be empty.
    ///
    /// ```
    /// use numbers_ext::Configuration;
    ///
    /// # let numbers = numbers_ext::Numbers::builder().project("p").bearer("t").build()?;
    /// # let phone = "+12025550134".parse()?;
    /// let configuration: Configuration = serde_json::from_str(
    ///     r#"{"smsConfiguration":{"servicePlanId":"plan-1"}}"#,
    /// )?;
    /// let rent = numbers.rent(phone).configuration(configuration);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
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
/// It borrows nothing, so that it can be sent from a task of its own:
///
/// ```
/// use numbers_ext::Sms;
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// # let simulator = numbers_sim::Simulator::start().await?;
/// # let numbers = numbers_ext::Numbers::builder()
/// #     .project(simulator.project()).access_key(simulator.key_id(), simulator.key_secret())
/// #     .numbers_url(simulator.url()).auth_url(simulator.url()).build()?;
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
    /// Configures SMS, in place of an earlier SMS configuration.
    ///
    /// ```
    /// # let numbers = numbers_ext::Numbers::builder().project("p").bearer("t").build()?;
    /// # let phone = "+12025550134".parse()?;
    /// let rent = numbers.rent(phone).unconfigured().sms(numbers_ext::Sms::plan("plan-1"));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn sms(mut self, sms: Sms) -> Self {
        self.configuration = self.configuration.sms(sms);
        self
    }

    /// Configures voice, in place of an earlier voice configuration.
    ///
    /// ```
    /// use numbers_ext::{Sms, Voice};
    ///
    /// # let numbers = numbers_ext::Numbers::builder().project("p").bearer("t").build()?;
    /// # let phone = "+12025550134".parse()?;
    /// let rent = numbers.rent(phone).sms(Sms::plan("plan-1")).voice(Voice::rtc("app-1"));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn voice(mut self, voice: Voice) -> Self {
        self.configuration = self.configuration.voice(voice);
        self
    }

    /// Sets the URL that webhook events about provisioning are sent to: absolute, http or
    /// https.
    ///
    /// ```
    /// # let numbers = numbers_ext::Numbers::builder().project("p").bearer("t").build()?;
    /// # let rent = numbers.rent("+12025550134".parse()?).unconfigured();
    /// let rent = rent.callback_url("https://example.com/numbers");
    /// assert!(rent.check().is_ok());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn callback_url(mut self, url: impl Into<String>) -> Self {
        self.configuration = self.configuration.callback_url(url);
        self
    }

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
    pub fn deadline(mut self, deadline: Duration) -> Self {
        self.options.deadline = deadline;
        self
    }

    /// Sets what the call does when it is unknown whether the number was rented, in place of
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
    pub fn on_unknown(mut self, policy: OnUnknown) -> Self {
        self.options.on_unknown = policy;
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
        self.options.retry_throttled = retry;
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
        self.reference = Some(reference.into());
        self
    }

    /// Checks the request without sending it. [`send`](Self::send) does the same first.
    ///
    /// ```
    /// use numbers_ext::Sms;
    ///
    /// # let numbers = numbers_ext::Numbers::builder().project("p").bearer("t").build()?;
    /// # let phone = "+12025550134".parse()?;
    /// let rent = numbers.rent(phone).sms(Sms::plan("")).callback_url("nope");
    /// assert_eq!(rent.check().unwrap_err().len(), 2);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    ///
    /// When the input is invalid; all violations at once.
    pub fn check(&self) -> Result<(), Violations> {
        let mut violations = self.configuration.check().err().unwrap_or_default();
        violations.extend(deadline_violation(self.options.deadline));
        violations.into_result()
    }

    /// Returns the HTTP request that would be sent, without its credential.
    ///
    /// ```
    /// use numbers_ext::Sms;
    ///
    /// # let numbers = numbers_ext::Numbers::builder().project("p").bearer("t").build()?;
    /// # let phone = "+12025550134".parse()?;
    /// let preview = numbers.rent(phone).sms(Sms::plan("plan-1")).preview();
    /// assert!(preview.url.ends_with("/availableNumbers/+12025550134:rent"));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
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
    /// ```
    /// use numbers_ext::Outcome;
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # let simulator = numbers_sim::Simulator::start().await?;
    /// # let numbers = numbers_ext::Numbers::builder()
    /// #     .project(simulator.project()).access_key(simulator.key_id(), simulator.key_secret())
    /// #     .numbers_url(simulator.url()).auth_url(simulator.url()).build()?;
    /// let rent = numbers.rent("+12025550134".parse()?).unconfigured();
    /// match rent.send().await {
    ///     Ok(rental) => println!("rented {}", rental.phone()),
    ///     Err(error) => match error.outcome() {
    ///         Outcome::Unknown(in_doubt) => println!("{:?}", numbers.reconcile(in_doubt).await),
    ///         _ => return Err(error.into()), // this call rented nothing
    ///     },
    /// }
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// When the number was not rented, or may not have been: [`MutationError::outcome`] says
    /// which. [The chapter on money](crate::guide::money) says what to do.
    ///
    /// # Cancellation
    ///
    /// Dropping the future before the request has left sends nothing. Dropping it later
    /// leaves the rental in doubt, and only an [`Interceptor`](crate::Interceptor) learns what
    /// is needed to reconcile it.
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

/// The HTTP request that [`send`](ConfiguredRent::send) would make.
///
/// ```
/// # let numbers = numbers_ext::Numbers::builder().project("p").bearer("t").build()?;
/// let preview = numbers.rent("+12025550134".parse()?).unconfigured().preview();
/// println!("{} {}", preview.method, preview.url);
/// println!("{}", serde_json::to_string_pretty(&preview.body)?);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
#[non_exhaustive]
pub struct Preview {
    /// The HTTP method.
    pub method: &'static str,
    /// The absolute URL.
    pub url: String,
    /// The body, which is sent as JSON.
    pub body: RentNumberRequest,
}

/// Returns the violation of a deadline that is too short for any attempt to be started.
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

/// Renting a number, as a mutation.
pub(crate) struct RentNumber {
    phone: PhoneNumber,
    body: RentNumberRequest,
    /// The requested configuration, where it is known.
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
