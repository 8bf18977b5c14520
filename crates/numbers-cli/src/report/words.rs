//! The API's values as people read them.

use numbers_ext::enums::{Capability, NumberType};
use numbers_ext::{Price, PriceError, Timestamp, printable};

/// Returns a value of an enum in small letters: `TOLL_FREE` as `toll-free`.
pub(crate) fn small(value: &str) -> String {
    value.to_lowercase().replace('_', "-")
}

/// Returns region and type in parentheses, after a blank.
pub(crate) fn about(region: Option<&str>, number_type: Option<&NumberType>) -> String {
    let region = region
        .filter(|region| !region.is_empty())
        .map(str::to_owned);
    let number_type = number_type.map(|one| small(one.as_str()));
    let about: Vec<_> = region.into_iter().chain(number_type).collect();
    match about.is_empty() {
        true => String::new(),
        false => format!(" ({})", printable(&about.join(", "))),
    }
}

/// Returns capabilities in one cell.
pub(crate) fn capabilities(capabilities: &[Capability]) -> String {
    let names: Vec<_> = capabilities.iter().map(|one| small(one.as_str())).collect();
    names.join(", ")
}

/// Returns a price in one cell, which is empty where there is none.
pub(crate) fn price(price: Result<Price, PriceError>) -> String {
    price.map(|price| price.to_string()).unwrap_or_default()
}

/// Returns a recurring price in one cell, with its interval where that is not a month.
pub(crate) fn recurring(price: Result<Price, PriceError>, months: Option<i32>) -> String {
    match (price, months) {
        (Ok(price), Some(months)) if months > 1 => format!("{price}/{months} months"),
        (price, _) => self::price(price),
    }
}

/// Returns how long a recurring price pays for, as in "each month".
pub(crate) fn interval(months: Option<i32>) -> String {
    match months {
        Some(months) if months > 1 => format!("{months} months"),
        _ => "month".to_owned(),
    }
}

/// Returns the date of a timestamp, or its whole text if it has no `T`.
pub(crate) fn day(time: &Timestamp) -> &str {
    match time.as_str().split_once('T') {
        Some((day, _)) => day,
        None => time.as_str(),
    }
}
