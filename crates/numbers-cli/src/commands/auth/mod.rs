//! `numbers auth`.

mod login;
mod prompt;
mod status;

use clap::Subcommand;

use crate::exit::Exit;

#[derive(Debug, Subcommand)]
pub(crate) enum AuthCommand {
    /// Store the access key of a project as a profile
    #[command(after_help = login::HELP)]
    Login(Box<login::LoginArguments>),
    /// Show which credentials are used, and whether the service accepts them
    #[command(after_help = status::HELP)]
    Status(status::StatusArguments),
}

pub(crate) async fn run(command: AuthCommand) -> Exit {
    match command {
        AuthCommand::Login(arguments) => login::run(*arguments).await,
        AuthCommand::Status(arguments) => status::run(arguments).await,
    }
}
