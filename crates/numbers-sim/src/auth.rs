//! The token endpoint, and who may call the API.

use std::sync::Arc;
use std::time::Duration;

use axum::Json;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::json;

use crate::answers::Refusal;
use crate::server::App;

/// How long a token is good.
const LIFETIME: Duration = Duration::from_secs(3599);

/// `POST /oauth2/token`: client credentials by Basic.
pub(crate) async fn token(
    State(app): State<Arc<App>>,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
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
        "access_token": app.state.sell_token(LIFETIME),
        "expires_in": LIFETIME.as_secs(),
        "scope": "",
        "token_type": "bearer",
    });
    ([(header::CACHE_CONTROL, "no-store")], Json(body)).into_response()
}

/// Whether a request may be served: Basic with the key, or a bearer that was sold here,
/// for the one project.
pub(crate) fn admit(app: &App, project: &str, headers: &HeaderMap) -> Result<(), Refusal> {
    let missing = Refusal::Unauthorized("Bearer");
    let value = headers.get(header::AUTHORIZATION).ok_or(missing.clone())?;
    let (scheme, credential) = value
        .to_str()
        .ok()
        .and_then(|value| value.split_once(' '))
        .ok_or(missing.clone())?;
    let good = if scheme.eq_ignore_ascii_case("basic") {
        basic_is_good(app, headers)
    } else if scheme.eq_ignore_ascii_case("bearer") {
        app.state.token_is_good(credential)
    } else {
        return Err(missing);
    };
    if !good {
        return Err(Refusal::Unauthorized(
            "Bearer error=\"invalid_token\", error_description=\"the token is unknown or expired\"",
        ));
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
