//! `GET availableNumbers/{phoneNumber}`: whether a number can be rented, and its price.

use crate::available::shape::AvailableNumber;
use crate::call::{Call, Reply, json};
use crate::fault::{Fault, Magic, magic};
use crate::refusal::Refusal;
use crate::state::Transaction;

pub(crate) fn check(transaction: &mut Transaction<'_>, call: &Call<'_>) -> Reply {
    let phone = call.phone()?;
    let absent = || Refusal::not_found("AvailableNumber", phone.to_string());
    let is_absent = magic(phone) == Some(Magic::Fault(Fault::NotFound));
    if transaction.is_taken(phone) || is_absent {
        return Err(absent());
    }
    let terms = transaction.state.stock.terms(phone).ok_or_else(absent)?;
    json(&AvailableNumber::new(phone, &terms))
}
