//! Emergency addresses, and the callback secret.

use numbers_ext::Proof;
use schemars::JsonSchema;
use serde::Serialize;

use crate::schema::outcome::Response;

outcomes! {
    /// The emergency address of a number.
    EmergencyAddress = "emergency_address" {
        phone_number: String,
        /// The response of the service, as it was received.
        response: Response,
    }
    /// The number has no emergency address.
    NoEmergencyAddress = "no_emergency_address" {
        phone_number: String,
    }
    /// What the service says about an address that was not set.
    EmergencyAddressValidated = "emergency_address_validated" {
        phone_number: String,
        /// The response of the service, as it was received.
        response: Response,
    }
    /// The emergency address was set.
    EmergencyAddressSet = "emergency_address_set" {
        phone_number: String,
        proof: Proof,
        #[serde(skip_serializing_if = "Option::is_none")]
        attempts: Option<u32>,
        /// The response of the service, as it was received.
        response: Response,
    }
    /// The emergency address was removed.
    EmergencyAddressRemoved = "emergency_address_removed" {
        phone_number: String,
        proof: Proof,
        #[serde(skip_serializing_if = "Option::is_none")]
        attempts: Option<u32>,
    }
    /// Whether the project has a callback secret.
    CallbackSecret = "callback_secret" {
        is_set: bool,
        /// The secret, where `--show` asked for it.
        #[serde(skip_serializing_if = "Option::is_none")]
        hmac_secret: Option<String>,
    }
    /// The callback secret was set.
    CallbackSecretSet = "callback_secret_set" {
        proof: Proof,
        #[serde(skip_serializing_if = "Option::is_none")]
        attempts: Option<u32>,
    }
}
