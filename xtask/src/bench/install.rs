//! The official SDKs, installed below `target/bench`, nothing globally.

use std::path::{Path, PathBuf};
use std::process::Command;

use super::canonical;
use crate::command::{call, folder, is_there, write};
use crate::problem::Result;
use crate::terminal::print;
use crate::verdict::Verdict;

const SINCH_PYTHON: &str = "sinch==2.3.0";
/// The newest whose dependencies were all to be had.
const SINCH_NODE: &str = "@sinch/sdk-core@1.4.0";

/// Installs what can be; what can't is said, and left out of the table.
pub(crate) fn run(root: &Path) -> Result<Verdict> {
    folder(&place(root))?;
    let root = &canonical(root)?;
    for (what, installed) in [
        ("Python", official_python(root)),
        ("Node", official_node(root)),
    ] {
        print(&match installed {
            Ok(()) => format!("the official {what} SDK: installed\n"),
            Err(problem) => format!("the official {what} SDK: left out: {problem}\n"),
        })?;
    }
    Ok(Verdict::Fresh)
}

/// Returns the Python that has the official SDK.
pub(super) fn python(root: &Path) -> PathBuf {
    place(root).join("python/bin/python")
}

pub(super) fn has_python(root: &Path) -> bool {
    is_there(Command::new(python(root)).args(["-c", "import sinch"]))
}

pub(super) fn has_node(root: &Path) -> bool {
    place(root)
        .join("node/node_modules/@sinch/numbers")
        .exists()
}

fn place(root: &Path) -> PathBuf {
    root.join("target/bench")
}

fn official_python(root: &Path) -> Result<()> {
    let environment = place(root).join("python");
    call(
        Command::new("python3")
            .args(["-m", "venv"])
            .arg(environment),
    )?;
    call(Command::new(python(root)).args(["-m", "pip", "install", "--quiet", SINCH_PYTHON]))
}

fn official_node(root: &Path) -> Result<()> {
    let place = place(root).join("node");
    folder(&place)?;
    write(&place.join("package.json"), "{ \"private\": true }\n")?;
    let mut npm = Command::new("npm");
    call(
        npm.current_dir(place)
            .args(["install", "--silent", SINCH_NODE]),
    )
}
