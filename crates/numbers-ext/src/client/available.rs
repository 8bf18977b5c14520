//! Available numbers: searching, pricing and renting.

use numbers_client::PhoneNumber;

use crate::available::check::GetAvailableNumber;
use crate::available::rent::Rent;
use crate::available::rent_first::RentFirst;
use crate::available::search::Search;
use crate::client::Numbers;
use crate::enums::NumberType;
use crate::model::available_number::AvailableNumber;
use crate::outcome::read_error::ReadError;
use crate::regions::Regions;

impl Numbers {
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
        Rent::new(&self.0, phone)
    }

    /// Prepares a search for numbers of a region (an ISO 3166-1 alpha-2 code) and a type that
    /// can be rented.
    ///
    /// ```
    /// use numbers_ext::enums::NumberType;
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # let simulator = numbers_sim::Simulator::start().await?;
    /// # let numbers = numbers_ext::Numbers::builder()
    /// #     .project(simulator.project()).access_key(simulator.key_id(), simulator.key_secret())
    /// #     .numbers_url(simulator.url()).auth_url(simulator.url()).build()?;
    /// for number in numbers.search("US", NumberType::Local).starting("+1208").send().await? {
    ///     println!("{}: {} at once", number.phone(), number.price_at_once()?);
    /// }
    /// # Ok(())
    /// # }
    /// ```
    #[doc(alias = "available")]
    pub fn search(&self, region: impl Into<String>, number_type: NumberType) -> Search {
        Search::new(&self.0, region.into(), number_type)
    }

    /// Looks up whether a number can be rented, and what it costs; `None` when it can't.
    ///
    /// ```
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # let simulator = numbers_sim::Simulator::start().await?;
    /// # let numbers = numbers_ext::Numbers::builder()
    /// #     .project(simulator.project()).access_key(simulator.key_id(), simulator.key_secret())
    /// #     .numbers_url(simulator.url()).auth_url(simulator.url()).build()?;
    /// match numbers.check("+12025550134".parse()?).await? {
    ///     Some(number) => println!("{} at once", number.price_at_once()?),
    ///     None => println!("not available"),
    /// }
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// When there is no response, or one that proves nothing either way.
    ///
    /// # Cancellation
    ///
    /// The future may be dropped at any time: a lookup changes nothing.
    #[doc(alias = "price")]
    pub async fn check(&self, phone: PhoneNumber) -> Result<Option<AvailableNumber>, ReadError> {
        self.read(&GetAvailableNumber(phone)).await
    }

    /// Prepares renting the first `count` numbers of a search, by one request for each.
    ///
    /// ```
    /// use numbers_ext::enums::NumberType;
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # let simulator = numbers_sim::Simulator::start().await?;
    /// # let numbers = numbers_ext::Numbers::builder()
    /// #     .project(simulator.project()).access_key(simulator.key_id(), simulator.key_secret())
    /// #     .numbers_url(simulator.url()).auth_url(simulator.url()).build()?;
    /// let search = numbers.search("US", NumberType::Local).starting("+1208");
    /// let rentals = numbers.rent_first(search, 2).send().await?;
    /// assert_eq!(rentals.len(), 2);
    /// # Ok(())
    /// # }
    /// ```
    #[doc(alias = "rent_any")]
    pub fn rent_first(&self, search: Search, count: usize) -> RentFirst {
        RentFirst::new(search, count)
    }

    /// Prepares a request for the regions that have numbers.
    ///
    /// ```
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # let simulator = numbers_sim::Simulator::start().await?;
    /// # let numbers = numbers_ext::Numbers::builder()
    /// #     .project(simulator.project()).access_key(simulator.key_id(), simulator.key_secret())
    /// #     .numbers_url(simulator.url()).auth_url(simulator.url()).build()?;
    /// for region in numbers.regions().send().await? {
    ///     println!("{:?}", region.region_code);
    /// }
    /// # Ok(())
    /// # }
    /// ```
    pub fn regions(&self) -> Regions {
        Regions::new(&self.0)
    }
}
