//! Builds JSON objects as text, so that numbers, unknown members and their order stay as they
//! were received.

use serde::Serialize;

/// An object whose members are appended in order.
#[derive(Debug)]
pub(crate) struct Object(String);

impl Object {
    /// Starts an object.
    pub(crate) fn begin() -> Self {
        Self(String::from("{"))
    }

    /// Starts an object with the member `outcome`.
    pub(crate) fn outcome(outcome: &str) -> Self {
        Self::begin().member("outcome", outcome)
    }

    /// Appends a member. If its value can't be serialised, appends the error instead, as
    /// `<name>Error`.
    pub(crate) fn member(mut self, name: &str, value: &(impl Serialize + ?Sized)) -> Self {
        let (name, value) = match serde_json::to_string(value) {
            Ok(value) => (name.to_owned(), value),
            Err(error) => (
                format!("{name}Error"),
                // A string can always be serialised.
                serde_json::Value::String(error.to_string()).to_string(),
            ),
        };
        self.push(&format!("{}:{value}", serde_json::Value::String(name)));
        self
    }

    /// Appends a member if there is a value.
    pub(crate) fn optional(self, name: &str, value: Option<&(impl Serialize + ?Sized)>) -> Self {
        match value {
            Some(value) => self.member(name, value),
            None => self,
        }
    }

    /// Appends the members of another object, or its error, as [`member`](Self::member) does.
    pub(crate) fn members_of(mut self, name: &str, value: &impl Serialize) -> Self {
        match serde_json::to_string(value) {
            Ok(text) => {
                let inner = text
                    .strip_prefix('{')
                    .and_then(|text| text.strip_suffix('}'));
                self.push(inner.unwrap_or_default());
                self
            }
            Err(error) => self.member(&format!("{name}Error"), &error.to_string()),
        }
    }

    /// Returns the text.
    pub(crate) fn end(mut self) -> String {
        self.0.push('}');
        self.0
    }

    fn push(&mut self, member: &str) {
        if self.0.len() > 1 && !member.is_empty() {
            self.0.push(',');
        }
        self.0.push_str(member);
    }
}
