//! Why the transport failed, as a kind and in words that hold no URL and no secret.

use std::error::Error;
use std::fmt;
use std::io;
use std::sync::Arc;

/// What happened to a request on its way.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum TransportErrorKind {
    /// The name of the server could not be resolved.
    Dns,
    /// The server could not be reached, or refused the connection.
    Connect,
    /// TLS could not be agreed on; most often a certificate that is not trusted.
    Tls,
    /// The proxy refused, or could not be used.
    Proxy,
    /// The connection was reset.
    Reset,
    /// The connection was closed.
    Closed,
    /// It took too long.
    Timeout,
    /// What arrived was not HTTP.
    Protocol,
    /// The request could not be built.
    Request,
    /// Something else.
    Other,
}

impl TransportErrorKind {
    fn as_str(self) -> &'static str {
        match self {
            Self::Dns => "the server's name could not be resolved",
            Self::Connect => "the connection was refused",
            Self::Tls => "TLS failed",
            Self::Proxy => "the proxy refused",
            Self::Reset => "the connection was reset",
            Self::Closed => "the connection was closed",
            Self::Timeout => "connecting took too long",
            Self::Protocol => "the response was not HTTP",
            Self::Request => "the request could not be built",
            Self::Other => "the connection failed",
        }
    }
}

impl fmt::Display for TransportErrorKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// Why the transport failed. `Display` and the chain of sources show no URL, header or
/// secret.
#[derive(Clone, Debug)]
pub struct TransportError {
    kind: TransportErrorKind,
    source: Option<Arc<dyn Error + Send + Sync>>,
}

impl TransportError {
    /// Returns what happened.
    #[must_use]
    pub fn kind(&self) -> TransportErrorKind {
        self.kind
    }

    /// Returns whether another attempt may help. A certificate that is not trusted, a proxy
    /// that refuses and a request that can't be built stay so.
    pub(crate) fn is_passing(&self) -> bool {
        !matches!(
            self.kind,
            TransportErrorKind::Tls | TransportErrorKind::Proxy | TransportErrorKind::Request
        )
    }

    pub(crate) fn new(kind: TransportErrorKind) -> Self {
        Self { kind, source: None }
    }

    pub(crate) fn from_reqwest(error: reqwest::Error) -> Self {
        // The URL holds the project; a proxy's may hold a password.
        let error = error.without_url();
        let mut kind = if error.is_builder() {
            TransportErrorKind::Request
        } else if error.is_timeout() {
            TransportErrorKind::Timeout
        } else {
            TransportErrorKind::Other
        };
        let mut found = None;
        let mut cause: Option<&(dyn Error + 'static)> = Some(&error);
        while let Some(error) = cause {
            if let Some(io) = error.downcast_ref::<io::Error>() {
                found = Some(io::Error::from(io.kind()));
                kind = of_io(io.kind()).unwrap_or(kind);
            }
            cause = error.source();
        }
        Self {
            kind,
            source: found.map(|io| Arc::new(io) as _),
        }
    }
}

fn of_io(kind: io::ErrorKind) -> Option<TransportErrorKind> {
    Some(match kind {
        io::ErrorKind::ConnectionReset
        | io::ErrorKind::ConnectionAborted
        | io::ErrorKind::BrokenPipe => TransportErrorKind::Reset,
        io::ErrorKind::ConnectionRefused => TransportErrorKind::Connect,
        io::ErrorKind::UnexpectedEof => TransportErrorKind::Closed,
        io::ErrorKind::TimedOut => TransportErrorKind::Timeout,
        _ => return None,
    })
}

impl fmt::Display for TransportError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.kind.fmt(f)
    }
}

impl Error for TransportError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        self.source.as_deref().map(|source| source as _)
    }
}

/// Sources are not compared.
impl PartialEq for TransportError {
    fn eq(&self, other: &Self) -> bool {
        self.kind == other.kind
    }
}
