//! Entry points for the fuzz targets in `tests/fuzz`, each with its invariants. Compiled with
//! `--cfg fuzzing` alone; not part of the API.

#![allow(missing_docs, reason = "a fuzz target is all that calls them")]

use crate::operation::Operation;
use crate::plan::check::{self, Defaults};
use crate::plan::source::Plan;

/// Any file is read as a plan for any operation, row by row, or refused with a message. What is
/// wrong with a row is said of a line that the file has.
pub fn plan(bytes: &[u8]) {
    let lines = bytes.split(|&byte| byte == b'\n').count();
    for operation in [Operation::Rent, Operation::Release, Operation::Update] {
        let mut plan = Plan::new("plan", bytes).operation(operation);
        while let Ok(Some(read)) = plan.next() {
            assert!(
                usize::try_from(read.line).is_ok_and(|line| line >= 1 && line <= lines),
                "line {} of {lines}",
                read.line
            );
            assert!(
                read.row.is_some() || !read.violations.is_empty(),
                "line {} was left out without a word",
                read.line
            );
            if let Some(row) = read.row {
                let _ = check::check(&row, operation, &Defaults::default());
            }
        }
    }
}
