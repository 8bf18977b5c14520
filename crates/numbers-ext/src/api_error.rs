//! What the service said when it refused.

use serde::{Deserialize as _, Serialize};
use serde_json::Value;

use crate::types::{BadRequest, FieldViolation, ResourceInfo};

/// The error that the API answered with, of whatever status.
///
/// Read leniently: what is missing or of another shape is left out.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[non_exhaustive]
pub struct ApiError {
    /// The code in the body, equal to the HTTP status where all is well.
    pub code: Option<i64>,
    /// The name of the status, such as `NOT_FOUND`.
    pub status: Option<String>,
    /// For a person to read; often missing.
    pub message: Option<String>,
    /// The members of the request that were at fault.
    pub violations: Vec<FieldViolation>,
    /// The resource that the error is about.
    pub resource: Option<ResourceInfo>,
}

impl ApiError {
    /// Reads a body; `None` where it is no error of this API.
    pub(crate) fn read(body: &[u8]) -> Option<Self> {
        let body: Value = serde_json::from_slice(body).ok()?;
        let error = body.get("error")?.as_object()?;
        let text = |key: &str| {
            let text = error.get(key).and_then(Value::as_str);
            text.filter(|text| !text.is_empty()).map(str::to_owned)
        };
        let mut read = Self {
            code: error.get("code").and_then(Value::as_i64),
            status: text("status"),
            message: text("message"),
            ..Self::default()
        };
        let details = error.get("details").and_then(Value::as_array);
        for detail in details.into_iter().flatten() {
            if detail.get("fieldViolations").is_some() {
                let detail = BadRequest::deserialize(detail).ok();
                let violations = detail.and_then(|detail| detail.field_violations);
                read.violations.extend(violations.into_iter().flatten());
            } else if detail.get("resourceType").is_some() && read.resource.is_none() {
                read.resource = ResourceInfo::deserialize(detail).ok();
            }
        }
        Some(read)
    }

    /// Whether it says that the project does not hold the number: only a `NOT_FOUND`
    /// about an `ActiveNumber` does, with or without a package name before it.
    pub(crate) fn says_not_held(&self) -> bool {
        let kind = self
            .resource
            .as_ref()
            .and_then(|resource| resource.resource_type.as_deref());
        self.status.as_deref() == Some("NOT_FOUND")
            && kind.is_some_and(|kind| kind.rsplit('.').next() == Some("ActiveNumber"))
    }
}

/// The shortest credential that is looked for.
const SHORTEST: usize = 12;

/// The body with the credential blanked out, should the other side have echoed it.
pub(crate) fn redacted(body: bytes::Bytes, credential: &http::HeaderValue) -> bytes::Bytes {
    let Some(secret) = credential
        .to_str()
        .ok()
        .and_then(|text| text.split(' ').nth(1))
    else {
        return body;
    };
    let Ok(text) = std::str::from_utf8(&body) else {
        return body;
    };
    // A word as short as this is in every text and is no credential.
    if secret.len() >= SHORTEST && text.contains(secret) {
        text.replace(secret, "[redacted]").into()
    } else {
        body
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_echoed_credential_is_blanked_out_and_a_short_word_is_not() {
        let redacted = |body: &'static str, header: &'static str| {
            let header = http::HeaderValue::from_static(header);
            String::from_utf8(redacted(body.into(), &header).to_vec()).unwrap()
        };
        assert_eq!(
            redacted("<b>long-enough-token</b>", "Bearer long-enough-token"),
            "<b>[redacted]</b>"
        );
        assert_eq!(redacted("{\"status\":1}", "Bearer t"), "{\"status\":1}");
    }

    #[test]
    fn details_are_told_by_what_they_hold() {
        let error = ApiError::read(
            br#"{"error":{"code":400,"message":"","status":"INVALID_ARGUMENT","details":[7,
                {"type":"BadRequest","fieldViolations":[{"field":"a","description":"b"}]},
                {"type":"x","resourceType":"AvailableNumber","resourceName":"+1"}]}}"#,
        )
        .unwrap();
        assert_eq!((error.code, error.message), (Some(400), None));
        assert_eq!(
            error.violations.first().unwrap().field.as_deref(),
            Some("a")
        );
        assert_eq!(error.resource.unwrap().resource_name.as_deref(), Some("+1"));
    }

    #[test]
    fn only_not_found_of_an_active_number_says_not_held() {
        let says = |status: &str, kind: &str| {
            let body = format!(
                r#"{{"error":{{"status":"{status}","details":[{{"resourceType":"{kind}"}}]}}}}"#
            );
            ApiError::read(body.as_bytes()).unwrap().says_not_held()
        };
        assert!(says("NOT_FOUND", "ActiveNumber"));
        assert!(says(
            "NOT_FOUND",
            "sinch.unifiednumber.v1alpha2.ActiveNumber"
        ));
        assert!(!says("NOT_FOUND", "AvailableNumber"));
        assert!(!says("NOT_FOUND", "InactiveNumber"));
        assert!(!says("UNKNOWN", "ActiveNumber"));
    }

    proptest::proptest! {
        #[test]
        fn any_text_is_read_without_a_panic(text in ".*") {
            let _ = ApiError::read(text.as_bytes());
        }
    }
}
