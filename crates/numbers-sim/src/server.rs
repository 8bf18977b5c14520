//! Routes and handlers of the two operations.

use std::sync::Arc;

use axum::body::Bytes;
use axum::extract::{DefaultBodyLimit, Path, Request as HttpRequest, State};
use axum::http::{HeaderMap, Method, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use axum::{Json, Router};
use serde_json::Value;

use crate::answers::Refusal;
use crate::auth;
use crate::contract::Contract;
use crate::state::{self, Request};

/// One simulator.
#[derive(Debug)]
pub(crate) struct App {
    pub(crate) project: String,
    pub(crate) key_id: String,
    pub(crate) key_secret: String,
    pub(crate) state: state::State,
    pub(crate) contract: &'static Contract,
}

/// The largest body that is taken.
const BODY_LIMIT: usize = 64 * 1024;

pub(crate) fn router(app: Arc<App>) -> Router {
    Router::new()
        .route("/oauth2/token", post(auth::token))
        .route(
            "/v1/projects/{project}/availableNumbers/{number}",
            post(operation),
        )
        .route(
            "/v1/projects/{project}/activeNumbers/{number}",
            get(operation),
        )
        .layer(DefaultBodyLimit::disable())
        .with_state(app)
}

/// Either operation; keeps the request for those who want to see it.
async fn operation(
    State(app): State<Arc<App>>,
    Path((project, number)): Path<(String, String)>,
    request: HttpRequest,
) -> Response {
    let (parts, body) = request.into_parts();
    let body = axum::body::to_bytes(body, BODY_LIMIT).await;
    let answer = match &body {
        Err(_) => Err(Refusal::TooLarge),
        Ok(body) if parts.method == Method::POST => {
            rent(&app, &project, &number, &parts.headers, body)
        }
        Ok(_) => look(&app, &project, &number, &parts.headers),
    };
    let response = match answer {
        Ok(body) => (StatusCode::OK, Json(body)).into_response(),
        Err(refusal) => refusal.into_response(),
    };
    let headers = parts
        .headers
        .iter()
        .filter(|(name, _)| *name != header::AUTHORIZATION);
    app.state.remember(Request {
        method: parts.method.to_string(),
        path: parts.uri.path().to_owned(),
        headers: headers
            .map(|(name, value)| {
                (
                    name.to_string(),
                    String::from_utf8_lossy(value.as_bytes()).into_owned(),
                )
            })
            .collect(),
        body: body.map(|body| body.to_vec()).unwrap_or_default(),
        status: response.status().as_u16(),
    });
    response
}

fn rent(
    app: &App,
    project: &str,
    number: &str,
    headers: &HeaderMap,
    body: &Bytes,
) -> Result<Value, Refusal> {
    auth::admit(app, project, headers)?;
    let phone = number
        .strip_suffix(":rent")
        .ok_or_else(|| Refusal::NotFound {
            kind: "AvailableNumber",
            phone: number.to_owned(),
        })?;
    well_formed(app, phone)?;
    // Python's SDK sends no body at all, which rents without configuration.
    let asked = if body.is_empty() {
        Value::Object(serde_json::Map::new())
    } else {
        let kind = headers
            .get(header::CONTENT_TYPE)
            .and_then(|kind| kind.to_str().ok());
        let kind = kind
            .and_then(|kind| kind.split(';').next())
            .unwrap_or_default();
        if !kind.trim().eq_ignore_ascii_case("application/json") {
            return Err(Refusal::WrongType);
        }
        serde_json::from_slice(body).map_err(|_| Refusal::invalid("", "is not JSON"))?
    };
    let faults = app.contract.faults(&asked);
    if !faults.is_empty() {
        return Err(Refusal::Invalid(faults));
    }
    app.state.rent(phone, project, asked)
}

fn look(app: &App, project: &str, number: &str, headers: &HeaderMap) -> Result<Value, Refusal> {
    auth::admit(app, project, headers)?;
    well_formed(app, number)?;
    app.state.held(number)
}

fn well_formed(app: &App, phone: &str) -> Result<(), Refusal> {
    if app.contract.is_phone_number(phone) {
        Ok(())
    } else {
        Err(Refusal::invalid("phoneNumber", "is not in E.164 form"))
    }
}
