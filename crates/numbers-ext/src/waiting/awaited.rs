//! The trait through which waiting drives what is waited for.

use std::future::Future;
use std::time::Duration;

use numbers_webhooks::Event;

use crate::engine::inner::Inner;
use crate::outcome::read_error::ReadError;
use crate::time::deadline::Deadline;

/// Something that is waited for.
pub(crate) trait Awaited: Send + Sync + 'static {
    /// What is known about it.
    type State: Clone + Send;
    /// A change, as the caller sees it.
    type Change: Send;
    /// The result.
    type End: Send;

    /// Looks. What is known already helps to read what a lookup shows.
    fn look(
        &self,
        inner: &Inner,
        known: Option<&Self::State>,
        deadline: &Deadline<'_>,
    ) -> impl Future<Output = Result<Self::State, ReadError>> + Send;

    /// Takes over what an event says.
    fn hear(&self, state: &mut Self::State, event: &Event) -> Heard;

    /// Returns what has changed since before.
    fn changes(&self, before: Option<&Self::State>, after: &Self::State) -> Vec<Self::Change>;

    /// Returns whether there is nothing left to wait for.
    fn is_over(&self, state: &Self::State) -> bool;

    /// Returns the result. Without an early end, the state says why the waiting has ended.
    fn end(&self, state: Option<Self::State>, early: Option<Early>) -> Self::End;
}

/// What an event says about what is waited for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Heard {
    /// Nothing new.
    Nothing,
    /// Something that the state has taken over.
    Change,
    /// That something has changed which a lookup shows.
    Look,
}

/// Why the waiting has ended early.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Early {
    /// The deadline was reached; the error is that of the last lookup, if it failed.
    Deadline(Option<ReadError>),
    /// A lookup was refused for good.
    Refused(ReadError),
}

/// The deadline of waiting without another one.
pub(crate) const DEADLINE: Duration = Duration::from_secs(15 * 60);
