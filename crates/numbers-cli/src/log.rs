//! Logging to stderr.

use anstream::{AutoStream, ColorChoice};
use tracing_subscriber::filter::{LevelFilter, Targets};
use tracing_subscriber::layer::SubscriberExt as _;
use tracing_subscriber::util::SubscriberInitExt as _;

/// Starts to log to stderr: what `RUST_LOG` asks for or, without it, the events of numbers-ext
/// with `-v` and those of all crates with `-vv`.
pub(crate) fn begin(verbose: u8) {
    let quiet = match verbose {
        0 => Targets::new(),
        1 => Targets::new().with_target("numbers_ext", LevelFilter::DEBUG),
        _ => Targets::new().with_default(LevelFilter::DEBUG),
    };
    let asked = std::env::var("RUST_LOG").ok();
    let filter = asked.and_then(|text| text.parse().ok()).unwrap_or(quiet);
    let is_coloured = AutoStream::choice(&std::io::stderr()) != ColorChoice::Never;
    let lines = tracing_subscriber::fmt::layer()
        .with_writer(std::io::stderr)
        .with_ansi(is_coloured)
        // Nothing may panic after a rental because stderr can't be written to.
        .log_internal_errors(false);
    // A program has one log; where another is installed already, that one stays.
    let _ = tracing_subscriber::registry()
        .with(lines)
        .with(filter)
        .try_init();
}
