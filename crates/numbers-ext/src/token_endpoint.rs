//! Buying one access token with key id and secret.

use std::pin::pin;
use std::sync::Arc;
use std::time::{Duration, Instant};

use http::HeaderValue;
use http::header::{ACCEPT, AUTHORIZATION, CONTENT_TYPE, RETRY_AFTER};
use numbers_client::{BodyEnd, read_body};
use secrecy::SecretString;
use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::clock::Clock;
use crate::deadline::Deadline;
use crate::secret::{self, AccessKey};
use crate::{resend, retry_after, wire_error};

/// The endpoint that sells tokens.
#[derive(Debug)]
pub(crate) struct TokenEndpoint {
    pub(crate) http: reqwest::Client,
    pub(crate) url: String,
    pub(crate) key: AccessKey,
    pub(crate) clock: Arc<dyn Clock>,
}

/// A token that was bought.
#[derive(Clone, Debug)]
pub(crate) struct Grant {
    pub(crate) header: HeaderValue,
    /// Counted from before it was asked for.
    pub(crate) good_until: Instant,
    pub(crate) lifetime: Duration,
}

/// Why there is no access token. Nothing was sent to the Numbers API.
#[derive(Clone, Debug, PartialEq, Eq, Error, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum TokenError {
    /// The token endpoint could not be reached, or the connection was lost.
    #[error("the token endpoint gave no answer: {0}")]
    NoAnswer(String),
    /// The token endpoint refused: a 400 or 401 means that key id and secret are wrong.
    #[error("the token endpoint answered {0}{hint}", hint = if matches!(.0, 400 | 401) { "; check key id and key secret" } else { "" })]
    Refused(u16),
    /// The answer held no token that can be used.
    #[error("the token endpoint's answer {0}")]
    Malformed(&'static str),
    /// The refresh was cut off, because the runtime that it ran on was shut down.
    #[error("the token request was cut off")]
    CutOff,
}

/// A failed attempt, and whether another may help.
struct Failure {
    error: TokenError,
    again: bool,
    retry_after: Option<Duration>,
}

const ATTEMPTS: u32 = 3;
const BASE: Duration = Duration::from_secs(1);
/// How long one attempt may take.
const ATTEMPT: Duration = Duration::from_secs(10);
/// The longest wait that a `Retry-After` may ask for; beyond it the call fails at once.
const LONGEST_WAIT: Duration = Duration::from_secs(30);
const BODY_LIMIT: usize = 64 * 1024;
/// Lifetimes that are believed; anything else counts as [`SHORT`].
const CREDIBLE: std::ops::RangeInclusive<f64> = 1.0..=86_400.0;
const SHORT: Duration = Duration::from_secs(60);

#[derive(Deserialize)]
struct Answer {
    access_token: Option<SecretString>,
    expires_in: Option<serde_json::Value>,
}

impl TokenEndpoint {
    /// Buys a token; what may pass is tried up to three times.
    pub(crate) async fn fetch(&self) -> Result<Grant, TokenError> {
        let mut attempts = 1;
        loop {
            let failure = match self.attempt().await {
                Ok(grant) => return Ok(grant),
                Err(failure) => failure,
            };
            let least = failure.retry_after.unwrap_or_default();
            if !failure.again || attempts >= ATTEMPTS || least > LONGEST_WAIT {
                return Err(failure.error);
            }
            let pause = resend::backoff(BASE, attempts, self.clock.jitter()).max(least);
            tracing::debug!(attempts, ?pause, error = %failure.error, "token request failed, trying again");
            self.clock.pause(pause).await;
            attempts += 1;
        }
    }

    async fn attempt(&self) -> Result<Grant, Failure> {
        let asked_at = self.clock.now();
        let limit = Deadline::after(&self.clock, ATTEMPT);
        let answered = limit.race(pin!(self.ask())).await;
        let body = answered.unwrap_or_else(|| {
            Err(passing(
                TokenError::NoAnswer("it took too long".to_owned()),
                None,
            ))
        })?;
        let malformed = |what| final_(TokenError::Malformed(what));
        let answer: Answer =
            serde_json::from_slice(&body).map_err(|_| malformed("is not the JSON expected"))?;
        let token = answer
            .access_token
            .ok_or_else(|| malformed("holds no token"))?;
        let header = secret::bearer(secrecy::ExposeSecret::expose_secret(&token))
            .map_err(|_| malformed("holds a token that can't be sent"))?;
        let lifetime = lifetime(answer.expires_in.as_ref());
        Ok(Grant {
            header,
            good_until: asked_at + lifetime,
            lifetime,
        })
    }

    async fn ask(&self) -> Result<bytes::Bytes, Failure> {
        let unsendable = || {
            final_(TokenError::NoAnswer(
                "the request could not be built".to_owned(),
            ))
        };
        let credential = self.key.header().ok_or_else(unsendable)?;
        let mut response = self
            .http
            .post(&self.url)
            .header(AUTHORIZATION, credential)
            .header(ACCEPT, "application/json")
            .header(CONTENT_TYPE, "application/x-www-form-urlencoded")
            .body("grant_type=client_credentials")
            .send()
            .await
            .map_err(|error| passing(TokenError::NoAnswer(wire_error::describe(error)), None))?;
        let status = response.status().as_u16();
        if !(200..300).contains(&status) {
            let hint = response.headers().get(RETRY_AFTER);
            let hint =
                hint.and_then(|value| retry_after::read(value.to_str().ok()?, self.clock.wall()));
            let error = TokenError::Refused(status);
            return Err(match status {
                429 | 500..=599 => passing(error, hint),
                _ => final_(error),
            });
        }
        match read_body(&mut response, BODY_LIMIT).await {
            (body, BodyEnd::Complete) => Ok(body),
            (_, BodyEnd::TooLarge) => Err(final_(TokenError::Malformed("is too large"))),
            _ => Err(passing(
                TokenError::NoAnswer("it was cut short".to_owned()),
                None,
            )),
        }
    }
}

fn passing(error: TokenError, retry_after: Option<Duration>) -> Failure {
    Failure {
        error,
        again: true,
        retry_after,
    }
}

fn final_(error: TokenError) -> Failure {
    Failure {
        error,
        again: false,
        retry_after: None,
    }
}

/// A lifetime that is missing, zero, negative, absurd or no number counts as a minute.
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
    fn a_lifetime_that_cannot_be_is_a_minute() {
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
