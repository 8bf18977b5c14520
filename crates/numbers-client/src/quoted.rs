//! Input in error messages: quoted, escaped, never long.

use std::fmt;

const LONGEST: usize = 40;

/// Somebody's input, as it may be shown.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Quoted(Box<str>);

impl Quoted {
    pub(crate) fn new(input: &str) -> Self {
        let mut shown: String = input
            .chars()
            .take(LONGEST)
            .flat_map(char::escape_debug)
            .collect();
        if input.chars().nth(LONGEST).is_some() {
            shown.push_str("...");
        }
        Self(shown.into_boxed_str())
    }
}

impl fmt::Display for Quoted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "'{}'", self.0)
    }
}
