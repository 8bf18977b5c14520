//! `POST activeNumbers/{phoneNumber}:release`: the number stays until its next charge.

use crate::active::get::send;
use crate::active::shape::ActiveNumber;
use crate::call::{Call, Reply, json};
use crate::phone::PhoneNumber;
use crate::provisioning::{Product, Task};
use crate::state::{Due, EndedTask, Transaction};

pub(crate) fn release(transaction: &mut Transaction<'_>, call: &Call<'_>) -> Reply {
    let index = transaction.project_index(call.project)?;
    let (phone, now) = (call.phone()?, transaction.now);
    let rental = transaction.rental(index, phone)?;
    if rental.expire_at.is_none() {
        let end = rental.next_charge(now);
        rental.expire_at = Some(end);
        // What has not started to be provisioned no longer will be.
        rental.sms_job = None;
        rental.voice_job = None;
        transaction.state.schedule.add(end, Due::Release(phone));
        transaction.rental_changed(index, phone);
    }
    let rental = transaction.rental(index, phone)?;
    json(&ActiveNumber::new(call.project, phone, rental, now))
}

/// Takes a released number from its project.
pub(crate) fn end_release(transaction: &mut Transaction<'_>, phone: PhoneNumber) {
    let now = transaction.now;
    let Some(index) = transaction.state.taken.get(&phone).copied() else {
        return;
    };
    let is_over = transaction
        .rental(index, phone)
        .is_ok_and(|rental| rental.expire_at.is_some_and(|end| end <= now));
    let Ok(project) = transaction.project(index) else {
        return;
    };
    let Some(rental) = is_over.then(|| project.remove(phone)).flatten() else {
        return;
    };
    transaction.state.taken.remove(&phone);
    transaction.rental_changed(index, phone);
    let linked_to_campaign = rental
        .sms
        .as_ref()
        .is_some_and(|sms| !sms.campaign_id.is_empty());
    let linked = [
        (Product::Sms, rental.sms.is_some()),
        (Product::Campaign, linked_to_campaign),
        (Product::Voice, rental.voice.is_some()),
    ];
    let ended: Vec<_> = linked
        .into_iter()
        .filter(|(_, linked)| *linked)
        .map(|(product, _)| EndedTask {
            task: Task {
                product,
                unlinks: true,
                fails: None,
            },
            at: now,
        })
        .collect();
    send(transaction, index, phone, rental.callback_url, &ended);
}
