//! The cause of an error.

use std::error::Error;
use std::fmt;
use std::time::Duration;

use numbers_client::TransportError;

use crate::auth::token_endpoint::TokenError;
use crate::http::received::Received;
use crate::model::decoded::BodyError;
use crate::model::price::Price;
use crate::model::violation::Violations;

/// Why an attempt, a read or a whole call did not succeed.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Cause {
    /// The input is invalid.
    Invalid(Violations),
    /// An interceptor vetoed the request.
    Vetoed(String),
    /// There is no access token.
    NoToken(TokenError),
    /// More is due at once than the caller would pay.
    TooExpensive { price: Price, limit: Price },
    /// The number is not available.
    NotAvailable,
    /// The price could not be looked up.
    PriceUnknown(String),
    /// The deadline ended before there was an access token.
    TokenTooLate(TokenError),
    /// Too little of the deadline is left to start a request.
    NoTime,
    /// The transport failed before anything of the request was written.
    Unwritten(TransportError),
    /// The deadline ended before anything of the request was written.
    ConnectingTooLong,
    /// The request could not be built.
    Unbuilt,
    /// The transport failed after the request may have been written.
    Lost(TransportError),
    /// No response came before the deadline.
    NoResponse,
    /// The service refused.
    Status(u16),
    /// The service refused, and the wait before a retry does not fit the deadline.
    Throttled { status: u16, wait: Duration },
    /// The response does not say whether the service acted.
    Undecided(u16),
    /// The response was not complete.
    Incomplete(u16),
    /// The response is a success that does not show the requested effect.
    Unreadable { status: u16, error: BodyError },
    /// An earlier attempt was lost; this is the cause of the last one.
    AfterLost(Box<Cause>),
    /// The future was dropped.
    Dropped,
    /// The call was made for another project.
    AnotherProject,
}

impl Cause {
    /// Returns the underlying error, for [`Error::source`].
    pub(crate) fn source(&self) -> Option<&(dyn Error + 'static)> {
        match self {
            Self::NoToken(error) | Self::TokenTooLate(error) => Some(error),
            Self::Unwritten(error) | Self::Lost(error) => Some(error),
            Self::AfterLost(cause) => cause.source(),
            _ => None,
        }
    }

    /// Returns why there is no access token, if that is the cause.
    pub(crate) fn token_error(&self) -> Option<&TokenError> {
        match self {
            Self::NoToken(error) | Self::TokenTooLate(error) => Some(error),
            Self::AfterLost(cause) => cause.token_error(),
            _ => None,
        }
    }

    /// Returns how the transport failed, if that is the cause.
    pub(crate) fn transport_error(&self) -> Option<&TransportError> {
        match self {
            Self::Unwritten(error) | Self::Lost(error) => Some(error),
            Self::NoToken(TokenError::Transport(error))
            | Self::TokenTooLate(TokenError::Transport(error)) => Some(error),
            Self::AfterLost(cause) => cause.transport_error(),
            _ => None,
        }
    }

    /// Shows the cause together with what the response says.
    pub(crate) fn with<'a>(&'a self, received: &'a Received) -> impl fmt::Display + 'a {
        Shown {
            cause: self,
            received,
        }
    }
}

struct Shown<'a> {
    cause: &'a Cause,
    received: &'a Received,
}

impl fmt::Display for Shown<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let responded = |f: &mut fmt::Formatter<'_>, status: &u16| {
            write!(f, "the service responded with {status}")?;
            match self.received.summary() {
                Some(summary) => write!(f, " ({summary})"),
                None => Ok(()),
            }
        };
        match self.cause {
            Cause::Invalid(violations) => write!(f, "{violations}"),
            Cause::Vetoed(reason) => {
                write!(
                    f,
                    "an interceptor vetoed it: {}",
                    crate::text::printable(reason)
                )
            }
            Cause::TooExpensive { price, limit } if price.currency() != limit.currency() => {
                let currency = crate::text::printable(limit.currency());
                write!(
                    f,
                    "it costs {price} at once, and the limit is in {currency}"
                )
            }
            Cause::TooExpensive { price, limit } => {
                write!(f, "it costs {price} at once, more than {limit}")
            }
            Cause::NotAvailable => f.write_str("it is not available"),
            Cause::PriceUnknown(reason) => write!(f, "its price is not known: {reason}"),
            Cause::NoToken(error) => write!(f, "no access token: {error}"),
            Cause::TokenTooLate(error) => {
                write!(f, "no access token before the deadline: {error}")
            }
            Cause::NoTime => f.write_str("too little of the deadline was left to begin"),
            Cause::Unwritten(error) => {
                write!(f, "{error}, before anything of the request was written")
            }
            Cause::ConnectingTooLong => f.write_str("no connection was made before the deadline"),
            Cause::Unbuilt => f.write_str("the request could not be built"),
            Cause::Lost(error) => write!(f, "{error} after the request had been sent"),
            Cause::NoResponse => f.write_str("no response came before the deadline"),
            Cause::Status(status) => responded(f, status),
            Cause::Throttled { status, wait } => {
                responded(f, status)?;
                write!(
                    f,
                    "; a retry would have had to wait {wait:?}, beyond the deadline"
                )
            }
            Cause::Undecided(status) => {
                responded(f, status)?;
                f.write_str(", which does not say whether it acted")
            }
            Cause::Incomplete(status) => {
                write!(
                    f,
                    "the service responded with {status}, but the response was cut short, stalled or too large"
                )
            }
            Cause::Unreadable { status, error } => {
                write!(f, "the service responded with {status}, but {error}")
            }
            Cause::AfterLost(cause) => {
                write!(f, "an earlier attempt was lost, and then ")?;
                cause.with(self.received).fmt(f)
            }
            Cause::Dropped => f.write_str("the call was dropped before it had ended"),
            Cause::AnotherProject => f.write_str("it was made for another project"),
        }
    }
}
