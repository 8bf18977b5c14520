//! The durable worker on the real engine: both are killed at random, and the simulator's
//! ledger is compared with the engine's state.

use std::path::{Path, PathBuf};
use std::process::Command;

use crate::command::{self, call, write};
use crate::problem::{Problem, Result};
use crate::verdict::Verdict;
use crate::{places, terminal};

/// What is installed, binary included.
const SERVER: &str = "@restatedev/restate-server@1.7";
/// The tests that are run, by how much time there is.
const QUICK: [&str; 3] = ["a_number", "a_token", "fifty_numbers"];
const LONG: [&str; 3] = ["a_number", "a_token", "a_thousand_numbers"];

/// Installs the engine, and runs the worker's tests on it.
pub(crate) fn run(root: &Path, quick: bool) -> Result<Verdict> {
    let root = std::fs::canonicalize(root)
        .map_err(|error| Problem::new(format!("can't be found: {error}")).in_file(root))?;
    let server = install(&root.join("target/interop/restate"))?;
    let tests = if quick { QUICK } else { LONG };
    call(
        Command::new("cargo")
            .current_dir(root.join(places::DURABLE))
            .env("RESTATE_SERVER", server)
            // What it needs is not built into the project's own folder.
            .env("CARGO_TARGET_DIR", root.join("target/durable"))
            .args(["test", "--locked", "--test", "restate", "--"])
            .args(["--ignored", "--nocapture", "--test-threads", "1"])
            .args(tests),
    )?;
    terminal::print("interop: the engine and the ledger agree\n")?;
    Ok(Verdict::Fresh)
}

fn install(place: &Path) -> Result<PathBuf> {
    if let Ok(server) = binary(place) {
        return Ok(server);
    }
    command::folder(place)?;
    write(&place.join("package.json"), "{ \"private\": true }\n")?;
    call(
        Command::new("npm")
            .current_dir(place)
            .args(["install", "--silent", SERVER]),
    )?;
    binary(place)
}

/// The server itself: npm's wrapper starts it as a child, which would survive when the wrapper
/// is killed.
fn binary(place: &Path) -> Result<PathBuf> {
    let scope = place.join("node_modules/@restatedev");
    let none = |why: String| Problem::new(why).in_file(&scope);
    let entries = std::fs::read_dir(&scope).map_err(|error| none(error.to_string()))?;
    let binaries = entries.flatten().map(|entry| {
        let name = entry.file_name().to_string_lossy().into_owned();
        let is_server = name.starts_with("restate-server-");
        is_server.then(|| entry.path().join("bin/restate-server"))
    });
    let mut binaries = binaries.flatten().filter(|path| path.exists());
    let missing = || none("has no server for this machine".to_owned());
    binaries.next().ok_or_else(missing)
}
