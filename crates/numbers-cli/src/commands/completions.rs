//! `numbers completions`.

use std::io::Write as _;

use clap::Args;

use crate::exit::Exit;

pub(crate) const HELP: &str = "\
Example, for bash:
  numbers completions bash > ~/.local/share/bash-completion/completions/numbers";

#[derive(Debug, Args)]
pub(crate) struct CompletionsArguments {
    /// The shell
    pub(crate) shell: clap_complete::Shell,
}

pub(crate) fn run(arguments: &CompletionsArguments) -> Exit {
    let mut script = Vec::new();
    clap_complete::generate(
        arguments.shell,
        &mut crate::definition(),
        "numbers",
        &mut script,
    );
    let mut stdout = std::io::stdout();
    match stdout.write_all(&script).and_then(|()| stdout.flush()) {
        Ok(()) => Exit::Done,
        Err(_) => Exit::Internal,
    }
}
