//! The engine: makes requests, whatever the operation, and combines those of a call into one
//! outcome.

pub(crate) mod attempt;
pub(crate) mod call;
pub(crate) mod effect;
pub(crate) mod exchange;
pub(crate) mod inner;
pub(crate) mod operation;
pub(crate) mod read;
pub(crate) mod reconcile;
pub(crate) mod settings;
pub(crate) mod telemetry;
pub(crate) mod trace_context;
pub(crate) mod unwind;
