//! The operations of the API.

#[cfg(feature = "schema")]
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// An operation of the API, or the token endpoint.
///
/// In JSON it is the vendor's operation id in camel case: `rentNumber`, `getActiveNumber`.
///
/// ```
/// use numbers_sim::Operation;
///
/// assert_eq!(Operation::ALL.len(), 23);
/// assert_eq!(Operation::RentNumber.name(), "rentNumber");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(JsonSchema))]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub enum Operation {
    /// `POST availableNumbers/{phoneNumber}:rent`
    RentNumber,
    /// `POST availableNumbers:rentAny`
    RentAnyNumber,
    /// `GET availableNumbers`
    ListAvailableNumbers,
    /// `GET availableNumbers/{phoneNumber}`
    GetAvailableNumber,
    /// `GET activeNumbers`
    ListActiveNumbers,
    /// `GET activeNumbers/{phoneNumber}`
    GetActiveNumber,
    /// `PATCH activeNumbers/{phoneNumber}`
    UpdateActiveNumber,
    /// `POST activeNumbers/{phoneNumber}:release`
    ReleaseNumber,
    /// `GET activeNumbers/{phoneNumber}/emergencyAddress`
    GetEmergencyAddress,
    /// `POST activeNumbers/{phoneNumber}/emergencyAddress:provision`
    ProvisionEmergencyAddress,
    /// `POST activeNumbers/{phoneNumber}/emergencyAddress:deprovision`
    DeprovisionEmergencyAddress,
    /// `POST activeNumbers/{phoneNumber}/emergencyAddress:validate`
    ValidateEmergencyAddress,
    /// `POST numberOrders:lookupNumberRequirements`
    LookupNumberRequirements,
    /// `POST numberOrders:createNumberOrder`
    CreateNumberOrder,
    /// `GET numberOrders/{numberOrderId}`
    GetNumberOrder,
    /// `GET numberOrders/{numberOrderId}/registration`
    GetNumberOrderRegistration,
    /// `PUT numberOrders/{numberOrderId}/registration`
    UpdateNumberOrderRegistration,
    /// `POST numberOrders/{numberOrderId}/attachments/{attachmentId}`
    UploadNumberOrderAttachment,
    /// `POST numberOrders/{numberOrderId}/submit`
    SubmitNumberOrder,
    /// `GET availableRegions`
    ListAvailableRegions,
    /// `GET callbackConfiguration`
    GetCallbackConfiguration,
    /// `PATCH callbackConfiguration`
    UpdateCallbackConfiguration,
    /// `POST /oauth2/token`
    IssueToken,
}

impl Operation {
    /// All of them.
    pub const ALL: [Self; 23] = [
        Self::RentNumber,
        Self::RentAnyNumber,
        Self::ListAvailableNumbers,
        Self::GetAvailableNumber,
        Self::ListActiveNumbers,
        Self::GetActiveNumber,
        Self::UpdateActiveNumber,
        Self::ReleaseNumber,
        Self::GetEmergencyAddress,
        Self::ProvisionEmergencyAddress,
        Self::DeprovisionEmergencyAddress,
        Self::ValidateEmergencyAddress,
        Self::LookupNumberRequirements,
        Self::CreateNumberOrder,
        Self::GetNumberOrder,
        Self::GetNumberOrderRegistration,
        Self::UpdateNumberOrderRegistration,
        Self::UploadNumberOrderAttachment,
        Self::SubmitNumberOrder,
        Self::ListAvailableRegions,
        Self::GetCallbackConfiguration,
        Self::UpdateCallbackConfiguration,
        Self::IssueToken,
    ];

    /// The name that JSON uses.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::RentNumber => "rentNumber",
            Self::RentAnyNumber => "rentAnyNumber",
            Self::ListAvailableNumbers => "listAvailableNumbers",
            Self::GetAvailableNumber => "getAvailableNumber",
            Self::ListActiveNumbers => "listActiveNumbers",
            Self::GetActiveNumber => "getActiveNumber",
            Self::UpdateActiveNumber => "updateActiveNumber",
            Self::ReleaseNumber => "releaseNumber",
            Self::GetEmergencyAddress => "getEmergencyAddress",
            Self::ProvisionEmergencyAddress => "provisionEmergencyAddress",
            Self::DeprovisionEmergencyAddress => "deprovisionEmergencyAddress",
            Self::ValidateEmergencyAddress => "validateEmergencyAddress",
            Self::LookupNumberRequirements => "lookupNumberRequirements",
            Self::CreateNumberOrder => "createNumberOrder",
            Self::GetNumberOrder => "getNumberOrder",
            Self::GetNumberOrderRegistration => "getNumberOrderRegistration",
            Self::UpdateNumberOrderRegistration => "updateNumberOrderRegistration",
            Self::UploadNumberOrderAttachment => "uploadNumberOrderAttachment",
            Self::SubmitNumberOrder => "submitNumberOrder",
            Self::ListAvailableRegions => "listAvailableRegions",
            Self::GetCallbackConfiguration => "getCallbackConfiguration",
            Self::UpdateCallbackConfiguration => "updateCallbackConfiguration",
            Self::IssueToken => "issueToken",
        }
    }

    /// The operation that a document calls so: `NumberService_RentNumber`, `GetNumberOrder`.
    pub(crate) fn from_operation_id(id: &str) -> Option<Self> {
        let id = id.strip_prefix("NumberService_").unwrap_or(id);
        Self::ALL
            .into_iter()
            .find(|operation| operation.name().eq_ignore_ascii_case(id))
    }

    /// The `resourceType` of its documented 404.
    pub(crate) const fn resource_type(self) -> &'static str {
        match self {
            Self::RentNumber
            | Self::RentAnyNumber
            | Self::ListAvailableNumbers
            | Self::GetAvailableNumber => "AvailableNumber",
            Self::GetEmergencyAddress
            | Self::ProvisionEmergencyAddress
            | Self::DeprovisionEmergencyAddress
            | Self::ValidateEmergencyAddress => "EmergencyAddress",
            Self::LookupNumberRequirements => "NumberProduct",
            Self::CreateNumberOrder
            | Self::GetNumberOrder
            | Self::GetNumberOrderRegistration
            | Self::UpdateNumberOrderRegistration
            | Self::UploadNumberOrderAttachment
            | Self::SubmitNumberOrder => "NumberOrder",
            Self::ListActiveNumbers
            | Self::GetActiveNumber
            | Self::UpdateActiveNumber
            | Self::ReleaseNumber => "ActiveNumber",
            Self::ListAvailableRegions => "AvailableRegion",
            Self::GetCallbackConfiguration | Self::UpdateCallbackConfiguration => {
                "CallbackConfiguration"
            }
            Self::IssueToken => "Token",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_those_of_json_and_of_the_document() {
        for operation in Operation::ALL {
            let json = serde_json::to_value(operation).unwrap();
            assert_eq!(json, operation.name());
        }
        let id = Operation::from_operation_id("NumberService_RentNumber");
        assert_eq!(id, Some(Operation::RentNumber));
        let id = Operation::from_operation_id("LookupNumberRequirements");
        assert_eq!(id, Some(Operation::LookupNumberRequirements));
        assert_eq!(Operation::from_operation_id("NumberService_Nothing"), None);
    }
}
