//! Refusals, in the shapes of the API.

use bytes::Bytes;
use http::{HeaderValue, Response, StatusCode, header};
use serde_json::{Value, json};

use crate::contract::Violation;
use crate::phone::PhoneNumber;

/// Why a request is refused.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Refusal {
    /// 400.
    Invalid(Vec<Violation>),
    /// 401, with the challenge.
    Unauthorized(&'static str),
    /// 403, for another project.
    Forbidden,
    /// 403, for a trial account.
    Trial,
    /// 404, of this kind of resource.
    NotFound {
        kind: &'static str,
        name: String,
        message: &'static str,
    },
    /// 405, with the methods that are allowed.
    WrongMethod(String),
    /// 413.
    TooLarge,
    /// 415, with the type that is accepted.
    WrongType(&'static str),
    /// 500.
    Internal,
}

impl Refusal {
    pub(crate) fn invalid(field: &str, description: impl Into<String>) -> Self {
        Self::Invalid(vec![Violation::new(field, description)])
    }

    pub(crate) fn no_credit() -> Self {
        Self::invalid("", "there is not enough credit")
    }

    pub(crate) fn not_found(kind: &'static str, name: impl Into<String>) -> Self {
        Self::NotFound {
            kind,
            name: name.into(),
            message: "",
        }
    }

    /// The project does not have this number.
    pub(crate) fn not_active(phone: PhoneNumber) -> Self {
        Self::not_found("ActiveNumber", phone.to_string())
    }

    /// The response that says so.
    pub(crate) fn response(self) -> Response<Bytes> {
        match self {
            Self::Invalid(violations) => {
                let violations: Vec<_> = violations
                    .into_iter()
                    .map(|violation| {
                        json!({ "field": violation.field, "description": violation.description })
                    })
                    .collect();
                let detail = json!({ "type": "BadRequest", "fieldViolations": violations });
                error(StatusCode::BAD_REQUEST, "INVALID_ARGUMENT", "", &[detail])
            }
            Self::Unauthorized(challenge) => {
                let mut response = Response::new(Bytes::new());
                *response.status_mut() = StatusCode::UNAUTHORIZED;
                let challenge = HeaderValue::from_static(challenge);
                response
                    .headers_mut()
                    .insert(header::WWW_AUTHENTICATE, challenge);
                response
            }
            Self::Forbidden => error(StatusCode::FORBIDDEN, "PERMISSION_DENIED", "", &[]),
            Self::Trial => {
                let why = "Trial account is not enabled to rent number";
                let detail = resource("AvailableNumber", "", why);
                error(StatusCode::FORBIDDEN, "PERMISSION_DENIED", why, &[detail])
            }
            Self::NotFound {
                kind,
                name,
                message,
            } => {
                let detail = resource(kind, &name, message);
                error(StatusCode::NOT_FOUND, "NOT_FOUND", message, &[detail])
            }
            Self::WrongMethod(allowed) => {
                let mut response = error(
                    StatusCode::METHOD_NOT_ALLOWED,
                    "UNIMPLEMENTED",
                    "the path has no such method",
                    &[],
                );
                if let Ok(allowed) = HeaderValue::from_str(&allowed) {
                    response.headers_mut().insert(header::ALLOW, allowed);
                }
                response
            }
            Self::TooLarge => {
                let detail = json!({
                    "type": "ResourceInfo",
                    "resourceName": "",
                    "description": "the content is too large",
                });
                error(
                    StatusCode::PAYLOAD_TOO_LARGE,
                    "CONTENT_TOO_LARGE",
                    "",
                    &[detail],
                )
            }
            Self::WrongType(accepted) => error(
                StatusCode::UNSUPPORTED_MEDIA_TYPE,
                "INVALID_ARGUMENT",
                accepted,
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

/// An error in the API's form.
pub(crate) fn error(
    status: StatusCode,
    name: &str,
    message: &str,
    details: &[Value],
) -> Response<Bytes> {
    let body = json!({ "error": {
        "code": status.as_u16(),
        "message": message,
        "status": name,
        "details": details,
    }});
    with_json(status, body.to_string())
}

/// A response with a JSON body.
pub(crate) fn with_json(status: StatusCode, body: impl Into<Bytes>) -> Response<Bytes> {
    let mut response = Response::new(body.into());
    *response.status_mut() = status;
    let json = HeaderValue::from_static("application/json");
    response.headers_mut().insert(header::CONTENT_TYPE, json);
    response
}
