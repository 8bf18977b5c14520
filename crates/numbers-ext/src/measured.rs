//! Doors to what `crates/numbers-bench` counts the instructions of.
//! Compiled with `--cfg measuring` alone; no part of the API.

#![allow(missing_docs, reason = "no part of the API")]

use bytes::Bytes;
use numbers_client::{PhoneNumber, ProjectId};

use crate::classify::{Answer, Evidence, Outcome, classify};
use crate::{ApiError, Proof, Rental, answer};

/// What is done with the text of an answer.
pub fn answer(text: &'static str, phone: PhoneNumber, project: &ProjectId) -> Option<Rental> {
    let raw = Bytes::from_static(text.as_bytes());
    let typed = numbers_client::decode(&raw).ok();
    let answered = answer::read(typed, raw, phone, project).ok()?;
    Some(Rental::new(phone, answered, Proof::Reply, 1))
}

/// What is done with the body of a refusal.
pub fn refusal(body: &[u8]) -> Option<ApiError> {
    ApiError::read(body)
}

/// How many kinds of bodies are a rental with this status.
pub fn classified(status: u16) -> usize {
    let answers = [Answer::Ours, Answer::Foreign, Answer::Incomplete];
    let outcomes = answers.map(|answer| classify(Evidence::Head(status, answer)));
    outcomes
        .iter()
        .filter(|outcome| **outcome == Outcome::Rented)
        .count()
}
