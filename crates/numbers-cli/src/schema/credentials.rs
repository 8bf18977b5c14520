//! Credentials.

use schemars::JsonSchema;
use serde::Serialize;

outcomes! {
    /// The access key of a project was stored as a profile.
    LoggedIn = "logged_in" {
        profile: String,
        /// Where it is stored.
        file: String,
        project_id: String,
        key_id: String,
    }
    /// The service refused the access key. Nothing was stored.
    KeyRefused = "key_refused" {
        message: String,
    }
    /// The credentials that are used.
    Credentials = "credentials" {
        /// Where they come from: `file`, `profile` or `environment`.
        source: String,
        /// The file, or the name of the profile.
        #[serde(skip_serializing_if = "Option::is_none")]
        name: Option<String>,
        project_id: String,
        key_id: String,
        /// Whether the service accepts the access key, if that is known.
        #[serde(skip_serializing_if = "Option::is_none")]
        is_accepted: Option<bool>,
        message: String,
    }
}
