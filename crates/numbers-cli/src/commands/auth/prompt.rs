//! Asks for what was not passed.

use std::io::{IsTerminal as _, Write as _};

use crate::input;
use crate::violations::Found;

/// Asks for a text on the terminal, unless it was passed; adds a violation where nobody can be
/// asked.
pub(super) fn text(
    passed: Option<&str>,
    field: &str,
    question: &str,
    flag: &str,
    found: &mut Found,
) -> Option<String> {
    if let Some(passed) = passed {
        return Some(passed.to_owned());
    }
    if !std::io::stdin().is_terminal() {
        found.push((field.to_owned(), format!("is missing; pass {flag}")));
        return None;
    }
    let mut stderr = anstream::stderr();
    let _ = write!(stderr, "{question}: ");
    let _ = stderr.flush();
    let mut line = String::new();
    let read = std::io::stdin().read_line(&mut line);
    read.map(|_| line.trim().to_owned())
        .map_err(|error| found.push((field.to_owned(), format!("can't be read: {error}"))))
        .ok()
}

/// Reads the secret of the key: from a file, from a terminal that does not show it, or from
/// stdin.
pub(super) fn secret(file: Option<&str>, found: &mut Found) -> Option<String> {
    let read = match file {
        Some(file) => input::text(file),
        None if std::io::stdin().is_terminal() => rpassword::prompt_password("Key secret: ")
            .map_err(|error| format!("can't be read from the terminal: {error}")),
        None => input::text("-"),
    };
    read.map(|text| text.trim_end_matches(['\r', '\n']).to_owned())
        .map_err(|message| found.push(("keySecret".to_owned(), message)))
        .ok()
}
