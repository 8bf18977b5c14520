//! Lines on a terminal that are rewritten in place.

use std::io::IsTerminal as _;
use std::time::Duration;

use indicatif::{MultiProgress, ProgressBar, ProgressDrawTarget, ProgressStyle};

/// A line for each subject.
pub(super) struct Live {
    lines: MultiProgress,
    subjects: Vec<(String, ProgressBar)>,
}

impl Live {
    /// Begins to show lines, unless nobody is at a terminal.
    pub(super) fn on_a_terminal() -> Option<Self> {
        let is_live = std::io::stdout().is_terminal() && std::io::stderr().is_terminal();
        is_live.then(|| Self {
            lines: MultiProgress::with_draw_target(ProgressDrawTarget::stderr()),
            subjects: Vec::new(),
        })
    }

    /// Shows the state of a subject in its line.
    pub(super) fn show(&mut self, subject: String, state: String) {
        let known = self.subjects.iter().find(|(known, _)| *known == subject);
        let line = match known {
            Some((_, line)) => line.clone(),
            None => {
                let line = self.lines.add(line(&subject));
                self.subjects.push((subject, line.clone()));
                line
            }
        };
        line.set_message(state);
    }

    /// Says something above the lines.
    pub(super) fn say(&self, message: &str) {
        let _ = self.lines.println(message);
    }

    /// Takes the lines away.
    pub(super) fn clear(&self) {
        let _ = self.lines.clear();
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
