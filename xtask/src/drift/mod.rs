//! `drift`: whether the vendor's document still says what ours does.
//!
//! Operations are compared by path and method, schemas by what they say, whatever they are
//! composed of. Prose, examples, defaults and the names of components don't count. Each
//! difference has to be known, with its reason, in `openapi/drift.yaml`; a schema that
//! several operations use differs in one place and is explained once.

mod comparison;
mod difference;
mod events;
mod known;
mod operations;
mod schemas;
mod security;
mod shape;

use std::path::Path;

use crate::document::Document;
use crate::drift::comparison::Comparison;
use crate::drift::difference::Difference;
use crate::drift::known::Known;
use crate::problem::{Problems, Result};
use crate::verdict::Verdict;
use crate::{lint, places, terminal};

/// Compares, prints what is not explained, and what no longer needs explaining.
pub(crate) fn run(root: &Path, other: &Path) -> std::result::Result<Verdict, Problems> {
    let ours = lint::document(root)?;
    let known = Known::load(&root.join(places::KNOWN_DRIFT))
        .map_err(|problem| problem.in_file(places::KNOWN_DRIFT))?;
    let theirs = Document::read(other).map_err(|problems| problems.in_file(other))?;
    let report = report(&ours, &theirs, &known).map_err(|problem| problem.in_file(other))?;
    terminal::print(&report.text)?;
    Ok(report.verdict)
}

struct Report {
    verdict: Verdict,
    text: String,
}

fn report(ours: &Document, theirs: &Document, known: &Known) -> Result<Report> {
    let mut comparison = Comparison::new(&ours.tree, &theirs.tree);
    let uncovered = comparison.operations()?;
    comparison.events()?;
    comparison.security_schemes()?;
    let (unexplained, explained): (Vec<_>, Vec<_>) = comparison
        .found
        .into_vec()
        .into_iter()
        .partition(|difference| !known.explains(difference));
    let stale = known.stale(&explained);
    let mut text = String::new();
    for Difference { pointer, what } in &unexplained {
        text.push_str(&format!("drift: {pointer}: {what}\n"));
    }
    for pointer in &stale {
        text.push_str(&format!(
            "stale: {pointer}: {} explains a difference that no longer is\n",
            places::KNOWN_DRIFT
        ));
    }
    text.push_str(&format!(
        "{} differences explained, {} not; {} explanations stale; {} other operations not covered\n",
        explained.len(),
        unexplained.len(),
        stale.len(),
        uncovered
    ));
    let verdict = if unexplained.is_empty() && stale.is_empty() {
        Verdict::Fresh
    } else {
        text.push_str(&format!(
            "to do: change {} and run `cargo xtask generate`, or explain in {}\n",
            places::DOCUMENT,
            places::KNOWN_DRIFT
        ));
        Verdict::Stale
    };
    Ok(Report { verdict, text })
}
