//! `GET activeNumbers`: filters, order, pages.

use std::ops::Bound;

use jiff::Timestamp;
use serde::Serialize;
use serde_json::value::RawValue;

use crate::active::page_token::PageToken;
use crate::active::shape::ActiveNumber;
use crate::call::{Call, Reply, json};
use crate::contract::Query;
use crate::operation::Operation;
use crate::phone::PhoneNumber;
use crate::refusal::Refusal;
use crate::state::{Project, Rental, Transaction};
use crate::stock::{Capability, NumberType, Pattern};

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct Page {
    active_numbers: Vec<Box<RawValue>>,
    next_page_token: String,
    total_size: usize,
}

/// The size of a page where none is asked for, and the largest.
const DEFAULT_SIZE: usize = 20;
const MAX_SIZE: usize = 1_000;

pub(crate) fn list(transaction: &mut Transaction<'_>, call: &Call<'_>) -> Reply {
    let index = transaction.project_index(call.project)?;
    let filter = Filter::read(call.query);
    // The document sets no minimum: less than 1 is as if nothing was asked for.
    let size = match call.query.get("pageSize").map(str::parse::<i64>) {
        Some(Ok(size)) if size > 0 => usize::try_from(size).unwrap_or(MAX_SIZE).min(MAX_SIZE),
        _ => DEFAULT_SIZE,
    };
    let by_name = call.query.get("orderBy") == Some("displayName");
    let token = match call.query.get("pageToken") {
        None | Some("") => None,
        Some(text) => {
            let token = PageToken::read(text).filter(|token| token.name.is_some() == by_name);
            let wrong = || Refusal::invalid("pageToken", "is not a token of this list");
            Some(token.ok_or_else(wrong)?)
        }
    };
    let now = transaction.now;
    let project = transaction.project(index)?;
    let mut found = if by_name {
        by_display_name(project, &filter, token, size + 1)
    } else {
        by_phone_number(project, &filter, token.map(|token| token.phone), size + 1)
    };
    let more = found.len() > size;
    found.truncate(size);
    let next = found.last().filter(|_| more).map(|phone| PageToken {
        phone: *phone,
        name: by_name.then(|| name_of(project, *phone)),
    });
    let total_size = if filter.is_empty() {
        project.rentals.len()
    } else {
        let all = project.rentals.iter();
        all.filter(|(phone, rental)| filter.accepts(**phone, rental))
            .count()
    };
    let mut active_numbers = Vec::with_capacity(found.len());
    for phone in found {
        active_numbers.extend(shown(transaction, index, call.project, phone, now)?);
    }
    json(&Page {
        active_numbers,
        next_page_token: next.map(|token| token.write()).unwrap_or_default(),
        total_size,
    })
}

/// A number of the page; a read that lags shows what it showed before.
fn shown(
    transaction: &mut Transaction<'_>,
    index: usize,
    project: &str,
    phone: PhoneNumber,
    now: Timestamp,
) -> Result<Option<Box<RawValue>>, Refusal> {
    let read = Operation::GetActiveNumber;
    let lags = &mut transaction.state.lags;
    if let Some(stale) = lags.get(read, project, &phone.to_string(), now) {
        return Ok(stale
            .response
            .as_ref()
            .ok()
            .and_then(|body| serde_json::from_slice(body).ok()));
    }
    let rental = transaction.rental(index, phone)?;
    let shown = serde_json::value::to_raw_value(&ActiveNumber::new(project, phone, rental, now));
    shown.map(Some).map_err(|_| Refusal::Internal)
}

fn by_phone_number(
    project: &Project,
    filter: &Filter,
    after: Option<PhoneNumber>,
    limit: usize,
) -> Vec<PhoneNumber> {
    let start = after.map_or(Bound::Unbounded, Bound::Excluded);
    let rentals = project.rentals.range((start, Bound::Unbounded));
    let found = rentals.filter(|(phone, rental)| filter.accepts(**phone, rental));
    found.map(|(phone, _)| *phone).take(limit).collect()
}

/// The numbers without a name come first.
fn by_display_name(
    project: &Project,
    filter: &Filter,
    after: Option<PageToken>,
    limit: usize,
) -> Vec<PhoneNumber> {
    let accepts = |phone: &PhoneNumber| {
        let rental = project.rentals.get(phone);
        rental.is_some_and(|rental| filter.accepts(*phone, rental))
    };
    let after = after.map(|token| (token.name.unwrap_or_default().into_boxed_str(), token.phone));
    let mut found = Vec::new();
    if after.as_ref().is_none_or(|(name, _)| name.is_empty()) {
        let start = after.as_ref().map(|(_, phone)| *phone);
        let start = start.map_or(Bound::Unbounded, Bound::Excluded);
        let unnamed = project.rentals.range((start, Bound::Unbounded));
        let unnamed = unnamed.filter(|(phone, rental)| {
            rental.display_name.is_empty() && filter.accepts(**phone, rental)
        });
        found.extend(unnamed.map(|(phone, _)| *phone).take(limit));
    }
    let start = match after {
        Some(key) if !key.0.is_empty() => Bound::Excluded(key),
        _ => Bound::Unbounded,
    };
    let named = project.named.range((start, Bound::Unbounded));
    let named = named.map(|(_, phone)| *phone).filter(accepts);
    let left = limit.saturating_sub(found.len());
    found.extend(named.take(left));
    found
}

fn name_of(project: &Project, phone: PhoneNumber) -> String {
    let rental = project.rentals.get(&phone);
    rental
        .map(|rental| rental.display_name.to_string())
        .unwrap_or_default()
}

/// Which numbers are listed.
#[derive(Clone, Debug, Default)]
struct Filter {
    region_code: Option<String>,
    number_type: Option<NumberType>,
    capabilities: Vec<Capability>,
    pattern: Option<Pattern>,
}

impl Filter {
    /// Python's SDK calls the capability filter `capabilities`, which no document does.
    fn read(query: &Query) -> Self {
        let name = if query.has("capability") {
            "capability"
        } else {
            "capabilities"
        };
        let capabilities = query.list(name);
        Self {
            region_code: query.get("regionCode").map(str::to_owned),
            number_type: query.get("type").and_then(NumberType::read),
            capabilities: capabilities
                .into_iter()
                .filter_map(Capability::read)
                .collect(),
            pattern: Pattern::read(
                query.get("numberPattern.pattern"),
                query.get("numberPattern.searchPattern"),
            ),
        }
    }

    fn is_empty(&self) -> bool {
        self.region_code.is_none()
            && self.number_type.is_none()
            && self.capabilities.is_empty()
            && self.pattern.is_none()
    }

    fn accepts(&self, phone: PhoneNumber, rental: &Rental) -> bool {
        let terms = &rental.terms;
        self.region_code
            .as_ref()
            .is_none_or(|code| *code == terms.region_code)
            && self
                .number_type
                .is_none_or(|wanted| wanted == terms.number_type)
            && self
                .capabilities
                .iter()
                .all(|capability| terms.capability.contains(capability))
            && self
                .pattern
                .as_ref()
                .is_none_or(|pattern| pattern.matches(&phone.to_string()))
    }
}
