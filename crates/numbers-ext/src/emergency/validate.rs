//! `POST activeNumbers/{phoneNumber}/emergencyAddress:validate`: a read, although it is a POST.

use numbers_client::{Client, PhoneNumber, ProjectId};

use crate::engine::operation::{Generated, Operation, Read, Route, Success};
use crate::model::decoded::{BodyError, Decoded};
use crate::types::{self, AddressRequest, EmergencyAddressRequest};

/// Checks whether an address is known.
pub(crate) struct ValidateEmergencyAddress {
    phone: PhoneNumber,
    body: EmergencyAddressRequest,
}

impl ValidateEmergencyAddress {
    pub(crate) fn new(phone: PhoneNumber, display_name: String, address: AddressRequest) -> Self {
        Self {
            phone,
            body: EmergencyAddressRequest {
                display_name,
                address,
            },
        }
    }
}

impl Operation for ValidateEmergencyAddress {
    type Wire = types::ValidateAddressResponse;
    type Value = Decoded<types::ValidateAddressResponse>;

    const ROUTE: Route = Route {
        method: "POST",
        template: "/v1/projects/{projectId}/activeNumbers/{phoneNumber}/emergencyAddress:validate",
    };

    async fn call(&self, client: &Client, project: &ProjectId) -> Generated<Self::Wire> {
        client
            .number_service_validate_emergency_address(project, &self.phone, &self.body)
            .await
    }

    fn accept(&self, success: Success<'_, Self::Wire>) -> Result<Self::Value, BodyError> {
        Decoded::read(success.typed, success.body)
    }
}

impl Read for ValidateEmergencyAddress {
    fn what(&self) -> String {
        format!(
            "whether an address can be the emergency address of {}",
            self.phone
        )
    }
}
