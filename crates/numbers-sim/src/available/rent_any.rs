//! `POST availableNumbers:rentAny`: the first number that a search finds.

use crate::available::rent::rent_one;
use crate::available::search::body_criteria;
use crate::call::{Call, Reply};
use crate::refusal::Refusal;
use crate::state::Transaction;

pub(crate) fn rent_any(transaction: &mut Transaction<'_>, call: &Call<'_>) -> Reply {
    let region = call.text("regionCode").unwrap_or_default();
    let criteria = body_criteria(region, call.text("type"), call.body)?;
    let state = &mut *transaction.state;
    let taken = &state.taken;
    let found = state
        .stock
        .search(&criteria, 1, |phone| taken.contains_key(&phone));
    let Some((phone, terms)) = found.into_iter().next() else {
        return Err(Refusal::not_found("AvailableNumber", ""));
    };
    rent_one(transaction, call, phone, &terms)
}
