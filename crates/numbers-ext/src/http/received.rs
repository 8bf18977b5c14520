//! The parts of a response that an error keeps.

use std::fmt;
use std::time::{Duration, SystemTime};

use bytes::Bytes;
use http::HeaderMap;
use http::header::RETRY_AFTER;

use crate::http::api_error::ApiError;
use crate::http::{foreign_error, retry_after};

/// A response as far as it was received. Without a status, nothing was.
#[derive(Clone, Default, PartialEq)]
pub(crate) struct Received {
    pub(crate) status: Option<u16>,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Bytes,
    pub(crate) api: Option<ApiError>,
    pub(crate) retry_after: Option<Duration>,
}

impl Received {
    /// Returns a 2xx, of which only the status is kept.
    pub(crate) fn success(status: u16) -> Self {
        Self {
            status: Some(status),
            ..Self::default()
        }
    }

    /// Returns a response that is not a 2xx.
    pub(crate) fn refusal(status: u16, headers: HeaderMap, body: Bytes, now: SystemTime) -> Self {
        let hint = headers
            .get(RETRY_AFTER)
            .and_then(|value| value.to_str().ok());
        Self {
            status: Some(status),
            api: ApiError::read(&body),
            retry_after: hint.and_then(|hint| retry_after::read(hint, now)),
            headers,
            body,
        }
    }

    /// Returns the message of the response as one line: that of the API's error, or of a body
    /// of another form.
    pub(crate) fn summary(&self) -> Option<String> {
        let api = self.api.as_ref().map(ToString::to_string);
        api.filter(|text| !text.is_empty())
            .or_else(|| foreign_error::summary(&self.body))
    }
}

/// Shows no headers and no body, since they may echo a secret.
impl fmt::Debug for Received {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Received")
            .field("status", &self.status)
            .field("api", &self.api)
            .field("retry_after", &self.retry_after)
            .finish_non_exhaustive()
    }
}
