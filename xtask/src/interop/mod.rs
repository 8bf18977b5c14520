//! Our document in other people's hands: schemathesis against the simulator, the client
//! against Prism. Both are installed below `target/interop`, nothing globally.

pub(crate) mod restate;

use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use crate::command::{self, Running, call, write};
use crate::problem::{Problem, Result};
use crate::verdict::Verdict;
use crate::{places, terminal};

/// Operations of which no schema says all that the service asks for, so that a request that is
/// valid by the schema may be refused: a page token is one that was given, a campaign needs a
/// plan, a part of a form has a name, and a quantity is what the stock has.
const ASKS_FOR_MORE: [&str; 4] = [
    "NumberService_ListActiveNumbers",
    "NumberService_UpdateActiveNumber",
    "UploadNumberOrderAttachment",
    "CreateNumberOrder",
];
/// How many cases each phase of schemathesis makes at the most.
const CASES: &str = "200";
/// What is installed; a range of patches would be no fixed opponent.
const SCHEMATHESIS: &str = "schemathesis==4.32.5";
const PRISM: &str = "@stoplight/prism-cli@5";

/// Runs both.
pub(crate) fn run(root: &Path) -> Result<Verdict> {
    let place = root.join("target/interop");
    command::folder(&place)?;
    let root = std::fs::canonicalize(root)
        .map_err(|error| Problem::new(format!("can't be found: {error}")).in_file(root))?;
    let place = root.join("target/interop");
    schemathesis(&root, &place)?;
    prism(&root, &place)?;
    terminal::print("interop: all passed\n")?;
    Ok(Verdict::Fresh)
}

fn schemathesis(root: &Path, place: &Path) -> Result<()> {
    let python = place.join("venv/bin/python");
    if !place.join("venv/bin/schemathesis").exists() {
        call(
            Command::new("python3")
                .args(["-m", "venv"])
                .arg(place.join("venv")),
        )?;
        call(Command::new(&python).args(["-m", "pip", "install", "--quiet", SCHEMATHESIS]))?;
    }
    call(Command::new("cargo").current_dir(root).args([
        "build",
        "--quiet",
        "--package",
        "numbers-cli",
    ]))?;
    let mut simulator = Running(
        Command::new(binary(root))
            .args(["simulate", "--listen", "127.0.0.1:0", "--output", "json"])
            .stdout(Stdio::piped())
            .spawn()
            .map_err(|error| Problem::new(format!("the simulator can't be started: {error}")))?,
    );
    let ready = first_line(&mut simulator.0)?;
    let field = |name: &str| {
        ready
            .get(name)
            .and_then(serde_json::Value::as_str)
            .unwrap_or_default()
    };
    // The simulator has only one project. Schemathesis learns of it from the schema, since a
    // parameter that is overridden would make its negative cases positive.
    let document = std::fs::read_to_string(root.join(places::DOCUMENT)).map_err(|error| {
        Problem::new(format!("can't be read: {error}")).in_file(places::DOCUMENT)
    })?;
    let anchor = "    ProjectId:\n      type: string\n";
    let pinned = document.replacen(
        anchor,
        &format!("{anchor}      enum:\n        - {}\n", field("project")),
        1,
    );
    if pinned == document {
        return Err(
            Problem::new("the schema ProjectId is not where it is to be pinned")
                .in_file(places::DOCUMENT),
        );
    }
    let settings = format!(
        "base-url = \"{}\"\n[auth.openapi.Basic]\nusername = \"{}\"\npassword = \"{}\"\n",
        field("url"),
        field("keyId"),
        field("keySecret")
    );
    let settings = ASKS_FOR_MORE.iter().fold(settings, |settings, operation| {
        format!(
            "{settings}[[operations]]\ninclude-operation-id = \"{operation}\"\n\
             checks.positive_data_acceptance.expected-statuses = \
             [\"2xx\", \"400\", \"401\", \"403\", \"404\"]\n"
        )
    });
    write(&place.join("pinned.yaml"), &pinned)?;
    write(&place.join("schemathesis.toml"), &settings)?;
    call(
        Command::new(place.join("venv/bin/schemathesis"))
            .current_dir(place)
            .args(["--config-file", "schemathesis.toml", "run", "pinned.yaml"])
            .args([
                "--checks",
                "all",
                "--max-examples",
                CASES,
                "--generation-database",
                "none",
            ]),
    )
}

fn prism(root: &Path, place: &Path) -> Result<()> {
    let folder = place.join("prism");
    if !folder.join("node_modules/.bin/prism").exists() {
        command::folder(&folder)?;
        write(&folder.join("package.json"), "{ \"private\": true }\n")?;
        call(
            Command::new("npm")
                .current_dir(&folder)
                .args(["install", "--silent", PRISM]),
        )?;
    }
    let port = std::net::TcpListener::bind(("127.0.0.1", 0))
        .and_then(|listener| listener.local_addr())
        .map_err(|error| Problem::new(format!("no port is free: {error}")))?
        .port();
    let mut server = Running(
        Command::new(folder.join("node_modules/.bin/prism"))
            .args(["mock", "--host", "127.0.0.1", "--port", &port.to_string()])
            .arg(root.join(places::DOCUMENT))
            .stdout(Stdio::piped())
            .spawn()
            .map_err(|error| Problem::new(format!("Prism can't be started: {error}")))?,
    );
    let output = server
        .0
        .stdout
        .take()
        .ok_or_else(|| Problem::new("Prism has no output"))?;
    let mut lines = BufReader::new(output)
        .lines()
        .map_while(std::io::Result::ok);
    if !lines.any(|line| line.contains("is listening")) {
        return Err(Problem::new("Prism ended before it listened"));
    }
    // Prism's log has to be read on, or it would stop when the pipe is full.
    std::thread::spawn(move || lines.for_each(drop));
    call(
        Command::new("cargo")
            .current_dir(root)
            .env("PRISM_URL", format!("http://127.0.0.1:{port}"))
            .args([
                "test",
                "--package",
                "numbers-tests",
                "--test",
                "prism",
                "--",
                "--ignored",
            ]),
    )
}

fn binary(root: &Path) -> PathBuf {
    let target =
        std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| root.join("target"), PathBuf::from);
    target.join("debug/numbers")
}

/// What the simulator prints once it is ready.
fn first_line(child: &mut Child) -> Result<serde_json::Value> {
    let output = child
        .stdout
        .take()
        .ok_or_else(|| Problem::new("the simulator has no output"))?;
    let mut line = String::new();
    BufReader::new(output)
        .read_line(&mut line)
        .map_err(|error| Problem::new(format!("the simulator says nothing: {error}")))?;
    serde_json::from_str(&line)
        .map_err(|error| Problem::new(format!("the simulator is not ready: {error}")))
}
