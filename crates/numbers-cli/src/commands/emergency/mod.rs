//! `numbers emergency`.

mod address;
mod get;
mod remove;
mod set;
mod validate;

use clap::Subcommand;

use crate::commands::help;
use crate::confirm::GivingUpArguments;
use crate::exit::Exit;
use crate::reading::NumberArguments;

pub(crate) const HELP: &str = "\
Help is sent to the emergency address of a number when it calls for help and the caller can't
say where they are. Validate an address before it is set.";

#[derive(Debug, Subcommand)]
pub(crate) enum EmergencyCommand {
    /// Show the emergency address of a number
    #[command(after_help = help::read(get::EXAMPLE, Some("the number has none")))]
    Get(NumberArguments),
    /// Check an address, without setting it
    #[command(after_help = help::read(validate::EXAMPLE, Some("no such address is known")))]
    Validate(validate::ValidateArguments),
    /// Set the emergency address of a number; this may be charged for
    #[command(after_help = help::call(set::EXAMPLE))]
    Set(Box<set::SetArguments>),
    /// Remove the emergency address of a number
    #[command(after_help = help::call(remove::EXAMPLE))]
    Remove(Box<GivingUpArguments>),
}

pub(crate) async fn run(command: EmergencyCommand) -> Exit {
    match command {
        EmergencyCommand::Get(arguments) => get::run(arguments).await,
        EmergencyCommand::Validate(arguments) => validate::run(arguments).await,
        EmergencyCommand::Set(arguments) => set::run(*arguments).await,
        EmergencyCommand::Remove(arguments) => remove::run(*arguments).await,
    }
}
