//! References: the generator takes the last segment of a `$ref` for the name of a
//! component, whatever stands before it, and panics or never ends where that is wrong.

use std::collections::{HashMap, HashSet};

use serde_json::Value;

use crate::document::parts::{Part, visit};
use crate::document::tree::{self, items, members, schema_pointer, step};
use crate::problem::{Problem, Problems};

pub(super) fn check(root: &Value, problems: &mut Problems) {
    visit(Part::Document, root, "", &mut |part, pointer, value| {
        if let Some(reference) = tree::reference(value)
            && let Err(problem) = names_a_component(root, part, pointer, reference)
        {
            problems.push(problem.at(step(pointer, "$ref")));
        }
    });
    no_composition_contains_itself(root, problems);
}

fn names_a_component(
    root: &Value,
    part: Part,
    pointer: &str,
    reference: &str,
) -> Result<(), Problem> {
    let Some(components) = part.components() else {
        return Err(Problem::new("no reference can stand here"));
    };
    let prefix = format!("#/components/{components}/");
    let name = reference.strip_prefix(&prefix);
    if name.is_none_or(|name| name.is_empty() || name.contains('/')) {
        return Err(
            Problem::new(format!("'{reference}' does not name one of {prefix}"))
                .fix("move what it names to the components"),
        );
    }
    tree::resolve(root, reference)?;
    if pointer
        .strip_prefix("/components/")
        .is_some_and(|rest| rest.matches('/').count() == 1)
    {
        return Err(
            Problem::new("a component that is only another name for a component")
                .fix(format!("refer to {reference} where it is used")),
        );
    }
    Ok(())
}

/// Follows `allOf`, `oneOf` and `anyOf` from every component schema.
fn no_composition_contains_itself(root: &Value, problems: &mut Problems) {
    let components = root.get("components").unwrap_or(&Value::Null);
    let parts: HashMap<&str, Vec<&str>> = members(components, "schemas")
        .map(|(name, schema)| (name.as_str(), composed_of(schema)))
        .collect();
    let parts_of = |name| parts.get(name).map_or(&[][..], Vec::as_slice);
    let mut done = HashSet::new();
    for (name, _) in members(components, "schemas") {
        // The way from the component to where we are, with what is left to see of each step.
        let mut way = vec![(name.as_str(), parts_of(name.as_str()))];
        let mut on_way = HashSet::from([name.as_str()]);
        while let Some((name, left)) = way.pop() {
            let Some((next, left)) = left.split_first() else {
                on_way.remove(name);
                done.insert(name);
                continue;
            };
            way.push((name, left));
            if on_way.contains(next) {
                problems.push(
                    Problem::new(format!(
                        "a composition that contains itself, by way of {next}"
                    ))
                    .at(schema_pointer(name)),
                );
            } else if !done.contains(next) {
                on_way.insert(next);
                way.push((next, parts_of(next)));
            }
        }
    }
}

fn composed_of(schema: &Value) -> Vec<&str> {
    let mut names = Vec::new();
    for key in ["allOf", "oneOf", "anyOf"] {
        for part in items(schema, key) {
            match tree::schema_name(part) {
                Some(name) => names.push(name),
                None => names.extend(composed_of(part)),
            }
        }
    }
    names
}
