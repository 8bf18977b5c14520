//! The report of a call that did not succeed.

use std::fmt::Write as _;

use numbers_ext::{MutationError, Outcome};

use crate::json::Object;
use crate::report::number::describe_differences;
use crate::report::{Report, SIMULATED, error};
use crate::shell::reconcile_command;

impl Report {
    /// Reports a call that did not succeed, starting with what is known about the money.
    pub(crate) fn failed(failure: &MutationError, is_simulated: bool) -> Self {
        let (headline, cause) = (failure.headline(), failure.cause());
        let mut note = error(&format!("{headline}: {cause} ({})", effort(failure)));
        if let Some(wait) = failure.retry_after() {
            let wait = humantime::format_duration(wait);
            let _ = writeln!(note, "  the service asks to wait {wait}");
        }
        if failure.found().is_some() {
            let _ = writeln!(note, "  the project holds it, but not as it was asked for");
            note.push_str(&describe_differences(failure.differences()));
        }
        if !is_simulated {
            advise(&mut note, failure);
        } else {
            note.push_str(SIMULATED);
        }
        let mut json = Object::begin().members_of("error", failure);
        if is_simulated {
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
fn advise(note: &mut String, failure: &MutationError) {
    match failure.outcome() {
        Outcome::Unknown(in_doubt) => {
            let command = reconcile_command(in_doubt)
                .unwrap_or_else(|error| format!("the token can't be written: {error}"));
            let _ = writeln!(
                note,
                "  do not rent it again before this has looked:\n  {command}"
            );
        }
        Outcome::Rejected if matches!(failure.status(), Some(404 | 409)) => {
            if let Some(phone) = failure.phone() {
                let _ = writeln!(
                    note,
                    "  an earlier call may have rented it: numbers get {phone}"
                );
            }
        }
        Outcome::NotDone => note.push_str("  reconciling proved it; it may be tried again\n"),
        _ => {}
    }
}

fn effort(failure: &MutationError) -> String {
    let attempts = match failure.attempts() {
        1 => "1 attempt".to_owned(),
        many => format!("{many} attempts"),
    };
    format!("{attempts}, {:.1} s", failure.elapsed().as_secs_f64())
}
