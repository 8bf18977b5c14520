//! What is wrong: in which file, where in it, and what to do.

use std::collections::HashSet;
use std::fmt;
use std::path::Path;

/// What can go wrong in one place.
pub(crate) type Result<T> = std::result::Result<T, Problem>;

/// A problem that a person reads.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) struct Problem {
    file: Option<String>,
    pointer: Option<String>,
    what: String,
    fix: Option<String>,
}

impl Problem {
    /// A problem of which only this sentence is known.
    pub(crate) fn new(what: impl Into<String>) -> Self {
        Self {
            file: None,
            pointer: None,
            what: what.into(),
            fix: None,
        }
    }

    /// The JSON pointer of the place; the first one given stays.
    pub(crate) fn at(mut self, pointer: impl Into<String>) -> Self {
        self.pointer.get_or_insert_with(|| pointer.into());
        self
    }

    /// The file; the first one given stays.
    pub(crate) fn in_file(mut self, file: impl AsRef<Path>) -> Self {
        self.file
            .get_or_insert_with(|| file.as_ref().display().to_string());
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

/// All problems of a document, so that one run names every one of them.
#[derive(Debug, Default)]
pub(crate) struct Problems {
    all: Vec<Problem>,
    seen: HashSet<Problem>,
}

impl Problems {
    /// Adds a problem, unless it is known already.
    pub(crate) fn push(&mut self, problem: Problem) {
        if self.seen.insert(problem.clone()) {
            self.all.push(problem);
        }
    }

    /// Returns the value of a result, or keeps its problem.
    pub(crate) fn keep<T>(&mut self, result: Result<T>) -> Option<T> {
        result.map_err(|problem| self.push(problem)).ok()
    }

    /// `value` if there is no problem.
    pub(crate) fn none_or<T>(self, value: T) -> std::result::Result<T, Self> {
        if self.is_empty() {
            Ok(value)
        } else {
            Err(self)
        }
    }

    /// The same, in this file where none was given.
    pub(crate) fn in_file(self, file: impl AsRef<Path>) -> Self {
        let file = file.as_ref();
        self.all
            .into_iter()
            .map(|problem| problem.in_file(file))
            .collect()
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.all.is_empty()
    }
}

impl Extend<Problem> for Problems {
    fn extend<I: IntoIterator<Item = Problem>>(&mut self, problems: I) {
        problems.into_iter().for_each(|problem| self.push(problem));
    }
}

impl FromIterator<Problem> for Problems {
    fn from_iter<I: IntoIterator<Item = Problem>>(problems: I) -> Self {
        let mut all = Self::default();
        all.extend(problems);
        all
    }
}

impl IntoIterator for Problems {
    type Item = Problem;
    type IntoIter = std::vec::IntoIter<Problem>;

    fn into_iter(self) -> Self::IntoIter {
        self.all.into_iter()
    }
}

impl From<Problem> for Problems {
    fn from(problem: Problem) -> Self {
        Self::from_iter([problem])
    }
}

/// A paragraph for each problem, and how many there are where there are several.
impl fmt::Display for Problems {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for problem in &self.all {
            writeln!(f, "error: {problem}")?;
        }
        if self.all.len() > 1 {
            writeln!(f, "{} problems", self.all.len())?;
        }
        Ok(())
    }
}
