//! Setting, reading and removing an emergency address.

use bytes::Bytes;
use serde_json::Value;

use crate::call::{Call, Reply, json};
use crate::refusal::Refusal;
use crate::state::{Address, Transaction};

fn missing() -> Refusal {
    Refusal::NotFound {
        kind: "EmergencyAddress",
        name: String::new(),
        message: "Missing E911 feature",
    }
}

pub(crate) fn get(transaction: &mut Transaction<'_>, call: &Call<'_>) -> Reply {
    let index = transaction.project_index(call.project)?;
    let rental = transaction.rental(index, call.phone()?)?;
    json(rental.address.as_deref().ok_or_else(missing)?)
}

pub(crate) fn provision(transaction: &mut Transaction<'_>, call: &Call<'_>) -> Reply {
    let (index, phone) = (transaction.project_index(call.project)?, call.phone()?);
    let address = address(call)?;
    transaction.rental(index, phone)?.address = Some(Box::new(address));
    transaction.rental_changed(index, phone);
    get(transaction, call)
}

pub(crate) fn deprovision(transaction: &mut Transaction<'_>, call: &Call<'_>) -> Reply {
    let (index, phone) = (transaction.project_index(call.project)?, call.phone()?);
    let removed = transaction.rental(index, phone)?.address.take();
    removed.ok_or_else(missing)?;
    transaction.rental_changed(index, phone);
    Ok(Bytes::from_static(b"{}"))
}

/// The address of a request.
pub(super) fn address(call: &Call<'_>) -> Result<Address, Refusal> {
    let given = call.body.get("address").cloned().unwrap_or(Value::Null);
    serde_json::from_value(given).map_err(|_| Refusal::invalid("address", "has the wrong type"))
}
