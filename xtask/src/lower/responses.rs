//! Lowerings of the responses of operations.

use serde_json::Value;

use crate::Result;
use crate::problem::Problem;
use crate::tree::{self, METHODS, step};

/// Keeps only the answer of success, and widens it to every 2xx.
///
/// Limit: one error type an operation; schemas that differ panic the generator
/// (<https://github.com/oxidecomputer/progenitor/issues/344>), and where a typed error
/// does not decode its status is lost. Without this, generation fails; with one error
/// type, an HTML 500 and a broken 200 would be the same value. After it, every other
/// status arrives as `UnexpectedResponse` with status, headers and body. The error
/// schemas stay in the components and are still generated as types.
pub(super) fn only_success(document: &mut Value) -> Result<()> {
    for (path, item) in tree::object_mut(document, "paths")? {
        for method in METHODS {
            let Some(operation) = item.get_mut(method) else {
                continue;
            };
            let responses = tree::object_mut(operation, "responses")?;
            let success = responses.remove("200").ok_or_else(|| {
                Problem::new("no 200").at(step(&step("/paths", path), method) + "/responses")
            })?;
            responses.clear();
            responses.insert("2XX".to_owned(), success);
        }
    }
    Ok(())
}
