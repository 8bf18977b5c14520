//! The error of a read.

use std::fmt;
use std::time::Duration;

use numbers_client::TransportError;
use serde::{Serialize, Serializer};

use crate::auth::token_endpoint::TokenError;
use crate::http::api_error::ApiError;
use crate::http::received::Received;
use crate::outcome::cause::Cause;

/// Why a read gave no result. A read changes nothing, so it may be tried again.
///
/// ```
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// # let simulator = numbers_sim::Simulator::start().await?;
/// # let numbers = numbers_ext::Numbers::builder()
/// #     .project(simulator.project()).access_key(simulator.key_id(), "another-secret")
/// #     .numbers_url(simulator.url()).auth_url(simulator.url()).build()?;
/// // The key secret is wrong.
/// let error = numbers.get("+12025550134".parse()?).await.unwrap_err();
/// assert!(error.token_error().is_some_and(|error| error.is_refused()));
/// assert!(error.status().is_none() && error.api().is_none());
/// println!("{}; wait {:?}", error.cause(), error.retry_after());
/// # Ok(())
/// # }
/// ```
///
/// `Display`, `Debug` and the chain of sources show no URL, header or secret.
#[derive(Clone)]
pub struct ReadError(Box<Inner>);

#[derive(Clone, PartialEq)]
struct Inner {
    /// What was to be found out, such as "whether the project holds +12025550134".
    what: String,
    cause: Cause,
    received: Received,
}

impl ReadError {
    pub(crate) fn new(what: impl Into<String>, cause: Cause, received: Received) -> Self {
        Self(Box::new(Inner {
            what: what.into(),
            cause,
            received,
        }))
    }

    /// Returns the HTTP status of the response, if there was one.
    #[must_use]
    pub fn status(&self) -> Option<u16> {
        self.0.received.status
    }

    /// Returns the error in the body of the response. `None` when the body is not an error of
    /// this API.
    #[must_use]
    pub fn api(&self) -> Option<&ApiError> {
        self.0.received.api.as_ref()
    }

    /// Returns how long the service asks to wait before trying again (`Retry-After`).
    #[must_use]
    pub fn retry_after(&self) -> Option<Duration> {
        self.0.received.retry_after
    }

    /// Returns why there was no access token, if that is the cause.
    #[must_use]
    pub fn token_error(&self) -> Option<&TokenError> {
        self.0.cause.token_error()
    }

    /// Returns how the transport failed, if that is the cause.
    ///
    /// ```
    /// # fn show(error: &numbers_ext::ReadError) {
    /// if error.transport_error().is_some_and(|error| error.kind().is_transient()) {
    ///     println!("try again");
    /// }
    /// # }
    /// ```
    #[must_use]
    pub fn transport_error(&self) -> Option<&TransportError> {
        self.0.cause.transport_error()
    }

    /// Returns the cause alone, without what was to be found out.
    #[must_use]
    pub fn cause(&self) -> String {
        self.0.cause.with(&self.0.received).to_string()
    }
}

impl ReadError {
    /// Returns whether asking again, unchanged, can't help: the request or the access key was
    /// refused.
    pub(crate) fn is_refused(&self) -> bool {
        let is_status = |status| matches!(status, 400..=407 | 409..=424 | 426..=428 | 430..=499);
        self.status().is_some_and(is_status)
            || self.token_error().is_some_and(TokenError::is_refused)
    }
}

impl PartialEq for ReadError {
    fn eq(&self, other: &Self) -> bool {
        self.0 == other.0
    }
}

impl fmt::Display for ReadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Inner {
            what,
            cause,
            received,
        } = &*self.0;
        write!(f, "{what} is not known: {}", cause.with(received))
    }
}

impl fmt::Debug for ReadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ReadError")
            .field("what", &self.0.what)
            .field("cause", &self.0.cause)
            .field("received", &self.0.received)
            .finish()
    }
}

impl std::error::Error for ReadError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.0.cause.source()
    }
}

/// A read that gave no result, as JSON.
#[derive(Serialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schemars", schemars(rename = "ReadError"))]
#[serde(rename_all = "camelCase")]
struct Written<'a> {
    message: String,
    /// The HTTP status of the response, if one came.
    #[serde(skip_serializing_if = "Option::is_none")]
    status: Option<u16>,
    #[serde(skip_serializing_if = "Option::is_none")]
    error: Option<&'a ApiError>,
    #[serde(skip_serializing_if = "Option::is_none")]
    retry_after_seconds: Option<u64>,
}

impl Serialize for ReadError {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        Written {
            message: self.to_string(),
            status: self.status(),
            error: self.api(),
            retry_after_seconds: self.retry_after().map(|wait| wait.as_secs()),
        }
        .serialize(serializer)
    }
}

#[cfg(feature = "schemars")]
crate::schema::written_as!(ReadError, Written<'static>);
