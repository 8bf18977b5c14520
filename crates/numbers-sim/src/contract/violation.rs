//! What is wrong with a request, by member.

use jsonschema::error::ValidationErrorKind;
use jsonschema::{ValidationError, Validator};
use serde_json::Value;

/// One violation: the member as a path with dots, and what is wrong with it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Violation {
    pub(crate) field: String,
    pub(crate) description: String,
}

impl Violation {
    pub(crate) fn new(field: impl Into<String>, description: impl Into<String>) -> Self {
        Self {
            field: field.into(),
            description: description.into(),
        }
    }
}

/// The violations of an instance whose own name is `root`, each once.
fn violations<'i>(root: &str, errors: impl Iterator<Item = ValidationError<'i>>) -> Vec<Violation> {
    let mut found = Vec::new();
    for error in errors {
        for violation in describe(root, &error) {
            if !found.contains(&violation) {
                found.push(violation);
            }
        }
    }
    found
}

fn describe(root: &str, error: &ValidationError<'_>) -> Vec<Violation> {
    let field = dotted(root, error.instance_path().as_str());
    let member = |name: &str| {
        if field.is_empty() {
            name.to_owned()
        } else {
            format!("{field}.{name}")
        }
    };
    let description = match error.kind() {
        ValidationErrorKind::Required { property } => {
            let name = property.as_str().unwrap_or_default();
            return vec![Violation::new(member(name), "is required")];
        }
        ValidationErrorKind::AdditionalProperties { unexpected } => {
            return unexpected
                .iter()
                .map(|name| Violation::new(member(name), "is not a member of this object"))
                .collect();
        }
        ValidationErrorKind::MinLength { .. } => "must not be empty".to_owned(),
        ValidationErrorKind::MaxLength { limit } => format!("has more than {limit} characters"),
        ValidationErrorKind::MinItems { limit } => format!("has fewer than {limit} items"),
        ValidationErrorKind::MaxItems { limit } => format!("has more than {limit} items"),
        ValidationErrorKind::Minimum { limit } => format!("is less than {limit}"),
        ValidationErrorKind::Maximum { limit } => format!("is more than {limit}"),
        ValidationErrorKind::Pattern { .. } => "has the wrong form".to_owned(),
        ValidationErrorKind::Type { .. } => "has the wrong type".to_owned(),
        ValidationErrorKind::Enum { .. } | ValidationErrorKind::Constant { .. } => {
            "is not one of the values".to_owned()
        }
        ValidationErrorKind::OneOfNotValid { .. } => "matches none of the variants".to_owned(),
        ValidationErrorKind::OneOfMultipleValid { .. } => {
            "matches more than one of the variants".to_owned()
        }
        _ => "is not valid".to_owned(),
    };
    vec![Violation::new(field, description)]
}

/// `/a/0/b` below `root` as `root.a[0].b`.
fn dotted(root: &str, pointer: &str) -> String {
    let mut path = root.to_owned();
    for step in pointer.split('/').skip(1) {
        let step = step.replace("~1", "/").replace("~0", "~");
        if !step.is_empty() && step.bytes().all(|byte| byte.is_ascii_digit()) {
            path.push_str(&format!("[{step}]"));
        } else {
            if !path.is_empty() {
                path.push('.');
            }
            path.push_str(&step);
        }
    }
    path
}

/// The violations of a value whose own name is `root`.
pub(crate) fn violations_of(root: &str, schema: &Validator, value: &Value) -> Vec<Violation> {
    // Most are valid, which is found out faster.
    if schema.is_valid(value) {
        return Vec::new();
    }
    violations(root, schema.iter_errors(value))
}
