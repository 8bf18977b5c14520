//! `GET activeNumbers/{phoneNumber}/emergencyAddress`.

use numbers_client::{Client, PhoneNumber, ProjectId};

use crate::engine::operation::{Generated, Operation, Read, Route, Success};
use crate::http::api_error::ApiError;
use crate::http::received::Received;
use crate::model::decoded::{BodyError, Decoded};
use crate::types;

/// Fetches the emergency address of a number; `None` when it has none.
pub(crate) struct GetEmergencyAddress(pub(crate) PhoneNumber);

impl Operation for GetEmergencyAddress {
    type Wire = types::EmergencyAddress;
    type Value = Option<Decoded<types::EmergencyAddress>>;

    const ROUTE: Route = Route {
        method: "GET",
        template: "/v1/projects/{projectId}/activeNumbers/{phoneNumber}/emergencyAddress",
    };

    async fn call(&self, client: &Client, project: &ProjectId) -> Generated<Self::Wire> {
        client
            .number_service_get_emergency_address(project, &self.0)
            .await
    }

    fn accept(&self, success: Success<'_, Self::Wire>) -> Result<Self::Value, BodyError> {
        address(Decoded::read(success.typed, success.body)?).map(Some)
    }
}

/// Returns a response that names an address.
pub(crate) fn address(
    response: Decoded<types::EmergencyAddress>,
) -> Result<Decoded<types::EmergencyAddress>, BodyError> {
    let parts = [
        &response.street_number,
        &response.street_info,
        &response.city,
        &response.postal_code,
    ];
    let is_named = parts.into_iter().flatten().any(|part| !part.is_empty());
    if is_named {
        Ok(response)
    } else {
        Err(BodyError::NoAddress)
    }
}

impl Read for GetEmergencyAddress {
    fn what(&self) -> String {
        format!("the emergency address of {}", self.0)
    }

    /// Only a complete 404 in which the API names this emergency address proves its absence.
    fn refused(&self, received: &Received) -> Option<Self::Value> {
        let name = self.0.to_string();
        let says_absent = |api: &ApiError| api.says_absent("EmergencyAddress", &name);
        let is_absent =
            received.status == Some(404) && received.api.as_ref().is_some_and(says_absent);
        is_absent.then_some(None)
    }
}
