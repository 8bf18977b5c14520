//! A lease: the credential of one request, and its origin.

use http::HeaderValue;

/// The credential of one request.
#[derive(Clone, Debug)]
pub(crate) struct Lease {
    pub(crate) header: HeaderValue,
    pub(crate) origin: Origin,
}

/// The origin of a credential.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Origin {
    /// The generation of the access token; `None` for a credential that is not issued.
    pub(crate) generation: Option<u64>,
    /// Whether the token was already in the cache when the request needed it.
    pub(crate) cached: bool,
}
