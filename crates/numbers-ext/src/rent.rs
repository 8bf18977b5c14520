//! Saying what to rent.

use std::time::Duration;

use numbers_client::PhoneNumber;
use tracing::Instrument;

use crate::call::{self, CallOptions};
use crate::resend::FLOOR;
use crate::violation::{Violation, Violations};
use crate::{Configuration, Numbers, OnUnknown, RentError, Rental, Sms, Voice, telemetry};

/// A rent of which it has not been said yet what the number is for.
///
/// It can't be sent: a number that is set up for nothing is charged all the same, so
/// that has to be said, with [`unconfigured`](Self::unconfigured).
#[derive(Clone, Debug)]
#[must_use = "nothing is rented before `send`"]
pub struct Rent<'a> {
    numbers: &'a Numbers,
    phone: PhoneNumber,
}

impl<'a> Rent<'a> {
    pub(crate) fn new(numbers: &'a Numbers, phone: PhoneNumber) -> Self {
        Self { numbers, phone }
    }

    /// For SMS.
    pub fn sms(self, sms: Sms) -> ConfiguredRent<'a> {
        self.configuration(Configuration::unconfigured().sms(sms))
    }

    /// For voice.
    pub fn voice(self, voice: Voice) -> ConfiguredRent<'a> {
        self.configuration(Configuration::unconfigured().voice(voice))
    }

    /// For neither. The number is charged all the same.
    pub fn unconfigured(self) -> ConfiguredRent<'a> {
        self.configuration(Configuration::unconfigured())
    }

    /// As this says, also if it says nothing.
    pub fn configuration(self, configuration: Configuration) -> ConfiguredRent<'a> {
        ConfiguredRent {
            options: self.numbers.options(),
            numbers: self.numbers,
            phone: self.phone,
            configuration,
        }
    }
}

/// A rent that can be sent.
#[derive(Clone, Debug)]
#[must_use = "nothing is rented before `send`"]
pub struct ConfiguredRent<'a> {
    numbers: &'a Numbers,
    phone: PhoneNumber,
    configuration: Configuration,
    options: CallOptions,
}

impl ConfiguredRent<'_> {
    /// For SMS, too.
    pub fn sms(mut self, sms: Sms) -> Self {
        self.configuration = self.configuration.sms(sms);
        self
    }

    /// For voice, too.
    pub fn voice(mut self, voice: Voice) -> Self {
        self.configuration = self.configuration.voice(voice);
        self
    }

    /// Where the events of setting up are sent: an absolute http or https URL.
    pub fn callback_url(mut self, url: impl Into<String>) -> Self {
        self.configuration = self.configuration.callback_url(url);
        self
    }

    /// How long the call may take in all, instead of the client's default.
    pub fn deadline(mut self, deadline: Duration) -> Self {
        self.options.deadline = deadline;
        self
    }

    /// What to do when the answer is lost, instead of the client's default. Settling has
    /// a budget of its own, beside the deadline.
    pub fn on_unknown(mut self, policy: OnUnknown) -> Self {
        self.options.on_unknown = policy;
        self
    }

    /// Whether a 429 is sent again, no sooner than its `Retry-After`, if that fits the
    /// deadline. Off unless asked for.
    pub fn resend_throttled(mut self, resend: bool) -> Self {
        self.options.resend_throttled = resend;
        self
    }

    /// Checks without sending.
    ///
    /// # Errors
    ///
    /// All faults at once.
    pub fn check(&self) -> Result<(), Violations> {
        let mut violations = self.configuration.check().err().unwrap_or_default();
        violations.extend(deadline_fault(self.options.deadline));
        violations.none()
    }

    /// What would be sent, without its credential.
    #[must_use]
    pub fn preview(&self) -> Preview {
        let shared = self.numbers.shared();
        Preview {
            method: "POST",
            url: format!(
                "{}/v1/projects/{}/availableNumbers/{}:rent",
                shared.base.as_str(),
                shared.project,
                self.phone
            ),
            body: self.configuration.request(),
        }
    }

    /// Rents the number. This spends money.
    ///
    /// # Errors
    ///
    /// [`RentError::certainty`] tells whether money may have been spent all the same. See
    /// [the chapter on money](crate::money).
    ///
    /// # Cancellation
    ///
    /// Dropping the future before the request was sent sends nothing. Dropping it after
    /// that leaves the rent unknown: an [`Observer`](crate::Observer) is told, with what
    /// is needed to settle it.
    pub async fn send(self) -> Result<Rental, RentError> {
        if let Err(violations) = self.check() {
            return Err(RentError::invalid(self.phone, violations));
        }
        let shared = self.numbers.shared();
        let span = telemetry::rent_span(shared, self.phone);
        call::rent(shared, self.phone, &self.configuration, self.options)
            .instrument(span)
            .await
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
    pub body: crate::types::RentNumberRequest,
}

/// No rent is started with less than the floor left, so a shorter deadline sends nothing.
pub(crate) fn deadline_fault(deadline: Duration) -> Option<Violation> {
    (deadline < FLOOR).then(|| {
        Violation::new(
            "deadline",
            format!("{deadline:?} is too short; a rent is not begun with less than {FLOOR:?} left"),
        )
    })
}
