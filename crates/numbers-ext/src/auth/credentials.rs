//! Credentials, from which a request gets its `Authorization` header.

use std::borrow::Cow;

use http::HeaderValue;

use crate::auth::lease::{Lease, Origin};
use crate::auth::token_cache::TokenCache;
use crate::auth::token_endpoint::TokenError;

/// The credentials of a client.
#[derive(Clone, Debug)]
pub(crate) enum Credentials {
    /// OAuth 2.0: access tokens that are issued for an access key.
    Issued(TokenCache),
    /// One header for every request: HTTP Basic, or the caller's own access token.
    Fixed(HeaderValue),
}

impl Credentials {
    /// Returns the credential for one request.
    pub(crate) async fn lease(&self) -> Result<Lease, TokenError> {
        match self {
            Self::Issued(cache) => cache.lease().await,
            Self::Fixed(header) => Ok(Lease {
                header: header.clone(),
                origin: Origin {
                    generation: None,
                    cached: false,
                },
            }),
        }
    }

    /// Returns why there is no token yet, for a call that has waited in vain.
    pub(crate) fn delay(&self) -> TokenError {
        match self {
            Self::Issued(cache) => cache.delay(),
            Self::Fixed(_) => TokenError::Late,
        }
    }

    /// Invalidates the token of a request that got a 401.
    pub(crate) fn refused(&self, origin: Origin) {
        if let (Self::Issued(cache), Some(generation)) = (self, origin.generation) {
            cache.invalidate(generation);
        }
    }

    /// Returns the secrets to redact where a response echoes them: the credential in the
    /// header, and the key secret behind it.
    pub(crate) fn secrets<'a>(&'a self, header: &'a HeaderValue) -> [Cow<'a, str>; 2] {
        // Not `to_str`, which goes through it byte by byte: an access token has a thousand.
        let carried = std::str::from_utf8(header.as_bytes())
            .ok()
            .and_then(|value| value.split_once(' '))
            .map_or("", |(_, carried)| carried);
        let behind = match self {
            Self::Issued(cache) => cache.key_secret(),
            Self::Fixed(_) => Cow::Borrowed(""),
        };
        [Cow::Borrowed(carried), behind]
    }
}
