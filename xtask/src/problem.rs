//! What went wrong: in which file, where in it, and what to do.

use std::fmt;
use std::path::Path;

/// An error that a person reads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Problem {
    file: Option<String>,
    pointer: Option<String>,
    what: String,
    fix: Option<String>,
}

impl Problem {
    /// A problem of which nothing more than this sentence is known yet.
    pub(crate) fn new(what: impl Into<String>) -> Self {
        Self {
            file: None,
            pointer: None,
            what: what.into(),
            fix: None,
        }
    }

    /// The JSON pointer of the place; the first one named stays.
    pub(crate) fn at(mut self, pointer: impl Into<String>) -> Self {
        self.pointer.get_or_insert_with(|| pointer.into());
        self
    }

    /// The file; the first one named stays.
    pub(crate) fn in_file(mut self, file: impl AsRef<Path>) -> Self {
        self.file
            .get_or_insert_with(|| file.as_ref().display().to_string());
        self
    }

    /// Puts before what is said who says it.
    pub(crate) fn said_by(mut self, who: &str) -> Self {
        self.what = format!("{who}: {}", self.what);
        self
    }

    /// What to do about it.
    pub(crate) fn fix(mut self, fix: impl Into<String>) -> Self {
        self.fix = Some(fix.into());
        self
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(file) = &self.file {
            write!(f, "{file}: ")?;
        }
        if let Some(pointer) = &self.pointer {
            write!(f, "#{pointer}: ")?;
        }
        f.write_str(&self.what)?;
        if let Some(fix) = &self.fix {
            write!(f, "\n  {fix}")?;
        }
        Ok(())
    }
}

impl std::error::Error for Problem {}
