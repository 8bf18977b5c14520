//! A credential for one request, and where it comes from.

use http::HeaderValue;

/// A credential for one request.
#[derive(Clone, Debug)]
pub(crate) struct Lease {
    pub(crate) header: HeaderValue,
    pub(crate) origin: Origin,
}

/// Where the credential of a request comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Origin {
    /// Which access token it is; `None` for a credential that is not issued.
    pub(crate) generation: Option<u64>,
    /// Whether the token had been in the cache before this call needed it.
    pub(crate) cached: bool,
}
