//! The emergency address of a number.

use numbers_client::PhoneNumber;

use crate::client::Numbers;
use crate::emergency::get::GetEmergencyAddress;
use crate::emergency::remove::RemoveEmergencyAddress;
use crate::emergency::set::SetEmergencyAddress;
use crate::emergency::validate::ValidateEmergencyAddress;
use crate::model::decoded::Decoded;
use crate::outcome::read_error::ReadError;
use crate::types::{self, AddressRequest};

impl Numbers {
    /// Returns the emergency address of an active number.
    #[must_use]
    pub fn emergency_address(&self, phone: PhoneNumber) -> EmergencyAddress {
        EmergencyAddress {
            numbers: self.clone(),
            phone,
        }
    }
}

/// The emergency address of an active number: where help is sent when the number calls for
/// help and the caller can't say where they are.
///
/// ```
/// use numbers_ext::types::AddressRequest;
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// # let simulator = numbers_sim::Simulator::start().await?;
/// # let numbers = numbers_ext::Numbers::builder()
/// #     .project(simulator.project()).access_key(simulator.key_id(), simulator.key_secret())
/// #     .numbers_url(simulator.url()).auth_url(simulator.url()).build()?;
/// # let phone = "+12025550134".parse()?;
/// # numbers.rent(phone).unconfigured().send().await?;
/// let emergency = numbers.emergency_address(phone);
/// let address = AddressRequest {
///     street_number: "1600".to_owned(),
///     street_info: "Pennsylvania Avenue NW".to_owned(),
///     location: None,
///     city: "Washington".to_owned(),
///     state: "DC".to_owned(),
///     postal_code: "20500".to_owned(),
///     postal_code_plus_four: None,
/// };
/// emergency.set("Front desk", address).send().await?;
/// let known = emergency.get().await?.expect("it was set just now");
/// assert_eq!(known.city.as_deref(), Some("Washington"));
/// emergency.remove().send().await?;
/// assert_eq!(emergency.get().await?, None);
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug)]
pub struct EmergencyAddress {
    numbers: Numbers,
    phone: PhoneNumber,
}

impl EmergencyAddress {
    /// Fetches the address; `None` when the number has none.
    ///
    /// # Errors
    ///
    /// When there is no response, or one that proves nothing either way.
    pub async fn get(&self) -> Result<Option<Decoded<types::EmergencyAddress>>, ReadError> {
        self.numbers.read(&GetEmergencyAddress(self.phone)).await
    }

    /// Checks whether an address is known, and which one may be meant.
    ///
    /// # Errors
    ///
    /// When there is no response, or one that says nothing about the address.
    pub async fn validate(
        &self,
        display_name: impl Into<String>,
        address: AddressRequest,
    ) -> Result<Decoded<types::ValidateAddressResponse>, ReadError> {
        let validate = ValidateEmergencyAddress::new(self.phone, display_name.into(), address);
        self.numbers.read(&validate).await
    }

    /// Prepares setting the address, in place of an earlier one. `display_name` is who is
    /// called there.
    pub fn set(
        &self,
        display_name: impl Into<String>,
        address: AddressRequest,
    ) -> SetEmergencyAddress {
        SetEmergencyAddress::new(&self.numbers.0, self.phone, display_name.into(), address)
    }

    /// Prepares removing the address.
    pub fn remove(&self) -> RemoveEmergencyAddress {
        RemoveEmergencyAddress::new(&self.numbers.0, self.phone)
    }
}
