//! `numbers orders`.

mod attach;
mod create;
mod get;
mod register;
mod requirements;
mod submit;
mod wait;

use clap::Subcommand;

use crate::commands::{help, wait::for_waiting};
use crate::exit::Exit;

pub(crate) const HELP: &str = "\
An order from beginning to end:
  numbers orders requirements --region AU --type mobile
  numbers search --region AU --type mobile
  numbers orders create --region AU --type mobile --phone PHONE
  numbers orders register ORDER details.json
  numbers orders attach ORDER DOCUMENT proof.pdf --document-type TYPE
  numbers orders submit ORDER                          this may spend money
  numbers orders wait ORDER
The API has no list of orders: keep the id that create prints.";

#[derive(Debug, Subcommand)]
pub(crate) enum OrdersCommand {
    /// Show which data and documents an order requires
    #[command(after_help = help::read(requirements::EXAMPLE, None))]
    Requirements(requirements::RequirementsArguments),
    /// Create an order: it reserves numbers and spends nothing
    #[command(after_help = help::call(create::EXAMPLE))]
    Create(Box<create::CreateArguments>),
    /// Register the data that an order requires, in place of earlier data
    #[command(after_help = help::call(register::EXAMPLE))]
    Register(Box<register::RegisterArguments>),
    /// Upload a document of an order
    #[command(after_help = help::call(attach::EXAMPLE))]
    Attach(Box<attach::AttachArguments>),
    /// Submit an order for review; this may spend money
    #[command(after_help = help::call(submit::EXAMPLE))]
    Submit(Box<submit::SubmitArguments>),
    /// Show an order, its documents and what the reviewers say
    #[command(after_help = help::read(get::EXAMPLE, Some("the project has no such order")))]
    Get(get::GetArguments),
    /// Wait until an order is reviewed
    #[command(after_help = wait::HELP, mut_args = for_waiting)]
    Wait(wait::WaitArguments),
}

pub(crate) async fn run(command: OrdersCommand) -> Exit {
    match command {
        OrdersCommand::Requirements(arguments) => requirements::run(arguments).await,
        OrdersCommand::Create(arguments) => create::run(*arguments).await,
        OrdersCommand::Register(arguments) => register::run(*arguments).await,
        OrdersCommand::Attach(arguments) => attach::run(*arguments).await,
        OrdersCommand::Submit(arguments) => submit::run(*arguments).await,
        OrdersCommand::Get(arguments) => get::run(arguments).await,
        OrdersCommand::Wait(arguments) => wait::run(arguments).await,
    }
}
