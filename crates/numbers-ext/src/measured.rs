//! Entry points for `crates/numbers-bench`, which counts their instructions. Compiled with
//! `--cfg measuring` alone; not part of the API.

#![allow(missing_docs, reason = "not part of the API")]

use bytes::Bytes;
use numbers_client::{PhoneNumber, ProjectId};

use crate::http::api_error::ApiError;
use crate::model::active_number::ActiveNumber;
use crate::outcome::classify::{Attempted, Body, Evidence, classify};

/// Reads the body of a response.
pub fn response(
    text: &'static str,
    phone: PhoneNumber,
    project: &ProjectId,
) -> Option<ActiveNumber> {
    let raw = Bytes::from_static(text.as_bytes());
    let typed = serde_json::from_str(text).ok();
    ActiveNumber::read(typed, raw, phone, project).ok()
}

/// Reads the body of a refusal.
pub fn refusal(body: &[u8]) -> Option<ApiError> {
    ApiError::read(body)
}

/// Returns how many states of the body make a success of this status.
pub fn classified(status: u16) -> usize {
    let bodies = [Body::Ours, Body::Foreign, Body::Incomplete];
    let outcomes = bodies.map(|body| classify(Evidence::Head(status, body)));
    outcomes
        .iter()
        .filter(|outcome| **outcome == Attempted::Done)
        .count()
}
