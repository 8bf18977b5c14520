//! What projects have: numbers, orders, money, and what is due when.

mod address;
mod configuration;
mod inner;
mod interner;
mod lag;
#[cfg(feature = "state")]
mod loading;
mod order;
mod project;
mod registration;
mod rental;
mod review;
mod schedule;
mod shared;
mod tasks;
mod transaction;

pub(crate) use address::Address;
pub(crate) use configuration::{SmsLink, VoiceKind, VoiceLink, voice_of};
pub(crate) use inner::{Inner, Settings};
pub(crate) use order::{Order, OrderNumber, OrderState};
pub(crate) use project::Project;
pub(crate) use registration::{Attachment, LogEntry, Registration, UploadStatus};
pub(crate) use rental::{EndedTask, Job, Rental};
pub use review::{PlannedReview, ReviewOutcome};
pub(crate) use schedule::Due;
pub(crate) use shared::State;
pub(crate) use tasks::Tasks;
pub(crate) use transaction::{NewRental, Transaction};
