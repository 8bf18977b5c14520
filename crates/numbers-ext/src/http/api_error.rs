//! Error bodies of the API.

use std::fmt;

use numbers_client::PhoneNumber;
use serde::{Deserialize, Serialize};

use crate::http::json_text::json_text;
use crate::http::lenient;
use crate::text::printable;
use crate::types::{FieldViolation, ResourceInfo};

/// The error that the API answered a request with, whatever its status.
///
/// It is read leniently: what is missing or of another shape is left out, and costs
/// nothing beside it.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct ApiError {
    /// The code in the body, which repeats the HTTP status.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub code: Option<i64>,
    /// The name of the status, such as `NOT_FOUND`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status: Option<String>,
    /// A text for a person to read. Often missing.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub message: Option<String>,
    /// The members of the request that the service refused.
    #[serde(rename = "fieldViolations", skip_serializing_if = "Vec::is_empty")]
    pub violations: Vec<FieldViolation>,
    /// The resources that the error is about.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub resources: Vec<ResourceInfo>,
}

#[derive(Deserialize)]
struct Body {
    error: Error,
}

#[derive(Deserialize)]
struct Error {
    code: Option<i64>,
    status: Option<String>,
    message: Option<String>,
    details: Option<Vec<Detail>>,
}

/// A detail is told apart by what it holds: its `type` is an open string.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Detail {
    field_violations: Option<Vec<FieldViolation>>,
    #[serde(flatten)]
    resource: ResourceInfo,
}

impl ApiError {
    /// Reads a body. `None` where it is not an error of this API.
    pub(crate) fn read(body: &[u8]) -> Option<Self> {
        let text = json_text(body);
        let error = match serde_json::from_str::<Body>(&text) {
            Ok(body) => body.error,
            Err(_) => lenient::decode::<Body>(&text)?.0.error,
        };
        let set = |text: Option<String>| text.filter(|text| !text.is_empty());
        let mut read = Self {
            code: error.code,
            status: set(error.status),
            message: set(error.message),
            ..Self::default()
        };
        for detail in error.details.into_iter().flatten() {
            match detail.field_violations {
                Some(violations) => read.violations.extend(violations),
                None if detail.resource.resource_type.is_some() => {
                    read.resources.push(detail.resource);
                }
                None => {}
            }
        }
        Some(read)
    }

    /// Returns whether it says that a resource of this kind does not exist, and nothing in
    /// it contradicts that: the code, the name of the status and every resource agree.
    /// A package name may stand before the kind.
    pub(crate) fn says_absent(&self, kind: &str, name: &str) -> bool {
        let is_it = |resource: &ResourceInfo| {
            let said = resource.resource_type.as_deref().unwrap_or_default();
            let named = resource.resource_name.as_deref().unwrap_or_default();
            let last = named.rsplit('/').next().unwrap_or_default();
            said.rsplit('.').next() == Some(kind) && (named.is_empty() || last == name)
        };
        self.status.as_deref() == Some("NOT_FOUND")
            && self.code.is_none_or(|code| code == 404)
            && !self.resources.is_empty()
            && self.resources.iter().all(is_it)
    }

    /// Returns whether it says that the project does not hold the number.
    pub(crate) fn says_not_held(&self, phone: PhoneNumber) -> bool {
        self.says_absent("ActiveNumber", &phone.to_string())
    }
}

/// The status, the message and the violations, as far as they are there.
impl fmt::Display for ApiError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let first = match (&self.status, &self.message) {
            (Some(status), Some(message)) => {
                write!(f, "{}: {}", printable(status), printable(message))?;
                true
            }
            (Some(text), None) | (None, Some(text)) => {
                printable(text).fmt(f)?;
                true
            }
            (None, None) => false,
        };
        for (index, violation) in self.violations.iter().take(MOST_SHOWN).enumerate() {
            if first || index > 0 {
                f.write_str("; ")?;
            }
            let field = violation.field.as_deref().filter(|field| !field.is_empty());
            let what = violation.description.as_deref().unwrap_or("is refused");
            match field {
                Some(field) => write!(f, "{}: {}", printable(field), printable(what))?,
                None => printable(what).fmt(f)?,
            }
        }
        Ok(())
    }
}

/// More violations than this are left to [`ApiError::violations`].
const MOST_SHOWN: usize = 20;

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> ApiError {
        ApiError::read(text.as_bytes()).unwrap()
    }

    #[test]
    fn details_are_told_apart_by_what_they_hold() {
        let error = read(
            r#"{"error":{"code":400,"message":"","status":"INVALID_ARGUMENT","details":[7,
                {"type":"BadRequest","fieldViolations":[{"field":"a","description":"b"}]},
                {"type":"x","resourceType":"AvailableNumber","resourceName":"+1"}]}}"#,
        );
        assert_eq!((error.code, error.message.clone()), (Some(400), None));
        assert_eq!(error.violations[0].field.as_deref(), Some("a"));
        assert_eq!(error.resources[0].resource_name.as_deref(), Some("+1"));
        assert_eq!(error.to_string(), "INVALID_ARGUMENT; a: b");
    }

    #[test]
    fn one_odd_element_costs_none_of_its_neighbours() {
        let error = read(
            r#"{"error":{"code":"odd","status":"NOT_FOUND","message":7,"details":[
                {"fieldViolations":[{"field":"a"},3,{"field":"b","description":[]},{"field":7}]},
                {"resourceType":"ActiveNumber","resourceName":"+12025550134","owner":{"odd":true},"description":1e400}]}}"#,
        );
        let fields: Vec<_> = error
            .violations
            .iter()
            .map(|violation| violation.field.as_deref())
            .collect();
        assert_eq!(fields, [Some("a"), Some("b"), None]);
        assert!(error.says_not_held("+12025550134".parse().unwrap()));
    }

    #[test]
    fn a_violation_without_a_field_is_shown_without_one() {
        let error = read(
            r#"{"error":{"status":"INVALID_ARGUMENT","details":[{"fieldViolations":[{"field":"","description":"there is not enough credit"}]}]}}"#,
        );
        assert_eq!(
            error.to_string(),
            "INVALID_ARGUMENT; there is not enough credit"
        );
    }

    #[test]
    fn only_an_unambiguous_not_found_of_this_number_says_not_held() {
        let says = |code: &str, status: &str, details: &str| {
            let text = format!(
                r#"{{"error":{{"code":{code},"status":"{status}","details":[{details}]}}}}"#
            );
            read(&text).says_not_held("+12025550134".parse().unwrap())
        };
        let of = |kind: &str, name: &str| {
            format!(r#"{{"resourceType":"{kind}","resourceName":"{name}"}}"#)
        };
        let held = of("ActiveNumber", "+12025550134");
        for detail in [
            held.clone(),
            of("ActiveNumber", ""),
            of("sinch.unifiednumber.v1alpha2.ActiveNumber", "+12025550134"),
            of("ActiveNumber", "projects/p/activeNumbers/+12025550134"),
            r#"{"resourceType":"ActiveNumber"}"#.to_owned(),
        ] {
            assert!(says("404", "NOT_FOUND", &detail), "{detail}");
        }
        assert!(says("null", "NOT_FOUND", &held));
        assert!(!says("403", "NOT_FOUND", &held));
        assert!(!says("404", "UNKNOWN", &held));
        for detail in [
            of("AvailableNumber", "+12025550134"),
            of("InactiveNumber", "+12025550134"),
            of("ActiveNumber", "+12025550135"),
            of("ActiveNumber", "+120255501345"),
            String::new(),
            format!("{held},{}", of("AvailableNumber", "+12025550134")),
            format!("{held},{}", of("ActiveNumber", "+12025550135")),
        ] {
            assert!(!says("404", "NOT_FOUND", &detail), "{detail}");
        }
    }

    proptest::proptest! {
        #[test]
        fn any_text_is_read_without_a_panic(text in ".*") {
            let _ = ApiError::read(text.as_bytes());
        }
    }
}
