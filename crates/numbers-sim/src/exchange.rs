//! One request of the API from its head to its response.

use std::borrow::Cow;
use std::sync::Arc;
use std::time::Duration;

use axum::body::Body;
use axum::extract::State;
use bytes::Bytes;
use http::request::Parts;
use http::{Request, Response, header};
use serde_json::{Value, json};

use crate::app::App;
use crate::auth::{GrantError, grant};
use crate::call::Call;
use crate::contract::{BodyKind, Query, Routed, Violation};
use crate::fault::{self, Fault, Magic, Shaped, magic};
use crate::log::{Draft, Ended};
use crate::operation::Operation;
use crate::operations;
use crate::phone::PhoneNumber;
use crate::refusal::{Refusal, error, with_json};
use crate::upload::Upload;
use crate::wire;

/// The largest JSON body that is accepted.
const BODY_LIMIT: usize = 64 * 1024;
/// The largest file that can be uploaded.
const FILE_LIMIT: usize = 5 * 1024 * 1024;

/// A response, and the fault that shapes it.
struct Served {
    response: Response<Bytes>,
    fault: Option<Fault>,
}

/// Why a body could not be read.
enum Unread {
    TooLarge,
    /// The client went away.
    Gone,
}

impl From<Refusal> for Served {
    fn from(refusal: Refusal) -> Self {
        Self {
            response: refusal.response(),
            fault: None,
        }
    }
}

/// Responds to whatever is not a control endpoint.
pub(crate) async fn respond(State(app): State<Arc<App>>, request: Request<Body>) -> Response<Body> {
    let (parts, body) = request.into_parts();
    let mut draft = app.log.draft(&parts, app.state.clock.now());
    let served = if parts.uri.path() == "/oauth2/token" {
        issue_token(&app, &parts, body, &mut draft).await
    } else {
        serve(&app, &parts, body, &mut draft).await
    };
    let Ok(Served { response, fault }) = served else {
        // Nobody reads it; the entry says that the client went away.
        return Response::new(Body::empty());
    };
    if let Some(fault) = &fault {
        draft.fault(fault.name());
        if let Fault::Slow { milliseconds } = fault {
            tokio::time::sleep(Duration::from_millis(*milliseconds)).await;
        }
    }
    match fault::shape(fault.as_ref(), response) {
        Shaped::Whole(response) => {
            draft.finish(Ended::Responded, Some(&response));
            response.map(Body::from)
        }
        Shaped::Truncated(response) => {
            draft.finish(Ended::Truncated, Some(&response));
            wire::truncated(response)
        }
        Shaped::Reset => {
            draft.finish(Ended::Reset, None);
            wire::reset()
        }
        // Until the client goes away, which the entry then says.
        Shaped::Silence => std::future::pending().await,
    }
}

async fn issue_token(
    app: &App,
    parts: &Parts,
    body: Body,
    draft: &mut Draft<'_>,
) -> Result<Served, Unread> {
    let operation = Operation::IssueToken;
    draft.operation(operation);
    let refused = |error: GrantError| Served {
        response: error.response(),
        fault: None,
    };
    if parts.method != http::Method::POST {
        return Ok(refused(GrantError::WrongMethod));
    }
    if app
        .limiter
        .as_ref()
        .is_some_and(|limiter| !limiter.allows())
    {
        return Ok(refused(GrantError::Throttled));
    }
    let body = match read(body, BODY_LIMIT).await {
        Ok(body) => body,
        Err(Unread::TooLarge) => return Ok(Refusal::TooLarge.into()),
        Err(Unread::Gone) => return Err(Unread::Gone),
    };
    let account = match grant(&app.accounts, &parts.headers, &body) {
        Ok(account) => account,
        Err(error) => return Ok(refused(error)),
    };
    draft.body(&body);
    let project = app.accounts.get(account).map(|account| &account.project_id);
    let project = project.map_or("", String::as_str);
    let fault = app.transact(|transaction| {
        let faults = &mut transaction.state.faults;
        faults.take(operation, project, None)
    });
    let refusal = fault
        .as_ref()
        .and_then(|fault| fault::refusal(fault, operation, ""));
    let response = match (&fault, refusal) {
        (Some(Fault::Unauthorized), _) => GrantError::WrongClient.response(),
        (_, Some(refusal)) => refusal.response(),
        (Some(fault), None) if !fault.commits() => with_json(http::StatusCode::OK, "{}"),
        _ => {
            let now = app.state.clock.now();
            let body = json!({
                "access_token": app.tokens.issue(account, now, app.token_lifetime),
                "expires_in": app.token_lifetime.as_secs(),
                "scope": "",
                "token_type": "bearer",
            });
            let mut response = with_json(http::StatusCode::OK, body.to_string());
            let no_store = http::HeaderValue::from_static("no-store");
            response
                .headers_mut()
                .insert(header::CACHE_CONTROL, no_store);
            response
        }
    };
    Ok(Served { response, fault })
}

async fn serve(
    app: &App,
    parts: &Parts,
    body: Body,
    draft: &mut Draft<'_>,
) -> Result<Served, Unread> {
    let (route, path) = match app.contract.route(parts.method.as_str(), parts.uri.path()) {
        Routed::Found(route, path) => (route, path),
        Routed::WrongMethod(allowed) => return Ok(Refusal::WrongMethod(allowed).into()),
        Routed::NotFound => {
            let message = "the API has no such path";
            let response = error(http::StatusCode::NOT_FOUND, "NOT_FOUND", message, &[]);
            return Ok(Served {
                response,
                fault: None,
            });
        }
    };
    let operation = route.operation;
    draft.operation(operation);
    let parameter = |name: &str| {
        let found = path.iter().find(|(key, _)| *key == name);
        found.map(|(_, value)| value.as_str())
    };
    let project = parameter("projectId").unwrap_or_default();
    // Before the body is read: nobody who is not admitted costs memory.
    let now = app.state.clock.now();
    let caller = match app.accounts.admit(&app.tokens, &parts.headers, now) {
        Ok(caller) if caller.account.project_id == project => caller,
        Ok(_) => return Ok(Refusal::Forbidden.into()),
        Err(refusal) => return Ok(refusal.into()),
    };
    if app.trial && spends(operation) {
        return Ok(Refusal::Trial.into());
    }
    let mut upload = None;
    let mut json = Value::Object(serde_json::Map::new());
    match &route.body {
        BodyKind::Multipart => match Upload::read(&parts.headers, body, FILE_LIMIT).await {
            Ok(read) => upload = Some(read),
            Err(refusal) => return Ok(refusal.into()),
        },
        BodyKind::Json(_) | BodyKind::None => {
            let bytes = match read(body, BODY_LIMIT).await {
                Ok(bytes) => bytes,
                Err(Unread::TooLarge) => return Ok(Refusal::TooLarge.into()),
                Err(Unread::Gone) => return Err(Unread::Gone),
            };
            draft.body(&bytes);
            if matches!(route.body, BodyKind::Json(_)) {
                match parse(parts, &bytes) {
                    Ok(Some(body)) => json = body,
                    // Python's SDK sends no body where there is nothing to say.
                    Ok(None) => {}
                    Err(refusal) => return Ok(refusal.into()),
                }
            }
        }
    }
    let query = Query::parse(parts.uri.query().unwrap_or_default());
    let mut violations = Vec::new();
    let phone = parameter("phoneNumber").map(str::parse::<PhoneNumber>);
    if matches!(phone, Some(Err(_))) {
        violations.push(Violation::new("phoneNumber", "is not in E.164 form"));
    }
    violations.extend(route.check_query(&query));
    violations.extend(route.check_body(&without_nulls(operation, &json)));
    if !violations.is_empty() {
        return Ok(Refusal::Invalid(violations).into());
    }
    let call = Call {
        operation,
        project,
        phone: phone.and_then(Result::ok),
        path: &path,
        query: &query,
        body: &json,
        upload: upload.as_ref(),
        requirements: &app.requirements,
    };
    let (response, fault) = app.transact(|transaction| {
        let faults = &mut transaction.state.faults;
        let planned = faults.take(operation, project, call.phone);
        let fault = planned.or_else(|| by_number(&call));
        let refusal = fault
            .as_ref()
            .and_then(|fault| fault::refusal(fault, operation, &call.resource()));
        let reply = match (&fault, refusal) {
            (_, Some(refusal)) => Err(refusal),
            (Some(fault), None) if !fault.commits() => Ok(Bytes::new()),
            (Some(Fault::LookupLag { seconds }), None) => {
                let lag = Duration::from_secs(u64::from(*seconds));
                let until = crate::clock::after(transaction.now, lag);
                operations::act_unseen(transaction, &call, until)
            }
            _ => operations::act(transaction, &call),
        };
        (reply, fault)
    });
    if let (Some(Fault::Unauthorized), Some(token)) = (&fault, caller.token) {
        app.tokens.revoke(token);
    }
    // What was changed, or was read and is not on disk yet, is on disk before it is said.
    let response = match app.state.durable().await {
        Ok(()) => response,
        Err(_) => Err(Refusal::Internal),
    };
    let response = match response {
        Ok(body) if body.is_empty() => Response::new(body),
        Ok(body) => with_json(http::StatusCode::OK, body),
        Err(refusal) => refusal.response(),
    };
    Ok(Served { response, fault })
}

/// The fault of a magic number, which happens when it is rented.
fn by_number(call: &Call<'_>) -> Option<Fault> {
    if call.operation != Operation::RentNumber {
        return None;
    }
    match magic(call.phone?)? {
        Magic::Fault(fault) => Some(fault),
        _ => None,
    }
}

/// Whether a trial account may not do it.
fn spends(operation: Operation) -> bool {
    matches!(
        operation,
        Operation::RentNumber
            | Operation::RentAnyNumber
            | Operation::CreateNumberOrder
            | Operation::SubmitNumberOrder
    )
}

/// What is validated: an update may set texts to `null`, as Node's SDK does, which clears them.
fn without_nulls(operation: Operation, body: &Value) -> Cow<'_, Value> {
    let cleared = |name: &str| body.get(name).is_some_and(Value::is_null);
    let names = ["displayName", "callbackUrl"];
    if operation != Operation::UpdateActiveNumber || !names.into_iter().any(cleared) {
        return Cow::Borrowed(body);
    }
    let mut checked = body.clone();
    if let Some(members) = checked.as_object_mut() {
        members.retain(|name, value| !value.is_null() || !names.contains(&name.as_str()));
    }
    Cow::Owned(checked)
}

async fn read(body: Body, limit: usize) -> Result<Bytes, Unread> {
    axum::body::to_bytes(body, limit).await.map_err(|error| {
        let mut source: Option<&dyn std::error::Error> = Some(&error);
        while let Some(error) = source {
            if error.is::<http_body_util::LengthLimitError>() {
                return Unread::TooLarge;
            }
            source = error.source();
        }
        Unread::Gone
    })
}

/// The JSON of a body; nothing where it is empty.
fn parse(parts: &Parts, body: &[u8]) -> Result<Option<Value>, Refusal> {
    if body.is_empty() {
        return Ok(None);
    }
    let kind = parts
        .headers
        .get(header::CONTENT_TYPE)
        .and_then(|kind| kind.to_str().ok());
    let kind = kind
        .and_then(|kind| kind.split(';').next())
        .unwrap_or_default();
    if !kind.trim().eq_ignore_ascii_case("application/json") {
        return Err(Refusal::WrongType("send application/json"));
    }
    let body = serde_json::from_slice(body).map_err(|_| Refusal::invalid("", "is not JSON"))?;
    Ok(Some(body))
}
