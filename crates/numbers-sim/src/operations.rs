//! The two operations, and what faults make of them.

use std::sync::Arc;
use std::time::Duration;

use axum::Json;
use axum::body::{Body, Bytes};
use axum::extract::{Path, Request as HttpRequest, State};
use axum::http::{HeaderMap, Method, StatusCode, header};
use axum::response::{IntoResponse, Response};
use futures_util::stream::{self, StreamExt as _};
use serde_json::{Value, json};

use crate::answers::Refusal;
use crate::auth;
use crate::fault::Fault;
use crate::scenario::Operation;
use crate::server::{App, Reset};
use crate::state::Request;

/// The largest body that is taken.
const BODY_LIMIT: usize = 64 * 1024;

type Answer = Result<Value, Refusal>;

/// `POST .../availableNumbers/{number}:rent`.
pub(crate) async fn rent(
    State(app): State<Arc<App>>,
    Path((project, number)): Path<(String, String)>,
    request: HttpRequest,
) -> Response {
    let (parts, body) = request.into_parts();
    let body = axum::body::to_bytes(body, BODY_LIMIT).await;
    let phone = number.strip_suffix(":rent").unwrap_or(&number).to_owned();
    let fault = || app.state.fault(&phone, Operation::Rent);
    let (answer, fault) = if parts.method != Method::POST {
        (Err(Refusal::WrongMethod("POST")), None)
    } else if !number.ends_with(":rent") {
        (Err(Refusal::not_found("AvailableNumber", &number)), None)
    } else {
        match &body {
            Err(_) => (Err(Refusal::TooLarge), None),
            Ok(body) => match admit(&app, &project, &phone, &parts.headers, body) {
                Err(refusal) => (Err(refusal), None),
                Ok(asked) => act(&app, &project, &phone, asked, fault()),
            },
        }
    };
    let body = body.map(|body| String::from_utf8_lossy(&body).into_owned());
    finish(&app, &parts, body.unwrap_or_default(), answer, fault).await
}

/// `GET .../activeNumbers/{number}`.
pub(crate) async fn look(
    State(app): State<Arc<App>>,
    Path((project, number)): Path<(String, String)>,
    request: HttpRequest,
) -> Response {
    let (parts, _) = request.into_parts();
    let answer = if parts.method != Method::GET {
        Err(Refusal::WrongMethod("GET"))
    } else {
        auth::admit(&app, &project, &parts.headers)
            .and_then(|()| well_formed(&app, &number))
            .and_then(|()| app.state.held(&number))
    };
    let admitted = !matches!(
        answer,
        Err(Refusal::Unauthorized(_) | Refusal::Forbidden | Refusal::WrongMethod(_))
    );
    let fault = if admitted {
        app.state.fault(&number, Operation::Lookup)
    } else {
        None
    };
    let answer = match &fault {
        Some(Fault::TrialAccount) => Err(Refusal::Trial),
        Some(Fault::NotForSale) => Err(Refusal::not_found("ActiveNumber", &number)),
        Some(Fault::CommittedThenInternal) => Err(Refusal::Internal),
        _ => answer,
    };
    finish(&app, &parts, String::new(), answer, fault).await
}

/// Whether a rent may be looked at, and what it asks for.
fn admit(app: &App, project: &str, phone: &str, headers: &HeaderMap, body: &Bytes) -> Answer {
    auth::admit(app, project, headers)?;
    if app.trial {
        return Err(Refusal::Trial);
    }
    // Python's SDK sends no body at all, which rents without configuration.
    let asked = if body.is_empty() {
        json!({})
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
    well_formed(app, phone)?;
    let faults = app.contract.faults(&asked);
    if faults.is_empty() {
        Ok(asked)
    } else {
        Err(Refusal::Invalid(faults))
    }
}

fn well_formed(app: &App, phone: &str) -> Result<(), Refusal> {
    if app.contract.is_phone_number(phone) {
        Ok(())
    } else {
        Err(Refusal::invalid("phoneNumber", "is not in E.164 form"))
    }
}

/// Rents, unless the fault keeps it from it.
fn act(
    app: &App,
    project: &str,
    phone: &str,
    asked: Value,
    fault: Option<Fault>,
) -> (Answer, Option<Fault>) {
    let lag = match fault {
        Some(Fault::LookupLag { seconds }) => Duration::from_secs(seconds.into()),
        _ => Duration::ZERO,
    };
    let answer = match &fault {
        Some(Fault::TrialAccount) => Err(Refusal::Trial),
        Some(Fault::NoCredit) => Err(Refusal::no_credit()),
        Some(Fault::NotForSale) => Err(Refusal::not_found("AvailableNumber", phone)),
        Some(
            Fault::NotCommittedThenReset
            | Fault::HtmlBadGateway
            | Fault::Unavailable { .. }
            | Fault::Throttled { .. },
        ) => Ok(Value::Null),
        _ => app.state.rent(phone, project, asked, lag),
    };
    let answer = match (&fault, answer) {
        (Some(Fault::CommittedThenInternal), Ok(_)) => Err(Refusal::Internal),
        (_, answer) => answer,
    };
    (answer, fault)
}

/// Writes the answer as the fault has it, and keeps the request for those who watch.
async fn finish(
    app: &App,
    parts: &http::request::Parts,
    body: String,
    answer: Answer,
    fault: Option<Fault>,
) -> Response {
    if let Some(Fault::Slow { milliseconds }) = fault {
        tokio::time::sleep(Duration::from_millis(milliseconds)).await;
    }
    let response = match answer {
        Ok(body) => written(body, fault.as_ref()),
        Err(refusal) => refusal.into_response(),
    };
    let reset = response.extensions().get::<Reset>().is_some();
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
        body,
        status: (!reset).then(|| response.status().as_u16()),
    });
    response
}

fn written(mut body: Value, fault: Option<&Fault>) -> Response {
    let waiting = |status: StatusCode, seconds: u32| {
        (status, [(header::RETRY_AFTER, seconds.to_string())]).into_response()
    };
    match fault {
        Some(Fault::CommittedThenReset | Fault::NotCommittedThenReset) => {
            let mut response = StatusCode::OK.into_response();
            response.extensions_mut().insert(Reset);
            response
        }
        Some(Fault::Truncated) => truncated(&body),
        Some(Fault::HtmlBadGateway) => {
            let page = "<html><body><h1>502 Bad Gateway</h1></body></html>";
            (StatusCode::BAD_GATEWAY, axum::response::Html(page)).into_response()
        }
        Some(Fault::Unavailable { retry_after }) => {
            waiting(StatusCode::SERVICE_UNAVAILABLE, *retry_after)
        }
        Some(Fault::Throttled { retry_after }) => {
            waiting(StatusCode::TOO_MANY_REQUESTS, *retry_after)
        }
        Some(Fault::UnheardOf) => {
            let odd = [
                ("type", json!("SATELLITE")),
                ("capability", json!(["SMS", "TELEPATHY"])),
                ("unheardOf", json!({ "deep": [1] })),
            ];
            if let Some(body) = body.as_object_mut() {
                body.extend(odd.map(|(name, value)| (name.to_owned(), value)));
            }
            Json(body).into_response()
        }
        Some(Fault::AnotherNumber) => {
            if let Some(number) = body.get_mut("phoneNumber") {
                *number = json!("+12025550199");
            }
            Json(body).into_response()
        }
        _ => Json(body).into_response(),
    }
}

/// The head tells the whole length, half of it comes, and the connection ends.
fn truncated(body: &Value) -> Response {
    let bytes = body.to_string().into_bytes();
    let length = bytes.len();
    let half = Bytes::copy_from_slice(bytes.get(..length / 2).unwrap_or_default());
    let half = stream::iter([Ok(half)]);
    // Later, so that head and half are on their way when the connection ends.
    let end = stream::once(async {
        tokio::time::sleep(Duration::from_millis(10)).await;
        Err(std::io::Error::other("cut short by a fault"))
    });
    let headers = [
        (header::CONTENT_TYPE, "application/json".to_owned()),
        (header::CONTENT_LENGTH, length.to_string()),
    ];
    (headers, Body::from_stream(half.chain(end))).into_response()
}
