//! What a person sees while a run goes on.

use std::io::{IsTerminal as _, Write as _};
use std::time::{Duration, Instant};

use indicatif::{HumanCount, HumanDuration, ProgressBar, ProgressDrawTarget, ProgressStyle};
use numbers_bulk::Progress;

/// How often the bar is drawn.
pub(crate) const TICK: Duration = Duration::from_millis(200);
/// How often there is a line where stderr is no terminal.
const LINE: Duration = Duration::from_secs(60);

/// A bar on a terminal, a line a minute elsewhere. Both are on stderr.
#[derive(Debug)]
pub(crate) struct Meter {
    begun: Instant,
    bar: Option<ProgressBar>,
    last_line: Instant,
}

impl Meter {
    pub(crate) fn begin() -> Self {
        let bar = std::io::stderr().is_terminal().then(|| {
            let bar = ProgressBar::with_draw_target(None, ProgressDrawTarget::stderr());
            // The template is a constant, and a bar without it is as good.
            if let Ok(style) = ProgressStyle::with_template("{bar:24} {wide_msg}") {
                bar.set_style(style);
            }
            bar
        });
        let now = Instant::now();
        Self {
            begun: now,
            bar,
            last_line: now,
        }
    }

    /// Shows how far the run is, when it is time to.
    pub(crate) fn show(&mut self, progress: &Progress) {
        match &self.bar {
            Some(bar) => {
                bar.set_length(total(progress));
                bar.set_position(done(progress));
                bar.set_message(describe(progress, self.begun.elapsed()));
            }
            None if self.last_line.elapsed() >= LINE => {
                self.last_line = Instant::now();
                let line = describe(progress, self.begun.elapsed());
                let _ = writeln!(std::io::stderr(), "{line}");
            }
            None => {}
        }
    }

    /// Says something beside the bar.
    pub(crate) fn say(&self, line: &str) {
        match &self.bar {
            Some(bar) => bar.suspend(|| drop(writeln!(std::io::stderr(), "{line}"))),
            None => drop(writeln!(std::io::stderr(), "{line}")),
        }
    }

    /// Takes the bar away.
    pub(crate) fn end(&self) {
        if let Some(bar) = &self.bar {
            bar.finish_and_clear();
        }
    }
}

fn total(progress: &Progress) -> u64 {
    progress.tally.total() + progress.in_flight
}

fn done(progress: &Progress) -> u64 {
    progress.tally.total() - progress.tally.planned
}

fn describe(progress: &Progress, elapsed: Duration) -> String {
    let tally = &progress.tally;
    let seconds = elapsed.as_secs_f64().max(0.001);
    #[allow(clippy::cast_precision_loss, reason = "a rate that is shown")]
    let rate = progress.ended as f64 / seconds;
    let mut text = format!(
        "{} of {}: {} {}, {} rejected, {} unknown",
        HumanCount(done(progress)),
        HumanCount(total(progress)),
        HumanCount(tally.done),
        progress.operation.participle(),
        HumanCount(tally.rejected),
        HumanCount(tally.unknown),
    );
    for price in &progress.spent {
        text.push_str(&format!(", {price}"));
    }
    text.push_str(&format!("; {rate:.1} a second"));
    #[allow(clippy::cast_precision_loss, reason = "a time that is shown")]
    let left = (tally.planned + progress.in_flight) as f64 / rate;
    if left.is_finite()
        && left > 0.0
        && let Ok(left) = Duration::try_from_secs_f64(left)
    {
        text.push_str(&format!(", {} left", HumanDuration(left)));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_says_rate_outcomes_cost_and_time_left() {
        let mut progress = Progress::default();
        (progress.tally.planned, progress.in_flight) = (5_900, 100);
        (progress.tally.done, progress.tally.rejected) = (3_990, 10);
        progress.ended = 4_000;
        progress.spent = vec![numbers_ext::Price::new(7_980.into(), "USD")];
        assert_eq!(
            describe(&progress, Duration::from_secs(100)),
            "4,000 of 10,000: 3,990 rented, 10 rejected, 0 unknown, 7980 USD; 40.0 a second, 3 minutes left"
        );
        let begun = describe(&Progress::default(), Duration::ZERO);
        assert!(begun.ends_with("; 0.0 a second"), "{begun}");
    }
}
