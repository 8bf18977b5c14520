//! The command `numbers`.

mod account;
mod arguments;
mod exit;
mod interrupt;
mod rent;
mod report;
mod settle;
mod show;
mod simulate;

use std::process::ExitCode;

use clap::{CommandFactory, Parser};

use crate::arguments::{Arguments, Command};
use crate::exit::Exit;
use crate::report::Report;

fn main() -> ExitCode {
    let arguments = match Arguments::try_parse() {
        Ok(arguments) => arguments,
        Err(error) => return usage(&error).into(),
    };
    log(arguments.verbose);
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build();
    match runtime {
        Ok(runtime) => runtime.block_on(run(arguments)).into(),
        Err(error) => {
            anstream::eprintln!("error: nothing was sent: the runtime can't be started: {error}");
            Exit::Internal.into()
        }
    }
}

async fn run(arguments: Arguments) -> Exit {
    match arguments.command {
        Command::Rent(rent) => rent::run(rent).await,
        Command::Show(show) => show::run(show).await,
        Command::Settle(settle) => settle::run(settle).await,
        Command::Simulate(simulate) => simulate::run(simulate).await,
        Command::Completions { shell } => {
            let mut command = Arguments::command();
            clap_complete::generate(shell, &mut command, "numbers", &mut std::io::stdout());
            Exit::Done
        }
    }
}

/// Wrong words: clap's text on stderr, and with `--output json` an object on stdout.
fn usage(error: &clap::Error) -> Exit {
    let help = !error.use_stderr();
    let json = std::env::args()
        .collect::<Vec<_>>()
        .windows(2)
        .any(|pair| matches!(pair, [flag, value] if flag == "--output" && value == "json"))
        || std::env::args().any(|argument| argument == "--output=json");
    if json && !help {
        let text = error.to_string();
        let line = text.lines().next().unwrap_or_default();
        let message = line.strip_prefix("error: ").unwrap_or(line).to_owned();
        return Report::invalid(None, vec![("arguments".to_owned(), message)]).print(true);
    }
    let _ = error.print();
    if help { Exit::Done } else { Exit::Invalid }
}

/// Traces to stderr: what `RUST_LOG` says, or our own events with `-v`.
fn log(verbose: u8) {
    use tracing_subscriber::EnvFilter;
    let quiet = match verbose {
        0 => "off",
        1 => "numbers_ext=debug",
        _ => "debug",
    };
    let filter = EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new(quiet));
    let coloured = anstream::AutoStream::choice(&std::io::stderr()) != anstream::ColorChoice::Never;
    tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(std::io::stderr)
        .with_ansi(coloured)
        .init();
}
