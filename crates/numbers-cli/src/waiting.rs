//! Waiting on behalf of somebody: what is shown meanwhile.

use std::io::{IsTerminal as _, Write as _};
use std::time::Duration;

use futures_util::StreamExt as _;
use indicatif::{MultiProgress, ProgressBar, ProgressDrawTarget, ProgressStyle};
use numbers_ext::{Progressing, ReadError, Waiting};

use crate::json::Object;
use crate::report::write_all;
use crate::signals::Signals;

/// Something that has changed, for people and for programs.
#[derive(Debug)]
pub(crate) struct Change {
    /// What has changed, such as `SMS`: a terminal has one line for it.
    pub(crate) subject: String,
    /// What it is now.
    pub(crate) state: String,
    pub(crate) json: String,
}

/// Waits until the end, and shows what changes. Returns `None` when a signal comes first.
pub(crate) async fn follow<C, E>(
    mut progress: Progressing<C, E>,
    describe: impl Fn(&C) -> Change,
    is_json: bool,
    signals: &mut Signals,
) -> Option<E> {
    let mut screen = Screen::new(is_json);
    let end = loop {
        let happened = tokio::select! {
            biased;
            happened = progress.next() => happened,
            () = signals.arrived() => break None,
        };
        match happened {
            Some(Waiting::Changed(change)) => screen.show(describe(&change)),
            Some(Waiting::LookupFailed(error)) => screen.failed(&error),
            Some(Waiting::Ended(end)) => break Some(end),
            // The stream ends with an end.
            None => break None,
            _ => {}
        }
    };
    screen.close();
    end
}

/// Where changes are shown. What can't be written is not worth ending the wait: its result is
/// reported afterwards.
enum Screen {
    /// A line for each subject, rewritten in place.
    Live {
        lines: MultiProgress,
        subjects: Vec<(String, ProgressBar)>,
    },
    /// A line for each change.
    Log,
    /// A JSON object for each change.
    Json,
}

impl Screen {
    fn new(is_json: bool) -> Self {
        let is_live = std::io::stdout().is_terminal() && std::io::stderr().is_terminal();
        match is_json {
            true => Self::Json,
            false if is_live => Self::Live {
                lines: MultiProgress::with_draw_target(ProgressDrawTarget::stderr()),
                subjects: Vec::new(),
            },
            false => Self::Log,
        }
    }

    fn show(&mut self, change: Change) {
        let Change {
            subject,
            state,
            json,
        } = change;
        match self {
            Self::Json => print(&json),
            Self::Log => print(&format!("{subject:7} {state}")),
            Self::Live { lines, subjects } => {
                let known = subjects.iter().find(|(known, _)| *known == subject);
                let line = match known {
                    Some((_, line)) => line.clone(),
                    None => {
                        let line = lines.add(line(&subject));
                        subjects.push((subject, line.clone()));
                        line
                    }
                };
                line.set_message(state);
            }
        }
    }

    fn failed(&self, error: &ReadError) {
        let message = format!("{error}; looking again");
        match self {
            Self::Json => print(
                &Object::outcome("lookup_failed")
                    .member("message", &message)
                    .member("lookup", error)
                    .end(),
            ),
            Self::Log => drop(writeln!(anstream::stderr(), "{message}")),
            Self::Live { lines, .. } => drop(lines.println(message)),
        }
    }

    /// Takes the lines away.
    fn close(&self) {
        if let Self::Live { lines, .. } = self {
            let _ = lines.clear();
        }
    }
}

/// Returns a line that shows for how long something is in its state.
fn line(subject: &str) -> ProgressBar {
    let line = ProgressBar::new_spinner().with_prefix(subject.to_owned());
    // The template is a constant, and a line without it is as good.
    let style = ProgressStyle::with_template("{spinner} {prefix:7} {wide_msg} {elapsed}");
    if let Ok(style) = style {
        line.set_style(style);
    }
    line.enable_steady_tick(Duration::from_millis(200));
    line
}

fn print(line: &str) {
    let _ = write_all(&mut anstream::stdout(), &format!("{line}\n"));
}
