//! Planning faults, failing jobs and reviews, and listing numbers, in JSON.

use std::sync::Arc;

use axum::Json;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Response};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::json;

use crate::app::App;
use crate::control;
use crate::fault::PlannedFault;
use crate::phone::PhoneNumber;
use crate::provisioning::FailingJob;
use crate::state::PlannedReview;
use crate::stock::{Availability, Terms};
use crate::webhooks::Delivery;

type Shared = State<Arc<App>>;

/// Reads JSON, and does something with it; whatever content type it comes with.
fn with<T: DeserializeOwned>(body: &[u8], act: impl FnOnce(T)) -> Response {
    match serde_json::from_slice(body) {
        Ok(value) => {
            act(value);
            StatusCode::NO_CONTENT.into_response()
        }
        Err(error) => {
            let body = Json(json!({ "error": error.to_string() }));
            (StatusCode::BAD_REQUEST, body).into_response()
        }
    }
}

/// `POST /__sim/faults`: a planned fault, as in scenarios.
pub(super) async fn add_fault(State(app): Shared, body: Bytes) -> Response {
    with::<PlannedFault>(&body, |fault| control::plan_fault(&app, fault))
}

/// `GET /__sim/faults`.
pub(super) async fn faults(State(app): Shared) -> Response {
    let faults = app.transact(|transaction| transaction.state.faults.0.clone());
    Json(json!({ "faults": faults })).into_response()
}

/// `DELETE /__sim/faults`.
pub(super) async fn clear_faults(State(app): Shared) -> StatusCode {
    app.transact(|transaction| transaction.state.faults.0.clear());
    StatusCode::NO_CONTENT
}

/// `POST /__sim/provisioning`: a job that fails, as in scenarios.
pub(super) async fn add_failing(State(app): Shared, body: Bytes) -> Response {
    with::<FailingJob>(&body, |failing| control::plan_failing_job(&app, failing))
}

/// `POST /__sim/reviews`: what a review ends in, as in scenarios.
pub(super) async fn add_review(State(app): Shared, body: Bytes) -> Response {
    with::<PlannedReview>(&body, |review| control::plan_review(&app, review))
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct NumberAvailability {
    phone_number: PhoneNumber,
    availability: Availability,
}

/// `POST /__sim/stock`: whether a number can be rented.
pub(super) async fn set_stock(State(app): Shared, body: Bytes) -> Response {
    with::<NumberAvailability>(&body, |number| {
        control::set_availability(&app, number.phone_number, number.availability);
    })
}

/// `POST /__sim/offers`: a number and its terms, as in the stock of scenarios.
pub(super) async fn add_offer(State(app): Shared, body: Bytes) -> Response {
    let read = |body: &[u8]| -> Result<(PhoneNumber, Terms), serde_json::Error> {
        let mut members: serde_json::Map<String, serde_json::Value> = serde_json::from_slice(body)?;
        let phone = members.remove("phoneNumber").unwrap_or_default();
        let phone = serde_json::from_value(phone)?;
        Ok((phone, serde_json::from_value(members.into())?))
    };
    match read(&body) {
        Ok((phone, terms)) => {
            control::offer(&app, phone, terms);
            StatusCode::NO_CONTENT.into_response()
        }
        Err(error) => {
            let body = Json(json!({ "error": error.to_string() }));
            (StatusCode::BAD_REQUEST, body).into_response()
        }
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct DeliveryMode {
    delivery: Delivery,
}

/// `POST /__sim/delivery`: `{ "delivery": "doubled" }`.
pub(super) async fn set_delivery(State(app): Shared, body: Bytes) -> Response {
    with::<DeliveryMode>(&body, |mode| app.courier.set_delivery(mode.delivery))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WhichEvent {
    id: u64,
}

/// `POST /__sim/redeliver`: `{ "id": 3 }` delivers that event once more.
pub(super) async fn redeliver(State(app): Shared, body: Bytes) -> Response {
    let mut known = true;
    let response = with::<WhichEvent>(&body, |event| known = app.courier.redeliver(event.id));
    if known {
        response
    } else {
        let body = Json(json!({ "error": "no such event was delivered" }));
        (StatusCode::NOT_FOUND, body).into_response()
    }
}
