//! The commands, one file each.

#[cfg(feature = "profiles")]
mod auth;
#[cfg(feature = "bulk")]
mod bulk;
mod callbacks;
mod check;
mod completions;
mod emergency;
mod explain;
mod get;
mod help;
mod list;
mod listen;
#[cfg(feature = "manual")]
mod manual;
mod orders;
#[cfg(feature = "simulate")]
mod probe;
mod reconcile;
mod regions;
mod release;
mod rent;
#[cfg(feature = "schema")]
mod schema;
mod search;
#[cfg(feature = "simulate")]
mod simulate;
mod update;
mod wait;

use clap::Subcommand;

use crate::confirm::GivingUpArguments;
use crate::exit::Exit;
use crate::reading::NumberArguments;

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Search for numbers that can be rented, with their prices
    #[command(after_help = search::HELP)]
    Search(search::SearchArguments),
    /// Look up whether a number can be rented, and what it costs
    #[command(after_help = check::HELP)]
    Check(NumberArguments),
    /// List the countries that have numbers
    #[command(after_help = regions::HELP)]
    Regions(regions::RegionsArguments),
    /// Rent a phone number; this spends money
    #[command(after_help = rent::HELP)]
    Rent(Box<rent::RentArguments>),
    /// List the numbers that the project holds
    #[command(after_help = list::HELP)]
    List(Box<list::ListArguments>),
    /// Look up whether the project holds a number
    #[command(after_help = get::HELP)]
    Get(NumberArguments),
    /// Change a number: its name, SMS, voice, callback URL
    #[command(after_help = update::HELP)]
    Update(Box<update::UpdateArguments>),
    /// Wait until the SMS and voice configuration of a number is in force
    #[command(after_help = wait::HELP, mut_args = wait::for_waiting)]
    Wait(wait::WaitArguments),
    /// Give a number back; this can't be undone
    #[command(after_help = release::HELP)]
    Release(Box<GivingUpArguments>),
    /// Find out what became of a call whose response was lost
    #[command(after_help = reconcile::HELP, mut_args = reconcile::of_a_call)]
    Reconcile(Box<reconcile::ReconcileArguments>),
    /// Rent, release or update many numbers from a plan, with a journal that survives a crash
    #[cfg(feature = "bulk")]
    #[command(subcommand)]
    Bulk(bulk::BulkCommand),
    /// Order numbers that require documents
    #[command(subcommand, after_help = orders::HELP)]
    Orders(orders::OrdersCommand),
    /// Manage the emergency address of a number
    #[command(subcommand, after_help = emergency::HELP)]
    Emergency(emergency::EmergencyCommand),
    /// Manage how webhook events are signed
    #[command(subcommand)]
    Callbacks(callbacks::CallbacksCommand),
    /// Receive webhook events, verify and print them
    #[command(after_help = listen::HELP)]
    Listen(listen::ListenArguments),
    /// Explain a failure code of provisioning, and what helps
    #[command(after_help = explain::HELP)]
    Explain(explain::ExplainArguments),
    /// Store credentials, and show which ones are used
    #[cfg(feature = "profiles")]
    #[command(subcommand)]
    Auth(auth::AuthCommand),
    /// Run the API as a local server, to try things out without an account
    #[cfg(feature = "simulate")]
    #[command(after_help = simulate::HELP)]
    Simulate(Box<simulate::SimulateArguments>),
    /// Print the JSON Schema of what --output json prints
    #[cfg(feature = "schema")]
    Schema,
    /// Print a completion script for a shell
    #[command(after_help = completions::HELP)]
    Completions(completions::CompletionsArguments),
    /// Write the manual pages into a folder
    #[cfg(feature = "manual")]
    Manual(manual::ManualArguments),
}

pub(crate) async fn run(command: Command) -> Exit {
    match command {
        Command::Search(arguments) => search::run(arguments).await,
        Command::Check(arguments) => check::run(arguments).await,
        Command::Regions(arguments) => regions::run(arguments).await,
        Command::Rent(arguments) => rent::run(*arguments).await,
        Command::List(arguments) => list::run(*arguments).await,
        Command::Get(arguments) => get::run(arguments).await,
        Command::Update(arguments) => update::run(*arguments).await,
        Command::Wait(arguments) => wait::run(arguments).await,
        Command::Release(arguments) => release::run(*arguments).await,
        Command::Reconcile(arguments) => reconcile::run(*arguments).await,
        #[cfg(feature = "bulk")]
        Command::Bulk(command) => bulk::run(command).await,
        Command::Orders(command) => orders::run(command).await,
        Command::Emergency(command) => emergency::run(command).await,
        Command::Callbacks(command) => callbacks::run(command).await,
        Command::Listen(arguments) => listen::run(arguments).await,
        Command::Explain(arguments) => explain::run(&arguments),
        #[cfg(feature = "profiles")]
        Command::Auth(command) => auth::run(command).await,
        #[cfg(feature = "simulate")]
        Command::Simulate(arguments) => simulate::run(*arguments).await,
        #[cfg(feature = "schema")]
        Command::Schema => schema::run(),
        Command::Completions(arguments) => completions::run(&arguments),
        #[cfg(feature = "manual")]
        Command::Manual(arguments) => manual::run(&arguments),
    }
}
