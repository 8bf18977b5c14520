//! Lowerings: each rewrites an in-memory copy of the document for one limit of the
//! generator.
//!
//! None of them needs the document to have the shape it is for. That each is still needed
//! is proven on a document which has them all (`xtask/tests/zoo`): the generator, given
//! that document without the lowering, makes something else or nothing.

mod content;
mod enums;
mod events;
mod flat;
mod inline;
mod leniency;
mod requests;
mod sides;
mod success;
mod times;
mod unions;

use serde_json::Value;

pub(crate) use self::content::multipart_operations;
pub(crate) use self::inline::stood_at;
use crate::problem::Problems;

/// A lowering, which names every place that it can't lower, and its name.
type Lowering = (&'static str, fn(&mut Value, &mut Problems));

/// All of them, in the order in which they run.
const ALL: [Lowering; 12] = [
    ("success::only", success::only),
    ("content::multipart_as_bytes", content::multipart_as_bytes),
    ("enums::named", enums::named),
    ("leniency::plain_ids", leniency::plain_ids),
    ("unions::flat_responses", unions::flat_responses),
    ("leniency::lenient", leniency::lenient),
    ("times::one_type", times::one_type),
    ("requests::unconstrained", requests::unconstrained),
    ("unions::tagged_requests", unions::tagged_requests),
    ("unions::flat_requests", unions::flat_requests),
    ("inline::named", inline::named),
    ("success::widened", success::widened),
];

/// Those that what is sent to callbacks needs.
const EVENTS: [Lowering; 7] = [
    ("enums::named", enums::named),
    ("leniency::plain_ids", leniency::plain_ids),
    ("unions::flat_responses", unions::flat_responses),
    ("leniency::lenient", leniency::lenient),
    ("events::kept_whole", events::kept_whole),
    ("inline::named", inline::named),
    ("events::nothing_else", events::nothing_else),
];

/// The document as the generator is given it.
pub(crate) fn lower(document: &Value) -> Result<Value, Problems> {
    lower_by(ALL.iter(), document)
}

/// The document without its operations, for the types of what is sent to callbacks alone.
pub(crate) fn lower_events(document: &Value) -> Result<Value, Problems> {
    lower_by(EVENTS.iter(), &events::alone(document))
}

fn lower_by<'a>(
    lowerings: impl Iterator<Item = &'a Lowering>,
    document: &Value,
) -> Result<Value, Problems> {
    let mut lowered = document.clone();
    let mut problems = Problems::default();
    for (_, lowering) in lowerings {
        lowering(&mut lowered, &mut problems);
    }
    problems.none_or(lowered)
}

/// A lowered document by the name of the lowering that was left out.
#[cfg(test)]
type LeftOut = (&'static str, Result<Value, Problems>);

/// The document with each of the lowerings left out.
#[cfg(test)]
pub(crate) fn each_left_out(document: &Value) -> impl Iterator<Item = LeftOut> {
    left_out_of(&ALL, document.clone())
}

/// The same of those for events.
#[cfg(test)]
pub(crate) fn each_left_out_of_events(document: &Value) -> impl Iterator<Item = LeftOut> {
    left_out_of(&EVENTS, events::alone(document))
}

#[cfg(test)]
fn left_out_of(all: &'static [Lowering], document: Value) -> impl Iterator<Item = LeftOut> {
    all.iter().map(move |(left_out, _)| {
        let others = all.iter().filter(move |(name, _)| name != left_out);
        (*left_out, lower_by(others, &document))
    })
}
