//! Other people's clients, installed below `target/bench`, nothing globally.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use crate::command::{call, folder, installed, write};
use crate::problem::Problem;
use crate::{Result, Verdict, places};

const SINCH_PYTHON: &str = "sinch==2.3.0";
/// The newest whose dependencies were all to be had.
const SINCH_NODE: &str = "@sinch/sdk-core@1.4.0";
const OPENAPI_GENERATOR: &str = "openapi-generator-cli==7.26.0";
const OPENAPI_TO_RUST: &str = "openapi-to-rust@0.23.0";

/// What is installed and what it is called.
type Installation = (&'static str, fn(&Path) -> Result<()>);

const ALL: [Installation; 3] = [
    ("the official Python SDK", official_python),
    ("the official Node SDK", official_node),
    ("clients by other generators", other_generators),
];

/// Installs what can be; what can't is said, and left out of the table.
pub(crate) fn run(root: &Path) -> Result<Verdict> {
    folder(&place(root))?;
    let root = std::fs::canonicalize(root)
        .map_err(|error| Problem::new(format!("can't be found: {error}")).in_file(root))?;
    for (what, install) in ALL {
        match install(&root) {
            Ok(()) => println!("{what}: installed"),
            Err(problem) => println!("{what}: left out: {problem}"),
        }
    }
    Ok(Verdict::Fresh)
}

/// The Python that has the official SDK.
pub(super) fn python(root: &Path) -> PathBuf {
    place(root).join("python/bin/python")
}

/// Where the official Node SDK is.
pub(super) fn node_modules(root: &Path) -> PathBuf {
    place(root).join("node/node_modules")
}

/// The program with the clients by other generators.
pub(super) fn generators(root: &Path) -> PathBuf {
    place(root).join("generators/release/generators")
}

/// The crate that openapi-generator makes.
pub(super) fn openapi_generator(root: &Path) -> PathBuf {
    place(root).join("openapi-generator")
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
    call(Command::new(python(root)).args([
        "-m",
        "pip",
        "install",
        "--quiet",
        SINCH_PYTHON,
        OPENAPI_GENERATOR,
    ]))
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

fn other_generators(root: &Path) -> Result<()> {
    let document = root.join(places::DOCUMENT);
    // Its launcher is a Python program, its generator a Java one.
    let launcher = place(root).join("python/bin/openapi-generator-cli");
    call(
        Command::new(launcher)
            .args(["generate", "--generator-name", "rust", "--input-spec"])
            .arg(&document)
            .arg("--output")
            .arg(openapi_generator(root))
            .arg("--additional-properties=packageName=openapi-generator-client,library=reqwest")
            .stdout(Stdio::null()),
    )?;
    call(
        Command::new(installed(root, OPENAPI_TO_RUST)?)
            .arg("generate")
            .arg(&document)
            .arg("--output-dir")
            .arg(place(root).join("openapi-to-rust"))
            .args(["--module-name", "numbers", "--quiet"]),
    )?;
    call(
        Command::new("cargo")
            .current_dir(root.join(places::BENCH).join("others/generators"))
            .args(["build", "--release", "--quiet", "--target-dir"])
            .arg(place(root).join("generators")),
    )
}
