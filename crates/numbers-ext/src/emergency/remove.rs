//! `POST activeNumbers/{phoneNumber}/emergencyAddress:deprovision`.

use std::sync::Arc;

use numbers_client::{Client, PhoneNumber, ProjectId};

use crate::emergency::get::GetEmergencyAddress;
use crate::engine::effect::{Effect, Find, Sighting};
use crate::engine::inner::Inner;
use crate::engine::operation::{Generated, Mutation, Operation, Route, Success};
use crate::engine::read::read;
use crate::engine::settings::{CallSettings, call_settings};
use crate::model::active_number::ActiveNumber;
use crate::model::decoded::{self, BodyError};
use crate::model::violation::Violations;
use crate::outcome::confirmed::Confirmed;
use crate::outcome::error::MutationError;
use crate::outcome::intended::{Intended, Verb};
use crate::outcome::read_error::ReadError;
use crate::time::deadline::Deadline;

/// A request to remove the emergency address of a number. Made by
/// [`EmergencyAddress::remove`](crate::EmergencyAddress::remove).
///
/// Without one, no help is sent to a caller who can't say where they are.
#[derive(Clone, Debug)]
#[must_use = "nothing is removed before `send`"]
pub struct RemoveEmergencyAddress {
    phone: PhoneNumber,
    settings: CallSettings,
}

impl RemoveEmergencyAddress {
    pub(crate) fn new(inner: &Arc<Inner>, phone: PhoneNumber) -> Self {
        Self {
            phone,
            settings: CallSettings::new(inner),
        }
    }

    call_settings!();

    /// Removes the address.
    ///
    /// # Errors
    ///
    /// [`MutationError::outcome`] says whether the address may have been removed nonetheless.
    ///
    /// # Cancellation
    ///
    /// Dropping the future before the request has left sends nothing. Dropping it later
    /// leaves the call in doubt, and only an [`Interceptor`](crate::Interceptor) learns what
    /// is needed to reconcile it.
    pub async fn send(self) -> Result<Confirmed<()>, MutationError> {
        let remove = DeprovisionEmergencyAddress(self.phone);
        self.settings.call(&remove, Violations::default()).await
    }
}

/// Removing the address, as a mutation.
pub(crate) struct DeprovisionEmergencyAddress(pub(crate) PhoneNumber);

impl Operation for DeprovisionEmergencyAddress {
    type Wire = ();
    type Value = Confirmed<()>;

    const ROUTE: Route = Route {
        method: "POST",
        template: "/v1/projects/{projectId}/activeNumbers/{phoneNumber}/emergencyAddress:deprovision",
    };

    async fn call(&self, client: &Client, project: &ProjectId) -> Generated<Self::Wire> {
        client
            .number_service_deprovision_emergency_address(project, &self.0)
            .await
    }

    /// The API documents an empty object.
    fn accept(&self, success: Success<'_, Self::Wire>) -> Result<Self::Value, BodyError> {
        decoded::read_nothing(success.body)?;
        Ok(Confirmed::by_response((), success.attempts))
    }
}

impl Mutation for DeprovisionEmergencyAddress {
    const VERB: Verb = Verb::REMOVE_EMERGENCY_ADDRESS;
    type Find = Self;

    fn phone(&self) -> Option<PhoneNumber> {
        Some(self.0)
    }

    fn intended(&self) -> Intended {
        Intended::RemoveEmergencyAddress {
            phone_number: self.0,
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
            Effect::NoEmergencyAddress => Some(Confirmed::by_lookup((), attempts)),
            _ => None,
        }
    }
}

impl Find for DeprovisionEmergencyAddress {
    async fn find(&self, inner: &Inner, deadline: &Deadline<'_>) -> Result<Sighting, ReadError> {
        let address = read(inner, &GetEmergencyAddress(self.0), deadline).await?;
        Ok(match address {
            None => Sighting::Done(Effect::NoEmergencyAddress),
            Some(_) => Sighting::Absent,
        })
    }
}
