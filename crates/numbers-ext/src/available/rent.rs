//! `POST availableNumbers/{phoneNumber}:rent`.

use std::sync::Arc;
use std::time::Duration;

use numbers_client::PhoneNumber;

use crate::available::check::GetAvailableNumber;
use crate::available::rent_number::RentNumber;
use crate::engine::inner::Inner;
use crate::engine::operation::Mutation as _;
use crate::engine::read::read;
use crate::engine::settings::{CallSettings, call_settings};
use crate::model::configuration::Configuration;
use crate::model::price::Price;
use crate::model::rental::Rental;
use crate::model::sms::Sms;
use crate::model::violation::Violations;
use crate::model::voice::Voice;
use crate::outcome::cause::Cause;
use crate::outcome::error::MutationError;
use crate::outcome::retry::FLOOR;
use crate::time::deadline::Deadline;
use crate::types::RentNumberRequest;

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
    pub(crate) fn new(inner: &Arc<Inner>, phone: PhoneNumber) -> Self {
        Self {
            inner: Arc::clone(inner),
            phone,
        }
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
            settings: CallSettings::new(&self.inner),
            phone: self.phone,
            configuration,
            at_most: None,
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
    phone: PhoneNumber,
    configuration: Configuration,
    at_most: Option<Price>,
    settings: CallSettings,
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

    /// Refuses to rent the number when more than this is due at once, the setup price and the
    /// first recurring price together. The price is looked up first, within the deadline.
    ///
    /// ```
    /// use numbers_ext::{Decimal, Outcome, Price};
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # let simulator = numbers_sim::Simulator::start().await?;
    /// # let numbers = numbers_ext::Numbers::builder()
    /// #     .project(simulator.project()).access_key(simulator.key_id(), simulator.key_secret())
    /// #     .numbers_url(simulator.url()).auth_url(simulator.url()).build()?;
    /// # let phone = "+12025550134".parse()?;
    /// let one_dollar = Price::new(Decimal::ONE, "USD");
    /// let error = numbers.rent(phone).unconfigured().at_most(one_dollar).send().await.unwrap_err();
    /// assert_eq!(error.outcome(), &Outcome::NotSent);
    /// println!("{error}");
    /// # assert!(error.to_string().contains("2.50 USD"), "{error}");
    /// # Ok(())
    /// # }
    /// ```
    pub fn at_most(mut self, price: Price) -> Self {
        self.at_most = Some(price);
        self
    }

    call_settings!();

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
        let violations = self.configuration.check().err().unwrap_or_default();
        self.settings.check(violations)
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
                self.settings.inner.base.as_str(),
                self.settings.inner.project,
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
    pub async fn send(mut self) -> Result<Rental, MutationError> {
        let violations = self.configuration.check().err().unwrap_or_default();
        let rent = RentNumber::new(self.phone, self.configuration);
        if let Some(limit) = &self.at_most
            && self.settings.check(violations.clone()).is_ok()
        {
            // Boxed, for it is rarely needed and large.
            let left = Box::pin(check_price(&self.settings, self.phone, limit))
                .await
                .map_err(|cause| MutationError::not_sent(rent.intended(), cause))?;
            self.settings.options.deadline = left;
        }
        self.settings.call(&rent, violations).await
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

/// Looks the price up, and returns how much of the deadline is left to rent the number. The
/// cause says why it is not rented.
async fn check_price(
    settings: &CallSettings,
    phone: PhoneNumber,
    limit: &Price,
) -> Result<Duration, Cause> {
    let inner = &settings.inner;
    let deadline = Deadline::after(&inner.clock, settings.options.deadline);
    let number = read(inner, &GetAvailableNumber(phone), &deadline)
        .await
        .map_err(|error| Cause::PriceUnknown(error.to_string()))?
        .ok_or(Cause::NotAvailable)?;
    let price = number
        .price_at_once()
        .map_err(|error| Cause::PriceUnknown(error.to_string()))?;
    if price.currency() != limit.currency() || price.amount() > limit.amount() {
        return Err(Cause::TooExpensive {
            price,
            limit: limit.clone(),
        });
    }
    Some(deadline.left())
        .filter(|left| *left >= FLOOR)
        .ok_or(Cause::NoTime)
}
