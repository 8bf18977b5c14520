//! Asking before something that costs money or can't be undone.

use std::io::{IsTerminal as _, Write as _};

use clap::Args;

use numbers_ext::PhoneNumber;

use crate::act::Act;
use crate::call::{CallArguments, Caller};
use crate::report::Report;
use crate::signals::Signals;
use crate::violations::{self, Found};

/// The argument that stands for the answer.
#[derive(Debug, Args)]
pub(crate) struct ConfirmArguments {
    /// Do not ask; needed where there is no terminal
    #[arg(long)]
    pub(crate) yes: bool,
}

/// What a call takes that gives something of a number up.
#[derive(Debug, Args)]
pub(crate) struct GivingUpArguments {
    /// The number, in E.164 form
    #[arg(value_name = "PHONE")]
    phone: String,
    #[command(flatten)]
    pub(crate) confirm: ConfirmArguments,
    #[command(flatten)]
    pub(crate) call: CallArguments,
}

impl GivingUpArguments {
    /// Builds the client, or reports all that keeps it from being built.
    pub(crate) fn caller(&self) -> Result<(PhoneNumber, Caller), Report> {
        let mut found = Found::new();
        let phone = violations::phone(&self.phone, &mut found);
        let caller = Caller::new(&self.call, &mut found);
        phone
            .zip(caller)
            .ok_or_else(|| Report::invalid(Some(&self.phone), found))
    }
}

/// Returns whether somebody can be asked: the question goes to stderr, the answer comes from
/// stdin.
pub(crate) fn is_possible() -> bool {
    std::io::stdin().is_terminal() && std::io::stderr().is_terminal()
}

/// Reports that an answer is needed, and nobody can be asked.
pub(crate) fn required(act: &Act) -> Report {
    let message = format!(
        "is missing: there is no terminal to ask on; pass --yes to {}",
        act.words
    );
    Report::invalid(
        act.phone.map(|phone| phone.to_string()).as_deref(),
        vec![("yes".to_owned(), message)],
    )
}

/// Asks a question. Anything but yes is a no, and nothing is sent.
pub(crate) async fn ask(question: &str, act: &Act, signals: &mut Signals) -> Result<(), Report> {
    let mut stderr = anstream::stderr();
    let _ = write!(stderr, "{question} [y/N] ");
    let _ = stderr.flush();
    let answer = tokio::task::spawn_blocking(|| {
        let mut line = String::new();
        std::io::stdin().read_line(&mut line).map(|_| line)
    });
    let answer = tokio::select! {
        biased;
        () = signals.arrived() => None,
        answer = answer => Some(answer),
    };
    match answer {
        Some(Ok(Ok(line))) if is_yes(&line) => Ok(()),
        Some(answer) => {
            if !matches!(&answer, Ok(Ok(line)) if line.ends_with('\n')) {
                let _ = writeln!(stderr);
            }
            Err(Report::not_sent(act, "the answer was no"))
        }
        None => {
            let _ = writeln!(stderr);
            Err(Report::not_sent(act, "interrupted"))
        }
    }
}

fn is_yes(line: &str) -> bool {
    let answer = line.trim();
    answer.eq_ignore_ascii_case("y") || answer.eq_ignore_ascii_case("yes")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_yes_is_a_yes() {
        for line in ["y\n", "Y\n", " yes \r\n", "YES"] {
            assert!(is_yes(line), "{line:?}");
        }
        for line in ["", "\n", "n\n", "ye\n", "yes!\n", "yy\n", "ja\n"] {
            assert!(!is_yes(line), "{line:?}");
        }
    }
}
