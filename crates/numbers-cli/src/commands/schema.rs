//! `numbers schema`.

use std::io::Write as _;

use crate::exit::Exit;
use crate::report::Report;

pub(crate) fn run() -> Exit {
    let schema = match serde_json::to_string_pretty(&crate::schema::output()) {
        Ok(schema) => schema,
        Err(error) => return Report::internal(&error.to_string()).print(false),
    };
    let mut stdout = std::io::stdout();
    match writeln!(stdout, "{schema}").and_then(|()| stdout.flush()) {
        Ok(()) => Exit::Done,
        Err(_) => Exit::Internal,
    }
}
