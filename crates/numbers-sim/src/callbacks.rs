//! `GET` and `PATCH callbackConfiguration`: the secret that signs events.

use serde_json::json;

use crate::call::{self, Call, Reply};
use crate::state::Transaction;

pub(crate) fn get(transaction: &mut Transaction<'_>, call: &Call<'_>) -> Reply {
    let index = transaction.project_index(call.project)?;
    let project = transaction.project(index)?;
    call::json(&json!({ "projectId": &*project.id, "hmacSecret": project.callback_secret }))
}

pub(crate) fn update(transaction: &mut Transaction<'_>, call: &Call<'_>) -> Reply {
    let index = transaction.project_index(call.project)?;
    if let Some(secret) = call.text("hmacSecret") {
        secret.clone_into(&mut transaction.project(index)?.callback_secret);
        transaction.project_changed(index);
    }
    get(transaction, call)
}
