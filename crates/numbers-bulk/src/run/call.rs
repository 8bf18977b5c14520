//! One call of a run, and what it means for the others.

use std::time::Duration;

use numbers_ext::{InDoubt, MutationError, Numbers, Outcome, Price};

use crate::journal::entry::{EntryOutcome, OpenEntry};
use crate::plan::request::Request;

/// How a call ended, as far as a run has to know. The journal knows already.
#[derive(Debug)]
pub(crate) enum CallEnd {
    /// It is done, at this recurring price where it is a rental that names one.
    Done(Option<Price>),
    /// It failed for the number's own sake.
    Rejected,
    /// It failed for a reason that others would fail for as well.
    Failed {
        outcome: EntryOutcome,
        reason: String,
    },
    /// The service asks to send less, and how long to wait.
    Throttled(Option<Duration>),
    Unknown(InDoubt),
}

/// Does what an entry asks for.
pub(crate) async fn call(numbers: &Numbers, entry: &OpenEntry) -> CallEnd {
    let reference = entry.id.reference();
    let result = match &entry.request {
        Request::Rent(configuration) => {
            let rent = numbers.rent(entry.phone);
            let rent = rent.configuration(configuration.clone());
            let rented = rent.reference(reference).send().await;
            rented.map(|rental| rental.price().ok())
        }
        Request::Release => {
            let release = numbers.release(entry.phone).reference(reference);
            release.send().await.map(|_| None)
        }
        Request::Update(changes) => {
            let update = changes.apply(numbers.update(entry.phone));
            update.reference(reference).send().await.map(|_| None)
        }
    };
    match result {
        Ok(price) => CallEnd::Done(price),
        Err(error) => end(&error),
    }
}

fn end(error: &MutationError) -> CallEnd {
    let failed = |outcome| CallEnd::Failed {
        outcome,
        reason: error.cause(),
    };
    match error.outcome() {
        Outcome::Unknown(in_doubt) => CallEnd::Unknown(in_doubt.clone()),
        Outcome::NotSent => failed(EntryOutcome::NotSent),
        Outcome::NotDone => failed(EntryOutcome::NotDone),
        Outcome::Rejected if error.status() == Some(429) => CallEnd::Throttled(error.retry_after()),
        Outcome::Rejected if is_about_the_account(error) => failed(EntryOutcome::Rejected),
        Outcome::Rejected => CallEnd::Rejected,
    }
}

/// Returns whether the service refused for the sake of the account: credentials,
/// permission, credit. A 400 is about the request where it names a field of it; that there
/// is not enough credit names none.
fn is_about_the_account(error: &MutationError) -> bool {
    match error.status() {
        Some(401 | 402 | 403 | 407) => true,
        Some(400) => error.api().is_none_or(|api| {
            let named =
                |field: &Option<String>| field.as_ref().is_some_and(|field| !field.is_empty());
            !api.violations
                .iter()
                .any(|violation| named(&violation.field))
        }),
        _ => false,
    }
}
