//! Query parameters, held against their schemas.

use jsonschema::Validator;
use serde_json::{Value, json};

use crate::contract::query::Query;
use crate::contract::violation::{Violation, violations_of};

/// A query parameter of an operation.
#[derive(Debug)]
pub(crate) struct Parameter {
    pub(crate) name: String,
    pub(crate) required: bool,
    pub(crate) kind: Kind,
    pub(crate) schema: Validator,
}

/// How the text of a parameter becomes JSON.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Text,
    Integer,
    List,
}

impl Parameter {
    pub(crate) fn check(&self, query: &Query) -> Vec<Violation> {
        let Some(text) = query.get(&self.name) else {
            let missing = Violation::new(&self.name, "is required");
            return if self.required {
                vec![missing]
            } else {
                Vec::new()
            };
        };
        let value = match self.kind {
            Kind::Text => json!(text),
            Kind::Integer => text
                .parse::<i64>()
                .map_or_else(|_| json!(text), Value::from),
            Kind::List => json!(query.list(&self.name)),
        };
        violations_of(&self.name, &self.schema, &value)
    }
}
