//! Traces on stderr.

use anstream::{AutoStream, ColorChoice};
use tracing_subscriber::EnvFilter;

/// Begins to trace what `RUST_LOG` asks for, or our own events with `-v`.
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
        // A stderr that can't be written to is no reason to panic after a rental.
        .log_internal_errors(false)
        .init();
}
