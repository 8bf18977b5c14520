//! Collects violations, so that all of them are reported at once.

use std::fmt::Display;
use std::str::FromStr;

use numbers_ext::{PhoneNumber, Violations};

/// Violations as they are shown: the field and the message.
pub(crate) type Found = Vec<(String, String)>;

/// Adds violations that the library found.
pub(crate) fn add(found: &mut Found, violations: Violations) {
    found.extend(
        violations
            .into_iter()
            .map(|violation| (violation.field().to_owned(), violation.message().to_owned())),
    );
}

/// Parses a phone number, or adds why it is invalid.
pub(crate) fn phone(text: &str, found: &mut Found) -> Option<PhoneNumber> {
    id("phoneNumber", text, found)
}

/// Parses an id, or adds why it is invalid.
pub(crate) fn id<T: FromStr<Err: Display>>(
    field: &str,
    text: &str,
    found: &mut Found,
) -> Option<T> {
    text.parse()
        .map_err(|error| found.push((field.to_owned(), format!("{error}"))))
        .ok()
}
