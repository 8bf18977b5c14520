//! Reading plans, and saying what is wrong with them.

use std::fmt::Write as _;
use std::io::{BufRead, BufReader};
use std::path::Path;

use numbers_bulk::{
    Defaults, Journal, JournalError, Operation, Plan, PlanError, PlanViolations, StageError, Staged,
};
use numbers_ext::printable;
use serde_json::json;

use crate::exit::Exit;
use crate::json::Object;
use crate::report::{Report, error};
use crate::violations::Found;

/// Opens the plan that an argument names.
pub(crate) fn open(argument: &Path) -> Result<Plan<Box<dyn BufRead>>, PlanError> {
    if argument == Path::new("-") {
        return Ok(Plan::new("-", Box::new(BufReader::new(std::io::stdin()))));
    }
    let name = argument.display().to_string();
    match std::fs::File::open(argument) {
        Ok(file) => Ok(Plan::new(name, Box::new(BufReader::new(file)))),
        Err(source) => Err(PlanError::Unreadable { name, source }),
    }
}

/// Checks a plan. What else is invalid is reported with it.
pub(crate) fn check(
    argument: &Path,
    operation: Operation,
    defaults: &Defaults,
    other: &Found,
) -> Result<Staged, Box<Report>> {
    let checked = open(argument).map_err(StageError::from);
    let checked = checked.and_then(|plan| plan.operation(operation).check(defaults));
    match checked {
        Ok(staged) if other.is_empty() => Ok(staged),
        Ok(_) => Err(Box::new(Report::invalid(None, other.clone()))),
        Err(error) => Err(Box::new(refused(&error, other))),
    }
}

/// Keeps a plan in a journal. A journal that was made for it goes when the plan is refused.
pub(crate) fn stage(
    argument: &Path,
    operation: Operation,
    mut journal: Journal,
    defaults: &Defaults,
) -> Result<(Journal, Staged), Box<Report>> {
    let staged = open(argument).map_err(StageError::from);
    let staged = staged.and_then(|plan| journal.stage(plan.operation(operation), defaults));
    match staged {
        Ok(staged) => Ok((journal, staged)),
        Err(error) => {
            journal.discard_if_new();
            Err(Box::new(refused(&error, &Found::new())))
        }
    }
}

/// Says what staging did, and how numbers were read.
pub(crate) fn describe(staged: &Staged) -> String {
    let Staged {
        rows,
        added,
        changed,
        known,
        repeated,
        rewritten,
        ..
    } = staged;
    let mut text = format!("{rows} rows: {added} new");
    for (count, what) in [
        (changed, "changed"),
        (known, "in the journal already"),
        (repeated, "repeated"),
    ] {
        if *count > 0 {
            let _ = write!(text, ", {count} {what}");
        }
    }
    text.push('\n');
    for (written, read) in &staged.examples {
        let _ = writeln!(text, "  '{}' is read as {read}", printable(written));
    }
    let shown = u64::try_from(staged.examples.len()).unwrap_or(u64::MAX);
    match rewritten.saturating_sub(shown) {
        0 => {}
        more => {
            let _ = writeln!(text, "  and {more} more numbers are read likewise");
        }
    }
    text
}

fn refused(refused: &StageError, other: &Found) -> Report {
    match refused {
        StageError::Invalid(violations) => invalid(violations, other),
        StageError::Plan(error) => {
            let mut found = other.clone();
            found.push(("plan".to_owned(), error.to_string()));
            Report::invalid(None, found)
        }
        StageError::Journal(error) => journal_failed(error),
        other => Report::internal(&other.to_string()),
    }
}

/// Reports everything that is wrong with a plan, each with its line and column.
fn invalid(violations: &PlanViolations, other: &Found) -> Report {
    let count = violations.len() + other.len();
    let plural = if count == 1 { "" } else { "s" };
    let headline = format!("invalid input: nothing was sent ({count} violation{plural})");
    let mut note = error(&headline);
    let places = violations.iter().map(|violation| violation.place());
    let named = other.iter().map(|(field, _)| field.clone());
    let width = places.chain(named).map(|place| place.len()).max();
    let width = width.unwrap_or_default();
    let mut objects = Vec::new();
    for (field, message) in other {
        let _ = writeln!(note, "  {field:width$}  {}", printable(message));
        objects.push(json!({ "field": field, "message": message }));
    }
    for violation in violations.iter() {
        let place = violation.place();
        let _ = writeln!(note, "  {place:width$}  {}", printable(&violation.message));
        let mut object = json!({ "field": place, "message": violation.message });
        if let Some(members) = object.as_object_mut() {
            members.insert("line".to_owned(), json!(violation.line));
            if let Some(column) = violation.column {
                members.insert("column".to_owned(), json!(column));
            }
        }
        objects.push(object);
    }
    match violations.len() - violations.iter().len() {
        0 => {}
        more => {
            let _ = writeln!(note, "  and {more} more");
        }
    }
    Report {
        exit: Exit::Invalid,
        text: String::new(),
        note,
        json: Object::outcome("invalid")
            .member("message", &headline)
            .member("violations", &objects)
            .end(),
    }
}

/// Reports a journal that can't be used. Nothing was sent.
pub(crate) fn journal_failed(error: &JournalError) -> Report {
    match error {
        JournalError::Missing(_)
        | JournalError::NotAJournal { .. }
        | JournalError::AnotherProject { .. }
        | JournalError::AnotherOperation { .. } => {
            Report::invalid(None, vec![("journal".to_owned(), error.to_string())])
        }
        _ => Report::internal(&error.to_string()),
    }
}

/// Reports what kept a command from showing something.
pub(crate) fn not_shown(message: &str) -> Report {
    Report {
        exit: Exit::Internal,
        text: String::new(),
        note: error(message),
        json: Object::outcome("internal").member("message", message).end(),
    }
}
