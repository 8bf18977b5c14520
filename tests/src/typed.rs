//! The generated types by the names of their schemas.

use numbers_client::types;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

/// Reads a value as the type of a schema and writes it back.
///
/// # Panics
///
/// When it cannot be read, or no type of this name is known here.
pub fn round_trip(schema: &str, value: &Value) -> Value {
    macro_rules! types {
        ($($name:ident)*) => {
            match schema {
                $(stringify!($name) => written_back::<types::$name>(value),)*
                other => panic!("{other} is not in this list"),
            }
        };
    }
    types!(
        ActiveNumber AvailableNumber CallbackConfiguration ContentTooLargeError
        CreateNumberOrderRequest EmergencyAddress EmergencyAddressRequest Event InternalError
        InvalidArgumentError ListActiveNumbersResponse ListAvailableNumbersResponse
        ListAvailableRegionsResponse LookupNumberRequirementsRequest NotFoundError NumberOrder
        NumberRequirements PermissionDeniedError Registration RegistrationRequest
        RentAnyNumberRequest RentNumberRequest ScheduledVoiceProvisioning SmsConfiguration
        SmsConfigurationRequest UnsupportedMediaTypeError UpdateActiveNumberRequest
        UpdateCallbackConfigurationRequest ValidateAddressResponse VoiceConfiguration
        VoiceConfigurationRequest
    )
}

fn written_back<T: DeserializeOwned + Serialize>(value: &Value) -> Value {
    let typed: T =
        serde_json::from_value(value.clone()).unwrap_or_else(|error| panic!("{error}: {value}"));
    serde_json::to_value(typed).unwrap_or_else(|error| panic!("{error}: {value}"))
}
