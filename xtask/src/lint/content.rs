//! Bodies: what the generator panics at, and what would be lost when it is lowered.

use serde_json::Value;

use crate::document::parts::{Part, visit};
use crate::document::tree::{self, members, operations, step};
use crate::problem::{Problem, Problems};

/// The media types that the generator can send.
const SENT: [&str; 5] = [
    "application/json",
    "application/octet-stream",
    "application/x-www-form-urlencoded",
    "multipart/form-data",
    "text/plain",
];

pub(super) fn check(root: &Value, problems: &mut Problems) {
    for operation in operations(root) {
        let at = operation.pointer();
        if let Some(body) = operation.value.get("requestBody") {
            request(root, body, &step(&at, "requestBody"), problems);
        }
        success(root, operation.value, &step(&at, "responses"), problems);
    }
    visit(Part::Document, root, "", &mut |part, pointer, value| {
        if part == Part::Response && tree::reference(value).is_none() {
            json_has_a_schema(value, pointer, problems);
        }
    });
}

/// A body of one known media type.
fn request(root: &Value, body: &Value, at: &str, problems: &mut Problems) {
    let Ok(body) = tree::deref(root, body) else {
        return;
    };
    let at = step(at, "content");
    let kinds: Vec<_> = members(body, "content").collect();
    let [(kind, media)] = kinds.as_slice() else {
        problems.push(Problem::new("only a body of one media type can be generated").at(at));
        return;
    };
    let at = step(&at, kind);
    if !SENT.contains(&kind.as_str()) {
        let known = SENT.join(", ");
        problems.push(
            Problem::new(format!("a body of {kind} can't be generated"))
                .at(at)
                .fix(format!("what can be: {known}")),
        );
        return;
    }
    let schema = media.get("schema").unwrap_or(&Value::Null);
    let schema = tree::deref(root, schema).unwrap_or(schema);
    let kind_of = |schema: &Value| tree::text(schema, "type").map(str::to_owned);
    let fits = match kind.as_str() {
        "application/json" => media.get("schema").is_some(),
        "application/octet-stream" => {
            kind_of(schema).as_deref() == Some("string")
                && tree::text(schema, "format") == Some("binary")
        }
        "text/plain" => kind_of(schema).as_deref() == Some("string"),
        "application/x-www-form-urlencoded" => {
            let mut properties = members(schema, "properties").map(|(_, property)| {
                let property = tree::deref(root, property).unwrap_or(property);
                kind_of(property)
            });
            kind_of(schema).as_deref() == Some("object")
                && properties
                    .all(|kind| kind.is_some_and(|kind| kind != "object" && kind != "array"))
        }
        _ => kind_of(schema).as_deref() == Some("object"),
    };
    if !fits {
        problems.push(
            Problem::new(format!(
                "the schema is missing, or can't be written as {kind}"
            ))
            .at(step(&at, "schema")),
        );
    }
}

/// One shape of success: the generator has one type for it.
fn success(root: &Value, operation: &Value, at: &str, problems: &mut Problems) {
    let successes: Vec<_> = members(operation, "responses")
        .filter(|(status, _)| status.starts_with('2'))
        .filter_map(|(_, response)| Some(tree::deref(root, response).ok()?.get("content")))
        .collect();
    match successes.split_first() {
        None => problems.push(Problem::new("no status of success").at(at)),
        Some((first, others)) if others.iter().any(|other| other != first) => problems.push(
            Problem::new("statuses of success with different bodies can't be generated").at(at),
        ),
        Some(_) => {}
    }
    let failures = members(operation, "responses").filter(|(status, _)| !status.starts_with('2'));
    for (status, response) in failures {
        let Ok(response) = tree::deref(root, response) else {
            continue;
        };
        let schema = response.pointer("/content/application~1json/schema");
        // Errors are decoded by hand, into types that only components become.
        if schema.is_some_and(|schema| {
            tree::schema_name(schema).is_none()
                && schema.as_object().is_some_and(|keys| !keys.is_empty())
        }) {
            problems.push(
                Problem::new("the schema of an error has to be a component, or it becomes no type")
                    .at(step(at, status)),
            );
        }
    }
}

fn json_has_a_schema(response: &Value, at: &str, problems: &mut Problems) {
    for (kind, media) in members(response, "content") {
        if kind.starts_with("application/json") && media.get("schema").is_none() {
            problems
                .push(Problem::new("the schema is missing").at(step(&step(at, "content"), kind)));
        }
    }
}
