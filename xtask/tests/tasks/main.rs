//! What a person meets who runs the tasks: messages, exit codes, files.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod drift;
mod generate;

use std::path::{Path, PathBuf};
use std::process::Command;

use tempfile::TempDir;

/// A project of its own, with the real document and generated file in it.
struct Project(TempDir);

const ROOT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/..");
const DOCUMENT: &str = "openapi/numbers.yaml";
const GENERATED: &str = "crates/numbers-client/src/generated.rs";
const DRIFT: &str = "openapi/drift.yaml";

impl Project {
    fn new() -> Self {
        let project = Self(TempDir::new().unwrap());
        for file in [DOCUMENT, GENERATED, DRIFT] {
            let to = project.path(file);
            std::fs::create_dir_all(to.parent().unwrap()).unwrap();
            std::fs::copy(Path::new(ROOT).join(file), to).unwrap();
        }
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

    /// Exit code and all that was printed.
    fn run(&self, arguments: &[&str]) -> (i32, String) {
        let output = Command::new(env!("CARGO_BIN_EXE_xtask"))
            .arg("--root")
            .arg(self.0.path())
            .args(arguments)
            .current_dir(self.0.path())
            .output()
            .unwrap();
        let text = [output.stdout, output.stderr].concat();
        (
            output.status.code().unwrap(),
            String::from_utf8(text).unwrap(),
        )
    }
}
