//! What the engine knows about a number: the state of its object.

use numbers_ext::{ActiveNumber, Configuration, Difference, InDoubt, Proof};
use serde::{Deserialize, Serialize};

/// What the engine knows about a number. It is the state of a [`Number`](crate::Number), and
/// the result of its handlers.
///
/// Members that this version does not know are ignored when it is read: in a rolling deploy
/// it may come from a newer one.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Record {
    /// What became of the last request.
    pub outcome: RecordOutcome,
    /// The last request. While the outcome is unknown, this is what reconciling needs.
    pub request: InDoubt,
    /// The number as the service showed it last.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub number: Option<ActiveNumber>,
    /// How it is known that the request is done.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub proof: Option<Proof>,
    /// How the number differs from what was requested. With differences it is unknown whose
    /// rental it is, and nothing is sent any more.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub differences: Vec<Difference>,
    /// Why it is not done, for people.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
}

/// What became of a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum RecordOutcome {
    /// The project holds the number, as it was requested.
    Rented,
    /// The number was given back.
    Released,
    /// The service refused.
    Rejected,
    /// Nothing was sent.
    NotSent,
    /// Reconciling proved that the request had no effect.
    NotDone,
    /// The request may have left, and it is not known what became of it.
    Unknown,
}

impl Record {
    /// Returns a request that may be about to leave.
    pub(crate) fn unknown(request: InDoubt) -> Self {
        Self {
            outcome: RecordOutcome::Unknown,
            request,
            number: None,
            proof: None,
            differences: Vec::new(),
            reason: None,
        }
    }

    pub(crate) fn done(request: InDoubt, number: Option<ActiveNumber>, proof: Proof) -> Self {
        let outcome = match request.operation() {
            "release" => RecordOutcome::Released,
            _ => RecordOutcome::Rented,
        };
        Self {
            outcome,
            number,
            proof: Some(proof),
            ..Self::unknown(request)
        }
    }

    pub(crate) fn failed(request: InDoubt, outcome: RecordOutcome, reason: String) -> Self {
        Self {
            outcome,
            reason: Some(reason),
            ..Self::unknown(request)
        }
    }

    /// Returns the configuration that the number was rented with, if this is a rental.
    #[must_use]
    pub fn rented_with(&self) -> Option<&Configuration> {
        let is_rented = self.outcome == RecordOutcome::Rented;
        self.request.requested().filter(|_| is_rented)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const STORED: &str = r#"{"outcome":"rented","request":{"operation":"rent","phoneNumber":"+12025550134","configuration":{"smsConfiguration":{"servicePlanId":"plan-1"}},"projectId":"p","sentAt":"2026-11-25T10:08:13.482913Z"},"number":{"response":{"phoneNumber":"+12025550134"}},"proof":"lookup","differences":[]}"#;

    #[test]
    fn what_a_newer_version_stored_is_read() {
        let record: Record = serde_json::from_str(STORED).unwrap();
        assert!(record.rented_with().is_some());
        for place in ["{\"outcome\"", "{\"operation\"", "{\"servicePlanId\""] {
            let newer = STORED.replacen(place, &place.replace('{', "{\"new\":[1],"), 1);
            assert_ne!(newer, STORED);
            assert_eq!(serde_json::from_str::<Record>(&newer).unwrap(), record);
        }
    }
}
