//! Logging to stderr.

use anstream::{AutoStream, ColorChoice};
use tracing_subscriber::EnvFilter;

/// Starts to log to stderr: what `RUST_LOG` asks for or, without it, the events of numbers-ext
/// with `-v` and those of all crates with `-vv`.
pub(crate) fn begin(verbose: u8) {
    let quiet = match verbose {
        0 => "off",
        1 => "numbers_ext=debug",
        _ => "debug",
    };
    let filter = EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new(quiet));
    let is_coloured = AutoStream::choice(&std::io::stderr()) != ColorChoice::Never;
    tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(std::io::stderr)
        .with_ansi(is_coloured)
        // Nothing may panic after a rental because stderr can't be written to.
        .log_internal_errors(false)
        .init();
}
