//! The commands, one file each.

#[cfg(feature = "bulk")]
mod bulk;
mod completions;
mod get;
#[cfg(feature = "manual")]
mod manual;
#[cfg(feature = "simulate")]
mod probe;
mod reconcile;
mod rent;
#[cfg(feature = "schema")]
mod schema;
#[cfg(feature = "simulate")]
mod simulate;

use clap::Subcommand;

use crate::exit::Exit;

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Rent a phone number; this spends money
    #[command(after_help = rent::EXIT_CODES)]
    Rent(Box<rent::RentArguments>),
    /// Look up whether the project holds a number
    #[command(after_help = get::EXIT_CODES)]
    Get(get::GetArguments),
    /// Find out what became of a rental request whose response was lost
    #[command(after_help = reconcile::EXIT_CODES)]
    Reconcile(Box<reconcile::ReconcileArguments>),
    /// Rent many numbers from a plan, with a journal that survives a crash
    #[cfg(feature = "bulk")]
    #[command(subcommand)]
    Bulk(bulk::BulkCommand),
    /// Run the API as a local server, to try things out without an account
    #[cfg(feature = "simulate")]
    Simulate(Box<simulate::SimulateArguments>),
    /// Print the JSON Schema of what --output json prints
    #[cfg(feature = "schema")]
    Schema,
    /// Print a completion script for a shell
    Completions(completions::CompletionsArguments),
    /// Write the manual pages into a folder
    #[cfg(feature = "manual")]
    Manual(manual::ManualArguments),
}

pub(crate) async fn run(command: Command) -> Exit {
    match command {
        Command::Rent(arguments) => rent::run(*arguments).await,
        Command::Get(arguments) => get::run(arguments).await,
        Command::Reconcile(arguments) => reconcile::run(*arguments).await,
        #[cfg(feature = "bulk")]
        Command::Bulk(command) => bulk::run(command).await,
        #[cfg(feature = "simulate")]
        Command::Simulate(arguments) => simulate::run(*arguments).await,
        #[cfg(feature = "schema")]
        Command::Schema => schema::run(),
        Command::Completions(arguments) => completions::run(&arguments),
        #[cfg(feature = "manual")]
        Command::Manual(arguments) => manual::run(&arguments),
    }
}
