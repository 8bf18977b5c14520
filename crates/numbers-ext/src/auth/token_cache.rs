//! The cache of access tokens: one refresh for any number of callers.

use std::borrow::Cow;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use futures_util::FutureExt;
use futures_util::future::{BoxFuture, Shared};
use http::HeaderValue;
use tokio::runtime::{Handle, Id};

use crate::auth::key_source::KeySource;
use crate::auth::lease::{Lease, Origin};
use crate::auth::provider::ProviderError;
use crate::auth::secret::CheckedKey;
use crate::auth::token_endpoint::{Grant, TokenEndpoint, TokenError};

/// The access tokens of one key. Clones share them.
#[derive(Clone, Debug)]
pub(crate) struct TokenCache(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    endpoint: TokenEndpoint,
    state: Mutex<State>,
}

#[derive(Debug, Default)]
struct State {
    token: Option<Token>,
    /// Counts the tokens, so that a late 401 about an old one does not invalidate a newer one.
    generation: u64,
    refresh: Option<Refresh>,
    /// The key that the last token was issued for.
    key: Option<CheckedKey>,
    /// Why the last attempt of the running refresh failed.
    failure: Option<TokenError>,
}

/// A running refresh. It belongs to the runtime that it was spawned on; callers on another
/// runtime begin one of their own, since that runtime may not be driven any more.
#[derive(Clone, Debug)]
struct Refresh {
    runtime: Id,
    token: Shared<BoxFuture<'static, Result<Token, TokenError>>>,
}

#[derive(Clone, Debug)]
struct Token {
    header: HeaderValue,
    generation: u64,
    renew_at: Instant,
}

/// How long before its expiry a token is refreshed, or a tenth of its lifetime if that is
/// shorter.
const EARLY: Duration = Duration::from_secs(60);

impl TokenCache {
    pub(crate) fn new(endpoint: TokenEndpoint) -> Self {
        Self(Arc::new(Inner {
            endpoint,
            state: Mutex::default(),
        }))
    }

    /// Returns a valid token, and fetches one if need be. All callers share one refresh, which
    /// goes on when the caller that began it is cancelled.
    pub(crate) async fn lease(&self) -> Result<Lease, TokenError> {
        let now = self.0.endpoint.clock.now();
        let refresh = {
            let mut state = self.lock();
            if let Some(token) = state.token.as_ref().filter(|token| now < token.renew_at) {
                return Ok(token.lease(true));
            }
            let runtime = Handle::try_current()
                .map_err(|_| TokenError::NoRuntime)?
                .id();
            match &state.refresh {
                // A refresh stays here after it has ended if its runtime was shut down.
                Some(running) if running.runtime == runtime && running.token.peek().is_none() => {
                    running.token.clone()
                }
                _ => {
                    let token = self.begin();
                    state.failure = None;
                    state.refresh = Some(Refresh {
                        runtime,
                        token: token.clone(),
                    });
                    token
                }
            }
        };
        refresh.await.map(|token| token.lease(false))
    }

    /// Returns why the running refresh has not ended yet.
    pub(crate) fn delay(&self) -> TokenError {
        self.lock().failure.clone().unwrap_or(TokenError::Late)
    }

    /// Invalidates the token of this generation, if it is still the one in the cache.
    pub(crate) fn invalidate(&self, generation: u64) {
        let mut state = self.lock();
        let is_it = |token: &Token| token.generation == generation;
        if state.token.as_ref().is_some_and(is_it) {
            state.token = None;
        }
    }

    /// Returns the secret of the key that the last token was issued for.
    pub(crate) fn key_secret(&self) -> Cow<'_, str> {
        match &self.0.endpoint.key {
            KeySource::Fixed(key) => Cow::Borrowed(key.secret()),
            KeySource::Provider(_) => {
                let state = self.lock();
                let secret = state.key.as_ref().map(CheckedKey::secret);
                Cow::Owned(secret.unwrap_or_default().to_owned())
            }
        }
    }

    fn begin(&self) -> Shared<BoxFuture<'static, Result<Token, TokenError>>> {
        let cache = self.clone();
        let task = tokio::spawn(async move {
            let failed = |error: &TokenError| cache.lock().failure = Some(error.clone());
            let fetched = cache.0.endpoint.fetch(failed).await;
            let mut state = cache.lock();
            state.refresh = None;
            // A failure is not cached: the next caller tries again.
            Ok(state.keep(&fetched?, cache.0.endpoint.clock.jitter()))
        });
        let joined = task.map(|joined| {
            joined.unwrap_or_else(|error| {
                // Of what runs in the task, the provider alone is foreign.
                Err(if error.is_panic() {
                    TokenError::Provider(ProviderError::new("it panicked"))
                } else {
                    TokenError::CutOff
                })
            })
        });
        joined.boxed().shared()
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        // No code that holds the lock panics in the middle of a change.
        self.0.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    fn keep(&mut self, grant: &Grant, jitter: f64) -> Token {
        self.generation += 1;
        let early = (grant.lifetime / 10).min(EARLY);
        // Up to half as much earlier still, so that many processes don't refresh at once.
        let early = early + (early / 2).mul_f64(jitter.clamp(0.0, 1.0));
        let token = Token {
            header: grant.header.clone(),
            generation: self.generation,
            renew_at: grant.expires_at - early,
        };
        self.token = Some(token.clone());
        self.key = Some(grant.key.clone());
        token
    }
}

impl Token {
    fn lease(&self, cached: bool) -> Lease {
        Lease {
            header: self.header.clone(),
            origin: Origin {
                generation: Some(self.generation),
                cached,
            },
        }
    }
}
