//! The traits through which the engine drives an operation.

use std::future::Future;

use bytes::Bytes;
use numbers_client::{Client, Error, PhoneNumber, ProjectId, ResponseValue};

use crate::engine::effect::{Effect, Find};
use crate::http::body_limits::BodyKind;
use crate::http::received::Received;
use crate::model::active_number::ActiveNumber;
use crate::model::decoded::BodyError;
use crate::outcome::intended::{Intended, Verb};

/// What a generated operation returns.
pub(crate) type Generated<T> = Result<ResponseValue<T>, Error<()>>;

/// The method and the path template of an operation, for traces.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Route {
    pub(crate) method: &'static str,
    pub(crate) template: &'static str,
}

/// The complete body of a 2xx.
pub(crate) struct Success<'a, T> {
    /// The body as the generated code decoded it, if it could.
    pub(crate) typed: Option<Box<T>>,
    pub(crate) body: Bytes,
    pub(crate) project: &'a ProjectId,
    /// The number of requests that the call has sent, this one included.
    pub(crate) attempts: u32,
}

/// One operation of the API with its arguments.
pub(crate) trait Operation: Sync {
    /// The generated type of its successful response.
    type Wire: Send;
    /// The result that a caller gets.
    type Value: Send;

    const ROUTE: Route;
    const BODY: BodyKind = BodyKind::One;

    /// Calls the generated operation, once.
    fn call(
        &self,
        client: &Client,
        project: &ProjectId,
    ) -> impl Future<Output = Generated<Self::Wire>> + Send;

    /// Returns the secrets and the personal data that the request holds: a refusal that echoes
    /// them is not shown with them.
    fn secrets(&self) -> Vec<&str> {
        Vec::new()
    }

    /// Reads a success. The error says why it does not prove that the operation was done.
    fn accept(&self, success: Success<'_, Self::Wire>) -> Result<Self::Value, BodyError>;
}

/// An operation that changes nothing.
pub(crate) trait Read: Operation {
    /// Returns what it finds out, for messages: "whether the project holds +12025550134".
    fn what(&self) -> String;

    /// Returns the result that a refusal stands for, if it stands for one.
    fn refused(&self, received: &Received) -> Option<Self::Value> {
        let _ = received;
        None
    }
}

/// An operation that changes something at the vendor's and must not be repeated blindly.
pub(crate) trait Mutation: Operation {
    const VERB: Verb;
    type Find: Find;

    /// Returns the phone number that it is about, if there is one.
    fn phone(&self) -> Option<PhoneNumber>;

    /// Returns the request as it is stored, to be reconciled later.
    fn intended(&self) -> Intended;

    /// Returns the active number of a result, if there is one.
    fn number(value: &Self::Value) -> Option<&ActiveNumber>;

    /// Returns what looks for the effect of a request whose response was lost.
    fn finder(&self) -> &Self::Find;

    /// Turns the effect that a lookup found into the result of the call.
    fn found(&self, effect: Effect, attempts: u32) -> Option<Self::Value>;
}
