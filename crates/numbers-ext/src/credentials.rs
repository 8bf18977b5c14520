//! Where the `Authorization` header of a send comes from.

use std::time::Instant;

use http::HeaderValue;

use crate::token_cache::{Lease, Origin, TokenCache};
use crate::token_endpoint::TokenError;

/// One of the three ways to prove who is calling.
#[derive(Clone, Debug)]
pub(crate) enum Credentials {
    /// OAuth2: tokens bought with key id and secret.
    Bought(TokenCache),
    /// Basic with key id and secret, or a token that the caller brought.
    Fixed(HeaderValue),
}

impl Credentials {
    /// The credential for one send.
    pub(crate) async fn lease(&self, now: Instant) -> Result<Lease, TokenError> {
        match self {
            Self::Bought(cache) => cache.lease(now).await,
            Self::Fixed(header) => Ok(Lease {
                header: header.clone(),
                origin: Origin {
                    generation: None,
                    cached: false,
                },
            }),
        }
    }

    /// Tells that this credential was answered with 401.
    pub(crate) fn refused(&self, origin: Origin) {
        if let (Self::Bought(cache), Some(generation)) = (self, origin.generation) {
            cache.invalidate(generation);
        }
    }
}
