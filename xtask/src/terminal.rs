//! Writing to standard output, which may be closed or full.

use std::io::{ErrorKind, Write as _, stdout};

use crate::problem::{Problem, Result};

/// Prints a text. That nobody reads on, as with `| head`, is no problem.
pub(crate) fn print(text: &str) -> Result<()> {
    let mut output = stdout().lock();
    match output
        .write_all(text.as_bytes())
        .and_then(|()| output.flush())
    {
        Err(error) if error.kind() != ErrorKind::BrokenPipe => Err(Problem::new(format!(
            "standard output can't be written: {error}"
        ))),
        _ => Ok(()),
    }
}
