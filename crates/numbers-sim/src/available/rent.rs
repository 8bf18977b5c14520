//! `POST availableNumbers/{phoneNumber}:rent`.

use std::sync::Arc;

use crate::active::ActiveNumber;
use crate::call::{Call, Reply, json};
use crate::phone::PhoneNumber;
use crate::refusal::Refusal;
use crate::state::{NewRental, Transaction};
use crate::stock::Resolved;

pub(crate) fn rent(transaction: &mut Transaction<'_>, call: &Call<'_>) -> Reply {
    let phone = call.phone()?;
    let absent = || Refusal::not_found("AvailableNumber", phone.to_string());
    if transaction.is_taken(phone) {
        return Err(absent());
    }
    let terms = transaction.state.stock.terms(phone).ok_or_else(absent)?;
    rent_one(transaction, call, phone, &terms)
}

/// Charges for a number that nobody has, and puts it into the project.
pub(super) fn rent_one(
    transaction: &mut Transaction<'_>,
    call: &Call<'_>,
    phone: PhoneNumber,
    terms: &Arc<Resolved>,
) -> Reply {
    let index = transaction.project_index(call.project)?;
    transaction.charge(index, terms.first_charge())?;
    let new = NewRental {
        phone,
        terms,
        sms: call.body.get("smsConfiguration"),
        voice: call.body.get("voiceConfiguration"),
        callback_url: call.text("callbackUrl"),
    };
    transaction.rent(index, new)?;
    let now = transaction.now;
    let rental = transaction.rental(index, phone)?;
    json(&ActiveNumber::new(call.project, phone, rental, now))
}
