//! What stands for a secret or personal data where it may not be stored.

use serde::{Deserialize, Serialize};
use serde_json::Value;
use sha2::{Digest as _, Sha256};

/// A fingerprint of a value: two that differ are of two values. It is stored with a call in
/// doubt, so that what a lookup finds can be compared with what was sent.
///
/// It is no protection of a value that can be guessed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[serde(transparent)]
pub(crate) struct Fingerprint(String);

impl Fingerprint {
    /// Returns the fingerprint of a text.
    pub(crate) fn of_text(text: &str) -> Self {
        Self::of_json(&Value::from(text))
    }

    /// Returns the fingerprint of a JSON value, whatever the order of its members. Unset
    /// members (`null` and `""`) count as missing.
    pub(crate) fn of_json(value: &Value) -> Self {
        let canonical = canonical(value).to_string();
        let digest = Sha256::digest(canonical.as_bytes());
        // Half of it tells values apart as well, and keeps a stored call small.
        let hex = digest.iter().take(16).map(|byte| format!("{byte:02x}"));
        Self(hex.collect())
    }
}

/// Returns the value with the members of its objects in order, and without unset ones.
fn canonical(value: &Value) -> Value {
    match value {
        Value::Object(members) => {
            let mut set: Vec<_> = members.iter().filter(|(_, value)| is_set(value)).collect();
            set.sort_by_key(|(name, _)| name.as_str());
            let members = set.into_iter();
            Value::Object(
                members
                    .map(|(name, value)| (name.clone(), canonical(value)))
                    .collect(),
            )
        }
        Value::Array(items) => items.iter().map(canonical).collect(),
        plain => plain.clone(),
    }
}

fn is_set(value: &Value) -> bool {
    !value.is_null() && value.as_str() != Some("")
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn order_and_unset_members_make_no_difference_and_values_do() {
        let of = |value: Value| Fingerprint::of_json(&value);
        let one = of(json!({ "a": "1", "b": { "c": [1, 2] } }));
        assert_eq!(
            one,
            of(json!({ "b": { "c": [1, 2], "d": "" }, "a": "1", "e": null }))
        );
        assert_ne!(one, of(json!({ "a": "1", "b": { "c": [2, 1] } })));
        assert_ne!(of(json!(["ab", "c"])), of(json!(["a", "bc"])));
        assert_ne!(of(json!({ "a": "b" })), of(json!({ "ab": "" })));
    }

    /// What was stored by one version is compared by the next.
    #[test]
    fn a_fingerprint_is_stable() {
        let stored = Fingerprint::of_text("a-callback-secret");
        assert_eq!(stored.0, "abad6fa0044fd23e9d5b9765cd15c617");
    }
}
