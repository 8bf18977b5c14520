//! The embedded document, read once.

use std::borrow::Cow;
use std::sync::OnceLock;

use jsonschema::Validator;
use serde_json::{Map, Value, json};
use thiserror::Error;

use crate::contract::lowering::lower;
use crate::contract::parameter::{Kind, Parameter};
use crate::contract::route::{BodyKind, Parameters, Route, Segment};
use crate::operation::Operation;

/// The contract, embedded when the simulator is built.
pub(crate) const DOCUMENT: &str = include_str!("../../openapi/numbers.yaml");

/// The embedded document can't be used.
#[derive(Clone, Debug, Error)]
#[error("{0}")]
pub(crate) struct ContractError(String);

/// The operations of the document, with validators for what they take.
#[derive(Debug)]
pub(crate) struct Contract {
    routes: Vec<Route>,
}

/// What a method and a path lead to.
#[derive(Debug)]
pub(crate) enum Routed<'c> {
    Found(&'c Route, Parameters<'c>),
    WrongMethod(String),
    NotFound,
}

const METHODS: [&str; 5] = ["get", "put", "post", "patch", "delete"];

impl Contract {
    /// The one contract of this process; making it takes milliseconds.
    pub(crate) fn get() -> Result<&'static Self, ContractError> {
        static CONTRACT: OnceLock<Result<Contract, ContractError>> = OnceLock::new();
        CONTRACT
            .get_or_init(|| Self::read(DOCUMENT))
            .as_ref()
            .map_err(Clone::clone)
    }

    fn read(text: &str) -> Result<Self, ContractError> {
        let mut document: Value =
            yaml_serde::from_str(text).map_err(|error| ContractError(error.to_string()))?;
        lower(&mut document);
        let mut routes = Vec::new();
        let paths = document.get("paths").and_then(Value::as_object);
        for (path, item) in paths.into_iter().flatten() {
            for method in METHODS {
                if let Some(operation) = item.get(method) {
                    routes.push(route(&document, path, item, method, operation)?);
                }
            }
        }
        // Where several fit, the one with the most fixed text is meant.
        routes.sort_by_key(|route| std::cmp::Reverse(route.fixed()));
        Ok(Self { routes })
    }

    /// The operation that a method and a path, still encoded, lead to.
    pub(crate) fn route(&self, method: &str, path: &str) -> Routed<'_> {
        let segments: Vec<_> = path.split('/').map(decoded).collect();
        let mut best = None;
        let mut allowed = Vec::new();
        for route in &self.routes {
            let Some(parameters) = route.matches(&segments) else {
                continue;
            };
            if best.is_some_and(|best| best != &route.path) {
                break;
            }
            best = Some(&route.path);
            if route.method == method {
                return Routed::Found(route, parameters);
            }
            allowed.push(route.method.clone());
        }
        if allowed.is_empty() {
            Routed::NotFound
        } else {
            Routed::WrongMethod(allowed.join(", "))
        }
    }
}

fn decoded(segment: &str) -> Cow<'_, str> {
    percent_encoding::percent_decode_str(segment).decode_utf8_lossy()
}

fn route(
    document: &Value,
    path: &str,
    item: &Value,
    method: &str,
    described: &Value,
) -> Result<Route, ContractError> {
    let id = described.get("operationId").and_then(Value::as_str);
    let operation = id.and_then(Operation::from_operation_id).ok_or_else(|| {
        ContractError(format!(
            "{method} {path}: the simulator has no operation '{}'",
            id.unwrap_or_default()
        ))
    })?;
    let parameters = [item, described]
        .into_iter()
        .filter_map(|holder| holder.get("parameters").and_then(Value::as_array))
        .flatten()
        .map(|parameter| resolved(document, parameter));
    let mut query = Vec::new();
    for parameter in parameters {
        if parameter.get("in").and_then(Value::as_str) == Some("query") {
            query.push(query_parameter(document, parameter)?);
        }
    }
    Ok(Route {
        operation,
        method: method.to_ascii_uppercase(),
        path: path.split('/').map(Segment::parse).collect(),
        query,
        body: body(document, described)?,
    })
}

fn query_parameter(document: &Value, parameter: &Value) -> Result<Parameter, ContractError> {
    let name = parameter.get("name").and_then(Value::as_str);
    let schema = parameter.get("schema").unwrap_or(&Value::Null);
    let kind = match resolved(document, schema)
        .get("type")
        .and_then(Value::as_str)
    {
        Some("integer") => Kind::Integer,
        Some("array") => Kind::List,
        _ => Kind::Text,
    };
    Ok(Parameter {
        name: name.unwrap_or_default().to_owned(),
        required: parameter.get("required") == Some(&Value::Bool(true)),
        kind,
        schema: validator(document, schema)?,
    })
}

fn body(document: &Value, operation: &Value) -> Result<BodyKind, ContractError> {
    let Some(body) = operation.get("requestBody") else {
        return Ok(BodyKind::None);
    };
    let content = resolved(document, body).get("content");
    let content = content.and_then(Value::as_object);
    let json = content.and_then(|content| content.get("application/json"));
    match json.and_then(|json| json.get("schema")) {
        Some(schema) => Ok(BodyKind::Json(validator(document, schema)?)),
        None if content.is_some_and(has_form) => Ok(BodyKind::Multipart),
        None => Ok(BodyKind::None),
    }
}

fn has_form(content: &Map<String, Value>) -> bool {
    content.contains_key("multipart/form-data")
}

/// Follows references of parameters, bodies and schemas.
fn resolved<'d>(document: &'d Value, value: &'d Value) -> &'d Value {
    let reference = value.get("$ref").and_then(Value::as_str);
    let pointer = reference.and_then(|reference| reference.strip_prefix('#'));
    match pointer.and_then(|pointer| document.pointer(pointer)) {
        Some(found) if found != value => resolved(document, found),
        _ => value,
    }
}

/// A validator of a schema of the document.
pub(crate) fn validator(document: &Value, schema: &Value) -> Result<Validator, ContractError> {
    let schemas = document.pointer("/components/schemas");
    let schema = json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "allOf": [schema],
        "components": { "schemas": schemas },
    });
    jsonschema::validator_for(&schema).map_err(|error| ContractError(error.to_string()))
}
