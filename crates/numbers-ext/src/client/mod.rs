//! The client.

mod active;
mod available;
pub(crate) mod builder;
pub(crate) mod callbacks;
pub(crate) mod emergency;
pub(crate) mod orders;
mod reconcile;

use std::sync::Arc;

use numbers_client::ProjectId;

use crate::engine::inner::Inner;
use crate::engine::operation::Read;
use crate::engine::read::read;
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

    /// Reads within the deadline of the client.
    async fn read<R: Read>(&self, operation: &R) -> Result<R::Value, ReadError> {
        let deadline = Deadline::after(&self.0.clock, self.0.options.deadline);
        read(&self.0, operation, &deadline).await
    }

    /// Returns the project of this client.
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
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::rental::Rental;
    use crate::outcome::error::MutationError;
    use crate::outcome::in_doubt::InDoubt;

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

    /// A future that is handed on by value is stored twice, level by level.
    #[test]
    fn the_future_of_a_call_is_small() {
        let numbers = Numbers::builder().project("p").bearer("t").build().unwrap();
        let phone = "+12025550134".parse().unwrap();
        let rent = size_of_val(&numbers.rent(phone).unconfigured().send());
        let get = size_of_val(&numbers.get(phone));
        assert!(rent < 8 << 10 && get < 8 << 10, "{rent} and {get} bytes");
    }
}
