//! The OAuth 2.0 client-credentials endpoint.

use std::pin::pin;
use std::sync::Arc;
use std::time::{Duration, Instant};

use bytes::Bytes;
use http::HeaderValue;
use http::header::RETRY_AFTER;
use numbers_client::{Exchange, Transport, TransportError, TransportErrorKind};
use secrecy::{ExposeSecret as _, SecretString};
use serde::Deserialize;
use thiserror::Error;

use crate::auth::key_source::KeySource;
use crate::auth::provider::ProviderError;
use crate::auth::secret::{self, CheckedKey};
use crate::http::retry_after;
use crate::time::backoff::backoff;
use crate::time::clock::Clock;
use crate::time::deadline::Deadline;

/// The path of the token endpoint.
pub(crate) const TOKEN_PATH: &str = "/oauth2/token";

/// The endpoint that issues access tokens for a key.
#[derive(Debug)]
pub(crate) struct TokenEndpoint {
    pub(crate) transport: Transport,
    pub(crate) key: KeySource,
    /// The timeout of one attempt.
    pub(crate) timeout: Duration,
    pub(crate) clock: Arc<dyn Clock>,
}

/// An issued access token.
#[derive(Clone, Debug)]
pub(crate) struct Grant {
    pub(crate) header: HeaderValue,
    /// Counted from the moment before the token was requested.
    pub(crate) expires_at: Instant,
    pub(crate) lifetime: Duration,
    /// The key that it was issued for.
    pub(crate) key: CheckedKey,
}

/// Why there is no access token. Without one, nothing was sent to the Numbers API.
///
/// ```
/// use numbers_ext::TokenError;
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// # let simulator = numbers_sim::Simulator::start().await?;
/// # let numbers = numbers_ext::Numbers::builder()
/// #     .project(simulator.project()).access_key(simulator.key_id(), "another-secret")
/// #     .numbers_url(simulator.url()).auth_url(simulator.url()).build()?;
/// // The key secret is wrong.
/// let rent = numbers.rent("+12025550134".parse()?).unconfigured();
/// let error = rent.send().await.unwrap_err();
/// assert_eq!(error.token_error(), Some(&TokenError::Refused(401)));
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug, PartialEq, Error)]
#[non_exhaustive]
pub enum TokenError {
    /// The token endpoint could not be reached, or the connection was lost.
    #[error("the token endpoint could not be asked: {0}")]
    Transport(#[source] TransportError),
    /// The token endpoint responded with this status. With 400 or 401, the key id or the key
    /// secret is wrong.
    #[error("the token endpoint responded with {0}{hint}", hint = hint(*.0))]
    Refused(u16),
    /// The response has no usable token.
    #[error("the response of the token endpoint {0}")]
    Malformed(&'static str),
    /// The token endpoint did not respond in time.
    #[error("the token endpoint has not responded")]
    Late,
    /// The refresh was cancelled, because the runtime that it ran on was shut down.
    #[error("the token request was cut off")]
    CutOff,
    /// The [credential provider](crate::CredentialProvider) has no access key.
    #[error("the credential provider failed: {0}")]
    Provider(#[source] ProviderError),
    /// The call was not awaited on a tokio runtime.
    #[error("there is no tokio runtime; calls have to be awaited on one")]
    NoRuntime,
}

impl TokenError {
    /// Returns whether the token endpoint refused the access key. Trying again with the same
    /// key can't help.
    ///
    /// ```
    /// assert!(numbers_ext::TokenError::Refused(401).is_refused());
    /// assert!(!numbers_ext::TokenError::Late.is_refused());
    /// ```
    #[must_use]
    pub fn is_refused(&self) -> bool {
        matches!(self, Self::Refused(400..=403))
    }
}

fn hint(status: u16) -> &'static str {
    match status {
        400 | 401 => "; check key id and key secret",
        403 => "; the key may not be used",
        404 => "; check the base URL of the token endpoint, to which /oauth2/token is appended",
        _ => "",
    }
}

/// A failed attempt, and whether another one may succeed.
struct Failure {
    error: TokenError,
    is_passing: bool,
    retry_after: Option<Duration>,
}

const ATTEMPTS: u32 = 3;
const BASE: Duration = Duration::from_secs(1);
/// The timeout of one attempt, unless another is set.
pub(crate) const TIMEOUT: Duration = Duration::from_secs(10);
/// The longest `Retry-After` that is waited for; with a longer one, the call fails at once.
const LONGEST_WAIT: Duration = Duration::from_secs(30);
const BODY_LIMIT: usize = 64 * 1024;
/// The lifetimes that are believed, in seconds; any other counts as [`SHORT`].
const CREDIBLE: std::ops::RangeInclusive<f64> = 1.0..=86_400.0;
const SHORT: Duration = Duration::from_secs(60);

#[derive(Deserialize)]
struct Response {
    access_token: Option<SecretString>,
    expires_in: Option<serde_json::Value>,
}

impl TokenEndpoint {
    /// Fetches a token. Temporary failures are retried, up to three attempts in all; `failed` is
    /// called after each failed attempt.
    pub(crate) async fn fetch(&self, failed: impl Fn(&TokenError)) -> Result<Grant, TokenError> {
        let mut attempts = 1;
        loop {
            let failure = match self.attempt().await {
                Ok(grant) => return Ok(grant),
                Err(failure) => failure,
            };
            failed(&failure.error);
            let least = failure.retry_after.unwrap_or_default();
            if !failure.is_passing || attempts >= ATTEMPTS || least > LONGEST_WAIT {
                return Err(failure.error);
            }
            let pause = backoff(BASE, attempts, self.clock.jitter()).max(least);
            self.clock.pause(pause).await;
            attempts += 1;
        }
    }

    async fn attempt(&self) -> Result<Grant, Failure> {
        let requested_at = self.clock.now();
        let limit = Deadline::after(&self.clock, self.timeout);
        let key = limit.race(pin!(self.key.key())).await;
        let key = key.unwrap_or_else(|| Err(ProviderError::new("it has not responded")));
        let key = key.map_err(|error| lasting(TokenError::Provider(error)))?;
        let response = limit.race(pin!(self.request(&key))).await;
        let body = response.unwrap_or_else(|| Err(passing(TokenError::Late, None)))?;
        let malformed = |what| lasting(TokenError::Malformed(what));
        let response: Response =
            serde_json::from_slice(&body).map_err(|_| malformed("is not the JSON expected"))?;
        let token = response
            .access_token
            .ok_or_else(|| malformed("holds no token"))?;
        let header = secret::bearer(token.expose_secret())
            .map_err(|_| malformed("holds a token that can't be sent"))?;
        let lifetime = lifetime(response.expires_in.as_ref());
        Ok(Grant {
            header,
            expires_at: requested_at + lifetime,
            lifetime,
            key,
        })
    }

    async fn request(&self, key: &CheckedKey) -> Result<Bytes, Failure> {
        let credential = key
            .header()
            .ok_or_else(|| lasting(TokenError::Malformed("can't be asked for with this key")))?;
        let exchange = Exchange::new(&self.transport)
            .authorization(credential)
            .body_limit(BODY_LIMIT);
        let form = "grant_type=client_credentials";
        let response = exchange.post_form(TOKEN_PATH, form).await;
        let wire = exchange.take_wire();
        match (wire.status, response) {
            (Some(status), _) if !(200..300).contains(&status) => {
                let hint = wire.headers.get(RETRY_AFTER);
                let hint = hint
                    .and_then(|value| retry_after::read(value.to_str().ok()?, self.clock.wall()));
                let error = TokenError::Refused(status);
                Err(match status {
                    429 | 500..=599 => passing(error, hint),
                    _ => lasting(error),
                })
            }
            (_, Ok(response)) => Ok(response.into_body()),
            (_, Err(error)) if error.kind() == TransportErrorKind::TooLarge => {
                Err(lasting(TokenError::Malformed("is too large")))
            }
            (_, Err(error)) => Err(lost(error)),
        }
    }
}

fn lost(error: TransportError) -> Failure {
    let is_passing = error.kind().is_transient();
    Failure {
        error: TokenError::Transport(error),
        is_passing,
        retry_after: None,
    }
}

fn passing(error: TokenError, retry_after: Option<Duration>) -> Failure {
    Failure {
        error,
        is_passing: true,
        retry_after,
    }
}

fn lasting(error: TokenError) -> Failure {
    Failure {
        error,
        is_passing: false,
        retry_after: None,
    }
}

/// Returns the lifetime of a token: a minute if it is missing, zero, negative, absurdly long
/// or not a number.
fn lifetime(expires_in: Option<&serde_json::Value>) -> Duration {
    expires_in
        .and_then(serde_json::Value::as_f64)
        .filter(|seconds| CREDIBLE.contains(seconds))
        .map_or(SHORT, Duration::from_secs_f64)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn an_implausible_lifetime_counts_as_a_minute() {
        assert_eq!(lifetime(Some(&json!(3599))), Duration::from_secs(3599));
        for odd in [
            json!(0),
            json!(-5),
            json!(1e300),
            json!(86_401),
            json!("3599"),
            json!(null),
            json!({}),
        ] {
            assert_eq!(lifetime(Some(&odd)), SHORT, "{odd}");
        }
        assert_eq!(lifetime(None), SHORT);
    }
}
