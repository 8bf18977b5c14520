//! Transport errors: a kind, and causes in plain words.

use std::error::Error;
use std::fmt;
use std::io;
use std::sync::Arc;

use super::resolver::Unresolved;

/// The request was withdrawn before it was written.
#[derive(Debug, thiserror::Error)]
#[error("the request was withdrawn")]
pub(super) struct Withdrawn;

/// What kept a request from getting a complete response.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum TransportErrorKind {
    /// The transport can't be built as configured.
    Setup,
    /// The request can't be sent as it is. Nothing was written.
    Request,
    /// The exchange was withdrawn.
    Withdrawn,
    /// The host name could not be resolved.
    Dns,
    /// Nothing listens at the address: the connection was refused.
    Refused,
    /// No connection could be made for another reason.
    Connect,
    /// Connecting took too long, name resolution, TLS and a proxy's tunnel included.
    Timeout,
    /// The TLS handshake failed, most often because the certificate is not trusted.
    Tls,
    /// The proxy refused the tunnel.
    Proxy,
    /// The connection was reset.
    Reset,
    /// The connection was closed before the response was complete.
    Closed,
    /// What was received is not valid HTTP/1.1.
    Protocol,
    /// The connection failed in another way.
    Io,
    /// The response's body is larger than the exchange's limit.
    TooLarge,
}

impl TransportErrorKind {
    /// Returns whether trying again may help, without a change to the configuration or the
    /// machine.
    ///
    /// It does not say whether a request was sent: see
    /// [`Exchange::withdraw`](crate::Exchange::withdraw).
    ///
    /// ```
    /// use numbers_client::TransportErrorKind;
    ///
    /// assert!(TransportErrorKind::Refused.is_transient());
    /// assert!(!TransportErrorKind::Tls.is_transient());
    /// ```
    #[must_use]
    pub fn is_transient(self) -> bool {
        !matches!(
            self,
            Self::Setup
                | Self::Request
                | Self::Withdrawn
                | Self::Tls
                | Self::Proxy
                | Self::TooLarge
        )
    }

    fn words(self) -> &'static str {
        match self {
            Self::Setup => "the transport could not be set up",
            Self::Request => "the request could not be built",
            Self::Withdrawn => "the request was withdrawn",
            Self::Dns => "the host name could not be resolved",
            Self::Refused => "the connection was refused",
            Self::Connect => "no connection could be made",
            Self::Timeout => "connecting took too long",
            Self::Tls => "the TLS handshake failed",
            Self::Proxy => "the proxy refused the tunnel",
            Self::Reset => "the connection was reset",
            Self::Closed => "the connection was closed",
            Self::Protocol => "what was received is not valid HTTP",
            Self::Io => "the connection failed",
            Self::TooLarge => "the response's body is larger than the limit",
        }
    }
}

impl fmt::Display for TransportErrorKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.words())
    }
}

/// Why no response came, or not all of it.
///
/// `Display` says it in plain words, and `{:#}` adds the causes, which are also its
/// [`source`](Error::source)s. None of them shows a URL, a header, a body or a secret, nor does
/// `Debug`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TransportError {
    kind: TransportErrorKind,
    cause: Option<Arc<Cause>>,
}

/// The text of another crate's error. The error itself may hold URLs, and a proxy's URL a
/// password.
#[derive(Debug, PartialEq, Eq)]
struct Cause {
    text: String,
    cause: Option<Box<Cause>>,
}

impl TransportError {
    /// Returns the kind of the failure.
    #[must_use]
    pub fn kind(&self) -> TransportErrorKind {
        self.kind
    }

    pub(crate) fn new(kind: TransportErrorKind) -> Self {
        Self { kind, cause: None }
    }

    /// Creates an error with a cause in words.
    pub(crate) fn because(kind: TransportErrorKind, text: impl Into<String>) -> Self {
        let text = text.into();
        Self {
            kind,
            cause: Some(Arc::new(Cause { text, cause: None })),
        }
    }

    /// Creates an error with what caused it.
    pub(crate) fn caused(kind: TransportErrorKind, error: &(dyn Error + 'static)) -> Self {
        Self {
            kind,
            cause: Some(Arc::new(Cause::of(error))),
        }
    }

    /// Creates the error of a connection that could not be made.
    pub(super) fn connecting(error: &(dyn Error + 'static)) -> Self {
        let mut kind = TransportErrorKind::Connect;
        for cause in chain(error) {
            if cause.is::<Unresolved>() {
                kind = TransportErrorKind::Dns;
            } else if let Some(error) = cause.downcast_ref::<io::Error>() {
                kind = match error.kind() {
                    // The kind of TLS errors; nothing else is read while connecting.
                    io::ErrorKind::InvalidData => TransportErrorKind::Tls,
                    // A wrapper: the cause is below.
                    io::ErrorKind::Other => continue,
                    _ => io_kind(error).unwrap_or(kind),
                };
            // The type is not public. A tunnel whose connection failed has a source.
            } else if cause.source().is_none() && cause.to_string().starts_with("tunnel error") {
                kind = TransportErrorKind::Proxy;
            } else {
                continue;
            }
            break;
        }
        Self::caused(kind, error)
    }

    /// Creates the error of an exchange over a connection.
    pub(super) fn exchanging(error: &hyper::Error) -> Self {
        let io = chain(error).find_map(|cause| cause.downcast_ref::<io::Error>());
        if io
            .and_then(io::Error::get_ref)
            .is_some_and(<dyn Error + Send + Sync>::is::<Withdrawn>)
        {
            return Self::new(TransportErrorKind::Withdrawn);
        }
        let kind = match io.and_then(io_kind) {
            Some(kind) => kind,
            None if error.is_incomplete_message() || error.is_closed() || error.is_canceled() => {
                TransportErrorKind::Closed
            }
            None if error.is_user() => TransportErrorKind::Request,
            // Broken framing is an I/O error as well.
            None if io.is_none_or(|error| is_framing(error.kind())) => TransportErrorKind::Protocol,
            None => TransportErrorKind::Io,
        };
        Self::caused(kind, error)
    }
}

fn is_framing(kind: io::ErrorKind) -> bool {
    matches!(
        kind,
        io::ErrorKind::InvalidData | io::ErrorKind::InvalidInput
    )
}

fn io_kind(error: &io::Error) -> Option<TransportErrorKind> {
    Some(match error.kind() {
        io::ErrorKind::ConnectionRefused => TransportErrorKind::Refused,
        io::ErrorKind::ConnectionReset
        | io::ErrorKind::ConnectionAborted
        | io::ErrorKind::BrokenPipe => TransportErrorKind::Reset,
        io::ErrorKind::UnexpectedEof => TransportErrorKind::Closed,
        io::ErrorKind::TimedOut => TransportErrorKind::Timeout,
        _ => return None,
    })
}

/// Returns the error and its causes, outermost first.
fn chain<'a>(error: &'a (dyn Error + 'static)) -> impl Iterator<Item = &'a (dyn Error + 'static)> {
    let mut next = Some(error);
    std::iter::from_fn(move || {
        let error = next?;
        // The source of an I/O error is that of the error it wraps, which it would hide.
        let wrapped = error
            .downcast_ref::<io::Error>()
            .and_then(io::Error::get_ref);
        next = wrapped
            .map(|wrapped| wrapped as _)
            .or_else(|| error.source());
        Some(error)
    })
}

impl Cause {
    const LONGEST: usize = 160;

    fn of(error: &(dyn Error + 'static)) -> Self {
        let text = error.to_string();
        let shown = text.chars().filter(|character| !character.is_control());
        Self {
            text: shown.take(Self::LONGEST).collect(),
            cause: error.source().map(|source| Box::new(Self::of(source))),
        }
    }
}

impl fmt::Display for TransportError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.kind.words())?;
        if !f.alternate() {
            return Ok(());
        }
        for cause in std::iter::successors(self.cause.as_deref(), |cause| cause.cause.as_deref()) {
            write!(f, ": {cause}")?;
        }
        Ok(())
    }
}

impl Error for TransportError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        self.cause.as_deref().map(|cause| cause as _)
    }
}

impl fmt::Display for Cause {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

impl Error for Cause {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        self.cause.as_deref().map(|cause| cause as _)
    }
}
