//! The error of a mutation. It says what is known about the money first.

use std::fmt;
use std::time::Duration;

use numbers_client::{PhoneNumber, TransportError};

use crate::auth::token_endpoint::TokenError;
use crate::http::api_error::ApiError;
use crate::http::received::Received;
use crate::model::active_number::ActiveNumber;
use crate::model::difference::Difference;
use crate::model::violation::Violations;
use crate::outcome::Outcome;
use crate::outcome::cause::Cause;
use crate::outcome::intended::{Intended, Verb};

/// Why a mutation, such as a rental request, did not succeed.
///
/// Look at the [`outcome`](Self::outcome) first: it says whether the call may have had its
/// effect all the same, and may have spent money.
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
/// // This number is not for sale in the simulator.
/// let phone = "+15005550001".parse()?;
/// let error = numbers.rent(phone).unconfigured().send().await.unwrap_err();
/// assert_eq!(error.outcome(), &Outcome::Rejected);
/// assert_eq!((error.operation(), error.phone()), ("rent", Some(phone)));
/// assert_eq!((error.status(), error.attempts()), (Some(404), 1));
/// println!("{error} ({:?})", error.elapsed());
/// # Ok(())
/// # }
/// ```
///
/// `Display`, `Debug` and the chain of sources show no URL, header or secret, and of a body
/// only its message.
#[derive(Clone)]
pub struct MutationError(pub(super) Box<Inner>);

#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Inner {
    pub(crate) outcome: Outcome,
    pub(crate) request: Intended,
    pub(crate) cause: Cause,
    pub(crate) received: Received,
    pub(crate) attempts: u32,
    pub(crate) elapsed: Duration,
    pub(crate) found: Option<Found>,
}

/// A number that reconciling found and that is not as it was requested.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Found {
    pub(crate) number: ActiveNumber,
    pub(crate) differences: Vec<Difference>,
}

impl MutationError {
    pub(crate) fn new(inner: Inner) -> Self {
        Self(Box::new(inner))
    }

    pub(crate) fn invalid(request: Intended, violations: Violations) -> Self {
        Self::not_sent(request, Cause::Invalid(violations))
    }

    /// Returns a call that ended before its first attempt.
    pub(crate) fn not_sent(request: Intended, cause: Cause) -> Self {
        Self::new(Inner {
            outcome: Outcome::NotSent,
            request,
            cause,
            received: Received::default(),
            attempts: 0,
            elapsed: Duration::ZERO,
            found: None,
        })
    }

    pub(crate) fn with_found(mut self, found: Found) -> Self {
        self.0.found = Some(found);
        self
    }

    /// Returns whether the lookup of the price showed that the number can't be rented.
    pub(crate) fn is_not_available(&self) -> bool {
        matches!(self.0.cause, Cause::NotAvailable)
    }

    pub(crate) fn not_done(mut self) -> Self {
        self.0.outcome = Outcome::NotDone;
        self
    }

    /// Returns the outcome: whether the call may have had its effect.
    ///
    /// ```
    /// # fn show(error: &numbers_ext::MutationError) {
    /// if let Some(in_doubt) = error.outcome().in_doubt() {
    ///     println!("reconcile {in_doubt:?} before trying again");
    /// }
    /// # }
    /// ```
    #[must_use]
    pub fn outcome(&self) -> &Outcome {
        &self.0.outcome
    }

    /// Returns the name of the operation, such as `rent`.
    #[must_use]
    pub fn operation(&self) -> &'static str {
        self.0.request.verb().name
    }

    /// Returns the phone number that the call was about, if it was about one.
    #[must_use]
    pub fn phone(&self) -> Option<PhoneNumber> {
        self.0.request.phone()
    }

    /// Returns the number that reconciling found, when the project holds it but not as it was
    /// requested.
    ///
    /// ```
    /// # fn show(error: &numbers_ext::MutationError) {
    /// if let Some(number) = error.found() {
    ///     println!("the project holds {}, but: {:?}", number.phone(), error.differences());
    /// }
    /// # }
    /// ```
    #[must_use]
    pub fn found(&self) -> Option<&ActiveNumber> {
        self.0.found.as_ref().map(|found| &found.number)
    }

    /// Returns how the number that was [`found`](Self::found) differs from what was requested.
    ///
    /// ```
    /// # fn show(error: &numbers_ext::MutationError) {
    /// for difference in error.differences() {
    ///     println!("{difference}"); // "callbackUrl: requested ..., found ..."
    /// }
    /// # }
    /// ```
    #[must_use]
    pub fn differences(&self) -> &[Difference] {
        self.0
            .found
            .as_ref()
            .map_or(&[], |found| &found.differences)
    }

    /// Returns the violations of invalid input, because of which nothing was sent.
    ///
    /// ```
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # let numbers = numbers_ext::Numbers::builder().project("p").bearer("t").build()?;
    /// let rent = numbers.rent("+12025550134".parse()?).unconfigured().callback_url("nope");
    /// let error = rent.send().await.unwrap_err();
    /// assert_eq!(error.violations().unwrap().len(), 1);
    /// # Ok(())
    /// # }
    /// ```
    #[must_use]
    pub fn violations(&self) -> Option<&Violations> {
        match &self.0.cause {
            Cause::Invalid(violations) => Some(violations),
            _ => None,
        }
    }

    /// Returns why there was no access token, if that is the cause.
    ///
    /// ```
    /// # fn show(error: &numbers_ext::MutationError) {
    /// if error.token_error().is_some_and(|error| error.is_refused()) {
    ///     println!("check the access key");
    /// }
    /// # }
    /// ```
    #[must_use]
    pub fn token_error(&self) -> Option<&TokenError> {
        self.0.cause.token_error()
    }

    /// Returns how the transport failed, if that is the cause.
    ///
    /// ```
    /// # fn show(error: &numbers_ext::MutationError) {
    /// use numbers_ext::TransportErrorKind;
    ///
    /// if error.transport_error().is_some_and(|error| error.kind() == TransportErrorKind::Tls) {
    ///     println!("the certificate is not trusted");
    /// }
    /// # }
    /// ```
    #[must_use]
    pub fn transport_error(&self) -> Option<&TransportError> {
        self.0.cause.transport_error()
    }

    /// Returns the HTTP status of the response to the last attempt, if there was one.
    #[must_use]
    pub fn status(&self) -> Option<u16> {
        self.0.received.status
    }

    /// Returns the error in the body of the response: its message, violations and resources.
    /// `None` when the body is not an error of this API.
    ///
    /// ```
    /// # fn show(error: &numbers_ext::MutationError) {
    /// for violation in error.api().iter().flat_map(|api| &api.violations) {
    ///     println!("{:?}: {:?}", violation.field, violation.description);
    /// }
    /// # }
    /// ```
    #[must_use]
    pub fn api(&self) -> Option<&ApiError> {
        self.0.received.api.as_ref()
    }

    /// Returns the body of a response that was not a 2xx, as far as it was read. A credential
    /// that the service has echoed is replaced by `[redacted]`.
    ///
    /// ```
    /// # fn show(error: &numbers_ext::MutationError) {
    /// println!("{}", String::from_utf8_lossy(error.body()));
    /// # }
    /// ```
    #[must_use]
    pub fn body(&self) -> &[u8] {
        &self.0.received.body
    }

    /// Returns a header of a response that was not a 2xx, if its value is text. The case of
    /// `name` does not matter.
    ///
    /// ```
    /// # fn show(error: &numbers_ext::MutationError) {
    /// if let Some(id) = error.header("x-request-id") {
    ///     println!("the vendor's support will ask for {id}");
    /// }
    /// # }
    /// ```
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&str> {
        self.0.received.headers.get(name)?.to_str().ok()
    }

    /// Iterates over the names and values of those headers that [`header`](Self::header)
    /// returns.
    ///
    /// ```
    /// # fn show(error: &numbers_ext::MutationError) {
    /// for (name, value) in error.headers() {
    ///     println!("{name}: {value}");
    /// }
    /// # }
    /// ```
    pub fn headers(&self) -> impl Iterator<Item = (&str, &str)> {
        let headers = self.0.received.headers.iter();
        headers.filter_map(|(name, value)| Some((name.as_str(), value.to_str().ok()?)))
    }

    /// Returns how long the service asks to wait before trying again (`Retry-After`).
    ///
    /// ```
    /// # fn show(error: &numbers_ext::MutationError) {
    /// if let Some(wait) = error.retry_after() {
    ///     println!("try again in {wait:?}");
    /// }
    /// # }
    /// ```
    #[must_use]
    pub fn retry_after(&self) -> Option<Duration> {
        self.0.received.retry_after
    }

    /// Returns how many requests were sent, or may have been. Those to the token endpoint
    /// don't count.
    #[must_use]
    pub fn attempts(&self) -> u32 {
        self.0.attempts
    }

    /// Returns how long the call took, up to the end of its last attempt.
    #[must_use]
    pub fn elapsed(&self) -> Duration {
        self.0.elapsed
    }

    /// Returns the cause alone: the part of `Display` that comes after the headline.
    ///
    /// ```
    /// # fn show(error: &numbers_ext::MutationError) {
    /// println!("{}", error.cause()); // "the service responded with 404 (NOT_FOUND)"
    /// # }
    /// ```
    #[must_use]
    pub fn cause(&self) -> String {
        self.0.cause.with(&self.0.received).to_string()
    }

    /// Returns what is known about the effect alone: the part of `Display` that comes before
    /// the cause.
    ///
    /// ```
    /// # fn show(error: &numbers_ext::MutationError) {
    /// println!("{}", error.headline()); // "+12025550134 was not rented by this call"
    /// # }
    /// ```
    #[must_use]
    pub fn headline(&self) -> String {
        let Inner {
            outcome,
            request,
            cause,
            ..
        } = &*self.0;
        let verb = request.verb();
        match outcome {
            Outcome::NotSent => match cause {
                Cause::Invalid(violations) => {
                    let count = violations.len();
                    let plural = if count == 1 { "" } else { "s" };
                    format!("invalid input: nothing was sent ({count} violation{plural})")
                }
                _ => format!("nothing was sent to {} {request}", verb.infinitive),
            },
            Outcome::Rejected => format!("{request} was not {} by this call", verb.participle),
            Outcome::NotDone => format!("{request} was not {}", verb.participle),
            Outcome::Unknown(_) => format!("{request} may have been {}", verb.participle),
        }
    }
}

impl PartialEq for MutationError {
    fn eq(&self, other: &Self) -> bool {
        self.0 == other.0
    }
}

impl fmt::Display for MutationError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.headline(), self.cause())?;
        match (self.outcome(), self.status()) {
            (Outcome::Rejected, Some(404 | 409)) if self.0.request.verb() == Verb::RENT => {
                f.write_str("; an earlier call may have done it: look the number up")?;
            }
            (Outcome::NotDone, _) => f.write_str("; reconciling proved that it had no effect")?,
            _ => {}
        }
        if let (true, Some(text)) = (self.outcome().is_unknown(), self.0.request.consolation()) {
            write!(f, "; {text}")?;
        }
        if self.0.found.is_some() {
            f.write_str("; the project holds it, but not as it was asked for")?;
            for difference in self.differences() {
                write!(f, "; {difference}")?;
            }
        }
        Ok(())
    }
}

impl fmt::Debug for MutationError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("MutationError")
            .field("outcome", &self.0.outcome)
            .field("operation", &self.operation())
            .field("cause", &self.0.cause)
            .field("received", &self.0.received)
            .field("attempts", &self.0.attempts)
            .finish_non_exhaustive()
    }
}

impl std::error::Error for MutationError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.0.cause.source()
    }
}
