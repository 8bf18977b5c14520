//! `GET availableRegions`.

use serde_json::{Value, json};

use crate::call::{self, Call, Reply};
use crate::state::Transaction;
use crate::stock::{NumberType, REGIONS, Region};

pub(crate) fn list(transaction: &mut Transaction<'_>, call: &Call<'_>) -> Reply {
    let wanted: Vec<_> = call
        .query
        .list("types")
        .into_iter()
        .filter_map(NumberType::read)
        .collect();
    let regions = transaction.state.stock.regions();
    let shown: Vec<Value> = regions
        .into_iter()
        .filter_map(|(code, types)| {
            let types: Vec<_> = types
                .into_iter()
                .filter(|kind| wanted.is_empty() || wanted.contains(kind))
                .collect();
            let name = REGIONS.iter().find(|region: &&Region| region.code == code);
            let name = name.map_or(code.as_str(), |region| region.name).to_owned();
            (!types.is_empty())
                .then(|| json!({ "regionCode": code, "regionName": name, "types": types }))
        })
        .collect();
    call::json(&json!({ "availableRegions": shown }))
}
