//! The client.

use std::sync::Arc;

use http::HeaderValue;
use numbers_client::{Client, Exchange, PhoneNumber, ProjectId, UrlCache};

use crate::base_url::BaseUrl;
use crate::call::CallOptions;
use crate::clock::Clock;
use crate::credentials::Credentials;
use crate::deadline::Deadline;
use crate::lookup::look;
use crate::settle::{Settling, settle};
use crate::{Lookup, LookupError, NumbersBuilder, Observer, Pending, Rent, Settled};

/// A client of the Numbers API for one project. Cheap to clone; clones share connections
/// and the access token. Its calls run on a tokio runtime.
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
/// println!("{} costs {}", rental.phone(), rental.price()?);
/// # assert_eq!(rental.price()?.to_string(), "2.00 USD");
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug)]
pub struct Numbers(Arc<Shared>);

/// What clones share.
#[derive(Debug)]
pub(crate) struct Shared {
    pub(crate) project: ProjectId,
    pub(crate) base: BaseUrl,
    pub(crate) http: reqwest::Client,
    pub(crate) urls: UrlCache,
    pub(crate) credentials: Credentials,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) observer: Option<Arc<dyn Observer>>,
    pub(crate) options: CallOptions,
    pub(crate) settling: Settling,
    pub(crate) body_limit: usize,
    pub(crate) trace_phone_numbers: bool,
}

impl Shared {
    /// The record of one request, and what it sends beside its arguments.
    pub(crate) fn exchange(&self, credential: HeaderValue) -> Exchange {
        Exchange::sharing(self.urls.clone())
            .authorization(credential)
            .body_limit(self.body_limit)
    }

    /// The generated client for one request.
    pub(crate) fn generated(&self, exchange: &Exchange) -> Client {
        Client::new_with_client(self.base.as_str(), self.http.clone(), exchange.clone())
    }
}

impl Numbers {
    /// Begins to say which project, with which credentials.
    pub fn builder() -> NumbersBuilder {
        NumbersBuilder::new()
    }

    /// The project that pays.
    #[must_use]
    pub fn project(&self) -> &ProjectId {
        &self.0.project
    }

    /// Begins to rent a number. Nothing is sent before [`send`](crate::ConfiguredRent::send).
    pub fn rent(&self, phone: PhoneNumber) -> Rent<'_> {
        Rent::new(self, phone)
    }

    /// Looks up whether the project holds a number.
    ///
    /// # Errors
    ///
    /// When the lookup proved nothing either way. Only a `NOT_FOUND` of the API about an
    /// active number proves that the project does not hold it.
    ///
    /// # Cancellation
    ///
    /// May be dropped at any time; a lookup changes nothing.
    pub async fn lookup(&self, phone: PhoneNumber) -> Result<Lookup, LookupError> {
        self.lookup_within(phone, self.0.options.deadline).await
    }

    /// [`lookup`](Self::lookup) with a deadline of its own.
    ///
    /// # Errors
    ///
    /// As [`lookup`](Self::lookup).
    pub async fn lookup_within(
        &self,
        phone: PhoneNumber,
        deadline: std::time::Duration,
    ) -> Result<Lookup, LookupError> {
        look(&self.0, phone, &Deadline::after(&self.0.clock, deadline)).await
    }

    /// Settles a rent whose answer was lost: looks the number up until it is proven
    /// whether the project holds it, or the budget is used up.
    ///
    /// ```
    /// use numbers_ext::{Pending, Settled};
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # let simulator = numbers_sim::Simulator::start().await?;
    /// # let numbers = numbers_ext::Numbers::builder()
    /// #   .project(simulator.project()).access_key(simulator.key_id(), simulator.key_secret())
    /// #   .numbers_url(simulator.url()).auth_url(simulator.url()).build()?;
    /// # numbers.rent("+12025550134".parse()?).unconfigured().send().await?;
    /// let pending = Pending::new("+12025550134".parse()?);
    /// match numbers.settle(&pending).await {
    ///     Settled::Held(rental) => println!("it was rented: {:?}", rental.price()),
    ///     Settled::NotRented => println!("it was not; try again"),
    ///     Settled::Unknown(_) => println!("still unknown; try `settle` again later"),
    /// }
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Cancellation
    ///
    /// May be dropped at any time; it only looks.
    pub async fn settle(&self, pending: &Pending) -> Settled {
        settle(&self.0, pending).await
    }

    pub(crate) fn new(shared: Shared) -> Self {
        Self(Arc::new(shared))
    }

    pub(crate) fn shared(&self) -> &Arc<Shared> {
        &self.0
    }

    pub(crate) fn options(&self) -> CallOptions {
        self.0.options
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{RentError, Rental};

    #[test]
    fn a_client_can_be_shared_between_threads_and_its_calls_spawned() {
        fn shared<T: Clone + Send + Sync + 'static>() {}
        fn spawned<T: Send>(future: T) {
            drop(future);
        }
        shared::<Numbers>();
        shared::<Rental>();
        shared::<RentError>();
        let numbers = Numbers::builder().project("p").bearer("t").build().unwrap();
        let phone = "+12025550134".parse().unwrap();
        spawned(numbers.rent(phone).unconfigured().send());
        spawned(numbers.lookup(phone));
        spawned(numbers.settle(&Pending::new(phone)));
    }
}
