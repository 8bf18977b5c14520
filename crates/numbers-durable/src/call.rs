//! One call to the service, and what it ended in as the engine's journal keeps it.

use std::time::Duration;

use numbers_ext::{
    ActiveNumber, Configuration, Difference, InDoubt, Look, MutationError, Numbers, OnUnknown,
    Outcome, Reconciled,
};
use serde::{Deserialize, Serialize};

use crate::key::NumberKey;

/// What is to be done with a number.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Work {
    Rent(Configuration),
    Release,
}

impl Work {
    /// Returns the request as it is written down before it leaves.
    pub(crate) fn in_doubt(&self, key: &NumberKey) -> InDoubt {
        let project = key.project.clone();
        match self {
            Self::Rent(configuration) => {
                InDoubt::rent(project, key.phone).configuration(configuration.clone())
            }
            Self::Release => InDoubt::release(project, key.phone),
        }
    }

    /// Makes one call. It neither waits nor reconciles: the engine has timers for that.
    pub(crate) async fn call(
        self,
        numbers: &Numbers,
        key: &NumberKey,
        permit: String,
        deadline: Duration,
    ) -> CallEnd {
        let result = match self {
            Self::Rent(configuration) => {
                let rent = numbers.rent(key.phone).configuration(configuration);
                let rent = rent.deadline(deadline).reference(permit);
                let rent = rent.on_unknown(OnUnknown::Report).retry_throttled(false);
                let rented = rent.send().await;
                rented.map(|rental| Some(rental.number().clone()))
            }
            Self::Release => {
                let release = numbers.release(key.phone);
                let release = release.deadline(deadline).reference(permit);
                let release = release.on_unknown(OnUnknown::Report).retry_throttled(false);
                let released = release.send().await;
                released.map(|released| released.number().cloned())
            }
        };
        match result {
            Ok(number) => CallEnd::Done(number),
            Err(error) => CallEnd::failed(&error),
        }
    }
}

/// What a call ended in.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", rename_all_fields = "camelCase")]
pub(crate) enum CallEnd {
    /// It is done, as the response shows.
    Done(Option<ActiveNumber>),
    Failed {
        outcome: Outcome,
        reason: String,
        #[serde(default)]
        status: Option<u16>,
        #[serde(default)]
        retry_after_seconds: Option<u64>,
    },
    /// The step ran before, and nobody knows how it ended.
    Lost,
}

impl CallEnd {
    fn failed(error: &MutationError) -> Self {
        Self::Failed {
            outcome: error.outcome().clone(),
            reason: error.cause(),
            status: error.status(),
            retry_after_seconds: error.retry_after().map(|wait| wait.as_secs()),
        }
    }
}

/// What one look for the effect of a request showed.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", rename_all_fields = "camelCase")]
pub(crate) enum Looked {
    Done(Option<ActiveNumber>),
    /// The number is held, but not as it was requested.
    Differs {
        number: ActiveNumber,
        differences: Vec<Difference>,
    },
    NotDone,
    /// Looking again can't help.
    Unknowable(String),
    /// It is too early for an absence to be a proof.
    NotYet {
        milliseconds: u64,
    },
    Inconclusive(String),
}

impl Looked {
    /// Looks once.
    pub(crate) async fn at(numbers: &Numbers, in_doubt: &InDoubt) -> Self {
        match numbers.look(in_doubt).await {
            Look::Proven(Reconciled::Done(effect)) => Self::Done(effect.number().cloned()),
            Look::Proven(Reconciled::Differs {
                number,
                differences,
            }) => Self::Differs {
                number: *number,
                differences,
            },
            Look::Proven(Reconciled::NotDone) => Self::NotDone,
            Look::Proven(Reconciled::Unknown(error)) => Self::Unknowable(match error {
                Some(error) => error.to_string(),
                None => "no lookup shows what became of it".to_owned(),
            }),
            Look::NotYet(wait) => Self::NotYet {
                milliseconds: u64::try_from(wait.as_millis()).unwrap_or(u64::MAX),
            },
            Look::Inconclusive(error) => Self::Inconclusive(error.to_string()),
        }
    }
}
