//! What a phone number has to look like.

use numbers_client::enums::SearchPattern;

/// Digits, and where in the number they have to be. They are compared with the whole E.164
/// text: a US number starts with `+1212`, not with `212`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Pattern {
    pub(crate) digits: String,
    pub(crate) place: SearchPattern,
}

/// The setters of a pattern, for a request with a member `pattern`.
macro_rules! pattern_setters {
    () => {
        /// Asks for numbers that start with this, such as `+1208`: the plus sign and the
        /// country code are part of the number.
        pub fn starting(self, digits: impl Into<String>) -> Self {
            self.pattern(digits, crate::enums::SearchPattern::Start)
        }

        /// Asks for numbers that have these digits in them.
        pub fn containing(self, digits: impl Into<String>) -> Self {
            self.pattern(digits, crate::enums::SearchPattern::Contains)
        }

        /// Asks for numbers that end with these digits.
        pub fn ending(self, digits: impl Into<String>) -> Self {
            self.pattern(digits, crate::enums::SearchPattern::End)
        }

        fn pattern(
            mut self,
            digits: impl Into<String>,
            place: crate::enums::SearchPattern,
        ) -> Self {
            self.pattern = Some(crate::model::pattern::Pattern {
                digits: digits.into(),
                place,
            });
            self
        }
    };
}

pub(crate) use pattern_setters;
