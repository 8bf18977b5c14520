//! What is done to numbers in bulk.

use std::fmt;

/// What a plan asks to be done to its numbers.
///
/// ```
/// assert_eq!(numbers_bulk::Operation::Rent.as_str(), "rent");
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Operation {
    /// Renting them. This spends money.
    #[default]
    Rent,
    /// Releasing them. This can't be undone.
    Release,
    /// Changing their configuration.
    Update,
}

impl Operation {
    pub(crate) const ALL: [Self; 3] = [Self::Rent, Self::Release, Self::Update];

    /// Returns the operation as the journal and `InDoubt` write it.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Rent => "rent",
            Self::Release => "release",
            Self::Update => "update",
        }
    }

    /// Returns what a number is when it is done, such as `rented`.
    ///
    /// ```
    /// assert_eq!(numbers_bulk::Operation::Update.participle(), "updated");
    /// ```
    #[must_use]
    pub fn participle(self) -> &'static str {
        match self {
            Self::Rent => "rented",
            Self::Release => "released",
            Self::Update => "updated",
        }
    }

    pub(crate) fn read(text: &str) -> Option<Self> {
        Self::ALL
            .into_iter()
            .find(|operation| operation.as_str() == text)
    }
}

impl fmt::Display for Operation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}
