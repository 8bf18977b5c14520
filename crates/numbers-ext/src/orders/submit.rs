//! `POST numberOrders/{numberOrderId}/submit`.

use std::sync::Arc;

use numbers_client::{Client, NumberOrderId, PhoneNumber, ProjectId};

use crate::engine::effect::{Effect, Find, Sighting};
use crate::engine::inner::Inner;
use crate::engine::operation::{Generated, Mutation, Operation, Read as _, Route, Success};
use crate::engine::read::read;
use crate::engine::settings::{CallSettings, call_settings};
use crate::http::received::Received;
use crate::model::active_number::ActiveNumber;
use crate::model::decoded::{BodyError, Decoded};
use crate::model::order::Order;
use crate::model::violation::Violations;
use crate::orders::get::GetOrder;
use crate::outcome::cause::Cause;
use crate::outcome::confirmed::Confirmed;
use crate::outcome::error::MutationError;
use crate::outcome::intended::{Intended, Verb};
use crate::outcome::read_error::ReadError;
use crate::time::deadline::Deadline;
use crate::types;

/// A request to submit an order. Made by [`Orders::submit`](crate::Orders::submit).
///
/// This may spend money: an order that completes rents its numbers, even days later. When they are charged is not documented. A submitted order can't be cancelled.
#[derive(Clone, Debug)]
#[must_use = "nothing is submitted before `send`"]
pub struct Submit {
    order: NumberOrderId,
    settings: CallSettings,
}

impl Submit {
    pub(crate) fn new(inner: &Arc<Inner>, order: NumberOrderId) -> Self {
        Self {
            order,
            settings: CallSettings::new(inner),
        }
    }

    call_settings!();

    /// Submits the order for review. This may spend money.
    ///
    /// # Errors
    ///
    /// [`MutationError::outcome`] says whether the order may have been submitted.
    ///
    /// # Cancellation
    ///
    /// Dropping the future before the request has left sends nothing. Dropping it later
    /// leaves the call in doubt, and only an [`Interceptor`](crate::Interceptor) learns what
    /// is needed to reconcile it.
    pub async fn send(self) -> Result<Confirmed<Order>, MutationError> {
        let submit = SubmitOrder(self.order);
        self.settings.call(&submit, Violations::default()).await
    }
}

/// Submitting an order, as a mutation.
pub(crate) struct SubmitOrder(pub(crate) NumberOrderId);

impl Operation for SubmitOrder {
    type Wire = types::NumberOrder;
    type Value = Confirmed<Order>;

    const ROUTE: Route = Route {
        method: "POST",
        template: "/v1/projects/{projectId}/numberOrders/{numberOrderId}/submit",
    };

    async fn call(&self, client: &Client, project: &ProjectId) -> Generated<Self::Wire> {
        client.submit_number_order(project, &self.0).await
    }

    fn accept(&self, success: Success<'_, Self::Wire>) -> Result<Self::Value, BodyError> {
        let response = Decoded::read(success.typed, success.body)?;
        let order = Order::named(&self.0, response, success.project)?;
        match order.is_submitted() {
            Some(true) => Ok(Confirmed::by_response(order, success.attempts)),
            // Such as one that had expired before.
            Some(false) => Err(BodyError::NotSubmitted),
            None => Err(BodyError::NoState),
        }
    }
}

impl Mutation for SubmitOrder {
    const VERB: Verb = Verb::SUBMIT_ORDER;
    type Find = Self;

    fn phone(&self) -> Option<PhoneNumber> {
        None
    }

    fn intended(&self) -> Intended {
        Intended::SubmitOrder {
            number_order_id: self.0.clone(),
        }
    }

    fn number(_: &Self::Value) -> Option<&ActiveNumber> {
        None
    }

    fn finder(&self) -> &Self {
        self
    }

    fn found(&self, effect: Effect, attempts: u32) -> Option<Self::Value> {
        match effect {
            Effect::Order(order) => Some(Confirmed::by_lookup(*order, attempts)),
            _ => None,
        }
    }
}

impl Find for SubmitOrder {
    /// An order in any other state than created was submitted, unless it has expired: then
    /// nothing was rented.
    async fn find(&self, inner: &Inner, deadline: &Deadline<'_>) -> Result<Sighting, ReadError> {
        let get = GetOrder(self.0.clone());
        let order = read(inner, &get, deadline).await?;
        match order.is_submitted() {
            Some(true) => Ok(Sighting::Done(Effect::Order(Box::new(order)))),
            Some(false) => Ok(Sighting::Absent),
            None => {
                let (status, error) = (200, BodyError::NoState);
                let cause = Cause::Unreadable { status, error };
                Err(ReadError::new(get.what(), cause, Received::success(status)))
            }
        }
    }
}
