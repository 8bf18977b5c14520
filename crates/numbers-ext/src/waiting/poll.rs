//! The loop of waiting, as a stream.

use std::collections::VecDeque;
use std::pin::Pin;
use std::sync::Arc;
use std::time::{Duration, Instant};

use futures_util::future::{self, Either};
use futures_util::stream::{self, BoxStream, Stream, StreamExt as _};
use numbers_webhooks::Event;

use crate::engine::inner::Inner;
use crate::outcome::read_error::ReadError;
use crate::time::deadline::Deadline;
use crate::waiting::awaited::{Awaited, DEADLINE, Early, Heard};

/// The first pause between two lookups, and the longest.
const FIRST_PAUSE: Duration = Duration::from_secs(1);
const LONGEST_PAUSE: Duration = Duration::from_secs(30);
/// The longest time that one lookup may take, if the client's deadline is no shorter.
pub(crate) const LOOKUP: Duration = Duration::from_secs(10);
/// The most events that are kept until the first lookup has succeeded.
const MOST_EARLY: usize = 100;

/// What happens while something is waited for.
///
/// ```
/// use futures_util::StreamExt as _;
/// use numbers_ext::Waiting;
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// # let simulator = numbers_sim::Simulator::start().await?;
/// # let numbers = numbers_ext::Numbers::builder()
/// #     .project(simulator.project()).access_key(simulator.key_id(), simulator.key_secret())
/// #     .numbers_url(simulator.url()).auth_url(simulator.url()).build()?;
/// # let phone = "+12025550134".parse()?;
/// # numbers.rent(phone).sms(numbers_ext::Sms::plan("plan-1")).send().await?;
/// # simulator.advance(std::time::Duration::from_secs(60));
/// let mut progress = numbers.wait(phone).stream();
/// while let Some(happened) = progress.next().await {
///     match happened {
///         Waiting::Changed(change) => println!("{}: {}", change.product, change.state),
///         Waiting::LookupFailed(error) => println!("{error}; looking again"),
///         Waiting::Ended(waited) => println!("{:?}", waited.ended()),
///         _ => {}
///     }
/// }
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum Waiting<C, E> {
    /// Something has changed.
    Changed(C),
    /// A lookup has failed. It is repeated.
    LookupFailed(ReadError),
    /// The waiting has ended. Nothing comes after this.
    Ended(E),
}

/// The progress of waiting as a stream, pinned, so that `next` can be called on it.
pub type Progressing<C, E> = Pin<Box<dyn Stream<Item = Waiting<C, E>> + Send>>;

/// The settings of waiting.
pub(crate) struct Settings {
    pub(crate) inner: Arc<Inner>,
    pub(crate) deadline: Duration,
    pub(crate) events: BoxStream<'static, Event>,
}

impl Settings {
    pub(crate) fn new(inner: &Arc<Inner>) -> Self {
        Self {
            inner: Arc::clone(inner),
            deadline: DEADLINE,
            events: stream::pending().boxed(),
        }
    }

    pub(crate) fn feed(&mut self, events: impl Stream<Item = Event> + Send + 'static) {
        // When the events have ended, lookups go on.
        self.events = events.chain(stream::pending()).boxed();
    }

    /// Waits, and tells what happens. Nothing is sent before the stream is polled.
    pub(crate) fn stream<A: Awaited>(self, awaited: A) -> Progressing<A::Change, A::End> {
        Box::pin(stream::unfold(Poll::new(self, awaited), Poll::next))
    }

    /// Waits until the end.
    pub(crate) async fn end<A: Awaited>(self, awaited: A) -> A::End {
        let mut poll = Poll::new(self, awaited);
        loop {
            match poll.queue.pop_front() {
                Some(Waiting::Ended(end)) => return end,
                Some(_) => {}
                None => poll.go_on().await,
            }
        }
    }
}

struct Poll<A: Awaited> {
    settings: Settings,
    awaited: A,
    begun: Option<Instant>,
    /// When the next lookup is due; at once, if never said.
    next_look: Option<Instant>,
    pause: Duration,
    state: Option<A::State>,
    /// The error of the last lookup, if it failed.
    failure: Option<ReadError>,
    /// Events that came before the first lookup has shown anything.
    early: VecDeque<Event>,
    queue: VecDeque<Waiting<A::Change, A::End>>,
    has_ended: bool,
}

impl<A: Awaited> Poll<A> {
    fn new(settings: Settings, awaited: A) -> Self {
        Self {
            settings,
            awaited,
            begun: None,
            next_look: None,
            pause: FIRST_PAUSE,
            state: None,
            failure: None,
            early: VecDeque::new(),
            queue: VecDeque::new(),
            has_ended: false,
        }
    }

    async fn next(mut self) -> Option<(Waiting<A::Change, A::End>, Self)> {
        loop {
            if let Some(happened) = self.queue.pop_front() {
                return Some((happened, self));
            }
            if self.has_ended {
                return None;
            }
            self.go_on().await;
        }
    }

    /// Looks or listens once, or ends.
    async fn go_on(&mut self) {
        let inner = Arc::clone(&self.settings.inner);
        let now = inner.clock.now();
        let begun = *self.begun.get_or_insert(now);
        let deadline = Deadline::since(begun, &inner.clock, self.settings.deadline);
        let is_over = |state: &A::State| self.awaited.is_over(state);
        if self.state.as_ref().is_some_and(is_over) {
            return self.end(None);
        }
        if deadline.left_at(now).is_zero() {
            let failure = self.failure.take();
            return self.end(Some(Early::Deadline(failure)));
        }
        let until_look = self.next_look.map_or(Duration::ZERO, |at| {
            at.saturating_duration_since(now).min(deadline.left_at(now))
        });
        if until_look.is_zero() {
            return self.look(&inner, &deadline).await;
        }
        let due = inner.clock.pause(until_look);
        let heard = match future::select(self.settings.events.next(), due).await {
            Either::Left((event, _)) => event,
            Either::Right(((), _)) => None,
        };
        if let Some(event) = heard {
            self.hear(&event);
        }
    }

    async fn look(&mut self, inner: &Inner, deadline: &Deadline<'_>) {
        let limit = LOOKUP.min(inner.options.deadline).min(deadline.left());
        let limit = Deadline::after(&inner.clock, limit);
        let look = self.awaited.look(inner, self.state.as_ref(), &limit);
        match look.await {
            Ok(state) => {
                self.failure = None;
                let changes = self.awaited.changes(self.state.as_ref(), &state);
                self.queue.extend(changes.into_iter().map(Waiting::Changed));
                self.state = Some(state);
                for event in std::mem::take(&mut self.early) {
                    self.hear(&event);
                }
            }
            Err(error) if error.is_refused() => return self.end(Some(Early::Refused(error))),
            Err(error) => {
                self.queue.push_back(Waiting::LookupFailed(error.clone()));
                self.failure = Some(error);
            }
        }
        let least = self.failure.as_ref().and_then(ReadError::retry_after);
        let pause = self.pause.max(least.unwrap_or_default());
        self.next_look = inner.clock.now().checked_add(pause);
        self.pause = (self.pause * 2).min(LONGEST_PAUSE);
    }

    fn hear(&mut self, event: &Event) {
        let Some(state) = &mut self.state else {
            self.early.push_back(event.clone());
            if self.early.len() > MOST_EARLY {
                self.early.pop_front();
            }
            return;
        };
        let before = state.clone();
        match self.awaited.hear(state, event) {
            Heard::Nothing => {}
            Heard::Look => self.next_look = None,
            Heard::Change => {
                let changes = self.awaited.changes(Some(&before), state);
                self.queue.extend(changes.into_iter().map(Waiting::Changed));
            }
        }
    }

    fn end(&mut self, early: Option<Early>) {
        self.has_ended = true;
        let end = self.awaited.end(self.state.take(), early);
        self.queue.push_back(Waiting::Ended(end));
    }
}
