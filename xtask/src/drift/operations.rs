//! Comparing operations: parameters, bodies, responses with their headers.

use std::collections::BTreeMap;

use serde_json::Value;

use super::comparison::{Comparison, is, named, place};
use super::shape::{Direction, Standing};
use crate::document::tree::{self, Operation, items, members, operations, step, text};
use crate::problem::Result;

impl<'a> Comparison<'a> {
    /// Compares every operation of ours with theirs of the same path and method. Returns
    /// how many operations they have beside those.
    pub(super) fn operations(&mut self) -> Result<usize> {
        let mut covered = 0;
        for our in operations(self.ours) {
            let item = self
                .theirs
                .get("paths")
                .and_then(|paths| paths.get(our.path));
            let their = item.and_then(|item| {
                let value = item.get(our.method)?;
                Some(Operation { item, value, ..our })
            });
            match their {
                Some(their) => {
                    covered += 1;
                    self.operation(&our, &their)?;
                }
                None => self.found.only_ours(our.pointer()),
            }
        }
        Ok(operations(self.theirs).count() - covered)
    }

    fn operation(&mut self, our: &Operation<'a>, their: &Operation<'a>) -> Result<()> {
        let at = our.pointer();
        let id = |operation: &Operation<'a>| operation.value.get("operationId");
        self.found
            .value(step(&at, "operationId"), id(our), id(their));
        self.deprecated(&at, our.value, their.value);
        self.parameters(&at, our, their)?;
        let bodies = (our.value.get("requestBody"), their.value.get("requestBody"));
        self.body(&step(&at, "requestBody"), bodies, Direction::Request)?;
        let responses = step(&at, "responses");
        let all = |operation: &Operation<'a>| named(members(operation.value, "responses"));
        for (status, our, their) in self.found.shared(&responses, all(our), all(their)) {
            self.response(&step(&responses, &status), our, their)?;
        }
        self.security(our, their);
        self.servers(our, their);
        Ok(())
    }

    fn deprecated(&mut self, at: &str, our: &Value, their: &Value) {
        self.found.flag(
            step(at, "deprecated"),
            is(our, "deprecated"),
            is(their, "deprecated"),
        );
    }

    fn parameters(&mut self, at: &str, our: &Operation<'a>, their: &Operation<'a>) -> Result<()> {
        let all = |root: &'a Value, operation: &Operation<'a>| -> Result<_> {
            let mut parameters = BTreeMap::new();
            for holder in [operation.item, operation.value] {
                for parameter in items(holder, "parameters") {
                    let target = tree::deref(root, parameter)?;
                    let field = |key| text(target, key).unwrap_or_default();
                    let name = format!("{}:{}", field("in"), field("name"));
                    parameters.insert(name, (place(parameter), target));
                }
            }
            Ok(parameters)
        };
        let at = step(at, "parameters");
        let shared = self
            .found
            .shared(&at, all(self.ours, our)?, all(self.theirs, their)?);
        for (name, (place, our), (_, their)) in shared {
            let at = place.unwrap_or_else(|| step(&at, &name));
            self.parameter(&at, our, their)?;
        }
        Ok(())
    }

    /// A parameter, or a header.
    fn parameter(&mut self, at: &str, our: &'a Value, their: &'a Value) -> Result<()> {
        for key in ["required", "allowReserved", "allowEmptyValue"] {
            self.found.flag(step(at, key), is(our, key), is(their, key));
        }
        let ((our_style, our_explode), (their_style, their_explode)) = (style(our), style(their));
        let styles = (Value::from(our_style), Value::from(their_style));
        self.found
            .value(step(at, "style"), Some(&styles.0), Some(&styles.1));
        self.found
            .flag(step(at, "explode"), our_explode, their_explode);
        self.deprecated(at, our, their);
        self.schema(at, our, their, Direction::Request)
    }

    pub(super) fn body(
        &mut self,
        at: &str,
        bodies: (Option<&'a Value>, Option<&'a Value>),
        direction: Direction,
    ) -> Result<()> {
        match bodies {
            (Some(our), Some(their)) => {
                let at = place(our).unwrap_or_else(|| at.to_owned());
                let our = tree::deref(self.ours, our)?;
                let their = tree::deref(self.theirs, their)?;
                self.found.flag(
                    step(&at, "required"),
                    is(our, "required"),
                    is(their, "required"),
                );
                self.content(&at, our, their, direction)
            }
            (our, their) => {
                self.found
                    .flag(at.to_owned(), our.is_some(), their.is_some());
                Ok(())
            }
        }
    }

    fn response(&mut self, at: &str, our: &'a Value, their: &'a Value) -> Result<()> {
        let at = place(our).unwrap_or_else(|| at.to_owned());
        let our = tree::deref(self.ours, our)?;
        let their = tree::deref(self.theirs, their)?;
        self.content(&at, our, their, Direction::Response)?;
        // The names of headers are of any case.
        let all = |response: &'a Value| {
            let headers = members(response, "headers");
            headers
                .map(|(name, header)| (name.to_ascii_lowercase(), header))
                .collect()
        };
        let at = step(&at, "headers");
        for (name, our, their) in self.found.shared(&at, all(our), all(their)) {
            let at = place(our).unwrap_or_else(|| step(&at, &name));
            let our = tree::deref(self.ours, our)?;
            let their = tree::deref(self.theirs, their)?;
            self.parameter(&at, our, their)?;
        }
        Ok(())
    }

    fn content(
        &mut self,
        at: &str,
        our: &'a Value,
        their: &'a Value,
        direction: Direction,
    ) -> Result<()> {
        let at = step(at, "content");
        let all = |holder: &'a Value| named(members(holder, "content"));
        for (kind, our, their) in self.found.shared(&at, all(our), all(their)) {
            self.schema(&step(&at, &kind), our, their, direction)?;
        }
        Ok(())
    }

    /// The schemas of two that hold one.
    fn schema(
        &mut self,
        at: &str,
        our: &'a Value,
        their: &'a Value,
        direction: Direction,
    ) -> Result<()> {
        let standing = |holder: &'a Value| {
            let schema = holder.get("schema")?;
            Some(Standing {
                schema,
                at: step(at, "schema"),
            })
        };
        match (standing(our), standing(their)) {
            (Some(our), Some(their)) => {
                self.schemas.compare(our, their, direction, &mut self.found)
            }
            (our, their) => {
                self.found
                    .flag(step(at, "schema"), our.is_some(), their.is_some());
                Ok(())
            }
        }
    }
}

/// The style of a parameter, and whether it is exploded, written or not.
fn style(parameter: &Value) -> (&str, bool) {
    let usual = match text(parameter, "in") {
        Some("query" | "cookie") => "form",
        _ => "simple",
    };
    let style = text(parameter, "style").unwrap_or(usual);
    let explode = parameter.get("explode").and_then(Value::as_bool);
    (style, explode.unwrap_or(style == "form"))
}
