//! The source of the `Authorization` header of a request.

use std::time::Instant;

use http::HeaderValue;

use crate::auth::lease::{Lease, Origin};
use crate::auth::token_cache::TokenCache;
use crate::auth::token_endpoint::TokenError;

/// One of the ways to authenticate.
#[derive(Clone, Debug)]
pub(crate) enum Credentials {
    /// OAuth 2.0: access tokens, issued for a key id and a key secret.
    Issued(TokenCache),
    /// The same header for every request: Basic, or an access token of the caller's.
    Fixed(HeaderValue),
}

impl Credentials {
    /// Returns the credential for one request.
    pub(crate) async fn lease(&self, now: Instant) -> Result<Lease, TokenError> {
        match self {
            Self::Issued(cache) => cache.lease(now).await,
            Self::Fixed(header) => Ok(Lease {
                header: header.clone(),
                origin: Origin {
                    generation: None,
                    cached: false,
                },
            }),
        }
    }

    /// Returns why the token that is being waited for has not been issued yet.
    pub(crate) fn delay(&self) -> TokenError {
        match self {
            Self::Issued(cache) => cache.delay(),
            Self::Fixed(_) => TokenError::Late,
        }
    }

    /// Invalidates the token of a request that was answered with 401.
    pub(crate) fn refused(&self, origin: Origin) {
        if let (Self::Issued(cache), Some(generation)) = (self, origin.generation) {
            cache.invalidate(generation);
        }
    }

    /// Returns the texts that a response must not echo: what the header carries, and the
    /// key secret behind it.
    pub(crate) fn secrets<'a>(&'a self, header: &'a HeaderValue) -> [&'a str; 2] {
        let carried = header
            .to_str()
            .ok()
            .and_then(|value| value.split_once(' '))
            .map_or("", |(_, carried)| carried);
        let behind = match self {
            Self::Issued(cache) => cache.key_secret(),
            Self::Fixed(_) => "",
        };
        [carried, behind]
    }
}
