//! `POST activeNumbers/{phoneNumber}/emergencyAddress:provision`.

use std::sync::Arc;

use numbers_client::{Client, PhoneNumber, ProjectId};

use crate::emergency::get::{self, GetEmergencyAddress};
use crate::engine::effect::{Effect, Find, Sighting};
use crate::engine::inner::Inner;
use crate::engine::operation::{Generated, Mutation, Operation, Route, Success};
use crate::engine::read::read;
use crate::engine::settings::{CallSettings, call_settings};
use crate::model::active_number::ActiveNumber;
use crate::model::decoded::{BodyError, Decoded};
use crate::model::fingerprint::Fingerprint;
use crate::model::violation::Violations;
use crate::outcome::confirmed::Confirmed;
use crate::outcome::error::MutationError;
use crate::outcome::intended::{Intended, Verb};
use crate::outcome::read_error::ReadError;
use crate::time::deadline::Deadline;
use crate::types::{self, AddressRequest, EmergencyAddressRequest};

/// A request to set the emergency address of a number. Made by
/// [`EmergencyAddress::set`](crate::EmergencyAddress::set).
///
/// It may be charged for; what it costs is not documented. It replaces an earlier address.
#[derive(Clone, Debug)]
#[must_use = "nothing is set before `send`"]
pub struct SetEmergencyAddress {
    phone: PhoneNumber,
    body: EmergencyAddressRequest,
    settings: CallSettings,
}

impl SetEmergencyAddress {
    pub(crate) fn new(
        inner: &Arc<Inner>,
        phone: PhoneNumber,
        display_name: String,
        address: AddressRequest,
    ) -> Self {
        Self {
            phone,
            body: EmergencyAddressRequest {
                display_name,
                address,
            },
            settings: CallSettings::new(inner),
        }
    }

    call_settings!();

    /// Sets the address. Compare what the result says with what you meant: help is sent there.
    ///
    /// # Errors
    ///
    /// [`MutationError::outcome`] says whether the address may have been set nonetheless.
    ///
    /// # Cancellation
    ///
    /// Dropping the future before the request has left sends nothing. Dropping it later
    /// leaves the call in doubt, and only an [`Interceptor`](crate::Interceptor) learns what
    /// is needed to reconcile it.
    pub async fn send(self) -> Result<Confirmed<Decoded<types::EmergencyAddress>>, MutationError> {
        let set = ProvisionEmergencyAddress {
            find: FindAddress {
                phone: self.phone,
                fingerprint: requested(&self.body.address),
            },
            body: self.body,
        };
        self.settings.call(&set, Violations::default()).await
    }
}

/// Returns the fingerprint of an address. The service may add the last four digits of a
/// postal code, so that they are not compared.
fn fingerprint(
    parts: [Option<&str>; 6], // number, street, place within the building, city, state, code
) -> Fingerprint {
    let parts = parts.map(|part| part.unwrap_or_default().trim().to_lowercase());
    Fingerprint::of_json(&serde_json::json!(parts))
}

fn requested(address: &AddressRequest) -> Fingerprint {
    fingerprint([
        Some(&address.street_number),
        Some(&address.street_info),
        address.location.as_deref(),
        Some(&address.city),
        Some(&address.state),
        Some(&address.postal_code),
    ])
}

fn found(address: &types::EmergencyAddress) -> Fingerprint {
    fingerprint([
        address.street_number.as_deref(),
        address.street_info.as_deref(),
        address.location.as_deref(),
        address.city.as_deref(),
        address.state.as_deref(),
        address.postal_code.as_deref(),
    ])
}

/// Setting the address, as a mutation.
struct ProvisionEmergencyAddress {
    body: EmergencyAddressRequest,
    find: FindAddress,
}

/// Looks for an address that was set.
pub(crate) struct FindAddress {
    pub(crate) phone: PhoneNumber,
    pub(crate) fingerprint: Fingerprint,
}

impl Operation for ProvisionEmergencyAddress {
    type Wire = types::EmergencyAddress;
    type Value = Confirmed<Decoded<types::EmergencyAddress>>;

    const ROUTE: Route = Route {
        method: "POST",
        template: "/v1/projects/{projectId}/activeNumbers/{phoneNumber}/emergencyAddress:provision",
    };

    async fn call(&self, client: &Client, project: &ProjectId) -> Generated<Self::Wire> {
        client
            .number_service_provision_emergency_address(project, &self.find.phone, &self.body)
            .await
    }

    fn accept(&self, success: Success<'_, Self::Wire>) -> Result<Self::Value, BodyError> {
        let address = get::address(Decoded::read(success.typed, success.body)?)?;
        Ok(Confirmed::by_response(address, success.attempts))
    }
}

impl Mutation for ProvisionEmergencyAddress {
    const VERB: Verb = Verb::SET_EMERGENCY_ADDRESS;
    type Find = FindAddress;

    fn phone(&self) -> Option<PhoneNumber> {
        Some(self.find.phone)
    }

    fn intended(&self) -> Intended {
        Intended::SetEmergencyAddress {
            phone_number: self.find.phone,
            fingerprint: self.find.fingerprint.clone(),
        }
    }

    fn number(_: &Self::Value) -> Option<&ActiveNumber> {
        None
    }

    fn finder(&self) -> &FindAddress {
        &self.find
    }

    fn found(&self, effect: Effect, attempts: u32) -> Option<Self::Value> {
        match effect {
            Effect::EmergencyAddress(address) => Some(Confirmed::by_lookup(*address, attempts)),
            _ => None,
        }
    }
}

impl Find for FindAddress {
    /// An equal address was set. Another one, or none, shows that this one was not.
    async fn find(&self, inner: &Inner, deadline: &Deadline<'_>) -> Result<Sighting, ReadError> {
        let address = read(inner, &GetEmergencyAddress(self.phone), deadline).await?;
        let equal = address.filter(|address| found(address) == self.fingerprint);
        Ok(match equal {
            Some(address) => Sighting::Done(Effect::EmergencyAddress(Box::new(address))),
            None => Sighting::Absent,
        })
    }
}
