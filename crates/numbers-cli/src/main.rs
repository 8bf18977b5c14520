//! The command-line interface `numbers`.

mod account;
mod act;
mod call;
mod commands;
mod configuration;
mod confirm;
#[cfg_attr(not(feature = "profiles"), path = "environment.rs")]
mod credentials;
mod exit;
mod filter;
mod input;
mod json;
mod log;
mod progress;
mod reading;
mod report;
#[cfg(feature = "schema")]
mod schema;
mod shell;
mod signals;
mod simulation;
mod unread;
mod violations;
mod waiting;

use std::process::ExitCode;

use clap::{ArgAction, CommandFactory, Parser};

use crate::commands::Command;
use crate::exit::Exit;
use crate::report::Report;

const HELP: &str = "\
First steps, without an account:
  numbers simulate -- sh                              a shell that uses a simulator; in it:
  numbers search --region US --type local             numbers, and what they cost
  numbers rent +12025550134 --sms-plan demo           rent one
  numbers list                                        what the project holds
  numbers update +12025550134 --display-name Desk
  numbers release +12025550134                        give it back
Exit codes: 0 done, 1 internal error, 2 invalid input, 3 rejected or not found, 4 not sent or
not done, 5 unknown, 6 failed while it was waited for, 7 timed out. Each command's --help says what they mean for it.";

/// Rents phone numbers with the Sinch Numbers API, and says what happened to the money.
///
#[derive(Debug, Parser)]
#[command(name = "numbers", version, after_help = HELP)]
#[cfg_attr(
    feature = "profiles",
    doc = "The project and its access key come from --credentials or --profile, from the environment \
        (SINCH_PROJECT_ID, SINCH_KEY_ID, SINCH_KEY_SECRET), or from the profile `default`, which \
        `numbers auth login` stores."
)]
#[cfg_attr(
    not(feature = "profiles"),
    doc = "The project and its access key come from the environment (SINCH_PROJECT_ID, SINCH_KEY_ID, \
        SINCH_KEY_SECRET)."
)]
struct Arguments {
    /// Log to stderr (-vv includes dependencies). RUST_LOG overrides
    #[arg(short, long, global = true, action = ArgAction::Count, display_order = 1000)]
    verbose: u8,
    #[command(subcommand)]
    command: Command,
}

fn main() -> ExitCode {
    let arguments = match Arguments::try_parse() {
        Ok(arguments) => arguments,
        Err(error) => return usage(&error).into(),
    };
    log::begin(arguments.verbose);
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build();
    let exit = match runtime {
        Ok(runtime) => {
            let exit = runtime.block_on(commands::run(arguments.command));
            // Dropping the runtime would wait for a name resolution that hangs.
            runtime.shutdown_background();
            exit
        }
        Err(error) => {
            Report::internal(&format!("the runtime can't be started: {error}")).print(false)
        }
    };
    exit.into()
}

/// Reports arguments that can't be parsed: clap's text on stderr or, with `--output json`, an
/// object on stdout.
fn usage(error: &clap::Error) -> Exit {
    if !error.use_stderr() {
        // Help and version.
        return if error.print().is_ok() {
            Exit::Done
        } else {
            Exit::Internal
        };
    }
    if asks_for_json() {
        let text = error.to_string();
        let about: Vec<_> = text
            .lines()
            .map(str::trim)
            .filter(|line| !line.is_empty())
            .take_while(|line| !line.starts_with("Usage:"))
            .collect();
        let about = about.join(" ");
        let message = about.strip_prefix("error: ").unwrap_or(&about).to_owned();
        return Report::invalid(None, vec![("arguments".to_owned(), message)]).print(true);
    }
    let _ = error.print();
    Exit::Invalid
}

fn asks_for_json() -> bool {
    let arguments: Vec<_> = std::env::args_os().collect();
    let pairs = arguments.windows(2);
    pairs
        .filter_map(|pair| Some((pair.first()?, pair.last()?)))
        .any(|(flag, value)| flag == "--output" && value == "json")
        || arguments.iter().any(|argument| argument == "--output=json")
}

/// The definition of the arguments, for completion scripts.
fn definition() -> clap::Command {
    Arguments::command()
}
