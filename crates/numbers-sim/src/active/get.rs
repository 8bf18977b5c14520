//! `GET activeNumbers/{phoneNumber}`, and what its jobs end in.

use std::sync::Arc;

use crate::active::shape::ActiveNumber;
use crate::call::{Call, Reply, json};
use crate::phone::PhoneNumber;
use crate::state::{EndedTask, Transaction};
use crate::webhooks::{Notice, number_event};

pub(crate) fn get(transaction: &mut Transaction<'_>, call: &Call<'_>) -> Reply {
    let index = transaction.project_index(call.project)?;
    let (phone, now) = (call.phone()?, transaction.now);
    let rental = transaction.rental(index, phone)?;
    json(&ActiveNumber::new(call.project, phone, rental, now))
}

/// Puts in force what jobs have done, and sends their events.
pub(crate) fn end_jobs(transaction: &mut Transaction<'_>, phone: PhoneNumber) {
    let now = transaction.now;
    let Some(index) = transaction.state.taken.get(&phone).copied() else {
        return;
    };
    let Ok(rental) = transaction.rental(index, phone) else {
        return;
    };
    let ended = rental.end_jobs(now);
    if ended.is_empty() {
        return;
    }
    let url = rental.callback_url.clone();
    transaction.rental_changed(index, phone);
    send(transaction, index, phone, url, &ended);
}

/// Sends the events of tasks that ended.
pub(super) fn send(
    transaction: &mut Transaction<'_>,
    index: usize,
    phone: PhoneNumber,
    url: Option<Arc<str>>,
    ended: &[EndedTask],
) {
    let (Some(url), Ok(project)) = (url, transaction.project(index)) else {
        return;
    };
    let notices: Vec<_> = ended
        .iter()
        .map(|EndedTask { task, at }| Notice {
            url: Arc::clone(&url),
            secret: project.callback_secret.clone(),
            body: number_event(
                &project.id,
                phone,
                (task.product, task.unlinks),
                task.fails,
                *at,
            ),
        })
        .collect();
    transaction.notices.extend(notices);
}
