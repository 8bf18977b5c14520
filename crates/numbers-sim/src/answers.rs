//! The bodies that the simulator answers with, in the shapes of the API.

use axum::Json;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde_json::{Value, json};

use crate::contract::Fault;

/// A refusal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Refusal {
    /// 400.
    Invalid(Vec<Fault>),
    /// 401, with the challenge.
    Unauthorized(&'static str),
    /// 403, for another project.
    Forbidden,
    /// 403, for a trial account.
    Trial,
    /// 404, of this kind of resource.
    NotFound { kind: &'static str, phone: String },
    /// 405.
    WrongMethod(&'static str),
    /// 413.
    TooLarge,
    /// 415.
    WrongType,
    /// 500.
    Internal,
}

impl Refusal {
    pub(crate) fn invalid(field: &str, description: &str) -> Self {
        Self::Invalid(vec![Fault {
            field: field.to_owned(),
            description: description.to_owned(),
        }])
    }

    pub(crate) fn no_credit() -> Self {
        Self::invalid("", "there is not enough credit")
    }

    pub(crate) fn not_found(kind: &'static str, phone: &str) -> Self {
        Self::NotFound {
            kind,
            phone: phone.to_owned(),
        }
    }
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        match self {
            Self::Invalid(faults) => {
                let violations: Vec<_> = faults
                    .into_iter()
                    .map(|fault| json!({ "field": fault.field, "description": fault.description }))
                    .collect();
                let detail = json!({ "type": "BadRequest", "fieldViolations": violations });
                error(StatusCode::BAD_REQUEST, "INVALID_ARGUMENT", "", &[detail])
            }
            Self::Unauthorized(challenge) => (
                StatusCode::UNAUTHORIZED,
                [(header::WWW_AUTHENTICATE, challenge)],
            )
                .into_response(),
            Self::Forbidden => error(StatusCode::FORBIDDEN, "PERMISSION_DENIED", "", &[]),
            Self::Trial => {
                let why = "trial accounts can't rent numbers";
                let detail = resource("AvailableNumber", "", why);
                error(StatusCode::FORBIDDEN, "PERMISSION_DENIED", why, &[detail])
            }
            Self::NotFound { kind, phone } => {
                let detail = resource(kind, &phone, "no such number");
                error(StatusCode::NOT_FOUND, "NOT_FOUND", "", &[detail])
            }
            Self::WrongMethod(allowed) => {
                (StatusCode::METHOD_NOT_ALLOWED, [(header::ALLOW, allowed)]).into_response()
            }
            Self::TooLarge => {
                let detail = json!({ "type": "ResourceInfo", "resourceName": "", "description": "the body is too large" });
                error(
                    StatusCode::PAYLOAD_TOO_LARGE,
                    "CONTENT_TOO_LARGE",
                    "",
                    &[detail],
                )
            }
            Self::WrongType => error(
                StatusCode::UNSUPPORTED_MEDIA_TYPE,
                "INVALID_ARGUMENT",
                "send application/json",
                &[],
            ),
            Self::Internal => error(StatusCode::INTERNAL_SERVER_ERROR, "INTERNAL", "", &[]),
        }
    }
}

fn resource(kind: &str, name: &str, description: &str) -> Value {
    json!({
        "type": "ResourceInfo",
        "resourceType": kind,
        "resourceName": name,
        "owner": "",
        "description": description,
    })
}

fn error(status: StatusCode, name: &str, message: &str, details: &[Value]) -> Response {
    let body = json!({ "error": {
        "code": status.as_u16(),
        "message": message,
        "status": name,
        "details": details,
    }});
    (status, Json(body)).into_response()
}
