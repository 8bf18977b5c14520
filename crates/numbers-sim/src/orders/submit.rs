//! `POST numberOrders/{numberOrderId}/submit`: the order goes into review.

use std::time::Duration;

use serde_json::Value;

use crate::call::{self, Call, Reply};
use crate::clock::after;
use crate::contract::{Violation, violations_of};
use crate::orders::act::change_state;
use crate::orders::shape;
use crate::refusal::Refusal;
use crate::requirements::Requirements;
use crate::state::{Due, Order, OrderState, Transaction, UploadStatus};

/// How long a review takes.
const REVIEW: Duration = Duration::from_secs(10);

/// Submitting an order again that is in review or over changes nothing.
pub(crate) fn submit(transaction: &mut Transaction<'_>, call: &Call<'_>) -> Reply {
    let index = transaction.project_index(call.project)?;
    let id = call.parameter("numberOrderId");
    let end = after(transaction.now, REVIEW);
    let order = transaction.order(index, id)?;
    if order.state.is_open() {
        let missing = missing(order, call.requirements);
        if !missing.is_empty() {
            return Err(Refusal::Invalid(missing));
        }
        order.review_ends = Some(end);
        let due = Due::Order {
            project: index,
            order: id.into(),
        };
        transaction.state.schedule.add(end, due);
        change_state(transaction, index, id, OrderState::InReview);
    }
    let order = transaction.order(index, id)?;
    call::json(&shape::order(call.project, id, order))
}

/// What has to be registered or uploaded before.
fn missing(order: &Order, requirements: &Requirements) -> Vec<Violation> {
    let Some(known) = requirements.get(&order.region_code, order.number_type) else {
        return Vec::new();
    };
    let details = Value::Object(order.registration.request_details.clone());
    let mut missing = violations_of("requestDetails", &known.fields, &details);
    for attachment in &known.requirement.attachments {
        let uploaded = order.registration.attachments.iter().any(|uploaded| {
            uploaded.attachment_id == attachment.id
                && uploaded.upload_status == UploadStatus::Completed
        });
        if attachment.mandatory && !uploaded {
            let field = format!("attachments.{}", attachment.id);
            missing.push(Violation::new(field, "has not been uploaded"));
        }
    }
    missing
}
