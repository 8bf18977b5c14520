//! The document against the generated types: nothing in it is lost on the way.

use numbers_client::types;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

fn document() -> Value {
    let text = include_str!("../../openapi/numbers.yaml");
    yaml_serde::from_str(text).unwrap()
}

/// Decodes and encodes again.
fn round_trip<T: DeserializeOwned + Serialize>(name: &str, value: &Value) -> Value {
    let typed: T =
        serde_json::from_value(value.clone()).unwrap_or_else(|error| panic!("{name}: {error}"));
    serde_json::to_value(typed).unwrap()
}

#[test]
fn every_example_is_decoded_and_encoded_back_without_loss() {
    let document = document();
    let examples = document
        .pointer("/components/examples")
        .unwrap()
        .as_object()
        .unwrap();
    assert_eq!(examples.len(), 21);
    for (name, example) in examples {
        let value = &example["value"];
        let back = match name.as_str() {
            name if name.ends_with("Request") => {
                round_trip::<types::RentNumberRequest>(name, value)
            }
            name if name.ends_with("Response") => round_trip::<types::ActiveNumber>(name, value),
            name if name.ends_with("Event") => round_trip::<types::Event>(name, value),
            "InvalidArgument" => round_trip::<types::InvalidArgumentError>(name, value),
            "PermissionDenied" | "TrialAccount" => {
                round_trip::<types::PermissionDeniedError>(name, value)
            }
            "NotAvailable" | "NotHeld" => round_trip::<types::NotFoundError>(name, value),
            "ContentTooLarge" => round_trip::<types::ContentTooLargeError>(name, value),
            "UnsupportedMediaType" => round_trip::<types::UnsupportedMediaTypeError>(name, value),
            "Internal" => round_trip::<types::InternalError>(name, value),
            other => panic!("{other}: an example of an unknown kind"),
        };
        assert_eq!(&back, value, "{name}");
    }
}

/// Each type written by hand in place of a generated one still says what the document does.
#[test]
fn replaced_types_keep_to_the_document() {
    let document = document();
    let schema = |name: &str| &document["components"]["schemas"][name];
    let pattern = schema("PhoneNumber")["pattern"].clone();
    let phone = schemars::schema_for!(numbers_client::PhoneNumber);
    assert_eq!(phone.get("pattern"), Some(&pattern));
    let project = schemars::schema_for!(numbers_client::ProjectId);
    assert_eq!(
        project.get("minLength"),
        Some(&schema("ProjectId")["minLength"])
    );
    let time = schemars::schema_for!(numbers_client::Timestamp);
    assert_eq!(time.get("type"), Some(&Value::from("string")));
    let kinds = schemars::schema_for!(numbers_client::enums::ProvisioningErrorCode);
    assert_eq!(
        kinds.get("examples"),
        Some(&schema("ProvisioningErrorCode")["enum"])
    );
}

#[test]
fn a_configuration_has_a_json_schema() {
    let schema = schemars::schema_for!(numbers_ext::Configuration);
    insta::assert_json_snapshot!("configuration_schema", schema);
}
