//! `POST numberOrders:createNumberOrder`.

use std::sync::Arc;

use numbers_client::{Client, PhoneNumber, ProjectId};

use crate::engine::effect::{Effect, Find, Sighting};
use crate::engine::inner::Inner;
use crate::engine::operation::{Generated, Mutation, Operation, Route, Success};
use crate::engine::settings::{CallSettings, call_settings};
use crate::enums::NumberType;
use crate::model::active_number::ActiveNumber;
use crate::model::configuration::Configuration;
use crate::model::decoded::{BodyError, Decoded};
use crate::model::order::Order;
use crate::model::violation::Violations;
use crate::model::voice::Voice;
use crate::orders::wanted::Wanted;
use crate::outcome::confirmed::Confirmed;
use crate::outcome::error::MutationError;
use crate::outcome::intended::{Intended, Verb};
use crate::outcome::read_error::ReadError;
use crate::time::deadline::Deadline;
use crate::types::{self, CreateNumberOrderRequest};

/// A request to create an order. Made by [`Orders::create`](crate::Orders::create).
///
/// An order reserves numbers: nothing is rented before it is submitted, and the reservation
/// ends by itself after 30 minutes to 48 hours. Since the API has no list of orders, an order
/// whose response was lost can't be found again.
#[derive(Clone, Debug)]
#[must_use = "nothing is ordered before `send`"]
pub struct CreateOrder {
    region: String,
    number_type: NumberType,
    wanted: Wanted,
    configuration: Configuration,
    settings: CallSettings,
}

impl CreateOrder {
    pub(crate) fn new(
        inner: &Arc<Inner>,
        region: String,
        number_type: NumberType,
        wanted: Wanted,
    ) -> Self {
        Self {
            region,
            number_type,
            wanted,
            configuration: Configuration::unconfigured(),
            settings: CallSettings::new(inner),
        }
    }

    /// Uses this configuration for the numbers. The default is none.
    pub fn configuration(mut self, configuration: Configuration) -> Self {
        self.configuration = configuration;
        self
    }

    call_settings!();

    /// Checks the request without sending it. [`send`](Self::send) does the same first.
    ///
    /// # Errors
    ///
    /// When the input is invalid; all violations at once.
    pub fn check(&self) -> Result<(), Violations> {
        self.settings.check(self.violations())
    }

    fn violations(&self) -> Violations {
        self.configuration.check().err().unwrap_or_default()
    }

    /// Creates the order.
    ///
    /// # Errors
    ///
    /// [`MutationError::outcome`] says whether an order may have been created nonetheless.
    ///
    /// # Cancellation
    ///
    /// Dropping the future before the request has left sends nothing. Dropping it later may
    /// leave an order behind that is never submitted, and rents nothing.
    pub async fn send(self) -> Result<Confirmed<Order>, MutationError> {
        let violations = self.violations();
        let create = CreateNumberOrder {
            body: request(
                self.region,
                self.number_type,
                &self.wanted,
                &self.configuration,
            ),
            wanted: self.wanted,
        };
        self.settings.call(&create, violations).await
    }
}

fn request(
    region_code: String,
    number_type: NumberType,
    wanted: &Wanted,
    configuration: &Configuration,
) -> CreateNumberOrderRequest {
    let (number_order_option, quantity_order_option) = wanted.options();
    let rent = configuration.request();
    let voice = configuration.requested_voice();
    CreateNumberOrderRequest {
        region_code,
        number_type,
        number_order_option,
        quantity_order_option,
        sms_configuration: rent.sms_configuration,
        voice_configuration: voice.map(Voice::order_request),
        callback_url: rent.callback_url,
    }
}

/// Creating an order, as a mutation.
struct CreateNumberOrder {
    body: CreateNumberOrderRequest,
    wanted: Wanted,
}

impl Operation for CreateNumberOrder {
    type Wire = types::NumberOrder;
    type Value = Confirmed<Order>;

    const ROUTE: Route = Route {
        method: "POST",
        template: "/v1/projects/{projectId}/numberOrders:createNumberOrder",
    };

    async fn call(&self, client: &Client, project: &ProjectId) -> Generated<Self::Wire> {
        client.create_number_order(project, &self.body).await
    }

    fn accept(&self, success: Success<'_, Self::Wire>) -> Result<Self::Value, BodyError> {
        let response = Decoded::read(success.typed, success.body)?;
        let order = Order::of_project(response, success.project)?;
        Ok(Confirmed::by_response(order, success.attempts))
    }
}

impl Mutation for CreateNumberOrder {
    const VERB: Verb = Verb::CREATE_ORDER;
    type Find = Nowhere;

    fn phone(&self) -> Option<PhoneNumber> {
        self.wanted.phone()
    }

    fn intended(&self) -> Intended {
        Intended::CreateOrder {
            phone_number: self.wanted.phone(),
            requested_quantity: self.wanted.quantity(),
        }
    }

    fn number(_: &Self::Value) -> Option<&ActiveNumber> {
        None
    }

    fn finder(&self) -> &Nowhere {
        &Nowhere
    }

    fn found(&self, _: Effect, _: u32) -> Option<Self::Value> {
        None
    }
}

/// Finds nothing: the API has no list of orders.
pub(crate) struct Nowhere;

impl Find for Nowhere {
    async fn find(&self, _: &Inner, _: &Deadline<'_>) -> Result<Sighting, ReadError> {
        Ok(Sighting::Unknowable)
    }
}
