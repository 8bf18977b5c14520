//! Other programs, and what is written for them.

use std::path::Path;
use std::process::{Child, Command, Stdio};

use crate::problem::{Problem, Result};

/// A process that ends with its holder.
pub(crate) struct Running(pub(crate) Child);

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// Runs a program that has to succeed.
pub(crate) fn call(command: &mut Command) -> Result<()> {
    let name = name(command);
    let status = command.status().map_err(|error| unrun(&name, &error))?;
    if status.success() {
        Ok(())
    } else {
        Err(Problem::new(format!("{name} failed")))
    }
}

/// What a program writes that has to succeed.
pub(crate) fn output(command: &mut Command) -> Result<String> {
    let name = name(command);
    let output = command
        .stderr(Stdio::inherit())
        .output()
        .map_err(|error| unrun(&name, &error))?;
    if output.status.success() {
        Ok(String::from_utf8_lossy(&output.stdout).into_owned())
    } else {
        Err(Problem::new(format!("{name} failed")))
    }
}

/// Whether a program can be run.
pub(crate) fn is_there(command: &mut Command) -> bool {
    let quiet = command.stdout(Stdio::null()).stderr(Stdio::null());
    quiet.status().is_ok_and(|status| status.success())
}

/// Makes a folder and those it is in.
pub(crate) fn folder(path: &Path) -> Result<()> {
    std::fs::create_dir_all(path)
        .map_err(|error| Problem::new(format!("can't be made: {error}")).in_file(path))
}

/// Writes a file.
pub(crate) fn write(path: &Path, text: &str) -> Result<()> {
    std::fs::write(path, text)
        .map_err(|error| Problem::new(format!("can't be written: {error}")).in_file(path))
}

fn name(command: &Command) -> String {
    command.get_program().to_string_lossy().into_owned()
}

fn unrun(name: &str, error: &std::io::Error) -> Problem {
    Problem::new(format!("{name} can't be run: {error}"))
}
