//! Lowerings: each rewrites an in-memory copy of the document for one limit of the generator.
//!
//! A lowering fails when it no longer changes anything, so that a generator which has
//! been mended, or a document that has lost the shape, is noticed.

mod answers;
mod enums;
mod requests;
mod responses;
mod unions;
mod uses;

use serde_json::Value;

use crate::Result;
use crate::problem::Problem;

/// A lowering and the name it goes by in messages.
type Lowering = (&'static str, fn(&mut Value) -> Result<()>);

/// All of them, in the order in which they run.
const ALL: [Lowering; 8] = [
    ("responses::only_success", responses::only_success),
    ("enums::named", enums::named),
    ("answers::plain_ids", answers::plain_ids),
    ("unions::flat_answers", unions::flat_answers),
    ("answers::lenient", answers::lenient),
    ("answers::timestamps", answers::timestamps),
    ("requests::unconstrained", requests::unconstrained),
    ("unions::tagged_requests", unions::tagged_requests),
];

/// The document as the generator is given it.
pub(crate) fn lower(document: &Value) -> Result<Value> {
    let mut lowered = document.clone();
    for (name, lowering) in ALL {
        let before = lowered.clone();
        lowering(&mut lowered).map_err(|problem| {
            problem.said_by(&format!("the lowering {name} doesn't know this shape"))
        })?;
        if lowered == before {
            return Err(
                Problem::new(format!("the lowering {name} no longer changes anything")).fix(
                    "if the document has lost what it was for, delete the lowering from xtask/src/lower",
                ),
            );
        }
    }
    Ok(lowered)
}
