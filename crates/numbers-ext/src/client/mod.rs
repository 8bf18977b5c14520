//! The client.

pub(crate) mod builder;

use std::sync::Arc;
use std::time::Duration;

use numbers_client::{PhoneNumber, ProjectId};

use crate::active::get::GetActiveNumber;
use crate::available::rent::{Rent, RentNumber};
use crate::engine::inner::Inner;
use crate::engine::read::read;
use crate::engine::reconcile::{Look, Reconciled, look_at_stored, reconcile_stored};
use crate::model::active_number::ActiveNumber;
use crate::outcome::in_doubt::{InDoubt, Intended};
use crate::outcome::read_error::ReadError;
use crate::time::deadline::Deadline;

/// A client of the Numbers API for one project.
///
/// It is cheap to clone: clones share connections and the access token. Its calls have to be
/// awaited on a tokio runtime.
///
/// ```
/// use numbers_ext::{Numbers, Sms};
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// # let simulator = numbers_sim::Simulator::start().await?;
/// let numbers = Numbers::builder()
///     .project("51bc3f40-f266-4ca8-8938-a1ed0ff32b9a")
///     .access_key("key-id", "key-secret")
/// #   .project(simulator.project()).access_key(simulator.key_id(), simulator.key_secret())
/// #   .numbers_url(simulator.url()).auth_url(simulator.url())
///     .build()?;
/// let rental = numbers
///     .rent("+12025550134".parse()?)
///     .sms(Sms::plan("plan-1"))
///     .send()
///     .await?;
/// println!("rented {}", rental.phone());
/// # assert_eq!(rental.price()?.to_string(), "2.00 USD");
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug)]
pub struct Numbers(Arc<Inner>);

impl Numbers {
    pub(crate) fn new(inner: Inner) -> Self {
        Self(Arc::new(inner))
    }

    /// Returns the project that this client rents for.
    ///
    /// ```
    /// # use numbers_ext::Numbers;
    /// let numbers = Numbers::builder().project("my-project").bearer("token").build()?;
    /// assert_eq!(numbers.project().as_str(), "my-project");
    /// # Ok::<(), numbers_ext::Violations>(())
    /// ```
    #[must_use]
    pub fn project(&self) -> &ProjectId {
        &self.0.project
    }

    /// Prepares a rental request. Nothing is sent before
    /// [`send`](crate::ConfiguredRent::send).
    ///
    /// ```
    /// use numbers_ext::Sms;
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # let simulator = numbers_sim::Simulator::start().await?;
    /// # let numbers = numbers_ext::Numbers::builder()
    /// #     .project(simulator.project()).access_key(simulator.key_id(), simulator.key_secret())
    /// #     .numbers_url(simulator.url()).auth_url(simulator.url()).build()?;
    /// let rent = numbers.rent("+12025550134".parse()?).sms(Sms::plan("plan-1"));
    /// let rental = rent.send().await?;
    /// # Ok(())
    /// # }
    /// ```
    #[doc(alias = "activate")]
    #[doc(alias = "buy")]
    #[doc(alias = "purchase")]
    #[doc(alias = "provision")]
    pub fn rent(&self, phone: PhoneNumber) -> Rent {
        Rent::new(Arc::clone(&self.0), phone)
    }

    /// Fetches an active number; `None` when the project does not hold it.
    ///
    /// ```
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # let simulator = numbers_sim::Simulator::start().await?;
    /// # let numbers = numbers_ext::Numbers::builder()
    /// #     .project(simulator.project()).access_key(simulator.key_id(), simulator.key_secret())
    /// #     .numbers_url(simulator.url()).auth_url(simulator.url()).build()?;
    /// match numbers.get("+12025550134".parse()?).await? {
    ///     Some(number) => println!("held, next charge on {:?}", number.next_charge()),
    ///     None => println!("not held"),
    /// }
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// When there is no response, or one that proves nothing either way. Only a 404 in which
    /// the API says `NOT_FOUND` about this active number gives `None`.
    ///
    /// # Cancellation
    ///
    /// The future may be dropped at any time: a lookup changes nothing.
    #[doc(alias = "lookup")]
    #[doc(alias = "active")]
    pub async fn get(&self, phone: PhoneNumber) -> Result<Option<ActiveNumber>, ReadError> {
        self.get_within(phone, self.0.options.deadline).await
    }

    /// Fetches an active number, as [`get`](Self::get) does, within a deadline of its own.
    ///
    /// ```
    /// use std::time::Duration;
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # let simulator = numbers_sim::Simulator::start().await?;
    /// # let numbers = numbers_ext::Numbers::builder()
    /// #     .project(simulator.project()).access_key(simulator.key_id(), simulator.key_secret())
    /// #     .numbers_url(simulator.url()).auth_url(simulator.url()).build()?;
    /// let phone = "+12025550134".parse()?;
    /// let number = numbers.get_within(phone, Duration::from_secs(5)).await?;
    /// assert!(number.is_none());
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// As for [`get`](Self::get).
    pub async fn get_within(
        &self,
        phone: PhoneNumber,
        deadline: Duration,
    ) -> Result<Option<ActiveNumber>, ReadError> {
        let deadline = Deadline::after(&self.0.clock, deadline);
        read(&self.0, &GetActiveNumber(phone), &deadline).await
    }

    /// Finds out what became of a call whose response was lost. Looks the number up, at
    /// growing intervals, until it is proven what happened or the budget is used up.
    ///
    /// ```
    /// use numbers_ext::{InDoubt, Reconciled};
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # let simulator = numbers_sim::Simulator::start().await?;
    /// # let numbers = numbers_ext::Numbers::builder()
    /// #   .project(simulator.project()).access_key(simulator.key_id(), simulator.key_secret())
    /// #   .numbers_url(simulator.url()).auth_url(simulator.url()).build()?;
    /// # numbers.rent("+12025550134".parse()?).unconfigured().send().await?;
    /// // It usually comes from `Outcome::Unknown`, or was stored by an interceptor.
    /// let in_doubt = InDoubt::rent(numbers.project().clone(), "+12025550134".parse()?);
    /// match numbers.reconcile(&in_doubt).await {
    ///     Reconciled::Done(_) => println!("it was rented"),
    ///     Reconciled::Differs { differences, .. } => println!("held, but {differences:?}"),
    ///     Reconciled::NotDone => println!("it was not rented; it may be tried again"),
    ///     Reconciled::Unknown(_) => println!("still unknown; reconcile again later"),
    /// }
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// A call that was made for another project stays [`Unknown`](Reconciled::Unknown).
    ///
    /// # Cancellation
    ///
    /// The future may be dropped at any time: lookups change nothing.
    pub async fn reconcile(&self, in_doubt: &InDoubt) -> Reconciled {
        match in_doubt.request() {
            Intended::Rent { phone_number, .. } => {
                let rent = RentNumber::in_doubt(*phone_number, in_doubt);
                reconcile_stored(&self.0, &rent, in_doubt).await
            }
        }
    }

    /// Looks once for the effect of a call whose response was lost. This is one step of
    /// [`reconcile`](Self::reconcile), for engines that have timers of their own.
    ///
    /// ```
    /// use numbers_ext::{InDoubt, Look};
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # let simulator = numbers_sim::Simulator::start().await?;
    /// # let numbers = numbers_ext::Numbers::builder()
    /// #     .project(simulator.project()).access_key(simulator.key_id(), simulator.key_secret())
    /// #     .numbers_url(simulator.url()).auth_url(simulator.url()).build()?;
    /// # let in_doubt = InDoubt::rent(numbers.project().clone(), "+12025550134".parse()?);
    /// match numbers.look(&in_doubt).await {
    ///     Look::Proven(reconciled) => println!("{}", reconciled.as_str()),
    ///     Look::NotYet(wait) => println!("look again in {wait:?}"),
    ///     Look::Inconclusive(error) => println!("look again later: {error}"),
    /// }
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Cancellation
    ///
    /// The future may be dropped at any time: a lookup changes nothing.
    pub async fn look(&self, in_doubt: &InDoubt) -> Look {
        match in_doubt.request() {
            Intended::Rent { phone_number, .. } => {
                let rent = RentNumber::in_doubt(*phone_number, in_doubt);
                look_at_stored(&self.0, &rent, in_doubt).await
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::rental::Rental;
    use crate::outcome::error::MutationError;

    #[test]
    fn a_client_can_be_shared_between_threads_and_its_calls_spawned() {
        fn shared<T: Clone + Send + Sync + 'static>() {}
        fn spawned<T: Send + 'static>(future: T) {
            drop(future);
        }
        fn sent<T: Send>(future: T) {
            drop(future);
        }
        shared::<Numbers>();
        shared::<Rental>();
        shared::<MutationError>();
        let numbers = Numbers::builder().project("p").bearer("t").build().unwrap();
        let phone = "+12025550134".parse().unwrap();
        spawned(numbers.rent(phone).unconfigured().send());
        sent(numbers.get(phone));
        let in_doubt = InDoubt::rent(numbers.project().clone(), phone);
        sent(numbers.reconcile(&in_doubt));
        sent(numbers.look(&in_doubt));
    }
}
