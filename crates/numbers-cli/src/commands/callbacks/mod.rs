//! `numbers callbacks`.

mod secret;

use clap::Subcommand;

use crate::commands::help;
use crate::exit::Exit;

#[derive(Debug, Subcommand)]
pub(crate) enum CallbacksCommand {
    /// Manage the secret that signs webhook events
    #[command(subcommand)]
    Secret(SecretCommand),
}

#[derive(Debug, Subcommand)]
pub(crate) enum SecretCommand {
    /// Say whether the project has a secret, or print it
    #[command(after_help = help::read(secret::GET_EXAMPLE, Some("the project has none")))]
    Get(secret::GetArguments),
    /// Set the secret, from a file or from stdin
    #[command(after_help = help::call(secret::SET_EXAMPLE))]
    Set(Box<secret::SetArguments>),
}

pub(crate) async fn run(command: CallbacksCommand) -> Exit {
    match command {
        CallbacksCommand::Secret(SecretCommand::Get(arguments)) => secret::get(arguments).await,
        CallbacksCommand::Secret(SecretCommand::Set(arguments)) => secret::set(*arguments).await,
    }
}
