//! What a run may do at most.

use std::collections::BTreeMap;
use std::num::{NonZeroU32, NonZeroUsize};

use numbers_ext::{Decimal, Price};

/// What a run may do at most, and when it stops by itself.
///
/// ```
/// use numbers_bulk::Limits;
/// use numbers_ext::{Decimal, Price};
///
/// let limits = Limits::default()
///     .concurrency(64.try_into()?)
///     .requests_a_second(50.try_into()?)
///     .max_spend(Price::new(Decimal::new(1_000, 0), "USD"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
#[must_use]
pub struct Limits {
    pub(crate) concurrency: NonZeroUsize,
    pub(crate) rate: Option<NonZeroU32>,
    pub(crate) caps: BTreeMap<String, Decimal>,
    pub(crate) failures: Option<NonZeroU32>,
    pub(crate) unknowns: Option<NonZeroU32>,
}

const CONCURRENCY: NonZeroUsize = NonZeroUsize::new(8).unwrap();
const FAILURES: NonZeroU32 = NonZeroU32::new(10).unwrap();
const UNKNOWNS: NonZeroU32 = NonZeroU32::new(20).unwrap();

impl Default for Limits {
    fn default() -> Self {
        Self {
            concurrency: CONCURRENCY,
            rate: None,
            caps: BTreeMap::new(),
            failures: Some(FAILURES),
            unknowns: Some(UNKNOWNS),
        }
    }
}

impl Limits {
    /// Sets how many numbers are being rented at once. The default is 8.
    pub fn concurrency(mut self, most: NonZeroUsize) -> Self {
        self.concurrency = most;
        self
    }

    /// Sets how many requests are sent a second, lookups included. The default is as many as
    /// the concurrency allows.
    pub fn requests_a_second(mut self, most: NonZeroU32) -> Self {
        self.rate = Some(most);
        self
    }

    /// Sets a spending cap for the currency of `most`, for the whole journal. Nothing is
    /// rented in a currency without one, once any is set.
    ///
    /// The price of each number is checked before it is rented. What is being rented and what
    /// is unknown counts as spent. A number that an earlier run without a cap has rented
    /// counts with its recurring price, and one that it left unknown with as much as the
    /// most expensive number in the journal.
    pub fn max_spend(mut self, most: Price) -> Self {
        self.caps.insert(most.currency().to_owned(), most.amount());
        self
    }

    /// Sets after how many calls in a row the run stops that failed for a reason which is
    /// not the number's: rejected for credit, credentials or permission, or not sent.
    /// The default is 10; `None` means never.
    pub fn stop_after_failures(mut self, most: Option<NonZeroU32>) -> Self {
        self.failures = most;
        self
    }

    /// Sets at how many unknown numbers the run stops. Those that reconciling has cleared up
    /// don't count. The default is 20; `None` means never.
    pub fn stop_after_unknowns(mut self, most: Option<NonZeroU32>) -> Self {
        self.unknowns = most;
        self
    }
}
