//! Why a read proved nothing.

use std::fmt;
use std::time::Duration;

use serde::ser::SerializeMap;
use serde::{Serialize, Serializer};

use crate::auth::token_endpoint::TokenError;
use crate::http::api_error::ApiError;
use crate::http::received::Received;
use crate::http::transport_error::TransportError;
use crate::outcome::cause::Cause;

/// Why a read gave no result. Reading changes nothing, so it may be tried again.
///
/// `Display`, `Debug` and the chain of sources show no URL, header or secret.
#[derive(Clone)]
pub struct ReadError(Box<Inner>);

#[derive(Clone, PartialEq)]
struct Inner {
    /// What was to be read, such as "whether the project holds +12025550134".
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

    /// Returns the status of the response, if one came.
    #[must_use]
    pub fn status(&self) -> Option<u16> {
        self.0.received.status
    }

    /// Returns the API's error, if that is what the body was.
    #[must_use]
    pub fn api(&self) -> Option<&ApiError> {
        self.0.received.api.as_ref()
    }

    /// Returns how long the service asked to wait.
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
    #[must_use]
    pub fn transport_error(&self) -> Option<&TransportError> {
        self.0.cause.transport_error()
    }

    /// Returns the cause, without what was to be read.
    #[must_use]
    pub fn cause(&self) -> String {
        self.0.cause.with(&self.0.received).to_string()
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

impl Serialize for ReadError {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("message", &self.to_string())?;
        if let Some(status) = self.status() {
            map.serialize_entry("status", &status)?;
        }
        if let Some(api) = self.api() {
            map.serialize_entry("error", api)?;
        }
        if let Some(wait) = self.retry_after() {
            map.serialize_entry("retryAfterSeconds", &wait.as_secs())?;
        }
        map.end()
    }
}
