//! `POST numberOrders:createNumberOrder`: reserves numbers.

use std::sync::Arc;
use std::time::Duration;

use serde_json::Value;

use crate::available::body_criteria;
use crate::call::{self, Call, Reply};
use crate::clock::after;
use crate::orders::shape;
use crate::phone::PhoneNumber;
use crate::refusal::Refusal;
use crate::state::{Due, Order, OrderNumber, OrderState, Registration, Transaction};
use crate::stock::{Criteria, Resolved};

/// How long an order reserves its numbers.
const RESERVATION: Duration = Duration::from_secs(48 * 60 * 60);

type Numbers = Vec<(PhoneNumber, Arc<Resolved>)>;

pub(crate) fn create(transaction: &mut Transaction<'_>, call: &Call<'_>) -> Reply {
    let index = transaction.project_index(call.project)?;
    let region = call.text("regionCode").unwrap_or_default();
    let rest = call.body.get("quantityOrderOption").unwrap_or(&Value::Null);
    let criteria = body_criteria(region, call.text("numberType"), rest)?;
    let named = call
        .body
        .get("numberOrderOption")
        .filter(|option| !option.is_null());
    let numbers = match (named, rest.is_null()) {
        (Some(option), true) => named_number(transaction, option, &criteria)?,
        (None, false) => quantity(transaction, rest, &criteria)?,
        _ => {
            return Err(Refusal::invalid(
                "",
                "has to have exactly one of numberOrderOption and quantityOrderOption",
            ));
        }
    };
    let id = format!("01{:024x}", fastrand::u128(..) >> 32);
    let now = transaction.now;
    let callback_url = call.text("callbackUrl").filter(|url| !url.is_empty());
    let order = Order {
        region_code: region.to_owned(),
        number_type: criteria.number_type,
        state: OrderState::Created,
        numbers: numbers
            .into_iter()
            .map(|(phone_number, terms)| OrderNumber {
                phone_number,
                terms,
            })
            .collect(),
        sms: call.body.get("smsConfiguration").cloned(),
        voice: call.body.get("voiceConfiguration").cloned(),
        callback_url: callback_url.map(|url| transaction.state.interner.text(url)),
        created: now,
        updated: now,
        expires: after(now, RESERVATION),
        review_ends: None,
        registration: Registration::default(),
    };
    for number in &order.numbers {
        transaction.state.taken.insert(number.phone_number, index);
    }
    let due = Due::Order {
        project: index,
        order: id.as_str().into(),
    };
    transaction.state.schedule.add(order.expires, due);
    let shown = shape::order(call.project, &id, &order);
    let orders = &mut transaction.project(index)?.orders;
    orders.insert(id.as_str().into(), Box::new(order));
    transaction.order_changed(index, &id);
    call::json(&shown)
}

fn named_number(
    transaction: &mut Transaction<'_>,
    option: &Value,
    criteria: &Criteria,
) -> Result<Numbers, Refusal> {
    const FIELD: &str = "numberOrderOption.phoneNumbers[0]";
    let text = option.pointer("/phoneNumbers/0").and_then(Value::as_str);
    let phone: PhoneNumber = text
        .unwrap_or_default()
        .parse()
        .map_err(|_| Refusal::invalid(FIELD, "is not in E.164 form"))?;
    let terms = transaction.state.stock.terms(phone);
    let terms = terms.filter(|_| !transaction.is_taken(phone));
    let terms = terms.ok_or_else(|| Refusal::invalid(FIELD, "is not available"))?;
    if !criteria.accepts(phone, &terms) {
        let message = "is not of this region and type";
        return Err(Refusal::invalid(FIELD, message));
    }
    Ok(vec![(phone, terms)])
}

fn quantity(
    transaction: &mut Transaction<'_>,
    option: &Value,
    criteria: &Criteria,
) -> Result<Numbers, Refusal> {
    const FIELD: &str = "quantityOrderOption.requestedQuantity";
    let wanted = option.get("requestedQuantity").and_then(Value::as_u64);
    let wanted = wanted.and_then(|wanted| usize::try_from(wanted).ok());
    let wanted = wanted
        .filter(|wanted| (1..=100).contains(wanted))
        .ok_or_else(|| Refusal::invalid(FIELD, "is not from 1 to 100"))?;
    let sequential = option.get("sequential") == Some(&Value::Bool(true));
    let state = &mut *transaction.state;
    let taken = &state.taken;
    let looked_at = if sequential { 1_000 } else { wanted };
    let found = state
        .stock
        .search(criteria, looked_at, |phone| taken.contains_key(&phone));
    let found = if sequential {
        run(found, wanted)
    } else {
        found
    };
    if found.len() < wanted {
        let message = "so many numbers are not available";
        return Err(Refusal::invalid(FIELD, message));
    }
    Ok(found)
}

/// The first so many numbers that follow one another.
fn run(mut found: Numbers, wanted: usize) -> Numbers {
    found.sort_by_key(|(phone, _)| *phone);
    let digits = |phone: PhoneNumber| {
        phone
            .to_string()
            .get(1..)
            .and_then(|text| text.parse().ok())
    };
    let mut start = 0;
    let mut last: Option<u64> = None;
    for (index, (phone, _)) in found.iter().enumerate() {
        let number = digits(*phone);
        if last.and_then(|last| last.checked_add(1)) != number {
            start = index;
        }
        last = number;
        if index + 1 - start == wanted {
            return found.drain(start..=index).collect();
        }
    }
    Vec::new()
}
