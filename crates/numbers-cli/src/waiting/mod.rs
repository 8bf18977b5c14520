//! Waiting on behalf of somebody: what is shown meanwhile.

#[cfg(feature = "progress")]
mod live;

use std::io::Write as _;

use futures_util::StreamExt as _;
use numbers_ext::{Progressing, ReadError, Waiting};

use crate::json::Object;
use crate::report::write_all;
use crate::signals::Signals;
#[cfg(feature = "progress")]
use crate::waiting::live::Live;

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
    #[cfg(feature = "progress")]
    Live(Live),
    /// A line for each change.
    Log,
    /// A JSON object for each change.
    Json,
}

impl Screen {
    fn new(is_json: bool) -> Self {
        if is_json {
            return Self::Json;
        }
        #[cfg(feature = "progress")]
        if let Some(live) = Live::on_a_terminal() {
            return Self::Live(live);
        }
        Self::Log
    }

    fn show(&mut self, change: Change) {
        match self {
            Self::Json => print(&change.json),
            Self::Log => print(&format!("{:7} {}", change.subject, change.state)),
            #[cfg(feature = "progress")]
            Self::Live(live) => live.show(change.subject, change.state),
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
            #[cfg(feature = "progress")]
            Self::Live(live) => live.say(&message),
        }
    }

    /// Takes away what was shown for the time being.
    fn close(&self) {
        #[cfg(feature = "progress")]
        if let Self::Live(live) = self {
            live.clear();
        }
    }
}

fn print(line: &str) {
    let _ = write_all(&mut anstream::stdout(), &format!("{line}\n"));
}
