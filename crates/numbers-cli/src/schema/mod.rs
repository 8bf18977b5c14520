//! The JSON Schema of what `--output json` prints.

#[macro_use]
mod outcome;
mod address;
mod credentials;
mod event;
mod life;
mod order;
mod waiting;

use numbers_ext::{
    ActiveNumber, Difference, InDoubt, MutationError, Price, ReadError, Rental, Violation,
};
use schemars::generate::SchemaSettings;
use schemars::transform::transform_subschemas;
use schemars::{JsonSchema, Schema};
use serde::Serialize;

use crate::schema::address::{
    CallbackSecret, CallbackSecretSet, EmergencyAddress, EmergencyAddressRemoved,
    EmergencyAddressSet, EmergencyAddressValidated, NoEmergencyAddress,
};
use crate::schema::credentials::{Credentials, KeyRefused, LoggedIn};
use crate::schema::event::{Event, Listening, Refused};
use crate::schema::life::{Available, Done, More, NotAvailable, Region, Released, Updated};
use crate::schema::order::{
    Created, NoOrder, Order, Registered, Requirements, Submitted, Uploaded,
};
use crate::schema::waiting::{
    Changed, Explanation, LookupFailed, OrderChanged, OrderWaited, Waited,
};

/// A JSON object that a command prints with `--output json`: one for each command, or one a
/// line for lists. Its `outcome` says which of these forms it has.
#[derive(JsonSchema, Serialize)]
#[serde(untagged)]
#[schemars(title = "Output of the CLI numbers")]
#[allow(
    dead_code,
    clippy::large_enum_variant,
    reason = "used for its schema alone, never constructed"
)]
pub(crate) enum Output {
    Rented(Rented),
    Held(Held),
    NotHeld(NotHeld),
    Differs(Differs),
    NotDone(NotDone),
    /// A call that did not succeed: `not_sent`, `rejected`, `not_done` or `unknown`.
    Failed(Failed),
    Unknown(Unknown),
    Invalid(Invalid),
    Internal(Internal),
    DryRun(DryRun),
    Finished(Finished),
    Stopped(Stopped),
    Status(Status),
    Checked(Checked),
    Available(Available),
    NotAvailable(NotAvailable),
    Region(Region),
    More(More),
    Updated(Updated),
    Released(Released),
    Done(Done),
    Requirements(Requirements),
    NoOrder(NoOrder),
    Created(Created),
    Registered(Registered),
    Uploaded(Uploaded),
    Submitted(Submitted),
    Order(Order),
    EmergencyAddress(EmergencyAddress),
    NoEmergencyAddress(NoEmergencyAddress),
    EmergencyAddressValidated(EmergencyAddressValidated),
    EmergencyAddressSet(EmergencyAddressSet),
    EmergencyAddressRemoved(EmergencyAddressRemoved),
    CallbackSecret(CallbackSecret),
    CallbackSecretSet(CallbackSecretSet),
    Changed(Changed),
    OrderChanged(OrderChanged),
    LookupFailed(LookupFailed),
    Waited(Waited),
    OrderWaited(OrderWaited),
    Explanation(Explanation),
    Listening(Listening),
    Event(Event),
    Refused(Refused),
    LoggedIn(LoggedIn),
    KeyRefused(KeyRefused),
    Credentials(Credentials),
}

outcomes! {
    /// The number was rented.
    Rented = "rented" {
        #[serde(flatten)]
        rental: Rental,
        /// Set when no account was used and no money was spent.
        #[serde(skip_serializing_if = "Option::is_none")]
        simulated: Option<bool>,
    }
    /// The project holds the number.
    Held = "held" {
        #[serde(flatten)]
        number: ActiveNumber,
    }
    /// The project does not hold the number.
    NotHeld = "not_held" {
        phone_number: String,
    }
    /// The project holds the number, but not as it was requested.
    Differs = "differs" {
        message: String,
        differences: Vec<Difference>,
        #[serde(flatten)]
        number: ActiveNumber,
    }
    /// Reconciling proved that the request had no effect.
    NotDone = "not_done" {
        /// The operation, such as `release`.
        operation: String,
        #[serde(skip_serializing_if = "Option::is_none")]
        phone_number: Option<String>,
        #[serde(skip_serializing_if = "Option::is_none")]
        number_order_id: Option<String>,
    }
    /// It is still unknown what happened, or a read gave no result.
    Unknown = "unknown" {
        /// The operation that is in doubt.
        #[serde(skip_serializing_if = "Option::is_none")]
        operation: Option<String>,
        #[serde(skip_serializing_if = "Option::is_none")]
        phone_number: Option<String>,
        #[serde(skip_serializing_if = "Option::is_none")]
        number_order_id: Option<String>,
        message: String,
        /// Why the last lookup proved nothing.
        #[serde(skip_serializing_if = "Option::is_none")]
        lookup: Option<ReadError>,
        #[serde(skip_serializing_if = "Option::is_none")]
        in_doubt: Option<InDoubt>,
    }
    /// The input, environment or configuration is invalid. Nothing was sent.
    Invalid = "invalid" {
        /// The number as it was passed.
        #[serde(skip_serializing_if = "Option::is_none")]
        phone_number: Option<String>,
        message: String,
        violations: Vec<Violation>,
    }
    /// This program or this machine failed. Nothing was sent.
    Internal = "internal" {
        message: String,
    }
    /// What would have been sent.
    DryRun = "dry_run" {
        request: serde_json::Map<String, serde_json::Value>,
    }
    /// A bulk run did all that it could.
    Finished = "finished" {
        #[serde(flatten)]
        numbers: JournalNumbers,
        seconds: f64,
    }
    /// A bulk run ended before everything was done.
    Stopped = "stopped" {
        #[serde(flatten)]
        numbers: JournalNumbers,
        /// Why it ended.
        message: String,
        /// The numbers whose end could not be written: the journal has them as unknown.
        #[serde(skip_serializing_if = "Option::is_none")]
        lost: Option<Vec<Lost>>,
        seconds: f64,
    }
    /// What a journal says.
    Status = "status" {
        project_id: String,
        #[serde(flatten)]
        numbers: JournalNumbers,
    }
    /// A plan is valid. Nothing was kept or sent.
    Checked = "checked" {
        rows: u64,
        /// How many numbers it names.
        numbers: u64,
    }
}

/// The numbers of a journal by their outcome.
#[derive(JsonSchema, Serialize)]
#[serde(rename_all = "camelCase")]
#[allow(dead_code, reason = "it is there for its schema, and never made")]
pub(crate) struct JournalNumbers {
    /// The path of the journal.
    journal: String,
    /// What is done to the numbers: `rent`, `release` or `update`.
    operation: String,
    /// How many numbers there are: the sum of the six counts.
    total: u64,
    planned: u64,
    #[serde(skip_serializing_if = "Option::is_none")]
    rented: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    released: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    updated: Option<u64>,
    rejected: u64,
    not_sent: u64,
    not_done: u64,
    unknown: u64,
    /// What the numbers that are rented cost, by currency.
    spent: Vec<Price>,
}

/// A number whose end could not be written.
#[derive(JsonSchema, Serialize)]
#[serde(rename_all = "camelCase")]
#[allow(dead_code, reason = "it is there for its schema, and never made")]
pub(crate) struct Lost {
    phone_number: String,
    /// What became of it.
    outcome: String,
}

/// A call that did not succeed.
#[derive(JsonSchema, Serialize)]
#[serde(rename_all = "camelCase")]
#[allow(dead_code, reason = "used for its schema alone, never constructed")]
pub(crate) struct Failed {
    #[serde(flatten)]
    error: MutationError,
    /// Set when no account was used and no money was spent.
    #[serde(skip_serializing_if = "Option::is_none")]
    simulated: Option<bool>,
}

/// Returns the schema.
pub(crate) fn output() -> Schema {
    let settings = SchemaSettings::draft2020_12().for_serialize();
    let mut schema = settings.into_generator().into_root_schema_for::<Output>();
    // The descriptions come from the documentation of Rust types, without their examples.
    transform_subschemas(&mut first_paragraphs, &mut schema);
    schema
}

fn first_paragraphs(schema: &mut Schema) {
    if let Some(serde_json::Value::String(text)) = schema.get_mut("description")
        && let Some(end) = text.find("\n\n")
    {
        text.truncate(end);
    }
    transform_subschemas(&mut first_paragraphs, schema);
}
