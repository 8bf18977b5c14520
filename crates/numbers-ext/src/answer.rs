//! Reading the answer to a rent or a lookup: odd members never cost the evidence.

use bytes::Bytes;
use numbers_client::{PhoneNumber, ProjectId};
use serde::Serialize;
use serde_json::Value;
use serde_path_to_error::Segment;
use thiserror::Error;

use crate::types::ActiveNumber;

/// An answer about the number that was asked for.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Answered {
    /// Boxed, as it is handed on many times and large.
    pub(crate) number: Box<ActiveNumber>,
    pub(crate) raw: Bytes,
    pub(crate) untyped: Vec<Untyped>,
}

/// A member of an answer that could not be typed. It is still there in the answer's JSON.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Untyped {
    /// Where it stands, as a path with dots.
    pub path: String,
    /// What was expected.
    pub reason: String,
}

/// Why an answer is no evidence about the number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error, Serialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum AnswerFault {
    #[error("it was empty")]
    Empty,
    #[error("it was no JSON object")]
    NoObject,
    #[error("it named no phone number")]
    NoNumber,
    #[error("it was about another number")]
    AnotherNumber,
    #[error("it was about another project")]
    AnotherProject,
}

/// Reads a whole body. `typed` is what the generated code made of it, where it could.
pub(crate) fn read(
    typed: Option<Box<ActiveNumber>>,
    raw: Bytes,
    phone: PhoneNumber,
    project: &ProjectId,
) -> Result<Answered, AnswerFault> {
    // serde reads a struct from a list as well, so the first byte is looked at.
    match raw.iter().find(|byte| !byte.is_ascii_whitespace()) {
        None => return Err(AnswerFault::Empty),
        Some(b'{') => {}
        Some(_) => return Err(AnswerFault::NoObject),
    }
    let (number, untyped) = match typed {
        Some(number) => (number, Vec::new()),
        None => salvage(&raw).ok_or(AnswerFault::NoObject)?,
    };
    let told = number
        .phone_number
        .as_deref()
        .filter(|text| !text.is_empty());
    let told = told.ok_or(AnswerFault::NoNumber)?;
    if phone != *told {
        return Err(AnswerFault::AnotherNumber);
    }
    let other_project = number
        .project_id
        .as_deref()
        .is_some_and(|told| !told.is_empty() && told != project.as_str());
    if other_project || untyped.iter().any(|untyped| untyped.path == "projectId") {
        return Err(AnswerFault::AnotherProject);
    }
    Ok(Answered {
        number,
        raw,
        untyped,
    })
}

/// More odd members than this are no answer of this API.
const MOST_ODD: usize = 64;

/// Takes out what can't be typed, member by member, until the rest can.
fn salvage(raw: &[u8]) -> Option<(Box<ActiveNumber>, Vec<Untyped>)> {
    let mut value: Value = serde_json::from_slice(raw).ok()?;
    let mut untyped = Vec::new();
    while untyped.len() <= MOST_ODD {
        let error = match serde_path_to_error::deserialize(&value) {
            Ok(number) => {
                untyped.sort_by(|one: &Untyped, other| one.path.cmp(&other.path));
                return Some((number, untyped));
            }
            Err(error) => error,
        };
        take_out(&mut value, error.path())?;
        untyped.push(Untyped {
            path: error.path().to_string(),
            reason: reason(error.inner()),
        });
    }
    None
}

/// What was expected, without the value that was there instead.
fn reason(error: &serde_json::Error) -> String {
    let text = error.to_string();
    match text.rsplit_once(", expected ") {
        Some((_, expected)) => format!("expected {expected}"),
        None => "could not be read".to_owned(),
    }
}

fn take_out(value: &mut Value, path: &serde_path_to_error::Path) -> Option<()> {
    let mut segments: Vec<&Segment> = path.iter().collect();
    let last = segments.pop()?;
    let mut parent = value;
    for segment in segments {
        parent = match segment {
            Segment::Map { key } => parent.get_mut(key)?,
            Segment::Seq { index } => parent.get_mut(index)?,
            _ => return None,
        };
    }
    match last {
        Segment::Map { key } => parent.as_object_mut()?.remove(key).map(drop),
        Segment::Seq { index } => {
            let list = parent.as_array_mut()?;
            (*index < list.len()).then(|| drop(list.remove(*index)))
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read_text(text: &str) -> Result<Answered, AnswerFault> {
        let raw = Bytes::copy_from_slice(text.as_bytes());
        let typed = numbers_client::decode(&raw).ok();
        read(
            typed,
            raw,
            "+12025550134".parse().unwrap(),
            &"project".parse().unwrap(),
        )
    }

    #[test]
    fn an_answer_that_names_the_number_is_evidence() {
        for text in [
            r#"{"phoneNumber":"+12025550134"}"#,
            r#" {"phoneNumber":"+12025550134","projectId":"project"} "#,
            r#"{"phoneNumber":"+12025550134","projectId":""}"#,
            r#"{"phoneNumber":"+12025550134","projectId":null,"new":[1,{"deep":2}]}"#,
        ] {
            assert_eq!(read_text(text).unwrap().untyped, [], "{text}");
        }
    }

    #[test]
    fn anything_else_is_not() {
        for (text, fault) in [
            ("", AnswerFault::Empty),
            ("  \n", AnswerFault::Empty),
            ("[]", AnswerFault::NoObject),
            (r#"["+12025550134"]"#, AnswerFault::NoObject),
            ("<html>", AnswerFault::NoObject),
            (r#"{"phoneNumber":"+12025550134""#, AnswerFault::NoObject),
            ("{}", AnswerFault::NoNumber),
            (r#"{"phoneNumber":null}"#, AnswerFault::NoNumber),
            (r#"{"phoneNumber":12025550134}"#, AnswerFault::NoNumber),
            (
                r#"{"phoneNumber":"+12025550135"}"#,
                AnswerFault::AnotherNumber,
            ),
            (
                r#"{"phoneNumber":"12025550134"}"#,
                AnswerFault::AnotherNumber,
            ),
            (
                r#"{"phoneNumber":"+12025550134","projectId":"other"}"#,
                AnswerFault::AnotherProject,
            ),
            (
                r#"{"phoneNumber":"+12025550134","projectId":7}"#,
                AnswerFault::AnotherProject,
            ),
        ] {
            assert_eq!(read_text(text).unwrap_err(), fault, "{text}");
        }
    }

    #[test]
    fn what_cannot_be_typed_is_named_and_the_rest_is_kept() {
        let answered = read_text(
            r#"{"phoneNumber":"+12025550134","regionCode":5,"capability":["SMS",3],
                "money":{"amount":2.00,"currencyCode":"USD"},"paymentIntervalMonths":"monthly"}"#,
        )
        .unwrap();
        let paths: Vec<_> = answered
            .untyped
            .iter()
            .map(|untyped| &*untyped.path)
            .collect();
        assert_eq!(
            paths,
            [
                "capability[1]",
                "money.amount",
                "paymentIntervalMonths",
                "regionCode"
            ]
        );
        let number = answered.number;
        assert_eq!(number.capability.unwrap().len(), 1);
        assert_eq!(number.money.unwrap().currency_code.as_deref(), Some("USD"));
    }

    proptest::proptest! {
        #[test]
        fn any_bytes_are_read_without_a_panic(bytes in proptest::collection::vec(proptest::prelude::any::<u8>(), 0..200)) {
            let raw = Bytes::from(bytes);
            let typed = numbers_client::decode(&raw).ok();
            let _ = read(typed, raw, "+12025550134".parse().unwrap(), &"project".parse().unwrap());
        }

        #[test]
        fn odd_members_never_cost_the_evidence(
            key in "regionCode|type|money|capability|smsConfiguration|voiceConfiguration|expireAt|paymentIntervalMonths|callbackUrl",
            odd in proptest::sample::select(vec!["1", "-0.5", "\"\"", "null", "[]", "{}", "[[1]]", "{\"status\":7}", "true", "\"NEW\"", "1e400", "{\"scheduledProvisioning\":[3]}"]),
        ) {
            let text = format!(r#"{{"phoneNumber":"+12025550134","{key}":{odd}}}"#);
            // 1e400 is no JSON number that serde_json holds, so nothing can be read from it.
            if odd != "1e400" {
                proptest::prop_assert!(read_text(&text).is_ok(), "{}", text);
            }
        }
    }
}
