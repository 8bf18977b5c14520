//! Active numbers: finding, changing and giving back what the project holds.

use std::time::Duration;

use numbers_client::PhoneNumber;

use crate::active::get::GetActiveNumber;
use crate::active::list::List;
use crate::active::release::Release;
use crate::active::update::Update;
use crate::client::Numbers;
use crate::engine::read::read;
use crate::model::active_number::ActiveNumber;
use crate::outcome::read_error::ReadError;
use crate::time::deadline::Deadline;
use crate::waiting::number::Wait;

impl Numbers {
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

    /// Prepares a list of the numbers that the project holds.
    ///
    /// ```
    /// use futures_util::StreamExt as _;
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # let simulator = numbers_sim::Simulator::start().await?;
    /// # let numbers = numbers_ext::Numbers::builder()
    /// #     .project(simulator.project()).access_key(simulator.key_id(), simulator.key_secret())
    /// #     .numbers_url(simulator.url()).auth_url(simulator.url()).build()?;
    /// let mut held = numbers.list().region("US").stream();
    /// while let Some(number) = held.next().await {
    ///     println!("{}", number?.phone());
    /// }
    /// # Ok(())
    /// # }
    /// ```
    pub fn list(&self) -> List {
        List::new(&self.0)
    }

    /// Prepares a change of an active number. Nothing is sent before
    /// [`send`](crate::Update::send).
    ///
    /// ```
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # let simulator = numbers_sim::Simulator::start().await?;
    /// # let numbers = numbers_ext::Numbers::builder()
    /// #     .project(simulator.project()).access_key(simulator.key_id(), simulator.key_secret())
    /// #     .numbers_url(simulator.url()).auth_url(simulator.url()).build()?;
    /// # let phone = "+12025550134".parse()?;
    /// # numbers.rent(phone).unconfigured().send().await?;
    /// numbers.update(phone).display_name("Front desk").send().await?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn update(&self, phone: PhoneNumber) -> Update {
        Update::new(&self.0, phone)
    }

    /// Prepares giving a number back. Nothing is sent before [`send`](crate::Release::send).
    ///
    /// ```
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # let simulator = numbers_sim::Simulator::start().await?;
    /// # let numbers = numbers_ext::Numbers::builder()
    /// #     .project(simulator.project()).access_key(simulator.key_id(), simulator.key_secret())
    /// #     .numbers_url(simulator.url()).auth_url(simulator.url()).build()?;
    /// # let phone = "+12025550134".parse()?;
    /// # numbers.rent(phone).unconfigured().send().await?;
    /// let released = numbers.release(phone).send().await?;
    /// println!("held until {:?}", released.expires());
    /// # Ok(())
    /// # }
    /// ```
    #[doc(alias = "cancel")]
    pub fn release(&self, phone: PhoneNumber) -> Release {
        Release::new(&self.0, phone)
    }

    /// Prepares waiting until a number is provisioned.
    ///
    /// ```
    /// use numbers_ext::{Sms, WaitEnd};
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # let simulator = numbers_sim::Simulator::start().await?;
    /// # let numbers = numbers_ext::Numbers::builder()
    /// #     .project(simulator.project()).access_key(simulator.key_id(), simulator.key_secret())
    /// #     .numbers_url(simulator.url()).auth_url(simulator.url()).build()?;
    /// # let phone = "+12025550134".parse()?;
    /// numbers.rent(phone).sms(Sms::plan("plan-1")).send().await?;
    /// # simulator.advance(std::time::Duration::from_secs(60));
    /// if numbers.wait(phone).end().await.ended() == &WaitEnd::Provisioned {
    ///     println!("{phone} can send SMS");
    /// }
    /// # Ok(())
    /// # }
    /// ```
    pub fn wait(&self, phone: PhoneNumber) -> Wait {
        Wait::new(&self.0, phone)
    }
}
