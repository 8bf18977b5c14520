//! Error bodies of the API.

use std::fmt;

use numbers_client::PhoneNumber;
use serde::{Deserialize, Serialize};

use crate::http::json_text::json_text;
use crate::http::lenient;
use crate::text::printable;
use crate::types::{FieldViolation, ResourceInfo};

/// An error in the body of a response, in the form of this API.
///
/// It is read leniently: a member that is missing or of an unexpected form is left out, and
/// the others are kept. `Display` shows the status, the message and the violations.
///
/// ```
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// # let simulator = numbers_sim::Simulator::start().await?;
/// # let numbers = numbers_ext::Numbers::builder()
/// #     .project(simulator.project()).access_key(simulator.key_id(), simulator.key_secret())
/// #     .numbers_url(simulator.url()).auth_url(simulator.url()).build()?;
/// // This number is not for sale in the simulator.
/// let rent = numbers.rent("+15005550001".parse()?).unconfigured();
/// let error = rent.send().await.unwrap_err();
/// let api = error.api().ok_or("not an error of the API")?;
/// assert_eq!((api.code, api.status.as_deref()), (Some(404), Some("NOT_FOUND")));
/// for resource in &api.resources {
///     println!("{:?} {:?}", resource.resource_type, resource.resource_name);
/// }
/// assert!(api.violations.is_empty());
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct ApiError {
    /// The code, which repeats the HTTP status.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub code: Option<i64>,
    /// The name of the status, such as `NOT_FOUND`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status: Option<String>,
    /// A message for people. Often missing.
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

/// A detail. Its members decide what kind of detail it is, since its `type` is free text.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Detail {
    field_violations: Option<Vec<FieldViolation>>,
    #[serde(flatten)]
    resource: ResourceInfo,
}

impl ApiError {
    /// Reads a body; `None` when it is not an error of this API.
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

    /// Returns whether the error says that a resource of this kind does not exist, and says
    /// nothing else: the code, the status and every resource have to agree. A package name may
    /// precede the kind.
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

    /// Returns whether the error says that the project does not hold the number.
    pub(crate) fn says_not_held(&self, phone: PhoneNumber) -> bool {
        self.says_absent("ActiveNumber", &phone.to_string())
    }
}

/// Shows the status, the message and the violations, as far as there are any.
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

/// The most violations that `Display` shows; [`ApiError::violations`] has all of them.
const MOST_SHOWN: usize = 20;

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> ApiError {
        ApiError::read(text.as_bytes()).unwrap()
    }

    #[test]
    fn details_are_distinguished_by_their_members() {
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
