//! `drift`: whether the vendor's document still says what ours does.
//!
//! Both documents are brought into one form in which only what matters is left (see
//! `view`), the forms are compared, and each difference has to be known, with its reason,
//! in `openapi/drift.yaml`.

mod compare;
mod known;
mod view;

use std::path::Path;

use crate::document::Document;
use crate::drift::compare::Difference;
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
    let covered = view::ours(&ours.tree)?;
    let seen = view::theirs(&theirs.tree, &ours.tree)?;
    let differences = compare::compare(&covered, &seen.tree);
    let (unexplained, explained): (Vec<_>, Vec<_>) = differences
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
        seen.uncovered
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
