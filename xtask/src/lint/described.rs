//! Descriptions, which become documentation.

use serde_json::Value;

use crate::document::parts::{Part, visit};
use crate::document::tree;
use crate::problem::{Problem, Problems};

pub(super) fn check(root: &Value, problems: &mut Problems) {
    visit(Part::Document, root, "", &mut |part, pointer, value| {
        let described =
            tree::text(value, "description").is_some_and(|text| !text.trim().is_empty());
        if !described && tree::reference(value).is_none() && is_documented(part, pointer, value) {
            problems.push(Problem::new("the description is missing").at(pointer));
        }
    });
}

fn is_documented(part: Part, pointer: &str, value: &Value) -> bool {
    match part {
        Part::Operation
        | Part::Parameter
        | Part::Header
        | Part::RequestBody
        | Part::Response
        | Part::SecurityScheme => true,
        // A component, a property, or what becomes a type without a name of its own.
        Part::Schema => {
            let holder = pointer.rsplit_once('/').map_or("", |(holder, _)| holder);
            holder == "/components/schemas"
                || holder.ends_with("/properties")
                || value.get("properties").is_some()
        }
        _ => false,
    }
}
