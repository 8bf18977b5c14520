//! What a journal says, in sum.

use std::fmt::Write as _;
use std::path::Path;

use indicatif::HumanCount;
use numbers_bulk::{Operation, Stopped, Summary, Tally};
use numbers_ext::Price;

use crate::exit::Exit;
use crate::json::Object;
use crate::report::{Report, error};
use crate::shell::quoted;

/// Returns a line for each outcome. They add up to all numbers of the journal.
pub(crate) fn table(
    journal: &Path,
    operation: Operation,
    tally: &Tally,
    spent: &[Price],
) -> String {
    let mut text = format!(
        "{} numbers in {}\n",
        HumanCount(tally.total()),
        journal.display()
    );
    for (word, count) in [
        (operation.participle(), tally.done),
        ("rejected", tally.rejected),
        ("not sent", tally.not_sent),
        ("not done", tally.not_done),
        ("unknown", tally.unknown),
        ("planned", tally.planned),
    ] {
        let count = HumanCount(count).to_string();
        let _ = write!(text, "  {word:9} {count:>9}");
        if word == Operation::Rent.participle() && !spent.is_empty() {
            let spent: Vec<_> = spent.iter().map(Price::to_string).collect();
            let _ = write!(text, "  {}", spent.join(", "));
        }
        text.push('\n');
    }
    text
}

/// Returns the members of what a journal says.
pub(crate) fn members(
    object: Object,
    journal: &Path,
    operation: Operation,
    tally: &Tally,
    spent: &[Price],
) -> Object {
    object
        .member("journal", &journal.display().to_string())
        .member("operation", operation.as_str())
        .member("total", &tally.total())
        .member("planned", &tally.planned)
        .member(operation.participle(), &tally.done)
        .member("rejected", &tally.rejected)
        .member("notSent", &tally.not_sent)
        .member("notDone", &tally.not_done)
        .member("unknown", &tally.unknown)
        .member("spent", spent)
}

/// Reports how a run has ended.
pub(crate) fn report(journal: &Path, summary: &Summary, sends: bool) -> Report {
    let tally = &summary.tally;
    let mut note = String::new();
    for (phone, outcome) in &summary.lost {
        let outcome = outcome.as_str().replace('_', " ");
        let line = format!("{phone} is {outcome}, and the journal has it as unknown");
        note.push_str(&error(&line));
    }
    if let Some(stopped) = &summary.stopped {
        note.push_str(&match stopped {
            Stopped::Asked | Stopped::Aborted => format!("stopped: {stopped}\n"),
            _ => error(&format!("stopped: {stopped}")),
        });
    }
    let is_capped = matches!(summary.stopped, Some(Stopped::Cap(_) | Stopped::NoCap(_)));
    note.push_str(&advice(journal, tally, sends, is_capped));
    let outcome = match &summary.stopped {
        None => "finished",
        Some(_) => "stopped",
    };
    let mut json = members(
        Object::outcome(outcome),
        journal,
        summary.operation,
        tally,
        &summary.spent,
    );
    if let Some(stopped) = &summary.stopped {
        json = json.member("message", &stopped.to_string());
    }
    let lost: Vec<_> = summary
        .lost
        .iter()
        .map(|(phone, outcome)| {
            serde_json::json!({ "phoneNumber": phone, "outcome": outcome.as_str() })
        })
        .collect();
    if !lost.is_empty() {
        json = json.member("lost", &lost);
    }
    Report {
        exit: exit(summary, sends),
        text: table(journal, summary.operation, tally, &summary.spent),
        note,
        json: json.member("seconds", &summary.elapsed.as_secs_f64()).end(),
    }
}

/// Returns what to do about numbers that are not rented.
fn advice(journal: &Path, tally: &Tally, sends: bool, is_capped: bool) -> String {
    let mut text = String::new();
    let journal = quoted(&journal.display().to_string());
    if tally.unknown > 0 {
        let _ = writeln!(
            text,
            "  unknown: find out before anything else is done about them:\n  numbers bulk reconcile --journal {journal}"
        );
    }
    if tally.rejected > 0 {
        let _ = writeln!(
            text,
            "  rejected: the reasons are in the journal:\n  numbers bulk export --journal {journal} --format csv"
        );
    }
    if sends && tally.planned + tally.not_sent + tally.not_done > 0 {
        let _ = writeln!(
            text,
            "  left: go on with{}:\n  numbers bulk resume --journal {journal}{}",
            // Pasted as it is, it must not spend without a cap.
            if is_capped {
                " a cap that is higher"
            } else {
                ""
            },
            if is_capped {
                " --max-spend \"AMOUNT CURRENCY\""
            } else {
                ""
            },
        );
    }
    text
}

/// Returns the exit code: the gravest of all numbers. Where nothing was to be sent, what is
/// still planned counts as nothing.
fn exit(summary: &Summary, sends: bool) -> Exit {
    let tally = &summary.tally;
    let failed = matches!(
        summary.stopped,
        Some(Stopped::Journal(_) | Stopped::Panicked)
    );
    let left = match sends {
        true => tally.planned + tally.not_sent + tally.not_done,
        false => tally.not_done,
    };
    match () {
        () if tally.unknown > 0 => Exit::Unknown,
        () if failed || !summary.lost.is_empty() => Exit::Internal,
        () if sends && tally.rejected > 0 => Exit::Rejected,
        () if left > 0 => Exit::NotDone,
        () => Exit::Done,
    }
}
