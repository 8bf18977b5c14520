//! Waiting until an order is reviewed.

use std::sync::Arc;
use std::time::Duration;

use futures_util::stream::Stream;
use numbers_client::NumberOrderId;
use numbers_webhooks::Event;

use crate::engine::inner::Inner;
use crate::engine::read::read;
use crate::enums::NumberOrderState;
use crate::model::order::Order;
use crate::orders::get::GetOrder;
use crate::outcome::read_error::ReadError;
use crate::time::deadline::Deadline;
use crate::waiting::awaited::{Awaited, Early, Heard};
use crate::waiting::poll::{Progressing, Settings};

/// Waits until an order is completed, rejected, expired or blocked. Made by
/// [`Orders::wait`](crate::Orders::wait).
///
/// The order is looked up as a [number](crate::Wait) is. A review takes up to days: webhook
/// [events](Self::events) say sooner how it has ended.
#[must_use = "nothing is waited for before `end` or `stream`"]
pub struct OrderWait {
    order: NumberOrderId,
    settings: Settings,
}

impl OrderWait {
    pub(crate) fn new(inner: &Arc<Inner>, order: NumberOrderId) -> Self {
        Self {
            order,
            settings: Settings::new(inner),
        }
    }

    /// Sets how long to wait at the most. The default is 15 minutes.
    pub fn deadline(mut self, deadline: Duration) -> Self {
        self.settings.deadline = deadline;
        self
    }

    /// Listens to webhook events as well. Events about other orders, doubled ones and those
    /// that are older than what is known change nothing. Only verified events may be fed in.
    pub fn events(mut self, events: impl Stream<Item = Event> + Send + 'static) -> Self {
        self.settings.feed(events);
        self
    }

    /// Waits until the end.
    ///
    /// # Cancellation
    ///
    /// The future may be dropped at any time: lookups change nothing.
    pub async fn end(self) -> OrderWaited {
        self.settings.end(AwaitedOrder(self.order)).await
    }

    /// Returns what happens until the end, as a stream.
    #[must_use = "nothing is waited for before the stream is polled"]
    pub fn stream(self) -> Progressing<OrderChange, OrderWaited> {
        self.settings.stream(AwaitedOrder(self.order))
    }
}

/// An order in another state than before.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct OrderChange {
    /// The state that it is in now.
    pub state: NumberOrderState,
}

/// What is known about an order when the waiting for it has ended.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct OrderWaited {
    /// The state that the order is in, if it is known. An order that is blocked waits for
    /// registration data or documents to be replaced; the
    /// [registration](crate::Orders::registration) says which.
    pub state: Option<NumberOrderState>,
    /// The order as the last lookup has shown it. Events may have said more since.
    pub order: Option<Order>,
    /// Whether the deadline was reached before the review ended.
    pub is_timed_out: bool,
    /// The error of the last lookup, if it failed.
    pub error: Option<ReadError>,
}

struct AwaitedOrder(NumberOrderId);

#[derive(Clone)]
struct State {
    order: Order,
    state: Option<NumberOrderState>,
    /// When the order came into this state, by the clock of the service.
    at: Option<std::time::SystemTime>,
}

/// Returns whether a review has ended: nothing changes until somebody acts.
fn has_ended(state: &NumberOrderState) -> bool {
    matches!(
        state,
        NumberOrderState::Completed
            | NumberOrderState::Rejected
            | NumberOrderState::Expired
            | NumberOrderState::Blocked
    )
}

impl Awaited for AwaitedOrder {
    type State = State;
    type Change = OrderChange;
    type End = OrderWaited;

    async fn look(
        &self,
        inner: &Inner,
        _: Option<&State>,
        deadline: &Deadline<'_>,
    ) -> Result<State, ReadError> {
        let order = read(inner, &GetOrder(self.0.clone()), deadline).await?;
        let updated = order.response().update_time.as_ref();
        Ok(State {
            state: order.state().cloned(),
            at: updated.and_then(|time| time.instant().ok()),
            order,
        })
    }

    fn hear(&self, state: &mut State, event: &Event) -> Heard {
        let (Some(order), Some(status)) = (event.order_id(), &event.status) else {
            return Heard::Nothing;
        };
        let at = event.time();
        let is_older = at.zip(state.at).is_some_and(|(at, known)| at < known);
        let said = NumberOrderState::from(status.as_str());
        if order != self.0.as_str() || is_older || state.state.as_ref() == Some(&said) {
            return Heard::Nothing;
        }
        state.state = Some(said);
        state.at = at.or(state.at);
        Heard::Change
    }

    fn changes(&self, before: Option<&State>, after: &State) -> Vec<OrderChange> {
        let before = before.and_then(|before| before.state.as_ref());
        let changed = after.state.as_ref().filter(|state| before != Some(*state));
        let changed = changed.map(|state| OrderChange {
            state: state.clone(),
        });
        changed.into_iter().collect()
    }

    fn is_over(&self, state: &State) -> bool {
        state.state.as_ref().is_some_and(has_ended)
    }

    fn end(&self, state: Option<State>, early: Option<Early>) -> OrderWaited {
        let is_timed_out = matches!(early, Some(Early::Deadline(_)));
        let (state, order) = match state {
            Some(State { order, state, .. }) => (state, Some(order)),
            None => (None, None),
        };
        OrderWaited {
            state,
            order,
            is_timed_out,
            error: match early {
                Some(Early::Deadline(error)) => error,
                Some(Early::Refused(error)) => Some(error),
                None => None,
            },
        }
    }
}
