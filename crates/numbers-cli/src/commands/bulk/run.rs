//! `numbers bulk run`, `release` and `update`: each takes a plan.

use clap::Args;
use numbers_bulk::{Defaults, Operation};

use crate::commands::bulk::arguments::{PlanArguments, SpendingArguments, WorkArguments};
use crate::commands::bulk::begin::{self, Asked};
use crate::configuration::ConfigurationArguments;
use crate::exit::Exit;
use crate::violations::{self, Found};

#[derive(Debug, Args)]
pub(crate) struct RunArguments {
    #[command(flatten)]
    plan: PlanArguments,
    #[command(flatten)]
    spending: SpendingArguments,
    #[command(flatten)]
    work: WorkArguments,
    // The heading holds for all that follows.
    #[command(flatten, next_help_heading = "For rows that name none")]
    configuration: ConfigurationArguments,
    /// Rent numbers without a configuration
    #[arg(long)]
    unconfigured: bool,
}

#[derive(Debug, Args)]
pub(crate) struct ReleaseArguments {
    #[command(flatten)]
    plan: PlanArguments,
    /// Required: releasing can't be undone, and nothing is refunded
    #[arg(long, required_unless_present = "dry_run")]
    yes: bool,
    #[command(flatten)]
    work: WorkArguments,
}

#[derive(Debug, Args)]
pub(crate) struct UpdateArguments {
    #[command(flatten)]
    plan: PlanArguments,
    #[command(flatten)]
    work: WorkArguments,
}

pub(crate) async fn run(arguments: RunArguments) -> Exit {
    let mut found = Found::new();
    let configuration = arguments.configuration.configuration();
    if let Err(violations) = configuration.check() {
        violations::add(&mut found, violations);
    }
    let defaults = Defaults::default()
        .configuration(configuration)
        .allow_unconfigured(arguments.unconfigured);
    let asked = Asked {
        operation: Operation::Rent,
        plan: arguments.plan,
        work: arguments.work,
        defaults,
        caps: arguments.spending.max_spend,
        found,
    };
    begin::run(asked).await
}

pub(crate) async fn release(arguments: ReleaseArguments) -> Exit {
    change(Operation::Release, arguments.plan, arguments.work).await
}

pub(crate) async fn update(arguments: UpdateArguments) -> Exit {
    change(Operation::Update, arguments.plan, arguments.work).await
}

async fn change(operation: Operation, plan: PlanArguments, work: WorkArguments) -> Exit {
    let asked = Asked {
        operation,
        plan,
        work,
        defaults: Defaults::default(),
        caps: Vec::new(),
        found: Found::new(),
    };
    begin::run(asked).await
}
