//! Names that become Rust: what the generator would rename, merge or not compile.

use std::collections::HashMap;

use heck::{ToPascalCase as _, ToSnakeCase as _};
use proc_macro2::Ident;
use serde_json::Value;

use crate::bindings;
use crate::document::parts::{Part, visit};
use crate::document::tree::{self, Operation, items, members, operations, schema_pointer, step};
use crate::problem::{Problem, Problems};

pub(super) fn check(root: &Value, problems: &mut Problems) {
    operations_have_names(root, problems);
    schemas_are_named_like_types(root, problems);
    visit(Part::Document, root, "", &mut |part, pointer, value| {
        if part == Part::Schema {
            properties_are_told_apart(value, pointer, problems);
        }
    });
}

/// Functions that the client has anyway.
const TAKEN: [&str; 9] = [
    "api_version",
    "baseurl",
    "client",
    "exec",
    "inner",
    "new",
    "new_with_client",
    "post",
    "pre",
];

fn operations_have_names(root: &Value, problems: &mut Problems) {
    let mut seen = HashMap::new();
    for operation in operations(root) {
        parameters_are_told_apart(root, &operation, problems);
        let at = step(&operation.pointer(), "operationId");
        let Some(id) = operation.id() else {
            problems.push(Problem::new("the operation has no operationId").at(operation.pointer()));
            continue;
        };
        let name = id.to_snake_case();
        if syn::parse_str::<Ident>(&name).is_err() || TAKEN.contains(&name.as_str()) {
            problems.push(Problem::new(format!("'{id}' makes no name for a function")).at(&at));
        }
        if let Some(other) = seen.insert(name, id) {
            problems.push(
                Problem::new(format!(
                    "'{id}' is the same function as the operation '{other}'"
                ))
                .at(at),
            );
        }
    }
}

/// Bindings and open enums go by the name of a type, and match nothing where it differs.
fn schemas_are_named_like_types(root: &Value, problems: &mut Problems) {
    for (name, _) in members(root.get("components").unwrap_or(&Value::Null), "schemas") {
        let typed = name.to_pascal_case();
        let problem = Problem::new(format!("'{name}' is not the name of a Rust type"))
            .at(schema_pointer(name));
        if syn::parse_str::<Ident>(&typed).is_err() {
            problems.push(problem);
        } else if *name != typed {
            problems.push(problem.fix(format!("call it {typed}")));
        }
        if name == bindings::TIMESTAMP {
            problems.push(
                Problem::new("the name is taken by the type of all times").at(schema_pointer(name)),
            );
        }
    }
}

/// The field or argument that the generator makes of a name.
fn field(name: &str) -> String {
    let name = name
        .replace('\'', "")
        .replace(|c: char| !c.is_alphanumeric() && c != '_', "-");
    let name = name.to_snake_case();
    if name.starts_with(|c: char| c.is_alphabetic() || c == '_') {
        name
    } else {
        format!("x{name}")
    }
}

fn parameters_are_told_apart(root: &Value, operation: &Operation<'_>, problems: &mut Problems) {
    let holders = [operation.item, operation.value].into_iter();
    let parameters = holders.flat_map(|holder| items(holder, "parameters"));
    let mut seen: HashMap<String, &str> = HashMap::new();
    for parameter in parameters {
        let parameter = tree::deref(root, parameter).unwrap_or(parameter);
        let name = tree::text(parameter, "name").unwrap_or_default();
        // A parameter of the operation replaces one of its path that has the same name.
        if let Some(other) = seen
            .insert(field(name), name)
            .filter(|other| *other != name)
        {
            problems.push(
                Problem::new(format!(
                    "the parameter '{name}' is the same argument as '{other}'"
                ))
                .at(operation.pointer()),
            );
        }
    }
}

fn properties_are_told_apart(schema: &Value, pointer: &str, problems: &mut Problems) {
    let mut seen = HashMap::new();
    for (name, _) in members(schema, "properties") {
        if let Some(other) = seen.insert(field(name), name) {
            problems.push(
                Problem::new(format!("'{name}' is the same field as '{other}'"))
                    .at(step(&step(pointer, "properties"), name)),
            );
        }
    }
}
