//! A plan as a stream of rows.

use std::fs::File;
use std::io::{BufRead, BufReader};
use std::path::Path;

use crate::operation::Operation;
use crate::plan::cells::Cells;
use crate::plan::column::Naming;
use crate::plan::csv::CsvRows;
use crate::plan::json_lines;
use crate::plan::lines::Lines;
use crate::plan::violation::PlanViolation;

pub use crate::plan::lines::PlanError;

/// A plan: rows of numbers, read one at a time, in CSV or in JSON Lines.
///
/// Which of the two it is shows in the first line: JSON Lines begin with `{`, CSV with a
/// header. A CSV header names its columns in any order, and fields are separated by commas,
/// semicolons or tabs:
///
/// ```
/// use numbers_bulk::Plan;
///
/// let csv = "phone_number,sms_plan\n+1 (202) 555-0134,plan-1\n";
/// let plan = Plan::new("numbers.csv", csv.as_bytes());
/// let lines = r#"{"phoneNumber":"+12025550134","smsPlan":"plan-1"}"#;
/// let plan = Plan::new("numbers.jsonl", lines.as_bytes());
/// ```
#[derive(Debug)]
pub struct Plan<R> {
    lines: Lines<R>,
    operation: Operation,
    format: Option<Format>,
}

#[derive(Debug)]
enum Format {
    Csv(Box<CsvRows>),
    JsonLines,
}

/// A row with its place and what is wrong with how it is written.
#[derive(Debug)]
pub(crate) struct ReadRow {
    pub(crate) line: u64,
    pub(crate) naming: Naming,
    /// `None` where the row can't be read, or is the header.
    pub(crate) row: Option<Cells>,
    pub(crate) violations: Vec<PlanViolation>,
}

impl Plan<BufReader<File>> {
    /// Opens a file.
    ///
    /// # Errors
    ///
    /// When it can't be opened.
    pub fn open(path: impl AsRef<Path>) -> Result<Self, PlanError> {
        let name = path.as_ref().display().to_string();
        match File::open(path) {
            Ok(file) => Ok(Self::new(name, BufReader::with_capacity(64 * 1024, file))),
            Err(source) => Err(PlanError::Unreadable { name, source }),
        }
    }
}

impl<R: BufRead> Plan<R> {
    /// Reads from `reader`. The journal keeps the name beside what it came from.
    pub fn new(name: impl Into<String>, reader: R) -> Self {
        Self {
            lines: Lines::new(name.into(), reader),
            operation: Operation::Rent,
            format: None,
        }
    }

    /// Sets what is to be done to the numbers. The default is to rent them.
    #[must_use]
    pub fn operation(mut self, operation: Operation) -> Self {
        self.operation = operation;
        self
    }

    pub(crate) fn asks_for(&self) -> Operation {
        self.operation
    }

    /// Returns the name.
    #[must_use]
    pub fn name(&self) -> &str {
        self.lines.name()
    }

    /// Reads the next row; `None` at the end.
    pub(crate) fn next(&mut self) -> Result<Option<ReadRow>, PlanError> {
        while let Some((line, text)) = self.lines.next()? {
            if text.trim_ascii().is_empty() {
                continue;
            }
            let text = text.to_vec();
            let format = match &mut self.format {
                Some(format) => format,
                None => match text.trim_ascii_start().first() {
                    Some(b'{') => self.format.insert(Format::JsonLines),
                    Some(b'[') => {
                        let reason = "it is a JSON list; write one object a line".to_owned();
                        return Err(self.lines.not_text(reason));
                    }
                    _ => {
                        let (rows, violations) = CsvRows::new(line, &text, self.operation);
                        self.format = Some(Format::Csv(Box::new(rows)));
                        if violations.is_empty() {
                            continue;
                        }
                        return Ok(Some(ReadRow {
                            line,
                            naming: Naming::Snake,
                            row: None,
                            violations,
                        }));
                    }
                },
            };
            let (naming, (row, violations)) = match format {
                // Without a column of numbers no row says anything.
                Format::Csv(rows) if !rows.is_readable() => return Ok(None),
                Format::Csv(rows) => (rows.naming(), rows.read_row(line, &text, &mut self.lines)?),
                Format::JsonLines => (
                    Naming::Camel,
                    json_lines::read_row(line, &text, self.operation),
                ),
            };
            return Ok(Some(ReadRow {
                line,
                naming,
                row,
                violations,
            }));
        }
        Ok(None)
    }
}
