//! The document against the generated types: nothing in it is lost on the way.

use numbers_tests::typed::round_trip;
use serde_json::Value;

fn document() -> Value {
    let text = include_str!("../../openapi/numbers.yaml");
    yaml_serde::from_str(text).unwrap()
}

/// The schema and the name of every example of a body.
fn examples(value: &Value, found: &mut Vec<(String, String)>) {
    let name = |value: &Value| {
        let reference = value["$ref"].as_str().unwrap();
        reference.rsplit('/').next().unwrap().to_owned()
    };
    match value {
        Value::Object(members) => {
            if let (Some(schema), Some(examples)) = (members.get("schema"), members.get("examples"))
            {
                for example in examples.as_object().unwrap().values() {
                    found.push((name(schema), name(example)));
                }
            }
            members.values().for_each(|member| examples(member, found));
        }
        Value::Array(items) => items.iter().for_each(|item| examples(item, found)),
        _ => {}
    }
}

#[test]
fn every_example_is_decoded_and_encoded_back_without_loss() {
    let document = document();
    let mut found = Vec::new();
    examples(&document, &mut found);
    let all = document["components"]["examples"].as_object().unwrap();
    for (schema, name) in &found {
        let value = &all[name]["value"];
        assert_eq!(&round_trip(schema, value), value, "{name}");
    }
    for name in all.keys() {
        let is_used = found.iter().any(|(_, used)| used == name);
        assert!(is_used, "{name} is an example of nothing");
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
    for (name, id) in [
        (
            "ProjectId",
            schemars::schema_for!(numbers_client::ProjectId),
        ),
        (
            "NumberOrderId",
            schemars::schema_for!(numbers_client::NumberOrderId),
        ),
        (
            "AttachmentId",
            schemars::schema_for!(numbers_client::AttachmentId),
        ),
    ] {
        assert_eq!(
            id.get("minLength"),
            Some(&schema(name)["minLength"]),
            "{name}"
        );
    }
    let secret = schemars::schema_for!(numbers_client::Redacted<String>);
    assert_eq!(secret.get("type"), Some(&schema("HmacSecret")["type"]));
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
