//! Waiting until a number is provisioned.

use std::sync::Arc;
use std::time::Duration;

use futures_util::stream::Stream;
use numbers_client::PhoneNumber;
use numbers_webhooks::Event;

use crate::engine::inner::Inner;
use crate::model::configuration::Configuration;
use crate::outcome::read_error::ReadError;
use crate::time::deadline::Deadline;
use crate::waiting::awaited::Awaited as _;
use crate::waiting::awaited_number::AwaitedNumber;
use crate::waiting::poll::{LOOKUP, Progressing, Settings};
use crate::waiting::product::ProductChange;
use crate::waiting::waited::Waited;

/// Waits until a number is provisioned: until no job is pending for SMS or voice. Made by
/// [`Numbers::wait`](crate::Numbers::wait).
///
/// The number is looked up at once, then after 1, 2, 4, 8 and 16 seconds, and every 30 seconds
/// from then on. A lookup that fails is repeated; one that is refused (such as by a 401) ends
/// the waiting. [Events](Self::events) end it sooner.
///
/// Provisioning takes seconds to minutes for SMS and voice, and up to days for a campaign that
/// is under review.
#[must_use = "nothing is waited for before `end` or `stream`"]
pub struct Wait {
    awaited: AwaitedNumber,
    settings: Settings,
}

impl Wait {
    pub(crate) fn new(inner: &Arc<Inner>, phone: PhoneNumber) -> Self {
        let awaited = AwaitedNumber {
            phone,
            requested: None,
        };
        Self {
            awaited,
            settings: Settings::new(inner),
        }
    }

    /// Waits until this configuration is in force, also while no job is to be seen yet. By
    /// default the waiting ends when no job is pending.
    ///
    /// ```
    /// # use numbers_ext::{Configuration, Numbers, Sms};
    /// # fn wait(numbers: &Numbers) -> Result<numbers_ext::Wait, Box<dyn std::error::Error>> {
    /// let requested = Configuration::unconfigured().sms(Sms::plan("plan-1"));
    /// let wait = numbers.wait("+12025550134".parse()?).requested(requested);
    /// # Ok(wait)
    /// # }
    /// ```
    pub fn requested(mut self, configuration: Configuration) -> Self {
        self.awaited.requested = Some(configuration);
        self
    }

    /// Sets how long to wait at the most. The default is 15 minutes.
    ///
    /// ```
    /// # use std::time::Duration;
    /// # fn wait(wait: numbers_ext::Wait) -> numbers_ext::Wait {
    /// wait.deadline(Duration::from_secs(3600))
    /// # }
    /// ```
    pub fn deadline(mut self, deadline: Duration) -> Self {
        self.settings.deadline = deadline;
        self
    }

    /// Listens to webhook events as well, which say sooner what a lookup would show. Events
    /// about other numbers, doubled ones and those that are older than what is known change
    /// nothing. Only verified events may be fed in.
    ///
    /// ```
    /// use futures_util::stream;
    /// use numbers_ext::webhooks::Event;
    ///
    /// # fn wait(wait: numbers_ext::Wait, received: Vec<Event>) -> numbers_ext::Wait {
    /// // A channel's receiver, such as that of a broadcast, is a stream as well.
    /// wait.events(stream::iter(received))
    /// # }
    /// ```
    pub fn events(mut self, events: impl Stream<Item = Event> + Send + 'static) -> Self {
        self.settings.feed(events);
        self
    }

    /// Waits until the end.
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
    /// # numbers.rent(phone).sms(Sms::plan("plan-1")).send().await?;
    /// # simulator.advance(std::time::Duration::from_secs(60));
    /// let waited = numbers.wait(phone).end().await;
    /// match waited.ended() {
    ///     WaitEnd::Provisioned => println!("{phone} can be used"),
    ///     WaitEnd::Failed => println!("{:?}", waited.sms().error_codes),
    ///     other => println!("{other:?}"),
    /// }
    /// # assert_eq!(waited.ended(), &WaitEnd::Provisioned);
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Cancellation
    ///
    /// The future may be dropped at any time: lookups change nothing.
    pub async fn end(self) -> Waited {
        self.settings.end(self.awaited).await
    }

    /// Looks once: how the waiting has ended, or `None` while something is pending. For engines
    /// and schedulers with timers of their own; [`deadline`](Self::deadline) and
    /// [`events`](Self::events) have no effect.
    ///
    /// ```
    /// use numbers_ext::Sms;
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # let simulator = numbers_sim::Simulator::builder().pace(numbers_sim::Pace::Manual).start().await?;
    /// # let numbers = numbers_ext::Numbers::builder()
    /// #     .project(simulator.project()).access_key(simulator.key_id(), simulator.key_secret())
    /// #     .numbers_url(simulator.url()).auth_url(simulator.url()).build()?;
    /// # let phone = "+12025550134".parse()?;
    /// numbers.rent(phone).sms(Sms::plan("plan-1")).send().await?;
    /// assert_eq!(numbers.wait(phone).look().await?, None);
    /// # simulator.advance(std::time::Duration::from_secs(60));
    /// let waited = numbers.wait(phone).look().await?;
    /// assert!(waited.is_some_and(|waited| waited.ended() == &numbers_ext::WaitEnd::Provisioned));
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// When there is no response, or one that proves nothing either way.
    pub async fn look(self) -> Result<Option<Waited>, ReadError> {
        let awaited = &self.awaited;
        let inner = &self.settings.inner;
        let limit = Deadline::after(&inner.clock, LOOKUP.min(inner.options.deadline));
        let state = awaited.look(inner, None, &limit).await?;
        let is_over = awaited.is_over(&state);
        Ok(is_over.then(|| awaited.end(Some(state), None)))
    }

    /// Returns what happens until the end, as a stream. [`Waiting`](crate::Waiting) has an
    /// example.
    #[must_use = "nothing is waited for before the stream is polled"]
    pub fn stream(self) -> Progressing<ProductChange, Waited> {
        self.settings.stream(self.awaited)
    }
}
