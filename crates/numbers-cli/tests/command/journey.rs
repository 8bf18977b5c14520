//! A new user, who reads `numbers --help` and nothing else.

#![cfg(target_os = "linux")]

use super::terminal::{Terminal, plain};
use super::*;

/// The commands of the first steps, as the help has them.
fn first_steps() -> Vec<String> {
    let help = text(&numbers(&["--help"]).output().unwrap().stdout);
    let (_, steps) = help.split_once("First steps").unwrap();
    let lines = steps
        .lines()
        .filter_map(|line| line.strip_prefix("  numbers "));
    let commands = lines.map(|line| {
        let (command, _) = line.split_once("  ").unwrap_or((line, ""));
        format!("numbers {command}")
    });
    commands.collect()
}

/// Searches, rents, lists, updates and releases in one session with the simulator.
#[test]
fn the_first_steps_of_the_help_lead_from_a_search_to_a_release() {
    let steps = first_steps();
    let program = std::path::Path::new(env!("CARGO_BIN_EXE_numbers"));
    let path = format!(
        "{}:{}",
        program.parent().unwrap().display(),
        std::env::var("PATH").unwrap()
    );
    let (shell, steps) = steps.split_first().unwrap();
    let words: Vec<_> = shell.split(' ').skip(1).collect();
    let mut command = numbers(&words);
    command
        .env("PATH", path)
        .env("PS1", "ready> ")
        .env_remove("ENV");
    let mut terminal = Terminal::run(command);
    for step in steps {
        terminal.until("ready> ");
        terminal.type_line(step);
        if step.contains(" rent ") || step.contains(" release ") {
            terminal.until("[y/N] ");
            terminal.type_line("y");
        }
    }
    terminal.until("ready> ");
    terminal.type_line("exit 3");
    let (exit, shown) = terminal.end();
    assert_eq!(exit, 3, "{shown}");
    let spoken = shown.lines().filter(|line| !line.contains("job control"));
    let spoken: Vec<_> = spoken.skip(1).collect();
    insta::assert_snapshot!("journey", steady(&plain(&spoken.join("\n"))));
}
