//! Why a journal can't be used.

use std::path::{Path, PathBuf};

use rusqlite::ErrorCode;
use thiserror::Error;

use crate::operation::Operation;

/// Why a journal can't be opened, read or written.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum JournalError {
    /// There is no such file.
    #[error("there is no journal '{}'", .0.display())]
    Missing(PathBuf),
    /// The file is something else.
    #[error("'{}' is no journal: {reason}", .path.display())]
    NotAJournal {
        /// The journal.
        path: PathBuf,
        /// What it is instead.
        reason: String,
    },
    /// A newer version wrote it.
    #[error(
        "the journal '{}' is of schema {found}, and this version knows schema {known}: use a newer version",
        .path.display()
    )]
    Newer {
        /// The journal.
        path: PathBuf,
        /// Its schema.
        found: i64,
        /// The newest schema that this version knows.
        known: i64,
    },
    /// Parts of it are lost or overwritten.
    #[error(
        "the journal '{}' is damaged ({detail}): restore a copy, and don't use this one to rent",
        .path.display()
    )]
    Damaged {
        /// The journal.
        path: PathBuf,
        /// What SQLite says.
        detail: String,
    },
    /// Another process works on it.
    #[error(
        "the journal '{}' is in use by another process{}: one process at a time works on a journal",
        .path.display(), holder(*.process)
    )]
    InUse {
        /// The journal.
        path: PathBuf,
        /// The id of the process, where it is known.
        process: Option<u32>,
    },
    /// It can't be written to.
    #[error("the journal '{}' can't be written: {detail}", .path.display())]
    ReadOnly {
        /// The journal.
        path: PathBuf,
        /// What the system says.
        detail: String,
    },
    /// The disk, a quota or the file's limit is full.
    #[error("the journal '{}' can't be written: the disk is full ({detail})", .path.display())]
    Full {
        /// The journal.
        path: PathBuf,
        /// What SQLite says.
        detail: String,
    },
    /// It belongs to another project.
    #[error(
        "the journal '{}' is of the project {theirs}, and this is {ours}",
        .path.display()
    )]
    AnotherProject {
        /// The journal.
        path: PathBuf,
        /// The project of the journal.
        theirs: String,
        /// The project of the client.
        ours: String,
    },
    /// It is for another operation.
    #[error(
        "the journal '{}' is one to {theirs}: use another journal to {ours}",
        .path.display()
    )]
    AnotherOperation {
        /// The journal.
        path: PathBuf,
        /// The operation of the journal.
        theirs: Operation,
        /// The operation of the plan.
        ours: Operation,
    },
    /// Reading or writing failed.
    #[error("the journal '{}' failed: {detail}", .path.display())]
    Failed {
        /// The journal.
        path: PathBuf,
        /// What SQLite or the system says.
        detail: String,
    },
}

fn holder(process: Option<u32>) -> String {
    process.map_or_else(String::new, |id| format!(" ({id})"))
}

impl JournalError {
    /// Returns what an error of SQLite means for the journal.
    pub(crate) fn sqlite(path: &Path, error: &rusqlite::Error) -> Self {
        let (path, detail) = (path.to_owned(), error.to_string());
        match error.sqlite_error_code() {
            Some(ErrorCode::DiskFull) => Self::Full { path, detail },
            Some(ErrorCode::DatabaseCorrupt) => Self::Damaged { path, detail },
            Some(ErrorCode::NotADatabase) => Self::NotAJournal {
                path,
                reason: "it is no SQLite database".to_owned(),
            },
            Some(ErrorCode::ReadOnly | ErrorCode::PermissionDenied | ErrorCode::CannotOpen) => {
                Self::ReadOnly { path, detail }
            }
            _ => Self::Failed { path, detail },
        }
    }

    pub(crate) fn io(path: &Path, error: &std::io::Error) -> Self {
        use std::io::ErrorKind;
        let (path, detail) = (path.to_owned(), error.to_string());
        match error.kind() {
            ErrorKind::PermissionDenied | ErrorKind::ReadOnlyFilesystem => {
                Self::ReadOnly { path, detail }
            }
            ErrorKind::StorageFull | ErrorKind::QuotaExceeded | ErrorKind::FileTooLarge => {
                Self::Full { path, detail }
            }
            _ => Self::Failed { path, detail },
        }
    }

    pub(crate) fn failed(path: &Path, detail: impl Into<String>) -> Self {
        Self::Failed {
            path: path.to_owned(),
            detail: detail.into(),
        }
    }
}
