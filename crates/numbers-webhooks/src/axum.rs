//! An extractor for axum.

use axum::extract::{FromRef, FromRequest, Request};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use http_body_util::{BodyExt as _, LengthLimitError, Limited};

use crate::event::EventError;
use crate::signature::SIGNATURE_HEADER;
use crate::types::Event;
use crate::verifier::Verifier;

/// The most bytes of an event that are read. Events have a few hundred.
const LIMIT: usize = 64 * 1024;

/// An event whose signature has been verified.
///
/// The state of the router provides a [`Verifier`], by `FromRef`. The response to a bad signature
/// is 401, to a body that is not an event 400, to one that is too large 413.
/// Neither the body nor the signature is logged.
///
/// ```
/// use axum::{Router, routing::post};
/// use numbers_webhooks::{Verifier, axum::Verified};
///
/// async fn receive(Verified(event): Verified) {
///     println!("{:?} of {:?}", event.event_type, event.resource_id);
/// }
///
/// let app: Router = Router::new()
///     .route("/numbers", post(receive))
///     .with_state(Verifier::new(["the-callback-secret"]));
/// ```
#[derive(Clone, Debug)]
pub struct Verified(pub Event);

/// Why a request is not accepted. It responds with its status and one line.
#[derive(Debug)]
pub struct Rejection {
    status: StatusCode,
    text: String,
}

impl<S> FromRequest<S> for Verified
where
    Verifier: FromRef<S>,
    S: Send + Sync,
{
    type Rejection = Rejection;

    async fn from_request(request: Request, state: &S) -> Result<Self, Rejection> {
        let verifier = Verifier::from_ref(state);
        let (parts, body) = request.into_parts();
        let body = Limited::new(body, LIMIT).collect().await;
        let body = body.map_err(|error| match error.is::<LengthLimitError>() {
            true => Rejection::new(StatusCode::PAYLOAD_TOO_LARGE, "the body is too large"),
            false => Rejection::new(StatusCode::BAD_REQUEST, "the body could not be read"),
        })?;
        let signature = parts
            .headers
            .get(SIGNATURE_HEADER)
            .and_then(|value| value.to_str().ok());
        verifier
            .event(signature, &body.to_bytes())
            .map(Self)
            .map_err(|error| {
                let status = match error {
                    EventError::Signature(_) => StatusCode::UNAUTHORIZED,
                    _ => StatusCode::BAD_REQUEST,
                };
                Rejection::new(status, error.to_string())
            })
    }
}

impl Rejection {
    fn new(status: StatusCode, text: impl Into<String>) -> Self {
        Self {
            status,
            text: text.into(),
        }
    }

    /// Returns the status of the response.
    #[must_use]
    pub fn status(&self) -> StatusCode {
        self.status
    }
}

impl IntoResponse for Rejection {
    fn into_response(self) -> Response {
        (self.status, self.text).into_response()
    }
}
