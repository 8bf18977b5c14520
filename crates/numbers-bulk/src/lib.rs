//! Rents many phone numbers with the [Sinch Numbers API], and loses none. Releases and updates
//! them by the same means.
//!
//! A [`Plan`] says which numbers to rent, a [`Journal`] keeps what was asked for and what
//! became of it, and a [`Run`] does it. The run can be stopped anywhere, by a power cut as well
//! as by Ctrl-C, and resumed: the intent to rent a number is on disk before the request leaves,
//! and a number whose request may have left is looked up before anything else is done about it.
//!
//! ```
//! use numbers_bulk::{Defaults, Journal, Limits, Plan, Run};
//! use numbers_ext::Numbers;
//!
//! # #[tokio::main]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! # let simulator = numbers_sim::Simulator::start().await?;
//! # let folder = tempfile::tempdir()?;
//! # let path = folder.path().join("campaign.journal");
//! # let project = simulator.project();
//! let csv = "phone_number,sms_plan\n+1 (202) 555-0134,plan-1\n+12025550135,plan-1\n";
//! let plan = Plan::new("numbers.csv", csv.as_bytes());
//!
//! let mut journal = Journal::open_or_create(&path, &project.parse()?)?;
//! // All of the plan is checked before anything is sent.
//! journal.stage(plan, &Defaults::default())?;
//!
//! let client = Numbers::builder()
//!     .project(project)
//! #   .access_key(simulator.key_id(), simulator.key_secret())
//! #   .numbers_url(simulator.url()).auth_url(simulator.url())
//!     .env();
//! let summary = Run::new(journal, client)
//!     .limits(Limits::default().concurrency(64.try_into()?))
//!     .run()
//!     .await?;
//! assert_eq!(summary.tally.done, 2);
//! # assert_eq!(simulator.rented().len(), 2);
//! # Ok(())
//! # }
//! ```
//!
//! The journal is an SQLite file that any tool can open; its schema is in
//! [`journal_schema`]. One process at a time works on a journal.
//!
//! [Sinch Numbers API]: https://developers.sinch.com/docs/numbers

#[cfg(fuzzing)]
#[doc(hidden)]
pub mod fuzz;
mod journal;
mod operation;
mod plan;
mod run;

pub use crate::journal::entry::{EntryOutcome, Tally};
pub use crate::journal::error::JournalError;
pub use crate::journal::export::ExportError;
pub use crate::journal::file::Journal;
pub use crate::journal::reader::JournalReader;
pub use crate::journal::recorder::Recorder;
pub use crate::journal::staging::{StageError, Staged};
pub use crate::operation::Operation;
pub use crate::plan::check::Defaults;
pub use crate::plan::row::PlanRow;
pub use crate::plan::source::{Plan, PlanError};
pub use crate::plan::violation::{PlanViolation, PlanViolations};
pub use crate::run::control::{Control, Progress};
pub use crate::run::limits::Limits;
pub use crate::run::price_check::{Checked, ListedPrices, PriceCheck, PriceUnknown};
pub use crate::run::runner::{Run, RunError};
pub use crate::run::stop::Stopped;
pub use crate::run::summary::Summary;

/// Returns the schema of a journal, in SQL with its explanations.
///
/// ```
/// assert!(numbers_bulk::journal_schema().contains("CREATE TABLE entry"));
/// ```
#[must_use]
pub fn journal_schema() -> &'static str {
    include_str!("journal/schema.sql")
}
