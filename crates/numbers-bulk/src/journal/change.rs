//! Changes of a journal: what is about to be sent, and what became of it.

use std::fmt;

use numbers_ext::{ActiveNumber, Difference, Ended, InDoubt, MutationError, Outcome, Price};
use tokio::sync::oneshot;

use crate::journal::entry::{EntryId, EntryOutcome};
use crate::journal::error::JournalError;
use crate::operation::Operation;

/// Why a request may not leave.
#[derive(Clone, Debug)]
pub(crate) enum Refused {
    /// Its intent can't be written.
    Journal(JournalError),
    /// By the journal, it is done already, or unknown.
    Outcome(EntryOutcome),
    /// It is not in the journal.
    NotPlanned,
}

impl fmt::Display for Refused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Journal(error) => error.fmt(f),
            Self::Outcome(outcome) => write!(f, "by the journal it is {outcome} already"),
            Self::NotPlanned => f.write_str("it is not in the journal"),
        }
    }
}

/// Hears when an intent is on disk, or is not going to be.
pub(crate) type Acknowledged = oneshot::Sender<Result<(), Refused>>;

/// A change that waits to be written.
#[derive(Debug)]
pub(crate) enum Change {
    /// A request is about to leave.
    Intent(Intended, Acknowledged),
    /// A call has ended, or a lookup has shown something.
    Ended(EntryId, Box<End>, Source),
    /// What renting a number costs has been found out.
    Checked(EntryId, Price),
    /// The run ends before everything is done, for this reason.
    Stopped(String),
}

/// A request that is about to leave.
#[derive(Debug)]
pub(crate) struct Intended {
    pub(crate) entry: EntryId,
    /// Which request of its call it is, counted from 1.
    pub(crate) attempt: u32,
    pub(crate) in_doubt: InDoubt,
}

/// How it is known what became of an entry.
#[derive(Clone, Debug)]
pub(crate) enum Source {
    /// From the end of a call, whose last request this is.
    Call(Box<InDoubt>),
    /// From a lookup.
    Lookup,
    /// Without a request: something kept it from being sent.
    Unsent,
}

/// What became of an entry.
#[derive(Clone, Debug)]
pub(crate) struct End {
    pub(crate) outcome: EntryOutcome,
    pub(crate) status: Option<u16>,
    pub(crate) message: Option<String>,
    pub(crate) price: Option<Price>,
    /// The request as it is reconciled, where that is known better than before.
    pub(crate) in_doubt: Option<InDoubt>,
    /// The response about the number.
    pub(crate) response: Option<String>,
}

impl End {
    pub(crate) fn new(outcome: EntryOutcome) -> Self {
        Self {
            outcome,
            status: None,
            message: None,
            price: None,
            in_doubt: None,
            response: None,
        }
    }

    pub(crate) fn message(mut self, message: impl fmt::Display) -> Self {
        self.message = Some(message.to_string());
        self
    }

    /// Returns the end of a number that is done.
    pub(crate) fn done(operation: Operation, number: Option<&ActiveNumber>) -> Self {
        let mut end = Self::new(EntryOutcome::Done(operation));
        let Some(number) = number else { return end };
        if operation == Operation::Rent {
            match number.price() {
                Ok(price) => end.price = Some(price),
                Err(error) => end = end.message(error),
            }
        }
        end.response = Some(String::from_utf8_lossy(number.raw()).into_owned());
        end
    }

    /// Returns what became of an entry whose call has ended so.
    pub(crate) fn of_call(operation: Operation, ended: &Ended<'_>) -> Self {
        match ended {
            Ended::Done(number) => Self::done(operation, *number),
            Ended::Failed(error) | Ended::Abandoned(error) => Self::of_error(error),
        }
    }

    fn of_error(error: &MutationError) -> Self {
        let mut end = Self::new(match error.outcome() {
            Outcome::NotSent => EntryOutcome::NotSent,
            Outcome::Rejected => EntryOutcome::Rejected,
            Outcome::NotDone => EntryOutcome::NotDone,
            Outcome::Unknown(_) => EntryOutcome::Unknown,
        });
        end.status = error.status();
        end.in_doubt = error.outcome().in_doubt().cloned();
        let differences = differences(error.differences());
        end.message(format!("{}{differences}", error.cause()))
    }
}

/// Returns what differs, to be read after what happened.
pub(crate) fn differences(differences: &[Difference]) -> String {
    let mut text = String::new();
    for difference in differences {
        text.push_str(&format!("; {difference}"));
    }
    text
}
