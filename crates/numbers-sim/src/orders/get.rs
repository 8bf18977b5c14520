//! `GET numberOrders/{numberOrderId}`.

use crate::call::{self, Call, Reply};
use crate::orders::shape;
use crate::state::Transaction;

pub(crate) fn get(transaction: &mut Transaction<'_>, call: &Call<'_>) -> Reply {
    let index = transaction.project_index(call.project)?;
    let id = call.parameter("numberOrderId");
    let order = transaction.order(index, id)?;
    call::json(&shape::order(call.project, id, order))
}
