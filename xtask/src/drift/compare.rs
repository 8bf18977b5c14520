//! Comparing two trees member by member.

use serde_json::Value;

use super::view::AT;
use crate::document::tree::step;

/// One place in which the other document differs from ours.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Difference {
    /// Into our document, or to where it would stand there.
    pub(crate) pointer: String,
    pub(crate) what: String,
}

/// All differences, each once, in the order of our document.
pub(crate) fn compare(ours: &Value, theirs: &Value) -> Vec<Difference> {
    let mut differences = Vec::new();
    walk(ours, theirs, "", &mut differences);
    differences
}

fn walk(ours: &Value, theirs: &Value, pointer: &str, found: &mut Vec<Difference>) {
    // Where our document says this; a schema that is used twice differs in one place.
    let pointer = ours.get(AT).and_then(Value::as_str).unwrap_or(pointer);
    let mut differs = |pointer: String, what: String| {
        let difference = Difference { pointer, what };
        if !found.contains(&difference) {
            found.push(difference);
        }
    };
    match (ours, theirs) {
        (Value::Object(our), Value::Object(their)) => {
            for key in their.keys().filter(|key| !our.contains_key(*key)) {
                differs(
                    step(pointer, key),
                    "theirs has it, ours does not".to_owned(),
                );
            }
            for key in our.keys().filter(|key| !their.contains_key(*key)) {
                differs(
                    step(pointer, key),
                    "ours has it, theirs does not".to_owned(),
                );
            }
            for (key, our) in our.iter().filter(|(key, _)| *key != AT) {
                if let Some(their) = their.get(key) {
                    walk(our, their, &step(pointer, key), found);
                }
            }
        }
        _ if ours == theirs => {}
        _ => differs(
            pointer.to_owned(),
            format!("ours is {ours}, theirs is {theirs}"),
        ),
    }
}
