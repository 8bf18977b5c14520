//! What can go wrong.

use std::fmt;

#[cfg(feature = "schema")]
use schemars::JsonSchema;
use serde::de::value::{MapAccessDeserializer, StrDeserializer};
use serde::de::{MapAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize};

use crate::reading::{Checked, checked};

/// What goes wrong with a request. Every fault can be planned for every operation and for
/// the token endpoint.
///
/// In JSON and YAML a fault is its name, or an object with its name and its values:
/// `committedThenReset`, `{ "slow": { "milliseconds": 3000 } }`.
///
/// ```
/// use numbers_sim::{Fault, Operation};
///
/// let fault: Fault = serde_json::from_str(r#"{ "slow": { "milliseconds": 3000 } }"#)?;
/// assert_eq!(fault, Fault::Slow { milliseconds: 3000 });
/// let planned = Fault::CommittedThenReset.on(Operation::ReleaseNumber).times(1);
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(JsonSchema))]
#[serde(
    rename_all = "camelCase",
    rename_all_fields = "camelCase",
    deny_unknown_fields
)]
#[non_exhaustive]
pub enum Fault {
    /// The request is acted on, and the connection reset before the response.
    CommittedThenReset,
    /// The request is not acted on, and the connection reset before the response.
    NotCommittedThenReset,
    /// The request is acted on, and no response ever comes.
    CommittedThenSilent,
    /// The request is not acted on, and no response ever comes.
    NotCommittedThenSilent,
    /// The request is acted on, and 500 responded.
    CommittedThenInternal,
    /// 500; the request is not acted on.
    NotCommittedThenInternal,
    /// The request is acted on, and the response comes this much later.
    Slow {
        /// By how much, in real time.
        milliseconds: u64,
    },
    /// The request is acted on, and the response cut short.
    Truncated,
    /// 502 with a gateway's page; the request is not acted on.
    HtmlBadGateway,
    /// 503 with `Retry-After`; the request is not acted on.
    Unavailable {
        /// In seconds.
        retry_after: u32,
    },
    /// 429 with `Retry-After`; the request is not acted on.
    Throttled {
        /// In seconds.
        retry_after: u32,
    },
    /// The response holds enum values and members that no document lists.
    UnknownValues,
    /// The request is acted on, and the response names another number; another order,
    /// project, region or token where it names no number.
    AnotherNumber,
    /// The request is acted on, and reads show what was before for this long.
    LookupLag {
        /// How long, in the simulator's time.
        seconds: u32,
    },
    /// 401, and the access token that was sent is no longer valid.
    Unauthorized,
    /// 403, as for a trial account.
    TrialAccount,
    /// 400, as for an account without credit.
    NoCredit,
    /// 404 of the operation's resource.
    NotFound,
    /// This status with this body; the request is not acted on.
    Status {
        /// From 200 to 599.
        #[cfg_attr(feature = "schema", schemars(range(min = 200, max = 599)))]
        code: u16,
        /// The body, as JSON; empty where absent.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        body: Option<serde_json::Value>,
    },
}

/// The same, read as serde does: an enum by its name.
#[derive(Deserialize)]
#[serde(
    rename_all = "camelCase",
    rename_all_fields = "camelCase",
    deny_unknown_fields,
    remote = "Fault"
)]
enum ByName {
    CommittedThenReset,
    NotCommittedThenReset,
    CommittedThenSilent,
    NotCommittedThenSilent,
    CommittedThenInternal,
    NotCommittedThenInternal,
    Slow {
        milliseconds: u64,
    },
    Truncated,
    HtmlBadGateway,
    Unavailable {
        retry_after: u32,
    },
    Throttled {
        retry_after: u32,
    },
    UnknownValues,
    AnotherNumber,
    LookupLag {
        seconds: u32,
    },
    Unauthorized,
    TrialAccount,
    NoCredit,
    NotFound,
    Status {
        #[serde(deserialize_with = "status")]
        code: u16,
        #[serde(default)]
        body: Option<serde_json::Value>,
    },
}

struct StatusCode(u16);

impl Checked for StatusCode {
    const EXPECTED: &'static str = "a status from 200 to 599";

    fn check(text: &str) -> Result<Self, String> {
        let code = text.parse().ok().filter(|code| (200..600).contains(code));
        code.map(Self)
            .ok_or_else(|| format!("'{text}' is not a status from 200 to 599"))
    }
}

fn status<'de, D: Deserializer<'de>>(deserializer: D) -> Result<u16, D::Error> {
    let StatusCode(code) = checked(deserializer)?;
    Ok(code)
}

// YAML writes enums with tags. Everybody else, JSON and the schema write them as objects.
impl<'de> Deserialize<'de> for Fault {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(NameOrObject)
    }
}

struct NameOrObject;

impl<'de> Visitor<'de> for NameOrObject {
    type Value = Fault;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the name of a fault, or an object with that name and its values")
    }

    fn visit_str<E: serde::de::Error>(self, name: &str) -> Result<Fault, E> {
        ByName::deserialize(StrDeserializer::new(name))
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Fault, A::Error> {
        ByName::deserialize(MapAccessDeserializer::new(map))
    }
}

impl Fault {
    /// Whether the request is acted on all the same.
    pub(crate) fn commits(&self) -> bool {
        matches!(
            self,
            Self::CommittedThenReset
                | Self::CommittedThenSilent
                | Self::CommittedThenInternal
                | Self::Slow { .. }
                | Self::Truncated
                | Self::UnknownValues
                | Self::AnotherNumber
                | Self::LookupLag { .. }
        )
    }

    /// The name that JSON uses.
    pub(crate) fn name(&self) -> String {
        match serde_json::to_value(self) {
            Ok(serde_json::Value::String(name)) => name,
            Ok(serde_json::Value::Object(object)) => {
                object.keys().next().cloned().unwrap_or_default()
            }
            _ => String::new(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn json_and_yaml_write_faults_alike() {
        for text in [
            r#""committedThenReset""#,
            r#"{"slow":{"milliseconds":3000}}"#,
            r#"{"unavailable":{"retryAfter":1}}"#,
            r#"{"status":{"code":418}}"#,
        ] {
            let json: Fault = serde_json::from_str(text).unwrap();
            let yaml: Fault = yaml_serde::from_str(text).unwrap();
            assert_eq!(json, yaml, "{text}");
            assert_eq!(serde_json::to_string(&json).unwrap(), text);
        }
        for text in [
            r#""nonsense""#,
            r#""slow""#,
            r#"{"slow":{}}"#,
            r#"{"slow":{"milliseconds":1,"seconds":1}}"#,
            r#"{"slow":{"milliseconds":1},"truncated":null}"#,
            r#"{"status":{"code":99}}"#,
            "7",
        ] {
            assert!(serde_json::from_str::<Fault>(text).is_err(), "{text}");
            assert!(yaml_serde::from_str::<Fault>(text).is_err(), "{text}");
        }
    }
}
