//! The report of a command: text for people, or JSON for programs.

mod address;
mod available;
#[cfg(feature = "profiles")]
pub(crate) mod credentials;
pub(crate) mod event;
pub(crate) mod explanation;
mod failure;
pub(crate) mod known;
pub(crate) mod listed;
mod number;
mod order;
mod reconciled;
mod requirements;
mod table;
pub(crate) mod waited;
pub(crate) mod words;

use std::fmt::Write as _;

use anstyle::{AnsiColor, Style};
use numbers_ext::printable;

use crate::act::Act;
use crate::exit::Exit;
use crate::json::Object;
use crate::unread::Unread;
use crate::violations::Found;

/// A result or an error, ready to be printed.
#[derive(Debug)]
pub(crate) struct Report {
    pub(crate) exit: Exit,
    /// The text for stdout.
    pub(crate) text: String,
    /// The text for stderr.
    pub(crate) note: String,
    /// One JSON object, or one a line, for stdout.
    pub(crate) json: String,
}

const ERROR: Style = AnsiColor::Red.on_default().bold();
const GOOD: Style = AnsiColor::Green.on_default().bold();
const SIMULATED: &str = "simulated: no account was used and no money was spent\n";

/// What helps whoever has no credentials yet.
const WITHOUT_CREDENTIALS: &str = if cfg!(all(feature = "profiles", feature = "simulate")) {
    "  `numbers auth login` stores them; `numbers simulate -- sh` needs no account\n"
} else if cfg!(feature = "profiles") {
    "  `numbers auth login` stores them\n"
} else {
    ""
};

impl Report {
    /// Prints the report and returns the exit code. A result that can't be written to one
    /// stream is written to the other, since it may be a rental that costs money.
    pub(crate) fn print(&self, json: bool) -> Exit {
        let text = match json {
            true if self.json.is_empty() => String::new(),
            true => format!("{}\n", self.json),
            false => self.text.clone(),
        };
        let note = if json { "" } else { &self.note };
        if let Err(error) = write_all(&mut anstream::stdout(), &text) {
            let reason = format!("the result could not be written to standard output: {error}");
            let rest = format!("{}{note}{text}", self::error(&reason));
            let _ = write_all(&mut anstream::stderr(), &rest);
            return match self.exit {
                Exit::Unknown => Exit::Unknown,
                _ => Exit::Internal,
            };
        }
        if write_all(&mut anstream::stderr(), note).is_err() && self.exit != Exit::Done {
            let _ = write_all(&mut anstream::stdout(), note);
        }
        self.exit
    }

    /// Reports invalid input. Nothing was sent.
    pub(crate) fn invalid(phone: Option<&str>, found: Found) -> Self {
        let count = match found.len() {
            1 => "1 violation".to_owned(),
            many => format!("{many} violations"),
        };
        let headline = format!("invalid input: nothing was sent ({count})");
        let mut note = error(&headline);
        let width = found.iter().map(|(field, _)| field.len()).max();
        let width = width.unwrap_or_default();
        for (field, message) in &found {
            let _ = writeln!(note, "  {field:width$}  {}", printable(message));
        }
        if found.iter().any(|(field, _)| field == "credentials") {
            note.push_str(WITHOUT_CREDENTIALS);
        }
        let violations: Vec<_> = found
            .iter()
            .map(|(field, message)| serde_json::json!({ "field": field, "message": message }))
            .collect();
        let mut json = Object::outcome("invalid");
        if let Some(phone) = phone {
            json = json.member("phoneNumber", phone);
        }
        let json = json
            .member("message", &headline)
            .member("violations", &violations)
            .end();
        Self {
            exit: Exit::Invalid,
            text: String::new(),
            note,
            json,
        }
    }

    /// Reports an operation that was not sent, after all.
    pub(crate) fn not_sent(act: &Act, cause: &str) -> Self {
        let message = format!("nothing was sent to {}: {cause}", act.words);
        let json = Object::outcome("not_sent")
            .member("operation", act.operation)
            .optional("phoneNumber", act.phone.as_ref())
            .member("message", &message)
            .member("attempts", &0);
        Self::error(Exit::NotDone, &message, json)
    }

    /// Reports an error, with nothing to show on stdout.
    pub(crate) fn error(exit: Exit, message: &str, json: Object) -> Self {
        Self {
            exit,
            text: String::new(),
            note: error(message),
            json: json.end(),
        }
    }

    /// Reports that something is not there.
    pub(crate) fn absent(json: Object, message: &str) -> Self {
        Self {
            exit: Exit::Rejected,
            text: String::new(),
            note: format!("{message}\n"),
            json: json.end(),
        }
    }

    /// Adds a line to what stderr shows.
    pub(crate) fn noting(mut self, line: &str) -> Self {
        self.note.push_str(line);
        self.note.push('\n');
        self
    }

    /// Reports a failure of this program or this machine. Nothing was sent.
    pub(crate) fn internal(message: &str) -> Self {
        let message = format!("nothing was sent: {message}");
        let json = Object::outcome("internal").member("message", &message);
        Self::error(Exit::Internal, &message, json)
    }
}

impl From<Unread> for Report {
    /// Reports a read that gave no result.
    fn from(unread: Unread) -> Self {
        let message = unread.to_string();
        let json = Object::outcome("unknown")
            .member("message", &message)
            .optional("lookup", unread.error.as_ref());
        Self::error(Exit::Unknown, &message, json)
    }
}

/// Returns the first line of an error.
pub(crate) fn error(message: &str) -> String {
    format!("{ERROR}error:{ERROR:#} {message}\n")
}

pub(crate) fn write_all(stream: &mut impl std::io::Write, text: &str) -> std::io::Result<()> {
    if text.is_empty() {
        return Ok(());
    }
    stream.write_all(text.as_bytes())?;
    stream.flush()
}
