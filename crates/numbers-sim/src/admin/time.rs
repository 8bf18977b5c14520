//! Advancing the time, and starting anew.

use std::sync::Arc;
use std::time::Duration;

use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Response};
use serde::Deserialize;

use crate::app::App;
use crate::control;
use crate::phone::PhoneNumber;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct By {
    seconds: u64,
}

/// `POST /__sim/advance?seconds=5`.
pub(super) async fn advance(State(app): State<Arc<App>>, Query(by): Query<By>) -> StatusCode {
    control::advance(&app, Duration::from_secs(by.seconds));
    StatusCode::NO_CONTENT
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct Which {
    phone_number: Option<String>,
}

/// `POST /__sim/reset`, and `POST /__sim/reset?phoneNumber=%2B15005550010` for one number.
pub(super) async fn reset(State(app): State<Arc<App>>, Query(which): Query<Which>) -> Response {
    match which.phone_number {
        None => app.reset(),
        Some(text) => {
            // A plus sign that is not encoded is read as a blank.
            let text = text.replace(' ', "+");
            match text.parse::<PhoneNumber>() {
                Ok(phone) => control::reset_number(&app, phone),
                Err(error) => {
                    return (StatusCode::BAD_REQUEST, format!("{error}\n")).into_response();
                }
            }
        }
    }
    match app.state.durable().await {
        Ok(()) => StatusCode::NO_CONTENT.into_response(),
        Err(_) => {
            let why = "the state file can't be written\n";
            (StatusCode::INTERNAL_SERVER_ERROR, why).into_response()
        }
    }
}
