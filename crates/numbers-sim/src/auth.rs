//! The token endpoint, and who may call the API.

use std::num::NonZeroU32;
use std::sync::Arc;

use axum::Json;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use governor::{DefaultDirectRateLimiter, Quota, RateLimiter};
use serde_json::json;

use crate::answers::Refusal;
use crate::server::App;

/// The vendor's gateway: bursts of 30, refilled 10 a second.
#[derive(Debug)]
pub(crate) struct Limiter(DefaultDirectRateLimiter);

impl Limiter {
    pub(crate) fn new() -> Self {
        let (rate, burst) = (
            NonZeroU32::MIN.saturating_add(9),
            NonZeroU32::MIN.saturating_add(29),
        );
        Self(RateLimiter::direct(
            Quota::per_second(rate).allow_burst(burst),
        ))
    }
}

/// `POST /oauth2/token`: client credentials by Basic.
pub(crate) async fn token(
    State(app): State<Arc<App>>,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    if app
        .limiter
        .as_ref()
        .is_some_and(|limiter| limiter.0.check().is_err())
    {
        // Without Retry-After, as the vendor's.
        return StatusCode::TOO_MANY_REQUESTS.into_response();
    }
    if !basic_is_good(&app, &headers) {
        let body = Json(json!({ "error": "invalid_client" }));
        let challenge = [(header::WWW_AUTHENTICATE, "Basic realm=\"simulator\"")];
        return (StatusCode::UNAUTHORIZED, challenge, body).into_response();
    }
    let granted = body
        .split(|byte| *byte == b'&')
        .any(|pair| pair == b"grant_type=client_credentials");
    if !granted {
        let body = Json(json!({ "error": "unsupported_grant_type" }));
        return (StatusCode::BAD_REQUEST, body).into_response();
    }
    let body = json!({
        "access_token": app.state.sell_token(app.token_lifetime),
        "expires_in": app.token_lifetime.as_secs(),
        "scope": "",
        "token_type": "bearer",
    });
    ([(header::CACHE_CONTROL, "no-store")], Json(body)).into_response()
}

const UNKNOWN: &str =
    "Bearer error=\"invalid_token\", error_description=\"the token is unknown or expired\"";

/// Whether a request may be served: Basic with the key, or a bearer that was sold here,
/// for the one project.
pub(crate) fn admit(app: &App, project: &str, headers: &HeaderMap) -> Result<(), Refusal> {
    let missing = Refusal::Unauthorized("Bearer");
    let value = headers
        .get(header::AUTHORIZATION)
        .and_then(|value| value.to_str().ok());
    let Some((scheme, credential)) = value.and_then(|value| value.split_once(' ')) else {
        return Err(missing);
    };
    let good = if scheme.eq_ignore_ascii_case("basic") {
        basic_is_good(app, headers)
    } else if scheme.eq_ignore_ascii_case("bearer") {
        app.state.token_is_good(credential)
    } else {
        return Err(missing);
    };
    if !good {
        return Err(Refusal::Unauthorized(UNKNOWN));
    }
    if project == app.project {
        Ok(())
    } else {
        Err(Refusal::Forbidden)
    }
}

fn basic_is_good(app: &App, headers: &HeaderMap) -> bool {
    let expected = STANDARD.encode(format!("{}:{}", app.key_id, app.key_secret));
    let value = headers
        .get(header::AUTHORIZATION)
        .and_then(|value| value.to_str().ok());
    value
        .and_then(|value| value.split_once(' '))
        .is_some_and(|(scheme, credential)| {
            scheme.eq_ignore_ascii_case("basic") && credential == expected
        })
}
