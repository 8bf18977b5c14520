//! What a person meets who runs the tasks: messages, exit codes, files.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod bad_documents;
mod checkout;
mod drift;
mod generate;
mod hostile_documents;
mod terminal;
mod zoo;

use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;

use tempfile::TempDir;

/// A project of its own.
struct Project(TempDir);

const ROOT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/..");
const DOCUMENT: &str = "openapi/numbers.yaml";
const GENERATED: &str = "crates/numbers-client/src/generated.rs";
const EVENTS: &str = "crates/numbers-webhooks/src/generated.rs";
const COPY: &str = "crates/numbers-sim/openapi/numbers.yaml";
const DRIFT: &str = "openapi/drift.yaml";
const MANIFEST: &str = "xtask/Cargo.toml";

/// A document that tests edit, and that stays as it is when the real one changes.
const SMALL: &str = include_str!("small.yaml");

impl Project {
    /// A project with the real documents and generated files in it.
    fn real() -> Self {
        let project = Self::empty();
        for file in [DOCUMENT, GENERATED, EVENTS, COPY, DRIFT] {
            std::fs::create_dir_all(project.path(file).parent().unwrap()).unwrap();
            std::fs::copy(Path::new(ROOT).join(file), project.path(file)).unwrap();
        }
        project
    }

    /// A project with a small document, and what is generated from it.
    fn new() -> Self {
        static FRESH: OnceLock<String> = OnceLock::new();
        let project = Self::empty();
        project.write(DOCUMENT, SMALL);
        let generated = FRESH.get_or_init(|| {
            assert_eq!(project.run(&["generate"]).0, 0);
            project.read(GENERATED)
        });
        project.write(GENERATED, generated);
        project
    }

    fn empty() -> Self {
        let project = Self(TempDir::new().unwrap());
        for file in [DOCUMENT, GENERATED, MANIFEST] {
            std::fs::create_dir_all(project.path(file).parent().unwrap()).unwrap();
        }
        project.write(MANIFEST, "");
        project
    }

    fn path(&self, file: &str) -> PathBuf {
        self.0.path().join(file)
    }

    fn read(&self, file: &str) -> String {
        std::fs::read_to_string(self.path(file)).unwrap()
    }

    fn write(&self, file: &str, text: &str) {
        std::fs::write(self.path(file), text).unwrap();
    }

    /// Replaces the first occurrence, which has to be there.
    fn edit(&self, file: &str, from: &str, to: &str) {
        let text = self.read(file);
        assert!(text.contains(from), "{from:?} is not in {file}");
        self.write(file, &text.replacen(from, to, 1));
    }

    /// The program, about to be run in the project's folder.
    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_xtask"));
        command
            .args(arguments)
            .current_dir(self.0.path())
            // Cargo says here which package's tests are run, which is another project.
            .env_remove("CARGO_MANIFEST_DIR");
        command
    }

    /// Exit code and all that was printed.
    fn run(&self, arguments: &[&str]) -> (i32, String) {
        ended(&mut self.command(arguments))
    }
}

/// Exit code and all that was printed.
fn ended(command: &mut Command) -> (i32, String) {
    let output = command.output().unwrap();
    let text = [output.stdout, output.stderr].concat();
    (
        output.status.code().unwrap(),
        String::from_utf8(text).unwrap(),
    )
}
