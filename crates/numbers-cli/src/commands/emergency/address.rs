//! The arguments that an address is made of.

use clap::Args;
use numbers_ext::types::AddressRequest;

#[derive(Debug, Args)]
pub(crate) struct AddressArguments {
    /// Who is called there (displayName)
    #[arg(long, value_name = "NAME")]
    pub(super) name: String,
    /// The number in the street
    #[arg(long, value_name = "NUMBER")]
    street_number: String,
    /// The street
    #[arg(long, value_name = "STREET")]
    street: String,
    /// The place within the building, such as an apartment
    #[arg(long, value_name = "PLACE")]
    location: Option<String>,
    /// The city
    #[arg(long, value_name = "CITY")]
    city: String,
    /// The state or province, such as CA
    #[arg(long, value_name = "STATE")]
    state: String,
    /// The postal code
    #[arg(long, value_name = "CODE")]
    postal_code: String,
    /// The four digits that refine a US postal code
    #[arg(long, value_name = "DIGITS")]
    postal_code_plus_four: Option<String>,
}

impl AddressArguments {
    pub(super) fn request(&self) -> AddressRequest {
        AddressRequest {
            street_number: self.street_number.clone(),
            street_info: self.street.clone(),
            location: self.location.clone(),
            city: self.city.clone(),
            state: self.state.clone(),
            postal_code: self.postal_code.clone(),
            postal_code_plus_four: self.postal_code_plus_four.clone(),
        }
    }

    /// Returns the address on one line.
    pub(super) fn line(&self) -> String {
        let parts = [
            Some(self.name.clone()),
            Some(format!("{} {}", self.street_number, self.street)),
            self.location.clone(),
            Some(format!(
                "{}, {} {}",
                self.city, self.state, self.postal_code
            )),
        ];
        let parts: Vec<_> = parts.into_iter().flatten().collect();
        numbers_ext::printable(&parts.join(", ")).to_string()
    }
}
