//! What is written.

/// A table: a key, the project, and what is kept as JSON.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Table {
    Rentals,
    Orders,
    Projects,
}

/// What was changed could not be written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct NotWritten;

/// A change of one row, or of all.
#[derive(Clone, Debug)]
#[cfg_attr(
    not(feature = "state"),
    allow(dead_code, reason = "nothing reads what no store writes")
)]
pub(crate) enum Row {
    Put {
        table: Table,
        id: String,
        project: String,
        content: String,
    },
    Delete {
        table: Table,
        id: String,
    },
    /// Every table is emptied.
    Clear,
    /// The simulator's time, which never goes back.
    Clock(String),
}
