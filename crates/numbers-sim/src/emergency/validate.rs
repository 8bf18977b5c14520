//! Validating an address: `Main Street` is nearly `Main St`, and 00000 is no postal code.

use serde::Serialize;
use serde_json::{Map, Value};

use crate::call::{Call, Reply, json};
use crate::emergency::provision::address;
use crate::phone::PhoneNumber;
use crate::state::{Address, Transaction};

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct Validated<'a> {
    phone_number: PhoneNumber,
    display_name: &'a str,
    validated_address: &'a Address,
    validation_result: &'static str,
    validation_message: &'static str,
    corrected_address: Corrected,
    candidate_addresses: Vec<Address>,
}

#[derive(Debug, Serialize)]
#[serde(untagged)]
enum Corrected {
    None(Map<String, Value>),
    Address(Address),
}

pub(crate) fn validate(transaction: &mut Transaction<'_>, call: &Call<'_>) -> Reply {
    let (index, phone) = (transaction.project_index(call.project)?, call.phone()?);
    transaction.rental(index, phone)?;
    let address = address(call)?;
    let abbreviated = address.street_info.strip_suffix("Street");
    let unknown = address.postal_code.trim_matches('0').is_empty();
    let (result, message) = if unknown {
        ("NO_MATCH", "Address doesn't match any known address")
    } else if abbreviated.is_some() {
        ("NEAR_MATCH", "Address is a near match")
    } else {
        ("EXACT_MATCH", "Address is a perfect match")
    };
    let corrected = abbreviated.filter(|_| !unknown).map(|street| Address {
        street_info: format!("{street}St"),
        ..address.clone()
    });
    let candidates = unknown.then(|| {
        ["62702", "62703"].map(|postal_code| Address {
            postal_code: postal_code.to_owned(),
            ..address.clone()
        })
    });
    json(&Validated {
        phone_number: phone,
        display_name: call.text("displayName").unwrap_or_default(),
        validated_address: &address,
        validation_result: result,
        validation_message: message,
        corrected_address: corrected
            .map_or_else(|| Corrected::None(Map::new()), Corrected::Address),
        candidate_addresses: candidates.into_iter().flatten().collect(),
    })
}
