//! The rules of our document that no linter of OpenAPI knows: what the generator drops,
//! misreads or panics at without naming the place.

mod content;
mod described;
mod names;
mod parameters;
mod references;
mod schemas;

use std::path::Path;

use serde_json::Value;

use crate::document::{Document, nothing_dropped, tree};
use crate::problem::{Problem, Problems};
use crate::{open_enum, places};

/// Our document, if it keeps all rules.
pub(crate) fn document(root: &Path) -> Result<Document, Problems> {
    let checked = || {
        let document = Document::read(&root.join(places::DOCUMENT))?;
        check(&document.tree)?;
        Ok(document)
    };
    checked().map_err(|problems: Problems| problems.in_file(places::DOCUMENT))
}

/// Checks all rules and names every place in which one is broken.
fn check(root: &Value) -> Result<(), Problems> {
    let mut problems = Problems::default();
    version_can_be_a_header(root, &mut problems);
    operations_can_be_sent(root, &mut problems);
    references::check(root, &mut problems);
    names::check(root, &mut problems);
    described::check(root, &mut problems);
    parameters::check(root, &mut problems);
    content::check(root, &mut problems);
    schemas::check(root, &mut problems);
    open_enum::collect(root, &mut problems);
    nothing_dropped(root, &mut problems);
    problems.none_or(())
}

/// Generated code makes a header of `info.version`, and panics where it can't.
fn version_can_be_a_header(root: &Value, problems: &mut Problems) {
    let version = root.pointer("/info/version").and_then(Value::as_str);
    let problem = match version {
        None => Problem::new("the version is missing or not text"),
        Some(version)
            if version.is_empty() || !version.bytes().all(|byte| byte.is_ascii_graphic()) =>
        {
            Problem::new(format!("{version:?} can't be a header value"))
                .fix("use visible ASCII characters only")
        }
        Some(_) => return,
    };
    problems.push(problem.at("/info/version"));
}

fn operations_can_be_sent(root: &Value, problems: &mut Problems) {
    let mut none = true;
    for operation in tree::operations(root) {
        none = false;
        // The HTTP client has no functions for these two.
        if ["options", "trace"].contains(&operation.method) {
            problems.push(
                Problem::new(format!(
                    "a client for {} can't be generated",
                    operation.method
                ))
                .at(operation.pointer()),
            );
        }
    }
    if none {
        problems.push(Problem::new("there is no operation").at("/paths"));
    }
}
