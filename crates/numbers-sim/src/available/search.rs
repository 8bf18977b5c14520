//! `GET availableNumbers`: which numbers can be rented.

use serde::Serialize;
use serde_json::Value;

use crate::available::shape::AvailableNumber;
use crate::call::{Call, Reply, json};
use crate::refusal::Refusal;
use crate::state::Transaction;
use crate::stock::{Capability, Criteria, NumberType, Pattern};

/// How many numbers are found where no size is asked for, and at most.
const DEFAULT_SIZE: usize = 10;
const MAX_SIZE: usize = 1_000;

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct Found<'a> {
    available_numbers: Vec<AvailableNumber<'a>>,
}

pub(crate) fn search(transaction: &mut Transaction<'_>, call: &Call<'_>) -> Reply {
    let query = call.query;
    let required = |name: &'static str| {
        let value = query.get(name);
        value.ok_or_else(|| Refusal::invalid(name, "is required"))
    };
    let number_type = NumberType::read(required("type")?);
    let capabilities = query.list("capabilities");
    let criteria = Criteria {
        region_code: required("regionCode")?.to_owned(),
        number_type: number_type
            .ok_or_else(|| Refusal::invalid("type", "is not one of the values"))?,
        capabilities: capabilities
            .into_iter()
            .filter_map(Capability::read)
            .collect(),
        pattern: Pattern::read(
            query.get("numberPattern.pattern"),
            query.get("numberPattern.searchPattern"),
        ),
    };
    // The document sets no minimum: less than 1 is as if nothing was asked for.
    let size = match query.get("size").map(str::parse::<i64>) {
        Some(Ok(size)) if size > 0 => usize::try_from(size).unwrap_or(MAX_SIZE).min(MAX_SIZE),
        _ => DEFAULT_SIZE,
    };
    let state = &mut *transaction.state;
    let taken = &state.taken;
    let found = state
        .stock
        .search(&criteria, size, |phone| taken.contains_key(&phone));
    let numbers = found
        .iter()
        .map(|(phone, terms)| AvailableNumber::new(*phone, terms));
    json(&Found {
        available_numbers: numbers.collect(),
    })
}

/// What a request body searches for.
pub(crate) fn body_criteria(
    region_code: &str,
    number_type: Option<&str>,
    rest: &Value,
) -> Result<Criteria, Refusal> {
    let number_type = number_type.and_then(NumberType::read);
    let text = |pointer: &str| rest.pointer(pointer).and_then(Value::as_str);
    let capabilities = rest.get("capabilities").and_then(Value::as_array);
    Ok(Criteria {
        region_code: region_code.to_owned(),
        number_type: number_type
            .ok_or_else(|| Refusal::invalid("type", "is not one of the values"))?,
        capabilities: capabilities
            .into_iter()
            .flatten()
            .filter_map(|capability| Capability::read(capability.as_str()?))
            .collect(),
        pattern: Pattern::read(
            text("/numberPattern/pattern"),
            text("/numberPattern/searchPattern"),
        ),
    })
}
