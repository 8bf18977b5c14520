//! The journal of a single call, for `numbers rent --journal`.

use std::path::Path;

use numbers_bulk::{EntryOutcome, Journal, JournalError, Recorder, StageError};
use numbers_ext::{Configuration, Interceptor, Numbers, NumbersBuilder, PhoneNumber};

use crate::commands::bulk::plan::journal_failed;
use crate::exit::Exit;
use crate::json::Object;
use crate::report::{Report, error};
use crate::shell::quoted;

/// A client whose call is kept in a journal.
#[derive(Debug)]
pub(crate) struct Kept {
    pub(crate) numbers: Numbers,
    /// The reference that the call needs.
    pub(crate) reference: String,
    recorder: Recorder,
}

/// Opens a journal for a call, or reports why the call is not made.
pub(crate) fn keep(
    path: &Path,
    numbers: &Numbers,
    client: NumbersBuilder,
    interceptor: impl Interceptor + 'static,
    phone: PhoneNumber,
    configuration: &Configuration,
) -> Result<Kept, Box<Report>> {
    let failed = |error: JournalError| Box::new(journal_failed(&error));
    let mut journal = Journal::open_or_create(path, numbers.project()).map_err(failed)?;
    let name = "numbers rent";
    if let Err(error) = journal.stage_one(name, phone, configuration.clone()) {
        return Err(Box::new(match error {
            StageError::Invalid(violations) => {
                let messages = violations.iter().map(|violation| violation.message.clone());
                let found = messages.map(|message| ("phoneNumber".to_owned(), message));
                Report::invalid(Some(&phone.to_string()), found.collect())
            }
            error => Report::internal(&error.to_string()),
        }));
    }
    let Some(reference) = journal.reference(phone).map_err(failed)? else {
        let outcome = journal.outcome_of(phone).map_err(failed)?;
        return Err(Box::new(refused(path, phone, outcome)));
    };
    let recorder = Recorder::and_then(journal, interceptor).map_err(failed)?;
    match client.interceptor(recorder.clone()).build() {
        Ok(numbers) => Ok(Kept {
            numbers,
            reference,
            recorder,
        }),
        Err(violations) => Err(Box::new(Report::internal(&violations.to_string()))),
    }
}

impl Kept {
    /// Waits until the call is on disk, and adds to its report if it can't be.
    pub(crate) async fn finish(self, mut report: Report) -> Report {
        if let Err(failure) = self.recorder.finish().await {
            report.note.push_str(&error(&failure.to_string()));
            report.exit = match report.exit {
                Exit::Unknown => Exit::Unknown,
                _ => Exit::Internal,
            };
        }
        report
    }
}

/// Reports a number that is not rented again.
fn refused(path: &Path, phone: PhoneNumber, outcome: Option<EntryOutcome>) -> Report {
    let journal = quoted(&path.display().to_string());
    let is_unknown = outcome == Some(EntryOutcome::Unknown);
    let (exit, word, message) = if is_unknown {
        let message = format!(
            "{phone} may have been rented by an earlier call: nothing was sent by this one"
        );
        (Exit::Unknown, "unknown", message)
    } else {
        let message = format!("by the journal {phone} is rented already: nothing was sent");
        (Exit::NotDone, "not_sent", message)
    };
    let mut note = error(&message);
    if is_unknown {
        note.push_str(&format!(
            "  find out what became of it:\n  numbers bulk reconcile --journal {journal}\n"
        ));
    }
    Report {
        exit,
        text: String::new(),
        note,
        json: Object::outcome(word)
            .member("operation", "rent")
            .member("phoneNumber", &phone)
            .member("message", &message)
            .member("attempts", &0)
            .end(),
    }
}
