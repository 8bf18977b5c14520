//! Rows in JSON Lines: one object a line.

use std::fmt;

use numbers_ext::printable;
use serde::de::{Deserialize, Deserializer, MapAccess, Visitor};
use serde_json::Value;

use crate::operation::Operation;
use crate::plan::cells::Cells;
use crate::plan::column::{Column, Naming};
use crate::plan::violation::PlanViolation;

/// The members of an object in their order, those that come twice included.
struct Members(Vec<(String, Value)>);

impl<'de> Deserialize<'de> for Members {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Object;

        impl<'de> Visitor<'de> for Object {
            type Value = Members;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Members, A::Error> {
                let mut members = Vec::new();
                while let Some(member) = map.next_entry()? {
                    members.push(member);
                }
                Ok(Members(members))
            }
        }

        deserializer.deserialize_map(Object)
    }
}

/// Reads one line. There is no row where it is not one object.
pub(crate) fn read_row(
    line: u64,
    text: &[u8],
    operation: Operation,
) -> (Option<Cells>, Vec<PlanViolation>) {
    let mut row = Cells::default();
    let mut violations = Vec::new();
    let members = match serde_json::from_slice::<Members>(text) {
        Ok(Members(members)) => members,
        Err(error) => {
            let column = error.column();
            let message = error.to_string();
            let message = message.split(" at line ").next().unwrap_or_default();
            let message = format!("is not one JSON object: {message} (column {column})");
            return (None, vec![PlanViolation::of_line(line, message)]);
        }
    };
    let mut seen = Vec::new();
    for (name, value) in members {
        let Some(column) = Column::named(&name, operation) else {
            let name = printable(&name);
            let message = format!("has the member '{name}', which no plan to {operation} has");
            violations.push(PlanViolation::of_line(line, message));
            continue;
        };
        let place = Naming::Camel.of(column);
        if seen.contains(&column) {
            violations.push(PlanViolation::of_column(line, place, "is there twice"));
            continue;
        }
        seen.push(column);
        match value {
            Value::Null => {}
            Value::String(text) => row.set(column, &text),
            other => {
                let message = format!("is {}; write it as text, in quotes", kind(&other));
                violations.push(PlanViolation::of_column(line, place, message));
                // Whether it is missing is not the question any more.
                row.set(column, &other.to_string());
            }
        }
    }
    (Some(row), violations)
}

fn kind(value: &Value) -> &'static str {
    match value {
        Value::Number(_) => "a number",
        Value::Bool(_) => "true or false",
        Value::Array(_) => "a list",
        _ => "an object",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn messages(text: &str) -> Vec<String> {
        let (_, violations) = read_row(3, text.as_bytes(), Operation::Rent);
        violations.iter().map(ToString::to_string).collect()
    }

    #[test]
    fn members_are_read_by_either_name_and_null_counts_as_absent() {
        let text = r#"{"phone_number":"+12025550134","smsPlan":"p","voiceRtc":null}"#;
        let (row, violations) = read_row(1, text.as_bytes(), Operation::Rent);
        assert_eq!(violations, []);
        let row = row.unwrap();
        assert_eq!(row.get(Column::PhoneNumber), Some("+12025550134"));
        assert_eq!(row.get(Column::SmsPlan), Some("p"));
        assert_eq!(row.get(Column::VoiceRtc), None);
    }

    #[test]
    fn every_member_that_is_wrong_is_named() {
        let text = r#"{"phoneNumber":12025550134,"smsPlan":"a","smsPlan":"b","smsplan":"c","maxPrice":["1"]}"#;
        assert_eq!(
            messages(text),
            [
                "line 3, phoneNumber: is a number; write it as text, in quotes",
                "line 3, smsPlan: is there twice",
                "line 3: has the member 'smsplan', which no plan to rent has",
                "line 3, maxPrice: is a list; write it as text, in quotes",
            ]
        );
    }

    #[test]
    fn what_is_no_object_is_named_with_its_place() {
        assert_eq!(
            messages(r#"{"phoneNumber" "+1"}"#),
            ["line 3: is not one JSON object: expected `:` (column 16)"]
        );
        for text in ["[]", "1", "{} {}", "{", "\u{1}"] {
            assert_eq!(messages(text).len(), 1, "{text}");
        }
    }
}
