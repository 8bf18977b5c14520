//! What tests and the control endpoints do to a simulator.

use std::time::Duration;

use crate::app::App;
use crate::fault::PlannedFault;
use crate::phone::PhoneNumber;
use crate::provisioning::FailingJob;
use crate::state::PlannedReview;
use crate::stock::{Availability, Terms};

/// Moves the time, and acts on what became due.
pub(crate) fn advance(app: &App, by: Duration) {
    app.state.clock.advance(by);
    app.transact(|_| ());
}

/// Advances the time until so much has passed since the start, and acts on what became due.
pub(crate) fn advance_to(app: &App, elapsed: Duration) {
    app.state.clock.advance_to(elapsed);
    app.transact(|_| ());
}

/// Takes a number from whoever has it, and gives it back the terms it started with.
pub(crate) fn reset_number(app: &App, phone: PhoneNumber) {
    let terms = app.scenario.stock.get(&phone).cloned();
    app.transact(|transaction| {
        if let Some(index) = transaction.state.taken.remove(&phone) {
            if let Ok(project) = transaction.project(index) {
                project.remove(phone);
            }
            transaction.rental_changed(index, phone);
        }
        transaction.state.lags.forget(&phone.to_string());
        match terms {
            Some(terms) => transaction.state.stock.list(phone, terms),
            None => transaction.state.stock.forget(phone),
        }
    });
}

pub(crate) fn plan_fault(app: &App, fault: PlannedFault) {
    app.transact(|transaction| transaction.state.faults.0.push(fault));
}

pub(crate) fn plan_failing_job(app: &App, failing: FailingJob) {
    app.transact(|transaction| transaction.state.failing.0.push(failing));
}

pub(crate) fn plan_review(app: &App, review: PlannedReview) {
    app.transact(|transaction| transaction.state.reviews.push(review));
}

pub(crate) fn set_availability(app: &App, phone: PhoneNumber, availability: Availability) {
    app.transact(|transaction| transaction.state.stock.set(phone, availability));
}

pub(crate) fn offer(app: &App, phone: PhoneNumber, terms: Terms) {
    app.transact(|transaction| transaction.state.stock.list(phone, terms));
}
