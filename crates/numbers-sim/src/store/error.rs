//! Why a state file can't be used.

use thiserror::Error;

/// A state file can't be used. It is left as it is.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum StoreError {
    /// It is no state file of the simulator.
    #[error("it is not a state file of the simulator; give another path, or move it away")]
    Foreign,
    /// It was written by a newer version of the simulator.
    #[error(
        "it was written by a newer version: its schema is {found}, and this version reads up to {known}"
    )]
    Newer {
        /// The version of its schema.
        found: u32,
        /// The newest version that can be read.
        known: u32,
    },
    /// It is shorter than it says, or damaged otherwise.
    #[error("it is damaged ({0}); restore it from a copy, or move it away to start anew")]
    Damaged(String),
    /// Another process uses it.
    #[error("another process uses it")]
    InUse,
    /// It can't be opened, read or written.
    #[error("{0}")]
    Failed(String),
}

impl From<rusqlite::Error> for StoreError {
    fn from(error: rusqlite::Error) -> Self {
        use rusqlite::ErrorCode;
        match error.sqlite_error_code() {
            Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => Self::InUse,
            Some(ErrorCode::DatabaseCorrupt) => Self::Damaged(error.to_string()),
            Some(ErrorCode::NotADatabase) => Self::Foreign,
            _ => Self::Failed(error.to_string()),
        }
    }
}

impl From<std::io::Error> for StoreError {
    fn from(error: std::io::Error) -> Self {
        Self::Failed(error.to_string())
    }
}
