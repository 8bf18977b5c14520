//! What a command is about to do, named for reports of what was not sent.

use numbers_ext::PhoneNumber;

/// An operation that changes something, and what it is about.
#[derive(Clone, Debug)]
pub(crate) struct Act {
    /// The operation's name in JSON, such as `release`.
    pub(crate) operation: &'static str,
    /// As in "nothing was sent to release +12025550134".
    pub(crate) words: String,
    pub(crate) phone: Option<PhoneNumber>,
}

impl Act {
    /// Returns an operation on something that is no number.
    pub(crate) fn new(operation: &'static str, words: impl Into<String>) -> Self {
        Self {
            operation,
            words: words.into(),
            phone: None,
        }
    }

    /// Returns an operation on a number, which ends the sentence.
    pub(crate) fn on(operation: &'static str, words: &str, phone: PhoneNumber) -> Self {
        Self {
            operation,
            words: format!("{words} {phone}"),
            phone: Some(phone),
        }
    }
}
