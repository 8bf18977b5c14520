//! What a fault makes of a response.

use bytes::Bytes;
use http::{HeaderValue, Response, StatusCode, header};
use serde_json::{Value, json};

use crate::fault::kind::Fault;
use crate::operation::Operation;
use crate::refusal::{Refusal, with_json};

/// What is put on the wire.
#[derive(Debug)]
pub(crate) enum Shaped {
    /// A response.
    Whole(Response<Bytes>),
    /// The head and half of the body.
    Truncated(Response<Bytes>),
    /// A reset of the connection.
    Reset,
    /// Nothing.
    Silence,
}

/// The refusal that a fault stands for, if it does.
pub(crate) fn refusal(fault: &Fault, operation: Operation, name: &str) -> Option<Refusal> {
    match fault {
        Fault::Unauthorized => Some(Refusal::Unauthorized(
            "Bearer error=\"invalid_token\", error_description=\"the token was revoked\"",
        )),
        Fault::TrialAccount => Some(Refusal::Trial),
        Fault::NoCredit => Some(Refusal::no_credit()),
        Fault::NotFound => Some(Refusal::not_found(operation.resource_type(), name)),
        Fault::NotCommittedThenInternal => Some(Refusal::Internal),
        _ => None,
    }
}

/// Shapes the response of a request as its fault has it.
pub(crate) fn shape(fault: Option<&Fault>, response: Response<Bytes>) -> Shaped {
    let acted = response.status().is_success();
    match fault {
        Some(Fault::CommittedThenReset) if acted => Shaped::Reset,
        Some(Fault::CommittedThenSilent) if acted => Shaped::Silence,
        Some(Fault::CommittedThenInternal) if acted => Shaped::Whole(Refusal::Internal.response()),
        Some(Fault::Truncated) if acted => Shaped::Truncated(response),
        Some(Fault::UnknownValues) if acted => Shaped::Whole(rewritten(response, unknown_values)),
        Some(Fault::AnotherNumber) if acted => Shaped::Whole(rewritten(response, another_number)),
        Some(Fault::NotCommittedThenReset) => Shaped::Reset,
        Some(Fault::NotCommittedThenSilent) => Shaped::Silence,
        Some(Fault::HtmlBadGateway) => Shaped::Whole(bad_gateway()),
        Some(Fault::Unavailable { retry_after }) => {
            Shaped::Whole(waiting(StatusCode::SERVICE_UNAVAILABLE, *retry_after))
        }
        Some(Fault::Throttled { retry_after }) => {
            Shaped::Whole(waiting(StatusCode::TOO_MANY_REQUESTS, *retry_after))
        }
        Some(Fault::Status { code, body }) => Shaped::Whole(status(*code, body.as_ref())),
        _ => Shaped::Whole(response),
    }
}

fn waiting(status: StatusCode, seconds: u32) -> Response<Bytes> {
    let mut response = Response::new(Bytes::new());
    *response.status_mut() = status;
    let seconds = HeaderValue::from(seconds);
    response.headers_mut().insert(header::RETRY_AFTER, seconds);
    response
}

fn bad_gateway() -> Response<Bytes> {
    let page = "<html><body><h1>502 Bad Gateway</h1></body></html>";
    let mut response = Response::new(Bytes::from_static(page.as_bytes()));
    *response.status_mut() = StatusCode::BAD_GATEWAY;
    let html = HeaderValue::from_static("text/html; charset=utf-8");
    response.headers_mut().insert(header::CONTENT_TYPE, html);
    response
}

fn status(code: u16, body: Option<&Value>) -> Response<Bytes> {
    let code = StatusCode::from_u16(code).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    match body {
        Some(body) => with_json(code, body.to_string()),
        None => {
            let mut response = Response::new(Bytes::new());
            *response.status_mut() = code;
            response
        }
    }
}

fn rewritten(response: Response<Bytes>, rewrite: fn(&mut Value)) -> Response<Bytes> {
    response.map(|bytes| match serde_json::from_slice(&bytes) {
        Ok(mut body) => {
            rewrite(&mut body);
            body.to_string().into()
        }
        Err(_) => bytes,
    })
}

/// Values and members that no document lists, in every object that has a type.
fn unknown_values(body: &mut Value) {
    if let Value::Array(items) = body {
        items.iter_mut().for_each(unknown_values);
    }
    let Some(object) = body.as_object_mut() else {
        return;
    };
    object.values_mut().for_each(unknown_values);
    for (name, odd) in [
        ("type", json!("SATELLITE")),
        ("capability", json!(["SMS", "TELEPATHY"])),
        ("capabilities", json!(["SMS", "TELEPATHY"])),
        ("state", json!("PONDERING")),
        ("status", json!("PONDERING")),
    ] {
        // Voice configurations keep their type: their other members depend on it.
        if object.contains_key(name) && !object.contains_key("appId") {
            object.insert(name.to_owned(), odd);
        }
    }
    object.insert("unknownMember".to_owned(), json!({ "deep": [1] }));
}

/// Another number wherever one is named, or else another of what is named.
fn another_number(body: &mut Value) {
    let names = [
        ("phoneNumber", "+12025550199"),
        ("idNumberOrder", "01jzzzzzzzzzzzzzzzzzzzzzzz"),
        ("projectId", "another-project"),
        ("regionCode", "ZZ"),
        ("access_token", "another-token"),
    ];
    for (name, value) in names {
        if replaced(body, name, value) {
            return;
        }
    }
}

fn replaced(body: &mut Value, name: &str, value: &str) -> bool {
    match body {
        Value::Array(items) => {
            let mut any = false;
            for item in items {
                any |= replaced(item, name, value);
            }
            any
        }
        Value::Object(object) => {
            let mut any = false;
            for (key, member) in object {
                if key == name {
                    *member = json!(value);
                    any = true;
                } else {
                    any |= replaced(member, name, value);
                }
            }
            any
        }
        _ => false,
    }
}
