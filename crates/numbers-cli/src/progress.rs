//! Shows people the progress of reconciling.

use std::io::{IsTerminal as _, Write as _};
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use numbers_ext::{InDoubt, Progress};

/// Writes the progress to stderr: on a terminal as one line that is rewritten, elsewhere as a
/// line now and then.
#[derive(Debug, Default)]
pub(crate) struct ProgressLine {
    is_open: AtomicBool,
}

/// The shortest pause that is worth a line of its own where stderr is not a terminal.
const WORTH_A_LINE: Duration = Duration::from_secs(8);

impl ProgressLine {
    /// Shows the result of the last look, and when the next one is.
    pub(crate) fn show(&self, in_doubt: &InDoubt, progress: &Progress) {
        let subject = in_doubt.subject();
        let found = match progress.found {
            "not_yet" => "not found yet",
            _ => "the last look proved nothing",
        };
        let next = progress.next_look.as_secs().max(1);
        let proof = match progress.until_proof.as_secs() {
            0 => String::new(),
            seconds => format!("; an absence proves nothing for another {seconds} s"),
        };
        let line = format!("reconciling {subject}: {found}; looking again in {next} s{proof}");
        let mut stderr = std::io::stderr();
        if stderr.is_terminal() {
            // A line that is broken could not be rewritten.
            let width = terminal_size::terminal_size_of(&stderr);
            let width = width.map_or(usize::MAX, |(width, _)| usize::from(width.0));
            let line: String = line.chars().take(width.saturating_sub(1)).collect();
            let _ = write!(stderr, "\r\u{1b}[K{line}");
            let _ = stderr.flush();
            self.is_open.store(true, Ordering::Relaxed);
        } else if progress.looks == 1 || progress.next_look >= WORTH_A_LINE {
            let _ = writeln!(stderr, "{line}");
        }
    }

    /// Removes the line from the terminal.
    pub(crate) fn close(&self) {
        if self.is_open.swap(false, Ordering::Relaxed) {
            let mut stderr = std::io::stderr();
            let _ = write!(stderr, "\r\u{1b}[K");
            let _ = stderr.flush();
        }
    }
}
