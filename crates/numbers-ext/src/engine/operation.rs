//! What the engine needs to know of an operation.

use std::future::Future;

use bytes::Bytes;
use numbers_client::{Client, Error, PhoneNumber, ProjectId, ResponseValue};

use crate::engine::inner::Inner;
use crate::http::body_limits::BodyKind;
use crate::http::received::Received;
use crate::model::active_number::{ActiveNumber, BodyError};
use crate::model::difference::Difference;
use crate::outcome::in_doubt::{Intended, Verb};
use crate::outcome::read_error::ReadError;
use crate::time::deadline::Deadline;

/// What a generated operation returns.
pub(crate) type Generated<T> = Result<ResponseValue<T>, Error<()>>;

/// The names of an operation in traces.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Route {
    pub(crate) method: &'static str,
    pub(crate) template: &'static str,
}

/// The body of a success, to be judged.
pub(crate) struct Success<'a, T> {
    /// What the generated code made of it, where it could.
    pub(crate) typed: Option<Box<T>>,
    pub(crate) body: Bytes,
    pub(crate) project: &'a ProjectId,
    /// How many requests the call has sent, this one included.
    pub(crate) attempts: u32,
}

/// One operation of the API with its arguments.
pub(crate) trait Operation: Sync {
    /// The body of its success.
    type Wire: Send;
    /// What a caller gets.
    type Value: Send;

    const ROUTE: Route;
    const BODY: BodyKind = BodyKind::One;

    /// Calls the generated operation, once.
    fn call(
        &self,
        client: &Client,
        project: &ProjectId,
    ) -> impl Future<Output = Generated<Self::Wire>> + Send;

    /// Reads a success. An error says why it is no evidence that the operation was done.
    fn accept(&self, success: Success<'_, Self::Wire>) -> Result<Self::Value, BodyError>;
}

/// An operation that changes nothing.
pub(crate) trait Read: Operation {
    /// Returns what it asks, for messages: "whether the project holds +12025550134".
    fn what(&self) -> String;

    /// Returns what a refusal means, if it is a result like any other.
    fn refused(&self, received: &Received) -> Option<Self::Value> {
        let _ = received;
        None
    }
}

/// An operation that changes something at the vendor's and must not be repeated blindly.
pub(crate) trait Mutation: Operation {
    const VERB: Verb;

    /// Returns the number that it is about, if it is about one.
    fn phone(&self) -> Option<PhoneNumber>;

    /// Returns what is asked for, as it is stored.
    fn intended(&self) -> Intended;

    /// Returns the number of a result, if it has one.
    fn number(value: &Self::Value) -> Option<&ActiveNumber>;

    /// Looks, with a read, for the effect of a request whose response was lost.
    fn find(
        &self,
        inner: &Inner,
        deadline: &Deadline<'_>,
    ) -> impl Future<Output = Result<Sighting, ReadError>> + Send;

    /// Returns the result of a call whose effect a lookup found.
    fn found(&self, effect: Effect, attempts: u32) -> Option<Self::Value>;
}

/// What looking for the effect of a request showed.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Sighting {
    /// The effect is there.
    Done(Effect),
    /// Something is there in its place.
    Differs(Box<ActiveNumber>, Vec<Difference>),
    /// The effect is not there, as far as the service knows by now.
    Absent,
}

/// The effect of a mutation, as a lookup found it.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum Effect {
    /// The project holds the number.
    Number(Box<ActiveNumber>),
}

impl Effect {
    /// Returns the number, if the effect shows one.
    #[must_use]
    pub fn number(&self) -> Option<&ActiveNumber> {
        match self {
            Self::Number(number) => Some(number),
        }
    }
}
