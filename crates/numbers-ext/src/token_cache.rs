//! One token for any number of callers.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use futures_util::FutureExt;
use futures_util::future::{BoxFuture, Shared};
use http::HeaderValue;

use crate::token_endpoint::{Grant, TokenEndpoint, TokenError};

/// The tokens of one credential. Clones share them.
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
    /// Counts tokens, so that a late complaint about an old one drops no newer one.
    generation: u64,
    refresh: Option<Refresh>,
}

type Refresh = Shared<BoxFuture<'static, Result<Token, TokenError>>>;

#[derive(Clone, Debug)]
struct Token {
    header: HeaderValue,
    generation: u64,
    renew_at: Instant,
}

/// A credential for one send.
#[derive(Clone, Debug)]
pub(crate) struct Lease {
    pub(crate) header: HeaderValue,
    pub(crate) origin: Origin,
}

/// Where a credential comes from.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Origin {
    /// Which token it is; `None` for a credential that is not bought.
    pub(crate) generation: Option<u64>,
    /// Whether the token had been in the cache before it was asked for.
    pub(crate) cached: bool,
}

/// How long before its end a token is replaced: a tenth of its life, a minute at most.
const EARLY: Duration = Duration::from_secs(60);

impl TokenCache {
    pub(crate) fn new(endpoint: TokenEndpoint) -> Self {
        Self(Arc::new(Inner {
            endpoint,
            state: Mutex::default(),
        }))
    }

    /// A token that is good, bought if need be. Any number of callers share one refresh,
    /// which goes on when the caller that began it is cancelled.
    pub(crate) async fn lease(&self, now: Instant) -> Result<Lease, TokenError> {
        let refresh = {
            let mut state = self.lock();
            if let Some(token) = state.token.as_ref().filter(|token| now < token.renew_at) {
                return Ok(token.lease(true));
            }
            match &state.refresh {
                // A refresh that has ended is left behind where its runtime was shut down.
                Some(running) if running.peek().is_none() => running.clone(),
                _ => {
                    let begun = self.begin();
                    state.refresh = Some(begun.clone());
                    begun
                }
            }
        };
        refresh.await.map(|token| token.lease(false))
    }

    /// Drops the token of this generation, if it is still the one that is kept.
    pub(crate) fn invalidate(&self, generation: u64) {
        let mut state = self.lock();
        if state
            .token
            .as_ref()
            .is_some_and(|token| token.generation == generation)
        {
            state.token = None;
        }
    }

    fn begin(&self) -> Refresh {
        let cache = self.clone();
        let task = tokio::spawn(async move {
            let fetched = cache.0.endpoint.fetch().await;
            let mut state = cache.lock();
            state.refresh = None;
            // A failure is not kept: the next caller tries anew.
            let token = state.keep(&fetched?, cache.0.endpoint.clock.jitter());
            Ok(token)
        });
        task.map(|joined| joined.unwrap_or(Err(TokenError::CutOff)))
            .boxed()
            .shared()
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        // Nothing that holds the lock can panic half-way through a change.
        self.0.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    fn keep(&mut self, grant: &Grant, jitter: f64) -> Token {
        self.generation += 1;
        let early = (grant.lifetime / 10).min(EARLY);
        // Up to half as much earlier again, so that many processes don't renew at once.
        let early = early + (early / 2).mul_f64(jitter.clamp(0.0, 1.0));
        let token = Token {
            header: grant.header.clone(),
            generation: self.generation,
            renew_at: grant.good_until - early,
        };
        self.token = Some(token.clone());
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
