//! What the document says of responses.

use serde_json::Value;

use crate::contract::document::{DOCUMENT, validator};
use crate::contract::lowering::lower;
use crate::operation::Operation;

/// The document, lowered.
pub(crate) struct Document(Value);

impl Document {
    pub(crate) fn read() -> Self {
        let mut document: Value = yaml_serde::from_str(DOCUMENT).unwrap();
        lower(&mut document);
        Self(document)
    }

    /// What is wrong with a response by the document.
    pub(crate) fn violations(
        &self,
        operation: Operation,
        status: u16,
        body: Option<&Value>,
    ) -> Vec<String> {
        let Some(response) = self.response(operation, status) else {
            return vec![format!("{status} is not documented")];
        };
        let schema = response.pointer("/content/application~1json/schema");
        match (schema, body) {
            (Some(schema), Some(body)) => {
                let validator = validator(&self.0, schema).unwrap();
                let errors = validator.iter_errors(body);
                errors
                    .map(|error| format!("{}: {error}", error.instance_path()))
                    .collect()
            }
            (Some(_), None) => vec!["a body is documented".to_owned()],
            // Where no content is documented, any or none may come.
            (None, _) => Vec::new(),
        }
    }

    fn response(&self, operation: Operation, status: u16) -> Option<&Value> {
        let paths = self.0["paths"].as_object().unwrap().values();
        let described = paths
            .flat_map(|item| item.as_object().unwrap().values())
            .find(|described| {
                let id = described.get("operationId").and_then(Value::as_str);
                id.and_then(Operation::from_operation_id) == Some(operation)
            })?;
        let response = &described["responses"][status.to_string()];
        match response.get("$ref").and_then(Value::as_str) {
            Some(reference) => self.0.pointer(reference.trim_start_matches('#')),
            None => Some(response).filter(|response| !response.is_null()),
        }
    }
}
