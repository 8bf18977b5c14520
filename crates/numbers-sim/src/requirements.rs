//! What has to be registered to order numbers of a region and type.

use std::collections::BTreeMap;
use std::fmt;

use jsonschema::Validator;
#[cfg(feature = "schema")]
use schemars::JsonSchema;
use serde::de::value::MapAccessDeserializer;
use serde::de::{Error as _, MapAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize};
use serde_json::{Value, json};

use crate::stock::NumberType;

/// What has to be registered to order numbers of a region and type.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[non_exhaustive]
pub struct Requirement {
    /// The region, an ISO 3166-1 alpha-2 code.
    pub region_code: String,
    /// The kind of number.
    pub number_type: NumberType,
    /// A JSON Schema of what has to be registered.
    #[serde(deserialize_with = "schema")]
    #[cfg_attr(feature = "schema", schemars(with = "serde_json::Map<String, Value>"))]
    pub fields: Value,
    /// The files that have to be uploaded.
    #[serde(default)]
    pub attachments: Vec<RequiredAttachment>,
}

/// A file that has to be uploaded.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[non_exhaustive]
pub struct RequiredAttachment {
    /// Its id, which is part of the path to which it is uploaded.
    pub id: String,
    /// What it is called.
    #[serde(default)]
    pub title: String,
    /// What it has to show.
    #[serde(default)]
    pub description: String,
    /// Whether an order can't be submitted without it.
    #[serde(default)]
    pub mandatory: bool,
    /// The MIME types that are accepted; any where there are none.
    #[serde(default)]
    pub allowed_mime_types: Vec<String>,
    /// The document types that are accepted; any where there are none.
    #[serde(default)]
    pub allowed_document_types: Vec<String>,
}

fn schema<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Value, D::Error> {
    deserializer.deserialize_map(Schema)
}

/// A JSON Schema; an error in it names its line.
struct Schema;

impl<'de> Visitor<'de> for Schema {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON Schema object")
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Value, A::Error> {
        let schema = Value::deserialize(MapAccessDeserializer::new(map))?;
        match jsonschema::validator_for(&schema) {
            Ok(_) => Ok(schema),
            Err(error) => Err(A::Error::custom(format!("is not a JSON Schema: {error}"))),
        }
    }
}

/// All requirements, by region and type.
#[derive(Debug)]
pub(crate) struct Requirements(BTreeMap<(String, NumberType), Known>);

/// A requirement, and the validator of its fields.
#[derive(Debug)]
pub(crate) struct Known {
    pub(crate) requirement: Requirement,
    pub(crate) fields: Validator,
}

impl Requirements {
    /// Those of a scenario, and built-in ones where it has none.
    pub(crate) fn new(given: &[Requirement]) -> Self {
        let mut all = BTreeMap::new();
        for requirement in built_in().into_iter().chain(given.iter().cloned()) {
            if let Ok(fields) = jsonschema::validator_for(&requirement.fields) {
                let key = (requirement.region_code.clone(), requirement.number_type);
                all.insert(
                    key,
                    Known {
                        requirement,
                        fields,
                    },
                );
            }
        }
        Self(all)
    }

    pub(crate) fn get(&self, region: &str, number_type: NumberType) -> Option<&Known> {
        self.0.get(&(region.to_owned(), number_type))
    }
}

/// Of regions whose numbers need documents; not of the US, as recorded of the service.
fn built_in() -> Vec<Requirement> {
    let fields = || {
        let text = json!({ "type": "string", "minLength": 1, "maxLength": 200 });
        json!({
            "$schema": "https://json-schema.org/draft/2020-12/schema",
            "type": "object",
            "required": ["endBusinessName", "endBusinessAddress", "city", "postalCode", "country"],
            "properties": {
                "endBusinessName": text,
                "endBusinessAddress": text,
                "city": text,
                "state": text,
                "postalCode": { "type": "string", "minLength": 3, "maxLength": 12 },
                "country": { "type": "string", "pattern": "^[A-Z]{2}$" },
            },
        })
    };
    let proof = || RequiredAttachment {
        id: "01simulatedproofofbusiness".to_owned(),
        title: "Proof of business".to_owned(),
        description: "An extract of the register that names the business".to_owned(),
        mandatory: true,
        allowed_mime_types: ["application/pdf", "image/png", "image/jpeg"]
            .map(str::to_owned)
            .to_vec(),
        allowed_document_types: ["Business registration", "Tax certificate"]
            .map(str::to_owned)
            .to_vec(),
    };
    [
        ("AU", NumberType::Local, false),
        ("AU", NumberType::Mobile, true),
        ("DE", NumberType::Local, true),
        ("FR", NumberType::Local, false),
        ("FR", NumberType::Mobile, false),
    ]
    .into_iter()
    .map(|(region, number_type, needs_proof)| Requirement {
        region_code: region.to_owned(),
        number_type,
        fields: fields(),
        attachments: needs_proof.then(proof).into_iter().collect(),
    })
    .collect()
}
