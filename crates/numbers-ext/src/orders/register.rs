//! `PUT numberOrders/{numberOrderId}/registration`.

use std::sync::Arc;

use numbers_client::{Client, NumberOrderId, PhoneNumber, ProjectId, Redacted};
use serde_json::Value;

use crate::engine::effect::{Effect, Find, Sighting};
use crate::engine::inner::Inner;
use crate::engine::operation::{Generated, Mutation, Operation, Route, Success};
use crate::engine::read::read;
use crate::engine::settings::{CallSettings, call_settings};
use crate::model::active_number::ActiveNumber;
use crate::model::decoded::{BodyError, Decoded};
use crate::model::fingerprint::Fingerprint;
use crate::model::violation::Violations;
use crate::orders::registration::GetRegistration;
use crate::outcome::confirmed::Confirmed;
use crate::outcome::error::MutationError;
use crate::outcome::intended::{Intended, Verb};
use crate::outcome::read_error::ReadError;
use crate::time::deadline::Deadline;
use crate::types::{self, RegistrationRequest};

/// A request to register data for an order. Made by
/// [`Orders::register`](crate::Orders::register).
///
/// The data replaces what was registered before. It is personal data: neither `Debug` nor a
/// stored call in doubt shows it, and in a refusal that echoes a text of 12 bytes or more,
/// `[redacted]` stands for it.
#[derive(Clone, Debug)]
#[must_use = "nothing is registered before `send`"]
pub struct Register {
    order: NumberOrderId,
    details: Redacted<Value>,
    settings: CallSettings,
}

impl Register {
    pub(crate) fn new(inner: &Arc<Inner>, order: NumberOrderId, details: Value) -> Self {
        Self {
            order,
            details: Redacted::new(details),
            settings: CallSettings::new(inner),
        }
    }

    call_settings!();

    /// Registers the data. The service checks it at once.
    ///
    /// # Errors
    ///
    /// [`MutationError::violations`] has what the service found wrong with the data.
    ///
    /// # Cancellation
    ///
    /// The future may be dropped at any time: registering the same data again does no harm.
    pub async fn send(self) -> Result<Confirmed<Decoded<types::Registration>>, MutationError> {
        let register = RegisterOrder::new(self.order, self.details);
        self.settings.call(&register, Violations::default()).await
    }
}

/// Registering data, as a mutation.
struct RegisterOrder {
    body: RegistrationRequest,
    find: FindRegistered,
}

/// Looks for data that was registered.
pub(crate) struct FindRegistered {
    pub(crate) order: NumberOrderId,
    pub(crate) fingerprint: Fingerprint,
}

impl RegisterOrder {
    fn new(order: NumberOrderId, details: Redacted<Value>) -> Self {
        Self {
            find: FindRegistered {
                order,
                fingerprint: Fingerprint::of_json(details.expose()),
            },
            body: RegistrationRequest {
                request_details: Some(details),
            },
        }
    }
}

/// Gathers the texts of a value.
fn gather<'a>(value: &'a Value, texts: &mut Vec<&'a str>) {
    match value {
        Value::String(text) => texts.push(text),
        Value::Array(items) => items.iter().for_each(|item| gather(item, texts)),
        Value::Object(members) => members.values().for_each(|member| gather(member, texts)),
        _ => {}
    }
}

impl Operation for RegisterOrder {
    type Wire = types::Registration;
    type Value = Confirmed<Decoded<types::Registration>>;

    const ROUTE: Route = Route {
        method: "PUT",
        template: "/v1/projects/{projectId}/numberOrders/{numberOrderId}/registration",
    };

    async fn call(&self, client: &Client, project: &ProjectId) -> Generated<Self::Wire> {
        client
            .update_number_order_registration(project, &self.find.order, &self.body)
            .await
    }

    fn secrets(&self) -> Vec<&str> {
        let mut texts = Vec::new();
        if let Some(details) = &self.body.request_details {
            gather(details.expose(), &mut texts);
        }
        texts
    }

    fn accept(&self, success: Success<'_, Self::Wire>) -> Result<Self::Value, BodyError> {
        let registration: Decoded<types::Registration> =
            Decoded::read(success.typed, success.body)?;
        if registration.request_details.is_none() {
            return Err(BodyError::NotShown);
        }
        Ok(Confirmed::by_response(registration, success.attempts))
    }
}

impl Mutation for RegisterOrder {
    const VERB: Verb = Verb::REGISTER_ORDER;
    type Find = FindRegistered;

    fn phone(&self) -> Option<PhoneNumber> {
        None
    }

    fn intended(&self) -> Intended {
        Intended::RegisterOrder {
            number_order_id: self.find.order.clone(),
            fingerprint: self.find.fingerprint.clone(),
        }
    }

    fn number(_: &Self::Value) -> Option<&ActiveNumber> {
        None
    }

    fn finder(&self) -> &FindRegistered {
        &self.find
    }

    fn found(&self, effect: Effect, attempts: u32) -> Option<Self::Value> {
        match effect {
            Effect::Registration(registration) => {
                Some(Confirmed::by_lookup(*registration, attempts))
            }
            _ => None,
        }
    }
}

impl Find for FindRegistered {
    async fn find(&self, inner: &Inner, deadline: &Deadline<'_>) -> Result<Sighting, ReadError> {
        let registration = read(inner, &GetRegistration(self.order.clone()), deadline).await?;
        let details = registration.request_details.as_ref();
        let found = details.map(|details| Fingerprint::of_json(details.expose()));
        Ok(if found.as_ref() == Some(&self.fingerprint) {
            Sighting::Done(Effect::Registration(Box::new(registration)))
        } else {
            Sighting::Absent
        })
    }
}
