//! Rows in CSV, by the names of the header.

use std::io::BufRead;

use csv_core::{ReadRecordResult, Reader, ReaderBuilder};
use numbers_ext::printable;

use crate::operation::Operation;
use crate::plan::cells::Cells;
use crate::plan::column::{Column, Naming};
use crate::plan::lines::{Lines, PlanError};
use crate::plan::violation::PlanViolation;

/// The longest row, over all the lines that its quotes span.
const LONGEST: usize = 1024 * 1024;

const UNCLOSED: &str = "has a quote that is not closed";

/// Reads rows, once the header is known.
///
/// Lines are read one at a time and counted here: a row that is wrong is named by the line
/// on which it begins, whatever blank lines and line ends stand before it.
#[derive(Debug)]
pub(crate) struct CsvRows {
    reader: Reader,
    record: Record,
    columns: Vec<Option<Column>>,
    naming: Naming,
}

/// The fields of a row, one after the other.
#[derive(Debug, Default)]
struct Record {
    bytes: Vec<u8>,
    length: usize,
    ends: Vec<usize>,
    count: usize,
    /// Whether more lines belong to it.
    is_open: bool,
}

impl Record {
    fn fields(&self) -> impl Iterator<Item = &[u8]> {
        let ends = self.ends.iter().take(self.count);
        ends.scan(0, |begin, end| {
            let field = self.bytes.get(*begin..*end).unwrap_or_default();
            *begin = *end;
            Some(field)
        })
    }

    fn begin(&mut self) {
        (self.length, self.count, self.is_open) = (0, 0, true);
    }

    /// Makes room for so many bytes more, and the fields in them.
    fn reserve(&mut self, more: usize) {
        let (bytes, ends) = (self.length + more + 1, self.count + 16);
        if self.bytes.len() < bytes {
            self.bytes.resize(bytes.next_power_of_two(), 0);
        }
        if self.ends.len() < ends {
            self.ends.resize(ends.next_power_of_two(), 0);
        }
    }
}

impl CsvRows {
    /// Reads a header.
    pub(crate) fn new(
        line: u64,
        header: &[u8],
        operation: Operation,
    ) -> (Self, Vec<PlanViolation>) {
        let mut rows = Self {
            reader: ReaderBuilder::new().delimiter(delimiter(header)).build(),
            record: Record::default(),
            columns: Vec::new(),
            naming: Naming::Snake,
        };
        let mut violations = Vec::new();
        if !rows.feed(header) {
            rows.give_up();
            violations.push(PlanViolation::of_line(line, UNCLOSED));
        }
        let names: Vec<_> = rows.record.fields().map(<[u8]>::to_vec).collect();
        for name in names {
            let name = String::from_utf8_lossy(&name);
            let name = name.trim();
            let column = Column::named(name, operation);
            match column {
                Some(column) if rows.columns.contains(&Some(column)) => {
                    let message = format!("the header names '{name}' twice");
                    violations.push(PlanViolation::of_line(line, message));
                }
                Some(Column::PhoneNumber) if name == Column::PhoneNumber.camel_case() => {
                    rows.naming = Naming::Camel;
                }
                Some(_) => {}
                None => violations.push(PlanViolation::of_line(line, unknown(name, operation))),
            }
            rows.columns.push(column);
        }
        if !rows.columns.contains(&Some(Column::PhoneNumber)) {
            let message = "the header does not name the column phone_number";
            violations.push(PlanViolation::of_line(line, message));
        }
        (rows, violations)
    }

    /// Returns whether there is a column to read numbers from.
    pub(crate) fn is_readable(&self) -> bool {
        self.columns.contains(&Some(Column::PhoneNumber))
    }

    pub(crate) fn naming(&self) -> Naming {
        self.naming
    }

    /// Reads the row that begins on this line, and as many lines more as its quotes span.
    /// There is none where its fields can't be separated.
    pub(crate) fn read_row<R: BufRead>(
        &mut self,
        line: u64,
        first: &[u8],
        lines: &mut Lines<R>,
    ) -> Result<(Option<Cells>, Vec<PlanViolation>), PlanError> {
        let mut row = Cells::default();
        let mut is_whole = self.feed(first);
        while !is_whole {
            match lines.next()? {
                Some((_, more)) if self.record.length < LONGEST => is_whole = self.feed(more),
                _ => {
                    self.give_up();
                    return Ok((None, vec![PlanViolation::of_line(line, UNCLOSED)]));
                }
            }
        }
        let (found, expected) = (self.record.count, self.columns.len());
        if found != expected {
            let plural = if found == 1 { "" } else { "s" };
            let message = format!("has {found} field{plural}; the header has {expected}");
            return Ok((None, vec![PlanViolation::of_line(line, message)]));
        }
        let mut violations = Vec::new();
        for (field, column) in self.record.fields().zip(&self.columns) {
            let Some(column) = column else { continue };
            match std::str::from_utf8(field) {
                Ok(text) => row.set(*column, text),
                Err(_) => {
                    let place = self.naming.of(*column);
                    let message = "is not UTF-8; save the plan as UTF-8";
                    violations.push(PlanViolation::of_column(line, place, message));
                }
            }
        }
        Ok((Some(row), violations))
    }

    /// Feeds one line. Returns whether the row ends with it.
    fn feed(&mut self, line: &[u8]) -> bool {
        let record = &mut self.record;
        if !record.is_open {
            record.begin();
        }
        for mut part in [line, b"\n"] {
            // An empty part would mean the end of the file.
            while !part.is_empty() {
                record.reserve(part.len());
                let (result, read, written, ended) = self.reader.read_record(
                    part,
                    record.bytes.get_mut(record.length..).unwrap_or_default(),
                    record.ends.get_mut(record.count..).unwrap_or_default(),
                );
                part = part.get(read..).unwrap_or_default();
                record.length += written;
                record.count += ended;
                if matches!(result, ReadRecordResult::Record) {
                    record.is_open = false;
                    return true;
                }
            }
        }
        false
    }

    /// Gives up a row whose quotes don't end.
    fn give_up(&mut self) {
        self.reader.reset();
        self.record.begin();
        self.record.is_open = false;
    }
}

/// Comma, or what spreadsheets of other countries write in its place.
fn delimiter(header: &[u8]) -> u8 {
    let has = |byte: u8| header.contains(&byte);
    match () {
        () if has(b',') => b',',
        () if has(b';') => b';',
        () if has(b'\t') => b'\t',
        () => b',',
    }
}

fn unknown(name: &str, operation: Operation) -> String {
    let columns = Column::of(operation).iter();
    let names: Vec<_> = columns.map(|column| column.snake_case()).collect();
    format!(
        "the header names '{}'; the columns of a plan to {operation} are {}",
        printable(name),
        names.join(", ")
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Reads a plan: line, number and SMS plan of each row, and all violations.
    fn read(text: &str) -> (Vec<String>, Vec<String>) {
        let mut lines = Lines::new("p".to_owned(), text.as_bytes());
        let (line, header) = lines.next().unwrap().unwrap();
        let header = header.to_vec();
        let (mut rows, mut violations) = CsvRows::new(line, &header, Operation::Rent);
        let mut found = Vec::new();
        while let Some((line, first)) = lines.next().unwrap() {
            if first.trim_ascii().is_empty() {
                continue;
            }
            let first = first.to_vec();
            let (row, more) = rows.read_row(line, &first, &mut lines).unwrap();
            violations.extend(more);
            let Some(row) = row else { continue };
            let phone = row.get(Column::PhoneNumber).unwrap_or("-");
            let plan = row.get(Column::SmsPlan).unwrap_or("-");
            found.push(format!("{line} {phone} {plan}"));
        }
        let violations = violations.iter().map(ToString::to_string).collect();
        (found, violations)
    }

    #[test]
    fn rows_are_named_by_the_line_on_which_they_begin() {
        for end in ["\n", "\r\n"] {
            let text = [
                "phone_number,sms_plan",
                "+1,a",
                "",
                "  ",
                "+2,\"b",
                "",
                "c\"",
                "+3,d",
                "+4,",
            ];
            let (found, violations) = read(&text.join(end));
            assert_eq!(violations, [""; 0]);
            assert_eq!(found, ["2 +1 a", "5 +2 b\n\nc", "8 +3 d", "9 +4 -"]);
        }
    }

    #[test]
    fn the_header_says_what_separates_fields() {
        for separator in [",", ";", "\t"] {
            let text = format!("sms_plan{separator} phoneNumber \nplan{separator}+1\n");
            assert_eq!(read(&text), (vec!["2 +1 plan".to_owned()], vec![]));
        }
    }

    #[test]
    fn a_row_with_another_count_of_fields_is_named() {
        let (_, violations) = read("phone_number,sms_plan\n+1\n+2,a,b\n+3,c");
        assert_eq!(
            violations,
            [
                "line 2: has 1 field; the header has 2",
                "line 3: has 3 fields; the header has 2"
            ]
        );
    }

    #[test]
    fn a_quote_that_is_not_closed_is_named() {
        let (found, violations) = read("phone_number,sms_plan\n+1,a\n+2,\"b\n+3,c\n");
        assert_eq!(found, ["2 +1 a"]);
        assert_eq!(violations, ["line 3: has a quote that is not closed"]);
    }

    #[test]
    fn a_header_that_is_wrong_is_named_whole() {
        let (_, violations) = read("Phone,sms_plan,smsPlan,colour\n");
        let columns = "the columns of a plan to rent are phone_number, sms_plan, sms_campaign, voice_rtc, voice_est, voice_fax, callback_url, max_price";
        assert_eq!(
            violations,
            [
                format!("line 1: the header names 'Phone'; {columns}"),
                "line 1: the header names 'smsPlan' twice".to_owned(),
                format!("line 1: the header names 'colour'; {columns}"),
                "line 1: the header does not name the column phone_number".to_owned(),
            ]
        );
    }

    #[test]
    fn many_and_long_fields_are_read() {
        let names = ["x"; 100].join(",");
        let long = "p".repeat(5_000);
        let (found, violations) = read(&format!(
            "phone_number,{names},sms_plan\n+1,{names},{long}\n"
        ));
        assert_eq!(found, [format!("2 +1 {long}")]);
        assert_eq!(violations.len(), 100);
    }
}
