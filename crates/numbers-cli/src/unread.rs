//! Reads that gave no result.

use std::fmt;

use numbers_ext::ReadError;

/// A read that gave no result.
#[derive(Debug)]
pub(crate) struct Unread {
    /// What was to be found out, such as "whether the project holds +12025550134".
    pub(crate) what: String,
    /// Why it is not known.
    pub(crate) cause: String,
    /// The error, unless the read was given up.
    pub(crate) error: Option<ReadError>,
}

impl Unread {
    pub(crate) fn failed(what: &str, error: ReadError) -> Self {
        Self {
            what: what.to_owned(),
            cause: error.cause(),
            error: Some(error),
        }
    }

    pub(crate) fn given_up(what: &str, cause: &str) -> Self {
        Self {
            what: what.to_owned(),
            cause: cause.to_owned(),
            error: None,
        }
    }

    /// Returns whether the service refused the credentials.
    #[cfg(feature = "profiles")]
    pub(crate) fn is_refused(&self) -> bool {
        self.error.as_ref().is_some_and(|error| {
            matches!(error.status(), Some(401 | 403))
                || error
                    .token_error()
                    .is_some_and(numbers_ext::TokenError::is_refused)
        })
    }
}

impl fmt::Display for Unread {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} is not known: {}", self.what, self.cause)
    }
}
