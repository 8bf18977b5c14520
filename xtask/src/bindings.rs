//! Schemas that are bound to types which numbers-client writes by hand.

/// A path parameter and its validated type.
///
/// The generator's own encoding of path segments lets `..`, `\` and the empty string change
/// the URL, so every path parameter has to be one of these.
pub(crate) struct PathParameter {
    /// As it stands in braces in the path.
    pub(crate) name: &'static str,
    /// The component schema to which the parameter's schema refers.
    pub(crate) schema: &'static str,
}

/// All path parameters. The type is the one of numbers-client that has the schema's name.
pub(crate) const PATH_PARAMETERS: [PathParameter; 4] = [
    PathParameter {
        name: "projectId",
        schema: "ProjectId",
    },
    PathParameter {
        name: "phoneNumber",
        schema: "PhoneNumber",
    },
    PathParameter {
        name: "numberOrderId",
        schema: "NumberOrderId",
    },
    PathParameter {
        name: "attachmentId",
        schema: "AttachmentId",
    },
];

/// The schema to which all times are lowered; its type keeps the text of a time.
pub(crate) const TIMESTAMP: &str = "Timestamp";

/// Values that nobody is to read in a log: the schema, and its type without the path of
/// numbers-client.
const REDACTED: [(&str, &str); 2] = [
    ("HmacSecret", "Redacted<::std::string::String>"),
    ("RegistrationData", "Redacted<::serde_json::Value>"),
];

/// The path parameter of this name.
pub(crate) fn path_parameter(name: &str) -> Option<&'static PathParameter> {
    PATH_PARAMETERS.iter().find(|known| known.name == name)
}

/// Whether a component schema is bound to a validated type.
pub(crate) fn is_validated(schema: &str) -> bool {
    PATH_PARAMETERS.iter().any(|known| known.schema == schema)
}

/// The type that replaces a component schema.
pub(crate) fn replacement(schema: &str) -> Option<String> {
    if is_validated(schema) || schema == TIMESTAMP {
        return Some(format!("crate::{schema}"));
    }
    let redacted = REDACTED.iter().find(|(known, _)| *known == schema);
    redacted.map(|(_, name)| format!("crate::{name}"))
}
