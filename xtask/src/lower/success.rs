//! Lowerings of the responses of operations.

use serde_json::{Map, Value};

use crate::document::tree::METHODS;
use crate::problem::Problems;

/// Keeps only the response of success.
///
/// Limit: one error type an operation; schemas that differ panic the generator
/// (<https://github.com/oxidecomputer/progenitor/issues/344>), and where a typed error
/// does not decode its status is lost. Without this, generation fails; with one error
/// type, an HTML 500 and a broken 200 would be the same value. After it, every other
/// status arrives as `UnexpectedResponse` with status, headers and body. The error
/// schemas stay in the components and are still generated as types.
pub(super) fn only(document: &mut Value, _: &mut Problems) {
    each(document, |responses| {
        let mut successes = std::mem::take(responses).into_iter();
        // All of them have the same body, which the lints have checked.
        responses.extend(successes.find(|(status, _)| status.starts_with('2')));
    });
}

/// Widens the response of success to every 2xx.
///
/// Limit: any other status is an error to the generator, and a rental that is confirmed
/// by 201 instead of 200 would be one.
pub(super) fn widened(document: &mut Value, _: &mut Problems) {
    each(document, |responses| {
        let successes = std::mem::take(responses).into_iter();
        responses.extend(successes.map(|(_, response)| ("2XX".to_owned(), response)));
    });
}

/// The responses of every operation.
fn each(document: &mut Value, change: impl Fn(&mut Map<String, Value>)) {
    let paths = document.get_mut("paths").and_then(Value::as_object_mut);
    for item in paths.into_iter().flat_map(Map::values_mut) {
        for method in METHODS {
            let operation = item.get_mut(method);
            let responses = operation.and_then(|operation| operation.get_mut("responses"));
            responses
                .and_then(Value::as_object_mut)
                .into_iter()
                .for_each(&change);
        }
    }
}
