//! The lines of a file, read one at a time.

use std::io::{self, BufRead, Read as _};

use thiserror::Error;

/// The longest line that is read.
const LONGEST: u64 = 1024 * 1024;

/// Why a plan can't be read to its end.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum PlanError {
    /// The file can't be read.
    #[error("'{name}' can't be read: {source}")]
    Unreadable {
        /// The name of the plan.
        name: String,
        /// What the system says.
        source: io::Error,
    },
    /// The file is no text, or of an encoding that is not read.
    #[error("'{name}' is no plan: {reason}")]
    NotText {
        /// The name of the plan.
        name: String,
        /// What it is instead.
        reason: String,
    },
}

/// Reads lines and counts them.
#[derive(Debug)]
pub(crate) struct Lines<R> {
    name: String,
    reader: R,
    number: u64,
    line: Vec<u8>,
}

impl<R: BufRead> Lines<R> {
    pub(crate) fn new(name: String, reader: R) -> Self {
        Self {
            name,
            reader,
            number: 0,
            line: Vec::new(),
        }
    }

    pub(crate) fn name(&self) -> &str {
        &self.name
    }

    /// Reads the next line, without its end; `None` at the end of the file.
    pub(crate) fn next(&mut self) -> Result<Option<(u64, &[u8])>, PlanError> {
        self.line.clear();
        let mut limited = (&mut self.reader).take(LONGEST + 1);
        let read = limited.read_until(b'\n', &mut self.line);
        let read = read.map_err(|source| PlanError::Unreadable {
            name: self.name.clone(),
            source,
        })?;
        if read == 0 {
            return Ok(None);
        }
        self.number += 1;
        if self.line.len() as u64 > LONGEST {
            let number = self.number;
            return Err(self.not_text(format!("line {number} is longer than 1 MiB")));
        }
        if self.number == 1 {
            self.skip_mark()?;
        }
        if self.line.last() == Some(&b'\n') {
            self.line.pop();
        }
        if self.line.last() == Some(&b'\r') {
            self.line.pop();
        }
        Ok(Some((self.number, &self.line)))
    }

    /// Skips the byte order mark that spreadsheets write.
    fn skip_mark(&mut self) -> Result<(), PlanError> {
        if self.line.starts_with(&[0xff, 0xfe]) || self.line.starts_with(&[0xfe, 0xff]) {
            return Err(self.not_text("it is UTF-16; save it as UTF-8".to_owned()));
        }
        if self.line.starts_with(b"\xef\xbb\xbf") {
            self.line.drain(..3);
        }
        Ok(())
    }

    pub(crate) fn not_text(&self, reason: String) -> PlanError {
        PlanError::NotText {
            name: self.name.clone(),
            reason,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_counted_whatever_ends_them() {
        let text = b"\xef\xbb\xbfa\r\n\nb\n\r\nc".as_slice();
        let mut lines = Lines::new("p".to_owned(), text);
        let mut found = Vec::new();
        while let Some((number, line)) = lines.next().unwrap() {
            found.push((number, String::from_utf8(line.to_vec()).unwrap()));
        }
        let expected = [(1, "a"), (2, ""), (3, "b"), (4, ""), (5, "c")];
        assert_eq!(
            found,
            expected.map(|(number, line)| (number, line.to_owned()))
        );
    }

    #[test]
    fn what_is_no_text_is_refused() {
        let utf_16 = b"\xff\xfep\0h\0\n\0".as_slice();
        let endless = vec![b'x'; 2 * 1024 * 1024];
        for (text, expected) in [(utf_16, "UTF-16"), (endless.as_slice(), "1 MiB")] {
            let error = Lines::new("p".to_owned(), text).next().unwrap_err();
            assert!(error.to_string().contains(expected), "{error}");
        }
    }
}
