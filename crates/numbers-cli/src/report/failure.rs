//! The report of a call that did not succeed.

use std::fmt::Write as _;

use numbers_ext::{InDoubt, MutationError, Outcome};

use crate::json::Object;
use crate::report::number::describe_differences;
use crate::report::{Report, SIMULATED, error};
use crate::shell::{Hints, reconcile_command};

impl Report {
    /// Reports a call that did not succeed, starting with what is known about the money.
    pub(crate) fn failed(failure: &MutationError, hints: &Hints) -> Self {
        let (headline, cause) = (failure.headline(), failure.cause());
        let mut note = error(&format!("{headline}: {cause}{}", effort(failure)));
        if let Some(wait) = failure.retry_after() {
            let wait = humantime::format_duration(wait);
            let _ = writeln!(note, "  the service asks to wait {wait}");
        }
        if failure.found().is_some() {
            let _ = writeln!(note, "  the project holds it, but not as it was asked for");
            note.push_str(&describe_differences(failure.differences()));
        }
        if !hints.is_simulated {
            advise(&mut note, failure, hints);
        } else {
            note.push_str(SIMULATED);
        }
        let mut json = Object::begin().members_of("error", failure);
        if hints.is_simulated {
            json = json.member("simulated", &true);
        }
        Self {
            exit: failure.outcome().into(),
            text: String::new(),
            note,
            json: json.end(),
        }
    }
}

/// Adds what to do next.
fn advise(note: &mut String, failure: &MutationError, hints: &Hints) {
    match failure.outcome() {
        Outcome::Unknown(in_doubt) => {
            let verb = in_doubt.infinitive();
            let before = format!("do not {verb} it again before this has looked:");
            note.push_str(&look(in_doubt, hints, &before));
        }
        Outcome::Rejected if matches!(failure.status(), Some(404 | 409)) => {
            let about = match failure.operation() {
                "rent" => "an earlier call may have rented it",
                "update" | "release" => "the project may not hold it",
                _ => return,
            };
            let phone = failure.phone().map(|phone| phone.to_string());
            let command = phone.and_then(|phone| hints.command(&["get", &phone]));
            if let Some(command) = command {
                let _ = writeln!(note, "  {about}: {command}");
            }
        }
        Outcome::NotDone => note.push_str("  reconciling proved it; it may be tried again\n"),
        _ => {}
    }
}

/// Returns how to find out what became of a call, after `words`, or why there is no need to.
pub(crate) fn look(in_doubt: &InDoubt, hints: &Hints, words: &str) -> String {
    if let Some(reason) = in_doubt.why_harmless() {
        return format!("  {reason}\n");
    }
    let command = reconcile_command(in_doubt, hints)
        .unwrap_or_else(|error| format!("the token can't be written: {error}"));
    format!("  {words}\n  {command}\n")
}

/// Returns how many requests it took, and how long, unless it ended before it began.
fn effort(failure: &MutationError) -> String {
    let attempts = match failure.attempts() {
        0 if failure.elapsed().is_zero() => return String::new(),
        1 => "1 attempt".to_owned(),
        many => format!("{many} attempts"),
    };
    format!(" ({attempts}, {:.1} s)", failure.elapsed().as_secs_f64())
}
