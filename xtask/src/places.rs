//! Where the project's files are, and where the project is.

use std::path::{Path, PathBuf};

use crate::problem::{Problem, Result};

pub(crate) const DOCUMENT: &str = "openapi/numbers.yaml";
pub(crate) const KNOWN_DRIFT: &str = "openapi/drift.yaml";
pub(crate) const CLIENT: &str = "crates/numbers-client/src/generated.rs";
pub(crate) const EVENTS: &str = "crates/numbers-webhooks/src/generated.rs";
/// The document that travels with the simulator's package.
pub(crate) const COPY: &str = "crates/numbers-sim/openapi/numbers.yaml";
pub(crate) const CHANGES: &str = "CHANGELOG.md";
pub(crate) const BENCH: &str = "crates/numbers-bench";
/// The worker for a durable engine, a workspace of its own.
pub(crate) const DURABLE: &str = "crates/numbers-durable";

/// The manifest by which a folder is recognised as the project's.
const MANIFEST: &str = "xtask/Cargo.toml";

/// The project's folder: the one that cargo runs this program for, or else the nearest one
/// above the current folder.
pub(crate) fn root() -> Result<PathBuf> {
    // Set by cargo when it runs the program; the program itself may have been built elsewhere.
    let package = std::env::var_os("CARGO_MANIFEST_DIR").map(PathBuf::from);
    let run_for = package
        .as_deref()
        .and_then(Path::parent)
        .map(Path::to_owned);
    let here = std::env::current_dir()
        .map_err(|error| Problem::new(format!("the current folder can't be found: {error}")))?;
    run_for
        .into_iter()
        .chain(here.ancestors().map(Path::to_owned))
        .find(|folder| folder.join(MANIFEST).is_file())
        .ok_or_else(|| {
            Problem::new(format!(
                "no project is here: {MANIFEST} is in no folder above"
            ))
            .in_file(here)
        })
}
