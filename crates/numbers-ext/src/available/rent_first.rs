//! Renting the first numbers of a search, one after the other.

use std::fmt;

use crate::available::rent::{ConfiguredRent, Rent};
use crate::available::search::Search;
use crate::model::configuration::Configuration;
use crate::model::rental::Rental;
use crate::outcome::Outcome;
use crate::outcome::error::MutationError;
use crate::outcome::read_error::ReadError;

/// A request for the first numbers of a search. Made by
/// [`Numbers::rent_first`](crate::Numbers::rent_first).
///
/// Numbers are rented one after the other, each by a request of its own: should a response be
/// lost, it is known which number to look up. The API's own "rent any" can't be reconciled.
#[derive(Clone, Debug)]
#[must_use = "nothing is rented before `send`"]
pub struct RentFirst {
    search: Search,
    wanted: usize,
    configuration: Configuration,
    #[allow(clippy::type_complexity, reason = "said once, here")]
    adapt: fn(ConfiguredRent) -> ConfiguredRent,
}

impl RentFirst {
    pub(crate) fn new(search: Search, wanted: usize) -> Self {
        Self {
            search,
            wanted,
            configuration: Configuration::unconfigured(),
            adapt: |rent| rent,
        }
    }

    /// Uses this configuration for each of them. The default is none.
    pub fn configuration(mut self, configuration: Configuration) -> Self {
        self.configuration = configuration;
        self
    }

    /// Adapts each rental request before it is sent, such as by its policy or a highest price.
    ///
    /// ```
    /// use numbers_ext::OnUnknown;
    /// # fn run(first: numbers_ext::RentFirst) -> numbers_ext::RentFirst {
    /// first.each(|rent| rent.on_unknown(OnUnknown::Reconcile))
    /// # }
    /// ```
    pub fn each(mut self, adapt: fn(ConfiguredRent) -> ConfiguredRent) -> Self {
        self.adapt = adapt;
        self
    }

    /// Searches, and rents until as many numbers are rented as were asked for. A number that
    /// somebody else has rented meanwhile is passed over.
    ///
    /// ```
    /// use numbers_ext::{Configuration, Sms, enums::NumberType};
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # let simulator = numbers_sim::Simulator::start().await?;
    /// # let numbers = numbers_ext::Numbers::builder()
    /// #     .project(simulator.project()).access_key(simulator.key_id(), simulator.key_secret())
    /// #     .numbers_url(simulator.url()).auth_url(simulator.url()).build()?;
    /// let search = numbers.search("US", NumberType::Local).starting("+1208");
    /// let rentals = numbers
    ///     .rent_first(search, 2)
    ///     .configuration(Configuration::unconfigured().sms(Sms::plan("plan-1")))
    ///     .send()
    ///     .await?;
    /// assert_eq!(rentals.len(), 2);
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// At the first call that ends in anything but a rental or a number that is taken, and
    /// when there are not enough numbers. [`RentFirstError::rentals`] has what was rented
    /// until then.
    pub async fn send(self) -> Result<Vec<Rental>, RentFirstError> {
        let mut rentals = Vec::new();
        let stopped = self.rent_into(&mut rentals).await;
        match stopped {
            None => Ok(rentals),
            Some(cause) => Err(RentFirstError { rentals, cause }),
        }
    }

    async fn rent_into(&self, rentals: &mut Vec<Rental>) -> Option<RentFirstCause> {
        let found = match self.search.send().await {
            Ok(found) => found,
            Err(error) => return Some(RentFirstCause::Search(error)),
        };
        for number in &found {
            if rentals.len() >= self.wanted {
                break;
            }
            let rent = Rent::new(self.search.inner(), number.phone());
            let rent = (self.adapt)(rent.configuration(self.configuration.clone()));
            match rent.send().await {
                Ok(rental) => rentals.push(rental),
                Err(error) if is_taken(&error) => {}
                Err(error) => return Some(RentFirstCause::Rent(error)),
            }
        }
        (rentals.len() < self.wanted).then_some(RentFirstCause::TooFew {
            found: found.len(),
            wanted: self.wanted,
        })
    }
}

/// Returns whether the number was rented by somebody else between the search and the request, or
/// the lookup of its price.
fn is_taken(error: &MutationError) -> bool {
    let is_refused = matches!(error.outcome(), Outcome::Rejected);
    (is_refused && matches!(error.status(), Some(404 | 409))) || error.is_not_available()
}

/// Why not all numbers were rented that were asked for.
#[derive(Clone, Debug, PartialEq)]
pub struct RentFirstError {
    rentals: Vec<Rental>,
    cause: RentFirstCause,
}

/// What stopped it.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum RentFirstCause {
    /// The search failed.
    Search(ReadError),
    /// A rental request ended in something else than a rental or a number that is taken.
    /// When it is unknown, reconcile it before going on.
    Rent(MutationError),
    /// There were not enough numbers.
    TooFew {
        /// How many the search found.
        found: usize,
        /// How many were asked for.
        wanted: usize,
    },
}

impl RentFirstError {
    /// Returns what was rented all the same, and is paid for.
    #[must_use]
    pub fn rentals(&self) -> &[Rental] {
        &self.rentals
    }

    /// Returns what stopped it.
    #[must_use]
    pub fn cause(&self) -> &RentFirstCause {
        &self.cause
    }
}

impl fmt::Display for RentFirstError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let count = self.rentals.len();
        let plural = if count == 1 { "" } else { "s" };
        write!(f, "{count} number{plural} rented, then ")?;
        match &self.cause {
            RentFirstCause::Search(error) => error.fmt(f),
            RentFirstCause::Rent(error) => error.fmt(f),
            RentFirstCause::TooFew { found, wanted } => {
                write!(f, "no more were available: {wanted} wanted, {found} found")
            }
        }
    }
}

impl std::error::Error for RentFirstError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match &self.cause {
            RentFirstCause::Search(error) => Some(error),
            RentFirstCause::Rent(error) => Some(error),
            RentFirstCause::TooFew { .. } => None,
        }
    }
}
