//! Why a rent gave no rental: about the money first.

use std::fmt;
use std::time::Duration;

use bytes::Bytes;
use http::HeaderMap;
use numbers_client::PhoneNumber;
use serde::ser::SerializeMap;
use serde::{Serialize, Serializer};
use thiserror::Error;

use crate::answer::AnswerFault;
use crate::api_error::ApiError;
use crate::{Pending, Proof, Rental, TokenError, Violations};

/// What is certain about a rent that gave no rental. Exhaustive, so that nobody forgets
/// the last one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Certainty {
    /// No request reached the service. This call bought nothing; it may be tried again.
    NotSent,
    /// The service refused. This call bought nothing. After a 404 or 409 an earlier call
    /// may have: look the number up.
    Rejected,
    /// The answer was lost, and looking for the number long enough proved that nothing
    /// was bought. It may be tried again.
    NotRented,
    /// The number may have been bought. Look before trying again: see
    /// [`RentError::pending`] and [`Numbers::settle`](crate::Numbers::settle).
    Unknown,
}

impl Certainty {
    /// As it is written in JSON: `not_sent`, `rejected`, `not_rented`, `unknown`.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::NotSent => "not_sent",
            Self::Rejected => "rejected",
            Self::NotRented => "not_rented",
            Self::Unknown => "unknown",
        }
    }

    /// Whether money may have been spent by this call.
    ///
    /// ```
    /// use numbers_ext::Certainty;
    ///
    /// assert!(Certainty::Unknown.may_have_bought());
    /// assert!(!Certainty::Rejected.may_have_bought());
    /// ```
    #[must_use]
    pub fn may_have_bought(self) -> bool {
        self == Self::Unknown
    }
}

/// Why it ended so.
#[derive(Clone, Debug, PartialEq, Error)]
pub(crate) enum Reason {
    #[error("{faults} in the request: {0}", faults = faults(.0))]
    Invalid(Violations),
    #[error("the observer refused: {0}")]
    Refused(String),
    #[error("no access token: {0}")]
    NoToken(TokenError),
    #[error("too little of the deadline was left to begin")]
    NoTime,
    #[error("{0}, before anything of the request was written")]
    NotWritten(String),
    #[error("the service answered {0}")]
    Status(u16),
    #[error(
        "the service answered {status}; trying again would have meant waiting {wait:?}, beyond the deadline"
    )]
    Throttled { status: u16, wait: Duration },
    #[error("{0} after the request had been sent")]
    Lost(String),
    #[error("no answer came before the deadline")]
    NoAnswer,
    #[error("the service answered {0}, which does not tell")]
    Undecided(u16),
    #[error("the service answered {0}, but the answer was cut short, stalled or too large")]
    Incomplete(u16),
    #[error("the service answered {status}, but {fault}")]
    Unreadable { status: u16, fault: AnswerFault },
    #[error("an earlier send was lost, and then {0}")]
    AfterLost(Box<Reason>),
    #[error("the call was dropped before it had ended")]
    Dropped,
}

fn faults(violations: &Violations) -> String {
    match violations.len() {
        1 => "1 fault".to_owned(),
        many => format!("{many} faults"),
    }
}

/// Why a rent gave no rental.
///
/// [`certainty`](Self::certainty) answers the first question. `Display` and `Debug` show
/// no URL, header, body or secret.
#[derive(Clone)]
pub struct RentError(Box<Inner>);

#[derive(Clone, Debug, PartialEq)]
struct Inner {
    certainty: Certainty,
    phone: PhoneNumber,
    reason: Reason,
    received: Received,
    sends: u32,
    elapsed: Duration,
    pending: Option<Pending>,
    held: Option<Rental>,
}

/// What was received of an answer that is no success.
#[derive(Clone, Default, PartialEq)]
pub(crate) struct Received {
    pub(crate) status: Option<u16>,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Bytes,
    pub(crate) api: Option<ApiError>,
    pub(crate) retry_after: Option<Duration>,
}

impl fmt::Debug for Received {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Received")
            .field("status", &self.status)
            .field("api", &self.api)
            .field("retry_after", &self.retry_after)
            .finish_non_exhaustive()
    }
}

impl RentError {
    pub(crate) fn new(
        certainty: Certainty,
        phone: PhoneNumber,
        reason: Reason,
        received: Received,
        sends: u32,
        elapsed: Duration,
    ) -> Self {
        Self(Box::new(Inner {
            certainty,
            phone,
            reason,
            received,
            sends,
            elapsed,
            pending: None,
            held: None,
        }))
    }

    pub(crate) fn invalid(phone: PhoneNumber, violations: Violations) -> Self {
        let reason = Reason::Invalid(violations);
        Self::new(
            Certainty::NotSent,
            phone,
            reason,
            Received::default(),
            0,
            Duration::ZERO,
        )
    }

    pub(crate) fn with_pending(mut self, pending: Pending) -> Self {
        self.0.pending = Some(pending);
        self
    }

    pub(crate) fn with_held(mut self, held: Rental) -> Self {
        self.0.held = Some(held);
        self
    }

    pub(crate) fn settled_as(mut self, certainty: Certainty) -> Self {
        self.0.certainty = certainty;
        if certainty != Certainty::Unknown {
            self.0.pending = None;
        }
        self
    }

    /// Whether money may have been spent.
    #[must_use]
    pub fn certainty(&self) -> Certainty {
        self.0.certainty
    }

    /// The number that was to be rented.
    #[must_use]
    pub fn phone(&self) -> PhoneNumber {
        self.0.phone
    }

    /// What is to be settled; there for every [`Certainty::Unknown`], and only then.
    #[must_use]
    pub fn pending(&self) -> Option<&Pending> {
        self.0.pending.as_ref()
    }

    /// The number as a lookup found it, with another configuration than was asked for.
    #[must_use]
    pub fn held(&self) -> Option<&Rental> {
        self.0.held.as_ref()
    }

    /// The faults of the request, when it was refused before anything was sent.
    #[must_use]
    pub fn violations(&self) -> Option<&Violations> {
        match &self.0.reason {
            Reason::Invalid(violations) => Some(violations),
            _ => None,
        }
    }

    /// Why no access token was to be had, when that is the reason.
    #[must_use]
    pub fn token_error(&self) -> Option<&TokenError> {
        match &self.0.reason {
            Reason::NoToken(error) => Some(error),
            _ => None,
        }
    }

    /// The status of the answer, if one came.
    #[must_use]
    pub fn status(&self) -> Option<u16> {
        self.0.received.status
    }

    /// What the API said: violations, resource, message. `None` where the body was no
    /// error of the API.
    #[must_use]
    pub fn api(&self) -> Option<&ApiError> {
        self.0.received.api.as_ref()
    }

    /// The body of the answer, as far as it was read.
    #[must_use]
    pub fn body(&self) -> &[u8] {
        &self.0.received.body
    }

    /// A header of the answer, where its value is text.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&str> {
        self.0.received.headers.get(name)?.to_str().ok()
    }

    /// All headers of the answer whose values are text.
    pub fn headers(&self) -> impl Iterator<Item = (&str, &str)> {
        let headers = self.0.received.headers.iter();
        headers.filter_map(|(name, value)| Some((name.as_str(), value.to_str().ok()?)))
    }

    /// How long the service asked to wait (`Retry-After`), in seconds or as a date.
    #[must_use]
    pub fn retry_after(&self) -> Option<Duration> {
        self.0.received.retry_after
    }

    /// How many rents were sent, or may have been.
    #[must_use]
    pub fn sends(&self) -> u32 {
        self.0.sends
    }

    /// How long the call took.
    #[must_use]
    pub fn elapsed(&self) -> Duration {
        self.0.elapsed
    }

    /// Why it ended so, without what is certain about the money.
    #[must_use]
    pub fn reason(&self) -> String {
        self.0.reason.to_string()
    }
}

impl fmt::Display for RentError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Inner {
            certainty,
            phone,
            reason,
            received,
            ..
        } = &*self.0;
        match certainty {
            Certainty::NotSent => write!(f, "nothing was sent to rent {phone}: {reason}")?,
            Certainty::Rejected => write!(f, "{phone} was not rented by this call: {reason}")?,
            Certainty::NotRented => write!(
                f,
                "{phone} was not rented: {reason}, and lookups did not find it"
            )?,
            Certainty::Unknown => write!(f, "unknown whether {phone} was rented: {reason}")?,
        }
        if let Some(api) = &received.api {
            fmt_api(api, f)?;
        }
        if matches!(
            (certainty, received.status),
            (Certainty::Rejected, Some(404 | 409))
        ) {
            f.write_str("; an earlier call may have rented it: look it up")?;
        }
        if let Some(Proof::Lookup(differences)) = self.0.held.as_ref().map(Rental::proof) {
            f.write_str("; the project holds it, but not as asked for")?;
            for difference in differences {
                write!(f, "; {difference}")?;
            }
        }
        Ok(())
    }
}

fn fmt_api(api: &ApiError, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    let tidy = |text: &str| -> String {
        let shown = text.chars().filter(|c| !c.is_control());
        shown.take(200).collect()
    };
    if let Some(status) = &api.status {
        write!(f, " {}", tidy(status))?;
    }
    if let Some(message) = &api.message {
        write!(f, " ({})", tidy(message))?;
    }
    for violation in api.violations.iter().take(20) {
        let field = violation.field.as_deref().unwrap_or("a member");
        let what = violation.description.as_deref().unwrap_or("is at fault");
        write!(f, "; {}: {}", tidy(field), tidy(what))?;
    }
    Ok(())
}

impl fmt::Debug for RentError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RentError")
            .field("certainty", &self.0.certainty)
            .field("phone", &self.0.phone)
            .field("reason", &self.0.reason)
            .field("received", &self.0.received)
            .field("sends", &self.0.sends)
            .field("pending", &self.0.pending)
            .finish_non_exhaustive()
    }
}

/// Without a source: `Display` tells the whole reason, and causes are in
/// [`violations`](RentError::violations) and [`token_error`](RentError::token_error).
impl std::error::Error for RentError {}

impl Serialize for RentError {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let inner = &*self.0;
        let mut map = serializer.serialize_map(None)?;
        let outcome = match inner.reason {
            Reason::Invalid(_) => "invalid",
            _ => inner.certainty.as_str(),
        };
        map.serialize_entry("outcome", outcome)?;
        map.serialize_entry("phoneNumber", &inner.phone)?;
        map.serialize_entry("message", &self.to_string())?;
        map.serialize_entry("sends", &inner.sends)?;
        if let Some(status) = inner.received.status {
            map.serialize_entry("status", &status)?;
        }
        if let Some(api) = &inner.received.api {
            map.serialize_entry("error", api)?;
        }
        if let Some(wait) = inner.received.retry_after {
            map.serialize_entry("retryAfterSeconds", &wait.as_secs())?;
        }
        if let Some(violations) = self.violations() {
            map.serialize_entry("violations", violations)?;
        }
        if let Some(pending) = &inner.pending {
            map.serialize_entry("pending", pending)?;
        }
        if let Some(held) = &inner.held {
            map.serialize_entry("held", held)?;
        }
        map.end()
    }
}
