//! The registration of a number order.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

/// What was registered for an order, and what reviewers wrote about it.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Registration {
    pub(crate) request_details: Map<String, Value>,
    pub(crate) attachments: Vec<Attachment>,
    pub(crate) logs: Vec<LogEntry>,
}

/// A file that was uploaded; its content is not kept.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Attachment {
    pub(crate) attachment_id: String,
    pub(crate) file_name: String,
    pub(crate) mime_type: String,
    pub(crate) document_type: String,
    pub(crate) upload_status: UploadStatus,
    pub(crate) created: Timestamp,
    pub(crate) updated: Timestamp,
}

/// What became of an uploaded file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub(crate) enum UploadStatus {
    Waiting,
    Completed,
    Failed,
}

/// A message of a reviewer.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct LogEntry {
    pub(crate) message: String,
    pub(crate) created: Timestamp,
}
