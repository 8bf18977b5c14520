//! What is wrong with a plan: all of it, each with its line and column.

use std::fmt;

use serde::Serialize;

/// The most violations that are kept; of more only the count is known.
const MOST: usize = 10_000;

/// One thing that is wrong with a plan.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct PlanViolation {
    /// The line of the file, counted from 1, where the row begins.
    pub line: u64,
    /// The column, as the plan names it; `None` where the whole line is meant.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub column: Option<&'static str>,
    /// What is wrong, to be read after the place.
    pub message: String,
}

impl PlanViolation {
    pub(crate) fn of_line(line: u64, message: impl Into<String>) -> Self {
        Self {
            line,
            column: None,
            message: message.into(),
        }
    }

    pub(crate) fn of_column(line: u64, column: &'static str, message: impl Into<String>) -> Self {
        Self {
            column: Some(column),
            ..Self::of_line(line, message)
        }
    }

    /// Returns where it is, such as `line 7, sms_plan`.
    #[must_use]
    pub fn place(&self) -> String {
        match self.column {
            Some(column) => format!("line {}, {column}", self.line),
            None => format!("line {}", self.line),
        }
    }
}

impl fmt::Display for PlanViolation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.place(), self.message)
    }
}

/// Everything that is wrong with a plan.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PlanViolations {
    kept: Vec<PlanViolation>,
    count: usize,
}

impl PlanViolations {
    pub(crate) fn push(&mut self, violation: PlanViolation) {
        self.count += 1;
        if self.kept.len() < MOST {
            self.kept.push(violation);
        }
    }

    /// Iterates over the violations in the order of the lines: the first 10,000.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = &PlanViolation> {
        self.kept.iter()
    }

    /// Returns how many there are, those beyond the first 10,000 included.
    #[must_use]
    pub fn len(&self) -> usize {
        self.count
    }

    /// Returns whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.count == 0
    }
}

impl fmt::Display for PlanViolations {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, violation) in self.kept.iter().enumerate() {
            if index > 0 {
                f.write_str("; ")?;
            }
            violation.fmt(f)?;
        }
        match self.count - self.kept.len() {
            0 => Ok(()),
            more => write!(f, "; and {more} more"),
        }
    }
}

impl std::error::Error for PlanViolations {}
