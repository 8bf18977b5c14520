//! `GET` and `PUT numberOrders/{numberOrderId}/registration`.

use serde_json::{Map, Value};

use crate::call::{self, Call, Reply};
use crate::contract::violations_of;
use crate::orders::shape;
use crate::refusal::Refusal;
use crate::state::Transaction;

pub(crate) fn get_registration(transaction: &mut Transaction<'_>, call: &Call<'_>) -> Reply {
    let index = transaction.project_index(call.project)?;
    let order = transaction.order(index, call.parameter("numberOrderId"))?;
    call::json(&shape::registration(&order.registration))
}

/// Replaces what is registered. It is validated at once, and may be replaced until the order
/// is submitted, and again when it was blocked.
pub(crate) fn update_registration(transaction: &mut Transaction<'_>, call: &Call<'_>) -> Reply {
    let index = transaction.project_index(call.project)?;
    let id = call.parameter("numberOrderId");
    let now = transaction.now;
    let order = transaction.order(index, id)?;
    if !order.state.is_open() {
        let message = format!("the order is {}", order.state.name());
        return Err(Refusal::invalid("", message));
    }
    let details = call.body.get("requestDetails").and_then(Value::as_object);
    let details = details.cloned().unwrap_or_else(Map::new);
    if let Some(known) = call.requirements.get(&order.region_code, order.number_type) {
        let value = Value::Object(details.clone());
        let violations = violations_of("requestDetails", &known.fields, &value);
        if !violations.is_empty() {
            return Err(Refusal::Invalid(violations));
        }
    }
    order.registration.request_details = details;
    order.updated = now;
    let shown = shape::registration(&order.registration);
    transaction.order_changed(index, id);
    call::json(&shown)
}
