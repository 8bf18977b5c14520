//! Decodes a response of which some members are of an unexpected form, and keeps the rest.

use std::fmt;

use serde::de::{DeserializeOwned, Deserializer, MapAccess, Visitor};
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

/// A member of a response that could not be typed, since it is of an unexpected form. The
/// JSON of the response still has it.
///
/// ```
/// use numbers_ext::ActiveNumber;
///
/// let number: ActiveNumber =
///     serde_json::from_str(r#"{"response":{"phoneNumber":"+12025550134","regionCode":5}}"#)?;
/// let untyped = &number.untyped()[0];
/// assert_eq!((&*untyped.path, &*untyped.reason), ("regionCode", "expected a string"));
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct Untyped {
    /// The path of the member, such as `smsConfiguration.errorCodes[2]`.
    pub path: String,
    /// What was expected instead.
    pub reason: String,
}

/// Decodes a JSON object member by member. Members that can't be typed are left out and
/// returned by name. For text of [`json_text`](super::json_text) that strict decoding has
/// refused.
///
/// Returns `None` when the text is not a JSON object. Unknown members are ignored. A member
/// that is there twice, with different values, counts as one that can't be typed.
pub(crate) fn decode<T: DeserializeOwned>(text: &str) -> Option<(T, Vec<Untyped>)> {
    // serde also reads a struct from a list.
    if !text.starts_with('{') {
        return None;
    }
    let mut salvage = Salvage::default();
    let kept = salvage.keep::<T>(text)?;
    let value = serde_json::from_str(&kept).ok()?;
    Some((value, salvage.untyped))
}

/// The reason of a member that is there twice, with different values.
pub(crate) const TWICE: &str = "given twice, with different values";

/// Finds the parts of a value that can be typed where they are: a part is tried together
/// with the text of the objects and lists around it.
#[derive(Default)]
struct Salvage {
    before: String,
    after: String,
    path: String,
    untyped: Vec<Untyped>,
}

impl Salvage {
    /// Returns the part of a value that can be typed in its place.
    fn keep<T: DeserializeOwned>(&mut self, value: &str) -> Option<String> {
        let refused = match self.try_in_place::<T>(value) {
            Ok(()) => return Some(value.to_owned()),
            Err(error) => error,
        };
        let noted = self.untyped.len();
        let parts = match value.bytes().next() {
            Some(b'{') => self.keep_members::<T>(value),
            Some(b'[') => self.keep_elements::<T>(value),
            _ => None,
        };
        if let Some(rest) = parts.filter(|rest| self.try_in_place::<T>(rest).is_ok()) {
            return Some(rest);
        }
        // The value itself can't be typed, so its parts are not reported.
        self.untyped.truncate(noted);
        self.note(expectation(&refused));
        None
    }

    fn keep_members<T: DeserializeOwned>(&mut self, object: &str) -> Option<String> {
        let Members(members) = serde_json::from_str(object).ok()?;
        let mut kept: Vec<(String, String)> = Vec::new();
        for (index, (name, value)) in members.iter().enumerate() {
            let value = value.get();
            let mut others = members.iter().filter(|(other, _)| other == name);
            if others.any(|(_, other)| other.get() != value) {
                let first = members.iter().position(|(other, _)| other == name);
                if first == Some(index) {
                    self.below(name, |salvage| salvage.note(TWICE.to_owned()));
                }
                continue;
            }
            if kept.iter().any(|(other, _)| other == name) {
                continue;
            }
            let quoted = serde_json::to_string(name).ok()?;
            let (before, after) = (format!("{{{quoted}:"), "}");
            let value = self.below(name, |salvage| {
                salvage.inside(&before, after, |salvage| salvage.keep::<T>(value))
            });
            kept.extend(value.map(|value| (name.clone(), format!("{quoted}:{value}"))));
        }
        let kept: Vec<_> = kept.into_iter().map(|(_, member)| member).collect();
        Some(format!("{{{}}}", kept.join(",")))
    }

    fn keep_elements<T: DeserializeOwned>(&mut self, list: &str) -> Option<String> {
        let elements: Vec<&RawValue> = serde_json::from_str(list).ok()?;
        let mut kept = Vec::new();
        for (index, value) in elements.iter().enumerate() {
            let length = self.path.len();
            self.path.push_str(&format!("[{index}]"));
            kept.extend(self.inside("[", "]", |salvage| salvage.keep::<T>(value.get())));
            self.path.truncate(length);
        }
        Some(format!("[{}]", kept.join(",")))
    }

    fn try_in_place<T: DeserializeOwned>(&self, value: &str) -> serde_json::Result<()> {
        serde_json::from_str::<T>(&format!("{}{value}{}", self.before, self.after)).map(drop)
    }

    fn below<R>(&mut self, name: &str, run: impl FnOnce(&mut Self) -> R) -> R {
        let length = self.path.len();
        if length > 0 {
            self.path.push('.');
        }
        self.path.push_str(name);
        let result = run(self);
        self.path.truncate(length);
        result
    }

    fn inside<R>(&mut self, before: &str, after: &str, run: impl FnOnce(&mut Self) -> R) -> R {
        let length = self.before.len();
        self.before.push_str(before);
        self.after.insert_str(0, after);
        let result = run(self);
        self.before.truncate(length);
        self.after.drain(..after.len());
        result
    }

    fn note(&mut self, reason: String) {
        self.untyped.push(Untyped {
            path: self.path.clone(),
            reason,
        });
    }
}

/// Returns what was expected, without the value that was found.
fn expectation(error: &serde_json::Error) -> String {
    let text = error.to_string();
    let text = text
        .rsplit_once(" at line ")
        .map_or(&*text, |(text, _)| text);
    match text.rsplit_once(", expected ") {
        Some((_, expected)) => format!("expected {expected}"),
        None => "could not be read".to_owned(),
    }
}

/// The members of an object in their order, duplicates included.
struct Members<'a>(Vec<(String, &'a RawValue)>);

impl<'de> Deserialize<'de> for Members<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Each;

        impl<'de> Visitor<'de> for Each {
            type Value = Members<'de>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
                let mut members = Vec::new();
                while let Some(member) = map.next_entry()? {
                    members.push(member);
                }
                Ok(Members(members))
            }
        }

        deserializer.deserialize_map(Each)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::types::ActiveNumber;

    fn decoded(text: &str) -> (ActiveNumber, Vec<String>) {
        let (number, untyped) = decode(text).unwrap_or_else(|| panic!("{text}"));
        (
            number,
            untyped.into_iter().map(|untyped| untyped.path).collect(),
        )
    }

    #[test]
    fn members_that_cannot_be_typed_are_named_and_the_rest_is_kept() {
        let (number, paths) = decoded(
            r#"{"phoneNumber":"+12025550134","regionCode":5,"capability":["SMS",3],
                "money":{"amount":2.00,"currencyCode":"USD"},"paymentIntervalMonths":"monthly",
                "smsConfiguration":{"scheduledProvisioning":{"errorCodes":[1,"CAMPAIGN_EXPIRED"],"status":[]}}}"#,
        );
        assert_eq!(
            paths,
            [
                "regionCode",
                "capability[1]",
                "money.amount",
                "paymentIntervalMonths",
                "smsConfiguration.scheduledProvisioning.errorCodes[0]",
                "smsConfiguration.scheduledProvisioning.status",
            ]
        );
        assert_eq!(number.capability.unwrap().len(), 1);
        assert_eq!(number.money.unwrap().currency_code.as_deref(), Some("USD"));
    }

    #[test]
    fn any_number_of_untyped_members_is_left_out() {
        let odd = vec!["7"; 5_000].join(",");
        let (number, paths) = decoded(&format!(
            r#"{{"phoneNumber":"+12025550134","capability":[{odd},"SMS"]}}"#
        ));
        assert_eq!((number.capability.unwrap().len(), paths.len()), (1, 5_000));
    }

    #[test]
    fn numbers_out_of_range_and_deep_nesting_cost_no_other_member() {
        let deep = format!("{}1{}", "[".repeat(200), "]".repeat(200));
        let (number, paths) = decoded(&format!(
            r#"{{"phoneNumber":"+12025550134","money":{{"amount":1e400}},"displayName":{deep},"new":{deep},"newer":1e400}}"#
        ));
        assert_eq!(number.phone_number.as_deref(), Some("+12025550134"));
        assert_eq!(paths, ["money.amount", "displayName"]);
    }

    #[test]
    fn a_duplicate_member_counts_only_when_both_values_agree() {
        let (number, paths) =
            decoded(r#"{"phoneNumber":"+12025550134","phoneNumber":"+12025550134"}"#);
        assert_eq!(number.phone_number.as_deref(), Some("+12025550134"));
        assert_eq!(paths, [""; 0]);
        let (number, paths) =
            decoded(r#"{"phoneNumber":"+12025550134","phoneNumber":"+12025550135"}"#);
        assert_eq!(
            (number.phone_number, paths),
            (None, vec!["phoneNumber".to_owned()])
        );
    }

    #[test]
    fn text_that_is_not_an_object_is_not_decoded() {
        for text in ["", "[]", "7", "{", r#"{"a":}"#, "<html>", "{} {}"] {
            assert!(decode::<ActiveNumber>(text).is_none(), "{text}");
        }
    }
}
