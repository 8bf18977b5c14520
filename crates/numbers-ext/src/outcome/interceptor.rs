//! Interceptors: called before each request, and when the call has ended.

use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::time::Duration;

use numbers_client::{PhoneNumber, ProjectId};
use serde::{Deserialize, Serialize};

use crate::model::active_number::ActiveNumber;
use crate::outcome::error::MutationError;
use crate::outcome::in_doubt::InDoubt;

/// The future that an interceptor returns before a request.
pub type Permission<'a> = Pin<Box<dyn Future<Output = Result<(), Veto>> + Send + 'a>>;

/// Hooks around the mutations of a client.
///
/// A caller that must survive a crash stores the intent in
/// [`before_request`](Self::before_request): once that has returned, the request may
/// leave. An intent that was stored and whose end was not is in doubt:
/// [`Numbers::reconcile`](crate::Numbers::reconcile) takes it.
///
/// ```
/// use numbers_ext::{Ended, Intent, Interceptor, Permission, Veto};
///
/// #[derive(Debug)]
/// struct Journal;
///
/// impl Interceptor for Journal {
///     fn before_request<'a>(&'a self, intent: &'a Intent) -> Permission<'a> {
///         Box::pin(async move {
///             let line = serde_json::to_string(intent).map_err(Veto::new)?;
///             println!("about to send: {line}"); // and sync it to disk
///             Ok(())
///         })
///     }
///
///     fn after_call(&self, intent: &Intent, ended: Ended<'_>) {
///         println!("{:?}: {}", intent.phone(), ended.as_str());
///     }
/// }
/// ```
///
/// A hook that panics costs nobody the result of a call: before a request a panic counts
/// as a veto, after it is ignored.
pub trait Interceptor: fmt::Debug + Send + Sync {
    /// Called before each request of a mutation. Its time counts against the deadline. On
    /// a veto nothing is sent.
    fn before_request<'a>(&'a self, intent: &'a Intent) -> Permission<'a> {
        let _ = intent;
        Box::pin(std::future::ready(Ok(())))
    }

    /// Called once for each call that passed validation, however it ended, before anything
    /// is traced. The intent is that of the last request, or of the one that would have
    /// been the first.
    fn after_call(&self, intent: &Intent, ended: Ended<'_>) {
        let _ = (intent, ended);
    }

    /// Called after each look of reconciling that proved nothing yet.
    fn while_reconciling(&self, in_doubt: &InDoubt, progress: &Progress) {
        let _ = (in_doubt, progress);
    }
}

/// How reconciling goes on.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Progress {
    /// How many looks there have been.
    pub looks: u32,
    /// What the last one showed: `not_yet` or `inconclusive`.
    pub found: &'static str,
    /// How long it is until the next look.
    pub next_look: Duration,
    /// How long it is until an absence is a proof.
    pub until_proof: Duration,
}

/// A request that is about to be sent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Intent {
    /// The request as it is reconciled, should nothing more be heard of it. Its time is the
    /// latest at which it may leave: the end of the call's deadline.
    pub in_doubt: InDoubt,
    /// Which request of the call it is, counted from 1.
    pub attempt: u32,
    /// The caller's own reference, such as the id of a job.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reference: Option<String>,
}

impl Intent {
    /// Returns the number that the request is about.
    #[must_use]
    pub fn phone(&self) -> Option<PhoneNumber> {
        self.in_doubt.phone()
    }

    /// Returns the project that the request is made for.
    #[must_use]
    pub fn project(&self) -> &ProjectId {
        self.in_doubt.project()
    }
}

/// How a call ended.
#[derive(Clone, Copy, Debug)]
pub enum Ended<'a> {
    /// It succeeded. The number is there where the operation returns one.
    Done(Option<&'a ActiveNumber>),
    /// It did not succeed.
    Failed(&'a MutationError),
    /// Its future was dropped. The error says whether anything may have been sent.
    Abandoned(&'a MutationError),
}

impl Ended<'_> {
    /// Returns what it ended in, in one word: `done`, or the outcome of the error.
    #[must_use]
    pub fn as_str(&self) -> &'static str {
        match self {
            Self::Done(_) => "done",
            Self::Failed(error) | Self::Abandoned(error) => error.outcome().as_str(),
        }
    }
}

/// Why an interceptor keeps a request from being sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Veto(String);

impl Veto {
    /// Returns a veto for this reason.
    ///
    /// ```
    /// assert_eq!(numbers_ext::Veto::new("the budget is used up").to_string(), "the budget is used up");
    /// ```
    pub fn new(reason: impl fmt::Display) -> Self {
        Self(reason.to_string())
    }
}

impl fmt::Display for Veto {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
