//! What happens to an order by itself: uploads are done, it expires, its review ends.

use std::sync::Arc;

use rust_decimal::Decimal;

use crate::clock::after;
use crate::fault::{Magic, ReviewDigit, magic};
use crate::orders::attachment::SCAN;
use crate::state::{
    LogEntry, NewRental, Order, OrderState, ReviewOutcome, Transaction, UploadStatus,
};
use crate::webhooks::{Notice, order_event};

/// Acts on an order for which something may be due.
pub(crate) fn act_on(transaction: &mut Transaction<'_>, index: usize, id: &str) {
    let now = transaction.now;
    let Ok(order) = transaction.order(index, id) else {
        return;
    };
    if end_uploads(order, now) {
        transaction.order_changed(index, id);
    }
    let Ok(order) = transaction.order(index, id) else {
        return;
    };
    if order.state.is_open() && order.expires <= now {
        change_state(transaction, index, id, OrderState::Expired);
        return;
    }
    let in_review = order.state == OrderState::InReview;
    if in_review && order.review_ends.is_some_and(|end| end <= now) {
        order.review_ends = None;
        end_review(transaction, index, id);
    } else if in_review && order.review_ends.is_none() && order.expires <= now {
        // A review that was planned not to end before the order expires.
        change_state(transaction, index, id, OrderState::Expired);
    }
}

/// Files were scanned; one whose name starts with `infected` fails.
fn end_uploads(order: &mut Order, now: jiff::Timestamp) -> bool {
    let mut any = false;
    for attachment in &mut order.registration.attachments {
        let end = after(attachment.updated, SCAN);
        if attachment.upload_status == UploadStatus::Waiting && end <= now {
            attachment.upload_status = if attachment.file_name.starts_with("infected") {
                UploadStatus::Failed
            } else {
                UploadStatus::Completed
            };
            attachment.updated = end;
            any = true;
        }
    }
    any
}

fn end_review(transaction: &mut Transaction<'_>, index: usize, id: &str) {
    let (outcome, message) = outcome(transaction, index, id);
    if let Some(message) = message {
        log(transaction, index, id, message);
    }
    match outcome {
        ReviewOutcome::Completed => complete(transaction, index, id),
        ReviewOutcome::Rejected => change_state(transaction, index, id, OrderState::Rejected),
        ReviewOutcome::Blocked => change_state(transaction, index, id, OrderState::Blocked),
        ReviewOutcome::Expired => transaction.order_changed(index, id),
    }
}

/// What a review ends in: as planned, by magic number, or well. A magic number blocks an
/// order once: registered anew, it is completed.
fn outcome(
    transaction: &mut Transaction<'_>,
    index: usize,
    id: &str,
) -> (ReviewOutcome, Option<String>) {
    let Ok(order) = transaction.order(index, id) else {
        return (ReviewOutcome::Rejected, None);
    };
    let numbers: Vec<_> = order
        .numbers
        .iter()
        .map(|number| number.phone_number)
        .collect();
    let was_blocked = !order.registration.logs.is_empty();
    let planned = transaction.state.reviews.iter_mut().find(|planned| {
        let number = planned.phone_number;
        planned.times != Some(0) && number.is_none_or(|number| numbers.contains(&number))
    });
    if let Some(planned) = planned {
        planned.times = planned.times.map(|times| times - 1);
        let message = planned.message.clone();
        let message = message.or_else(|| default_message(planned.outcome));
        return (planned.outcome, message);
    }
    let digit = numbers.into_iter().find_map(|phone| match magic(phone) {
        Some(Magic::Review(digit)) => Some(digit),
        _ => None,
    });
    let outcome = match digit {
        Some(ReviewDigit::Rejected) => ReviewOutcome::Rejected,
        Some(ReviewDigit::Blocked) if !was_blocked => ReviewOutcome::Blocked,
        Some(ReviewDigit::Expired) => ReviewOutcome::Expired,
        _ => ReviewOutcome::Completed,
    };
    (outcome, default_message(outcome))
}

fn default_message(outcome: ReviewOutcome) -> Option<String> {
    let message = match outcome {
        ReviewOutcome::Rejected => "The request can't be approved.",
        ReviewOutcome::Blocked => "Please register a local contact number.",
        ReviewOutcome::Completed | ReviewOutcome::Expired => return None,
    };
    Some(message.to_owned())
}

fn log(transaction: &mut Transaction<'_>, index: usize, id: &str, message: String) {
    let created = transaction.now;
    if let Ok(order) = transaction.order(index, id) {
        order.registration.logs.push(LogEntry { message, created });
    }
}

/// Charges for the numbers and puts them into the project; an order that can't be paid is blocked.
fn complete(transaction: &mut Transaction<'_>, index: usize, id: &str) {
    let Ok(order) = transaction.order(index, id) else {
        return;
    };
    let order = order.clone();
    let charges = order
        .numbers
        .iter()
        .map(|number| number.terms.first_charge());
    let total = charges.fold(Decimal::ZERO, Decimal::saturating_add);
    if transaction.charge(index, total).is_err() {
        log(
            transaction,
            index,
            id,
            "There is not enough credit.".to_owned(),
        );
        change_state(transaction, index, id, OrderState::Blocked);
        return;
    }
    change_state(transaction, index, id, OrderState::Completed);
    for number in &order.numbers {
        let new = NewRental {
            phone: number.phone_number,
            terms: &number.terms,
            sms: order.sms.as_ref(),
            voice: order.voice.as_ref(),
            callback_url: order.callback_url.as_deref(),
        };
        // It was reserved for this order, so nobody has it.
        let _ = transaction.rent(index, new);
    }
}

/// Changes the state of an order, frees its numbers where it is over, and sends the event.
pub(super) fn change_state(
    transaction: &mut Transaction<'_>,
    index: usize,
    id: &str,
    state: OrderState,
) {
    let now = transaction.now;
    let Ok(order) = transaction.order(index, id) else {
        return;
    };
    order.state = state;
    order.updated = now;
    let url = order.callback_url.clone();
    let numbers: Vec<_> = order
        .numbers
        .iter()
        .map(|number| number.phone_number)
        .collect();
    if !state.reserves() {
        for phone in numbers {
            transaction.state.taken.remove(&phone);
        }
    }
    transaction.order_changed(index, id);
    if let (Some(url), Ok(project)) = (url, transaction.project(index)) {
        let notice = Notice {
            url: Arc::clone(&url),
            secret: project.callback_secret.clone(),
            body: order_event(&project.id, id, state.name(), now),
        };
        transaction.notices.push(notice);
    }
}
