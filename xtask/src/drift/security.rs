//! Comparing where requests are sent, and what lets them in.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::comparison::{Comparison, named};
use crate::document::tree::{self, Operation, items, members, step, text};
use crate::problem::Result;

impl<'a> Comparison<'a> {
    /// Each way to be allowed in, with its scopes. What the document says of all operations
    /// differs there.
    pub(super) fn security(&mut self, our: &Operation<'a>, their: &Operation<'a>) {
        let ways =
            |root: &'a Value, operation: &Operation<'a>| -> BTreeMap<String, BTreeSet<String>> {
                let holder = if operation.value.get("security").is_some() {
                    operation.value
                } else {
                    root
                };
                let ways = items(holder, "security")
                    .filter_map(Value::as_object)
                    .map(|way| {
                        let scopes = way.iter().flat_map(|(scheme, scopes)| {
                            let scopes = scopes
                                .as_array()
                                .into_iter()
                                .flatten()
                                .filter_map(Value::as_str);
                            scopes.map(move |scope| format!("{scheme}:{scope}"))
                        });
                        (
                            way.keys().cloned().collect::<Vec<_>>().join("+"),
                            scopes.collect(),
                        )
                    });
                ways.collect()
            };
        let at = match our.value.get("security") {
            Some(_) => step(&our.pointer(), "security"),
            None => "/security".to_owned(),
        };
        let shared = self
            .found
            .shared(&at, ways(self.ours, our), ways(self.theirs, their));
        for (way, our, their) in shared {
            self.found.names(&step(&at, &way), &our, &their);
        }
    }

    pub(super) fn servers(&mut self, our: &Operation<'a>, their: &Operation<'a>) {
        let urls = |root: &'a Value, operation: &Operation<'a>| {
            let holders = [operation.value, operation.item, root];
            let holder = holders
                .into_iter()
                .find(|holder| holder.get("servers").is_some());
            let servers = holder
                .into_iter()
                .flat_map(|holder| items(holder, "servers"));
            servers
                .filter_map(|server| text(server, "url").map(str::to_owned))
                .collect()
        };
        let at = match our.value.get("servers") {
            Some(_) => step(&our.pointer(), "servers"),
            None => "/servers".to_owned(),
        };
        self.found
            .names(&at, &urls(self.ours, our), &urls(self.theirs, their));
    }

    /// What a client needs of each security scheme.
    pub(super) fn security_schemes(&mut self) -> Result<()> {
        let all = |root: &'a Value| {
            named(members(
                root.get("components").unwrap_or(&Value::Null),
                "securitySchemes",
            ))
        };
        let at = "/components/securitySchemes";
        for (name, our, their) in self.found.shared(at, all(self.ours), all(self.theirs)) {
            let our = tree::deref(self.ours, our)?;
            let their = tree::deref(self.theirs, their)?;
            let at = step(at, &name);
            for key in ["type", "scheme", "in", "name", "openIdConnectUrl"] {
                self.found
                    .value(step(&at, key), our.get(key), their.get(key));
            }
            let at = step(&at, "flows");
            let all = |scheme: &'a Value| named(members(scheme, "flows"));
            for (flow, our, their) in self.found.shared(&at, all(our), all(their)) {
                let at = step(&at, &flow);
                for key in ["authorizationUrl", "tokenUrl", "refreshUrl"] {
                    self.found
                        .value(step(&at, key), our.get(key), their.get(key));
                }
                let scopes = |flow| {
                    members(flow, "scopes")
                        .map(|(name, _)| name.clone())
                        .collect()
                };
                self.found
                    .names(&step(&at, "scopes"), &scopes(our), &scopes(their));
            }
        }
        Ok(())
    }
}
