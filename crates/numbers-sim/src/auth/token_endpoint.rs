//! `POST /oauth2/token`: client credentials by Basic.

use bytes::Bytes;
use http::{HeaderMap, HeaderValue, Response, StatusCode, header};
use serde_json::json;

use crate::auth::admission::Accounts;
use crate::refusal::with_json;

/// Why no token is issued.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum GrantError {
    Throttled,
    WrongMethod,
    WrongClient,
    WrongGrant,
}

/// The account that a token is to be issued to.
pub(crate) fn grant(
    accounts: &Accounts,
    headers: &HeaderMap,
    body: &[u8],
) -> Result<usize, GrantError> {
    let account = accounts.by_basic(headers).ok_or(GrantError::WrongClient)?;
    let granted = body
        .split(|byte| *byte == b'&')
        .any(|pair| pair == b"grant_type=client_credentials");
    if granted {
        Ok(account)
    } else {
        Err(GrantError::WrongGrant)
    }
}

impl GrantError {
    pub(crate) fn response(self) -> Response<Bytes> {
        let plain = |status: StatusCode| {
            let mut response = Response::new(Bytes::new());
            *response.status_mut() = status;
            response
        };
        match self {
            // Without Retry-After, as the vendor's.
            Self::Throttled => plain(StatusCode::TOO_MANY_REQUESTS),
            Self::WrongMethod => {
                let mut response = plain(StatusCode::METHOD_NOT_ALLOWED);
                let post = HeaderValue::from_static("POST");
                response.headers_mut().insert(header::ALLOW, post);
                response
            }
            Self::WrongClient => {
                let body = json!({ "error": "invalid_client" });
                let mut response = with_json(StatusCode::UNAUTHORIZED, body.to_string());
                let challenge = HeaderValue::from_static("Basic realm=\"simulator\"");
                response
                    .headers_mut()
                    .insert(header::WWW_AUTHENTICATE, challenge);
                response
            }
            Self::WrongGrant => {
                let body = json!({ "error": "unsupported_grant_type" });
                with_json(StatusCode::BAD_REQUEST, body.to_string())
            }
        }
    }
}
