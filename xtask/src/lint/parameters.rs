//! Parameters: path parameters without a validated type, and what the generator sends
//! otherwise than the document says.

use serde_json::Value;

use crate::bindings;
use crate::document::parts::{Part, visit};
use crate::document::tree::{self, Operation, items, operations, step};
use crate::problem::{Problem, Problems};

pub(super) fn check(root: &Value, problems: &mut Problems) {
    for operation in operations(root) {
        path_is_bound(root, &operation, problems);
    }
    visit(Part::Document, root, "", &mut |part, pointer, value| {
        // The parameters of callbacks are received, by somebody else's server.
        let is_ours = part == Part::Parameter && !pointer.contains("/callbacks/");
        if is_ours && tree::reference(value).is_none() {
            let unfit = |what: &str| problems.push(Problem::new(what).at(pointer));
            unfit_for_the_generator(root, value, unfit);
            if tree::text(value, "in") == Some("path") {
                problems.keep(is_bound(value).map_err(|problem| problem.at(pointer)));
            }
        }
    });
}

/// The names in braces of a path.
fn names(path: &str) -> impl Iterator<Item = &str> {
    path.split('{')
        .skip(1)
        .filter_map(|rest| rest.split('}').next())
}

/// Every name in the path has a type, and a parameter that declares it.
fn path_is_bound(root: &Value, operation: &Operation<'_>, problems: &mut Problems) {
    let declared: Vec<_> = [operation.item, operation.value]
        .into_iter()
        .flat_map(|holder| items(holder, "parameters"))
        .filter_map(|parameter| tree::deref(root, parameter).ok())
        .filter(|parameter| tree::text(parameter, "in") == Some("path"))
        .filter_map(|parameter| tree::text(parameter, "name"))
        .collect();
    let path = step("/paths", operation.path);
    for name in names(operation.path) {
        if bindings::path_parameter(name).is_none() {
            problems.push(unbound(name).at(&path));
        } else if !declared.contains(&name) {
            problems.push(
                Problem::new(format!("the path parameter '{name}' is declared nowhere"))
                    .at(operation.pointer()),
            );
        }
    }
    for name in declared {
        if !names(operation.path).any(|known| known == name) {
            problems.push(
                Problem::new(format!("the path has no '{{{name}}}', which is declared"))
                    .at(operation.pointer()),
            );
        }
    }
}

fn is_bound(parameter: &Value) -> Result<(), Problem> {
    let name = tree::text(parameter, "name").unwrap_or_default();
    let Some(binding) = bindings::path_parameter(name) else {
        return Err(unbound(name));
    };
    let schema = parameter.get("schema").and_then(tree::schema_name);
    if schema == Some(binding.schema) {
        return Ok(());
    }
    Err(Problem::new(format!(
        "the path parameter '{name}' is not bound to its validated type"
    ))
    .fix(format!(
        "its schema has to be {}{}",
        tree::SCHEMAS,
        binding.schema
    )))
}

fn unbound(name: &str) -> Problem {
    Problem::new(format!("the path parameter '{name}' has no validated type"))
        .fix("write one in numbers-client, and name it in xtask/src/bindings.rs")
}

/// What the generator ignores or panics at.
fn unfit_for_the_generator(root: &Value, parameter: &Value, mut unfit: impl FnMut(&str)) {
    let place = tree::text(parameter, "in").unwrap_or_default();
    let style = tree::text(parameter, "style");
    match (place, style) {
        ("cookie", _) => return unfit("parameters in cookies can't be generated"),
        ("query", None | Some("form")) | ("path" | "header", None | Some("simple")) => {}
        (_, Some(_)) => unfit("only 'form' in queries and 'simple' elsewhere can be generated"),
        _ => {}
    }
    if parameter.get("explode") == Some(&Value::Bool(place != "query")) {
        unfit("'explode' is ignored by the generator: only its default can be meant");
    }
    if parameter.get("allowReserved") == Some(&Value::Bool(true)) {
        unfit("'allowReserved' is ignored by the generator, which always encodes");
    }
    let name = tree::text(parameter, "name").unwrap_or_default();
    if ["body", "header_map"].contains(&name) {
        unfit("the generator uses this name for something else");
    }
    let own = ["accept", "api-version", "authorization", "content-type"];
    if place == "header" && own.contains(&name.to_ascii_lowercase().as_str()) {
        unfit("this header is not set by a parameter");
    }
    if place == "header" && !is_token(name) {
        unfit("no name for a header");
    }
    let Some(schema) = parameter.get("schema") else {
        return unfit("the schema is missing: 'content' can't be generated");
    };
    let schema = tree::deref(root, schema).unwrap_or(schema);
    match tree::text(schema, "type") {
        Some("array") if place != "query" => unfit("only a query can hold a list"),
        Some("array") => {
            let items = schema.get("items").unwrap_or(&Value::Null);
            let items = tree::deref(root, items).unwrap_or(items);
            if !is_scalar(items) {
                unfit("only a list of texts, numbers or booleans can be written as parameters");
            }
        }
        _ if is_scalar(schema) => {}
        _ => unfit("only a text, number, boolean or list can be written as a parameter"),
    }
}

fn is_scalar(schema: &Value) -> bool {
    matches!(
        tree::text(schema, "type"),
        Some("string" | "integer" | "number" | "boolean")
    )
}

/// Whether a text is the name of a header, by RFC 9110; generated code panics at another.
fn is_token(name: &str) -> bool {
    let is_token = |byte: u8| byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte);
    !name.is_empty() && name.bytes().all(is_token)
}
