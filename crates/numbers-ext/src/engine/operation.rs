//! The traits through which the engine drives an operation.

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

    /// Returns the phone number that it is about, if there is one.
    fn phone(&self) -> Option<PhoneNumber>;

    /// Returns the request as it is stored, to be reconciled later.
    fn intended(&self) -> Intended;

    /// Returns the active number of a result, if there is one.
    fn number(value: &Self::Value) -> Option<&ActiveNumber>;

    /// Looks for the effect of a request whose response was lost, by reading.
    fn find(
        &self,
        inner: &Inner,
        deadline: &Deadline<'_>,
    ) -> impl Future<Output = Result<Sighting, ReadError>> + Send;

    /// Turns the effect that a lookup found into the result of the call.
    fn found(&self, effect: Effect, attempts: u32) -> Option<Self::Value>;
}

/// What a lookup for the effect of a request found.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Sighting {
    /// The effect.
    Done(Effect),
    /// A number that is not as it was requested.
    Differs(Box<ActiveNumber>, Vec<Difference>),
    /// Nothing. The effect may still become visible.
    Absent,
}

/// The effect of a mutation, as a lookup found it.
///
/// ```
/// use numbers_ext::{InDoubt, Reconciled};
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// # let simulator = numbers_sim::Simulator::start().await?;
/// # let numbers = numbers_ext::Numbers::builder()
/// #     .project(simulator.project()).access_key(simulator.key_id(), simulator.key_secret())
/// #     .numbers_url(simulator.url()).auth_url(simulator.url()).build()?;
/// # numbers.rent("+12025550134".parse()?).unconfigured().send().await?;
/// # let in_doubt = InDoubt::rent(numbers.project().clone(), "+12025550134".parse()?);
/// if let Reconciled::Done(effect) = numbers.reconcile(&in_doubt).await {
///     println!("done: {:?}", effect.number().map(|number| number.phone()));
/// }
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum Effect {
    /// The project holds this number.
    Number(Box<ActiveNumber>),
}

impl Effect {
    /// Returns the number that the project holds. It is `None` for effects that leave no
    /// number behind; this version knows none of those.
    ///
    /// ```
    /// # use numbers_ext::{ActiveNumber, Effect};
    /// # let number: ActiveNumber =
    /// #     serde_json::from_str(r#"{"response":{"phoneNumber":"+12025550134"}}"#)?;
    /// let effect = Effect::Number(Box::new(number));
    /// assert_eq!(effect.number().unwrap().phone().to_string(), "+12025550134");
    /// # Ok::<(), serde_json::Error>(())
    /// ```
    #[must_use]
    pub fn number(&self) -> Option<&ActiveNumber> {
        match self {
            Self::Number(number) => Some(number),
        }
    }
}
