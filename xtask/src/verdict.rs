//! How a task that did not fail ended.

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Verdict {
    /// Nothing has to be done.
    Fresh,
    /// Something differs; what, and what to do about it, has been printed.
    Stale,
}
