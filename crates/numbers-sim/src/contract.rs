//! The document, as the judge of what the simulator is sent and what it answers.

use std::sync::OnceLock;

use jsonschema::error::ValidationErrorKind;
use jsonschema::{ValidationError, Validator};
use serde_json::{Map, Value, json};

use crate::StartError;

/// The contract, embedded when the simulator is built.
const DOCUMENT: &str = include_str!("../../../openapi/numbers.yaml");

/// Validators made from the document.
#[derive(Debug)]
pub(crate) struct Contract {
    request: Validator,
    phone_number: Validator,
}

/// One fault of a request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Fault {
    pub(crate) field: String,
    pub(crate) description: String,
}

impl Contract {
    /// The one contract of this process; making it takes milliseconds.
    pub(crate) fn get() -> Result<&'static Self, StartError> {
        static CONTRACT: OnceLock<Result<Contract, String>> = OnceLock::new();
        CONTRACT
            .get_or_init(Self::read)
            .as_ref()
            .map_err(|error| StartError::Contract(error.clone()))
    }

    fn read() -> Result<Self, String> {
        let mut document: Value =
            serde_norway::from_str(DOCUMENT).map_err(|error| error.to_string())?;
        let components = document.get_mut("components").map(Value::take);
        let mut components = components.ok_or("the document has no components")?;
        lower(&mut components);
        let validator = |name: &str| {
            let schema = json!({
                "$schema": "https://json-schema.org/draft/2020-12/schema",
                "$ref": format!("#/components/schemas/{name}"),
                "components": components,
            });
            jsonschema::validator_for(&schema).map_err(|error| format!("{name}: {error}"))
        };
        Ok(Self {
            request: validator("RentNumberRequest")?,
            phone_number: validator("PhoneNumber")?,
        })
    }

    /// All faults of a rent's body.
    pub(crate) fn faults(&self, body: &Value) -> Vec<Fault> {
        let mut faults = Vec::new();
        for error in self.request.iter_errors(body) {
            for fault in describe(&error) {
                if !faults.contains(&fault) {
                    faults.push(fault);
                }
            }
        }
        faults
    }

    /// Whether a path names a phone number.
    pub(crate) fn is_phone_number(&self, text: &str) -> bool {
        self.phone_number.is_valid(&json!(text))
    }
}

fn describe(error: &ValidationError<'_>) -> Vec<Fault> {
    let path = error.instance_path().as_str();
    let field = path.trim_start_matches('/').replace('/', ".");
    let member = |name: &str| match field.as_str() {
        "" => name.to_owned(),
        parent => format!("{parent}.{name}"),
    };
    let fault = |field: String, description: &str| Fault {
        field,
        description: description.to_owned(),
    };
    match error.kind() {
        ValidationErrorKind::Required { property } => {
            vec![fault(
                member(property.as_str().unwrap_or_default()),
                "is required",
            )]
        }
        ValidationErrorKind::AdditionalProperties { unexpected } => unexpected
            .iter()
            .map(|name| fault(member(name), "does not belong here"))
            .collect(),
        ValidationErrorKind::MinLength { .. } => vec![fault(field, "must not be empty")],
        ValidationErrorKind::Pattern { .. } => vec![fault(field, "has the wrong form")],
        ValidationErrorKind::Type { .. } => vec![fault(field, "has the wrong type")],
        ValidationErrorKind::Enum { .. } | ValidationErrorKind::Constant { .. } => {
            vec![fault(field, "is not one of the values")]
        }
        _ => vec![fault(field, "is not valid")],
    }
}

/// From the schemas of OpenAPI 3.0 to JSON Schema: `nullable`, and unions picked by
/// their discriminator before they are validated.
fn lower(schema: &mut Value) {
    match schema {
        Value::Array(list) => list.iter_mut().for_each(lower),
        Value::Object(object) => {
            object.values_mut().for_each(lower);
            let nullable = object.remove("nullable") == Some(Value::Bool(true));
            if let Some(kind) = object.get_mut("type").filter(|_| nullable) {
                *kind = json!([kind.take(), "null"]);
            }
            if let Some(discriminator) = object.remove("discriminator") {
                pick(object, &discriminator);
            }
        }
        _ => {}
    }
}

/// A chain of `if`s over the discriminator's values. A missing one takes the variant
/// that does not require it, which is the first of the mapping.
fn pick(object: &mut Map<String, Value>, discriminator: &Value) {
    let name = discriminator.get("propertyName").and_then(Value::as_str);
    let mapping = discriminator.get("mapping").and_then(Value::as_object);
    let (Some(name), Some(mapping)) = (name, mapping) else {
        return;
    };
    object.remove("oneOf");
    let values: Vec<_> = mapping.keys().collect();
    let mut chain: Vec<Value> = Vec::new();
    for (index, (value, reference)) in mapping.iter().enumerate() {
        let is_default = index == 0;
        let condition = if is_default {
            json!({ "properties": { name: { "const": value } } })
        } else {
            json!({ "required": [name], "properties": { name: { "const": value } } })
        };
        chain.push(json!({ "if": condition, "then": { "$ref": reference } }));
    }
    chain.push(json!({ "properties": { name: { "enum": values } } }));
    object.insert("type".to_owned(), json!("object"));
    object.insert("allOf".to_owned(), Value::Array(chain));
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fields(body: Value) -> Vec<String> {
        let faults = Contract::get().unwrap().faults(&body);
        faults.into_iter().map(|fault| fault.field).collect()
    }

    #[test]
    fn what_the_sdks_send_is_taken() {
        for body in [
            json!({}),
            json!({"smsConfiguration": {"servicePlanId": "p", "campaignId": "C"}}),
            json!({"voiceConfiguration": {"appId": "a"}}),
            json!({"voiceConfiguration": {"type": "RTC", "appId": "a"}, "callbackUrl": "https://a.b/c"}),
            json!({"voiceConfiguration": {"type": "EST", "trunkId": "t"}}),
            json!({"voiceConfiguration": {"type": "FAX", "serviceId": "s"}}),
            json!({"unheardOf": 1}),
        ] {
            assert_eq!(fields(body.clone()), [""; 0], "{body}");
        }
    }

    /// A validator for the body of this component of the responses.
    fn answer(schema: &str) -> Validator {
        let mut document: Value = serde_norway::from_str(DOCUMENT).unwrap();
        lower(&mut document["components"]);
        let schema = json!({
            "$ref": format!("#/components/schemas/{schema}"),
            "components": document["components"],
        });
        jsonschema::options()
            .should_validate_formats(true)
            .build(&schema)
            .unwrap()
    }

    fn holds(validator: &Validator, body: &Value) {
        let faults: Vec<_> = validator
            .iter_errors(body)
            .map(|error| error.to_string())
            .collect();
        assert!(faults.is_empty(), "{faults:?} in {body}");
    }

    #[test]
    fn every_rental_in_every_state_keeps_to_the_document() {
        use crate::provisioning::{FAILURES, Product};
        use crate::rental::{Rental, Terms};
        let validator = answer("ActiveNumber");
        let event = answer("Event");
        let now = jiff::Timestamp::now();
        let later = |seconds: i64| now + jiff::SignedDuration::from_secs(seconds);
        for asked in [
            json!({}),
            json!({"smsConfiguration": {"servicePlanId": "p"}, "callbackUrl": "http://localhost"}),
            json!({"smsConfiguration": {"servicePlanId": "p", "campaignId": "C"}, "voiceConfiguration": {"appId": "a"}}),
            json!({"voiceConfiguration": {"type": "EST", "trunkId": "t"}}),
            json!({"voiceConfiguration": {"type": "FAX", "serviceId": "s"}}),
        ] {
            for code in FAILURES.map(Some).into_iter().chain([None]) {
                let terms = Terms {
                    phone: "+12025550134".to_owned(),
                    project: "p".to_owned(),
                    asked: asked.clone(),
                    offer: crate::Offer::default(),
                    currency: "USD".to_owned(),
                    visible: now,
                };
                let mut rental = Rental::new(terms, now, |_| code.map(str::to_owned));
                for seconds in [0, 3, 6] {
                    rental.go_on(later(seconds));
                    holds(&validator, &rental.body());
                }
                for product in [Product::Sms, Product::Campaign, Product::Voice] {
                    if let Some(body) = crate::event::body(&rental, product) {
                        holds(&event, &body);
                    }
                }
            }
        }
    }

    #[tokio::test]
    async fn every_refusal_keeps_to_the_document() {
        use crate::answers::Refusal;
        use axum::response::IntoResponse as _;
        for (refusal, status, schema) in [
            (
                Refusal::invalid("a.b", "is odd"),
                400,
                Some("InvalidArgumentError"),
            ),
            (Refusal::no_credit(), 400, Some("InvalidArgumentError")),
            (Refusal::Unauthorized("Bearer"), 401, None),
            (Refusal::Forbidden, 403, Some("PermissionDeniedError")),
            (Refusal::Trial, 403, Some("PermissionDeniedError")),
            (
                Refusal::not_found("ActiveNumber", "+1"),
                404,
                Some("NotFoundError"),
            ),
            (Refusal::WrongMethod("GET"), 405, None),
            (Refusal::TooLarge, 413, Some("ContentTooLargeError")),
            (Refusal::WrongType, 415, Some("UnsupportedMediaTypeError")),
            (Refusal::Internal, 500, Some("InternalError")),
        ] {
            let response = refusal.into_response();
            assert_eq!(response.status().as_u16(), status);
            let body = axum::body::to_bytes(response.into_body(), 10_000)
                .await
                .unwrap();
            match schema {
                Some(schema) => holds(&answer(schema), &serde_json::from_slice(&body).unwrap()),
                None => assert!(body.is_empty()),
            }
        }
    }

    #[test]
    fn every_fault_is_named_once() {
        for (body, expected) in [
            (json!([]), vec![""]),
            (
                json!({"smsConfiguration": {}}),
                vec!["smsConfiguration.servicePlanId"],
            ),
            (json!({"smsConfiguration": null}), vec!["smsConfiguration"]),
            (
                json!({"smsConfiguration": {"servicePlanId": ""}}),
                vec!["smsConfiguration.servicePlanId"],
            ),
            (
                json!({"voiceConfiguration": {}}),
                vec!["voiceConfiguration.appId"],
            ),
            (
                json!({"voiceConfiguration": {"type": "EST"}}),
                vec!["voiceConfiguration.trunkId"],
            ),
            (
                json!({"voiceConfiguration": {"type": "SIP"}}),
                vec!["voiceConfiguration.type"],
            ),
            (
                json!({"voiceConfiguration": {"type": "RTC", "trunkId": "t"}, "callbackUrl": "nope"}),
                vec![
                    "callbackUrl",
                    "voiceConfiguration.appId",
                    "voiceConfiguration.trunkId",
                ],
            ),
            (
                json!({"smsConfiguration": {"servicePlanId": 5}, "callbackUrl": 7}),
                vec!["callbackUrl", "smsConfiguration.servicePlanId"],
            ),
        ] {
            let mut fields = fields(body.clone());
            fields.sort();
            assert_eq!(fields, expected, "{body}");
        }
    }
}
