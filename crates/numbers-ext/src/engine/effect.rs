//! Looking for the effect of a mutation whose response was lost.

use std::future::Future;

use crate::engine::inner::Inner;
use crate::model::active_number::ActiveNumber;
use crate::model::decoded::Decoded;
use crate::model::difference::Difference;
use crate::model::order::Order;
use crate::outcome::read_error::ReadError;
use crate::time::deadline::Deadline;
use crate::types;

/// Looks for the effect of a request whose response was lost, by reading.
pub(crate) trait Find: Sync {
    fn find(
        &self,
        inner: &Inner,
        deadline: &Deadline<'_>,
    ) -> impl Future<Output = Result<Sighting, ReadError>> + Send;
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
    /// Nothing can be looked up that would show the effect.
    Unknowable,
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
    /// The project does not hold the number any more.
    Gone,
    /// The order is as it was to be.
    Order(Box<Order>),
    /// The registration of the order is as it was to be.
    Registration(Box<Decoded<types::Registration>>),
    /// The emergency address is as it was to be.
    EmergencyAddress(Box<Decoded<types::EmergencyAddress>>),
    /// The number has no emergency address any more.
    NoEmergencyAddress,
    /// The callback secret is the one that was set.
    CallbackSecret,
}

impl Effect {
    /// Returns the number that the project holds, if the effect shows one.
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
            _ => None,
        }
    }
}
