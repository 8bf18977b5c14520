//! Arguments that bulk commands share.

use std::num::{NonZeroU32, NonZeroUsize};
use std::path::PathBuf;

use clap::Args;
use numbers_bulk::{Journal, Limits, Run};
use numbers_ext::{NumbersBuilder, Price};

use crate::account::AccountArguments;
use crate::configuration::{ReconcilingArguments, UnknownPolicy};

/// Which journal.
#[derive(Debug, Args)]
pub(crate) struct JournalArguments {
    /// The journal: an SQLite file
    #[arg(long, value_name = "FILE")]
    pub(crate) journal: PathBuf,
}

/// Which plan, and the journal to keep it in.
#[derive(Debug, Args)]
pub(crate) struct PlanArguments {
    /// The plan: a CSV file with a header, or JSON Lines; - for stdin
    #[arg(value_name = "PLAN")]
    pub(crate) plan: PathBuf,
    /// The journal: an SQLite file, created where there is none
    #[arg(long, value_name = "FILE", required_unless_present = "dry_run")]
    pub(crate) journal: Option<PathBuf>,
    /// Check the plan, keep and send nothing
    #[arg(long)]
    pub(crate) dry_run: bool,
}

/// What to spend at most.
#[derive(Debug, Args)]
pub(crate) struct SpendingArguments {
    /// The most to spend, such as "500 USD"; once for each currency
    #[arg(long, value_name = "PRICE")]
    pub(crate) max_spend: Vec<Price>,
}

/// How to work, and for whom.
#[derive(Debug, Args)]
pub(crate) struct WorkArguments {
    #[command(flatten)]
    limits: LimitArguments,
    #[command(flatten)]
    reconciling: ReconcilingArguments,
    #[command(flatten)]
    pub(crate) account: AccountArguments,
}

/// What a run may do at most.
#[derive(Debug, Args)]
struct LimitArguments {
    /// How many numbers to work on at once
    #[arg(long, value_name = "N", default_value = "8")]
    concurrency: NonZeroUsize,
    /// The most requests a second
    #[arg(long, value_name = "N")]
    rate: Option<NonZeroU32>,
    /// Stop after so many calls in a row that failed for credit, permission or the network;
    /// 0 for never
    #[arg(long, value_name = "N", default_value = "10")]
    stop_after_failures: u32,
    /// Stop when so many numbers are unknown; 0 for never
    #[arg(long, value_name = "N", default_value = "20")]
    stop_after_unknowns: u32,
    /// What to do about a number when the response is lost
    #[arg(long, value_enum, default_value_t = UnknownPolicy::Reconcile, value_name = "POLICY")]
    on_unknown: UnknownPolicy,
}

impl WorkArguments {
    /// Configures the client.
    pub(crate) fn client(&self) -> NumbersBuilder {
        let builder = self.account.builder(None).deadline(self.account.timeout);
        self.reconciling.apply(builder)
    }

    /// Prepares a run, with these spending caps.
    pub(crate) fn run(&self, journal: Journal, caps: &[Price]) -> Run {
        let mut limits = Limits::default()
            .concurrency(self.limits.concurrency)
            .stop_after_failures(NonZeroU32::new(self.limits.stop_after_failures))
            .stop_after_unknowns(NonZeroU32::new(self.limits.stop_after_unknowns));
        if let Some(rate) = self.limits.rate {
            limits = limits.requests_a_second(rate);
        }
        for cap in caps {
            limits = limits.max_spend(cap.clone());
        }
        Run::new(journal, self.client())
            .limits(limits)
            .on_unknown(self.limits.on_unknown.into())
            .patience(self.reconciling.reconcile_budget)
    }
}
