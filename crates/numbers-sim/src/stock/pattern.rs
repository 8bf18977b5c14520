//! Patterns over the whole E.164 text of a number.

/// Where a pattern has to be.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum SearchPattern {
    #[default]
    Start,
    Contains,
    End,
}

/// A pattern and where it has to be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Pattern {
    pub(crate) text: String,
    pub(crate) place: SearchPattern,
}

impl Pattern {
    /// Reads `numberPattern.pattern` and `numberPattern.searchPattern`; `START` where the
    /// latter is absent. A leading blank was a plus sign before a form decoder read it.
    pub(crate) fn read(pattern: Option<&str>, place: Option<&str>) -> Option<Self> {
        let text = pattern.filter(|pattern| !pattern.is_empty())?;
        let text = match text.strip_prefix(' ') {
            Some(rest) => format!("+{rest}"),
            None => text.to_owned(),
        };
        let place = match place {
            Some("CONTAINS") => SearchPattern::Contains,
            Some("END") => SearchPattern::End,
            _ => SearchPattern::Start,
        };
        Some(Self { text, place })
    }

    pub(crate) fn matches(&self, number: &str) -> bool {
        match self.place {
            SearchPattern::Start => number.starts_with(&self.text),
            SearchPattern::Contains => number.contains(&self.text),
            SearchPattern::End => number.ends_with(&self.text),
        }
    }

    /// Where digits of a number with so many digits are fixed by this pattern: every place
    /// that it can have, as the position of its first digit.
    pub(crate) fn positions(&self, length: usize) -> Vec<usize> {
        let has_plus = self.text.starts_with('+');
        let digits = self.digits();
        if !digits.bytes().all(|byte| byte.is_ascii_digit()) {
            return Vec::new();
        }
        let Some(last) = length.checked_sub(digits.len()) else {
            return Vec::new();
        };
        match (self.place, has_plus) {
            (SearchPattern::End, true) if last > 0 => Vec::new(),
            (_, true) => vec![0],
            // The text starts with a plus sign, so no digits can.
            (SearchPattern::Start, false) => Vec::new(),
            (SearchPattern::End, false) => vec![last],
            (SearchPattern::Contains, false) => (0..=last).rev().collect(),
        }
    }

    pub(crate) fn digits(&self) -> &str {
        self.text.strip_prefix('+').unwrap_or(&self.text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pattern(text: &str, place: &str) -> Pattern {
        Pattern::read(Some(text), Some(place)).unwrap()
    }

    #[test]
    fn a_pattern_is_held_against_the_whole_text() {
        let number = "+12085550101";
        for (text, place, expected) in [
            ("+1208", "START", true),
            (" 1208", "START", true),
            ("1208", "START", false),
            ("5550", "CONTAINS", true),
            ("+1", "CONTAINS", true),
            ("0101", "END", true),
            ("0102", "END", false),
        ] {
            assert_eq!(
                pattern(text, place).matches(number),
                expected,
                "{text} {place}"
            );
        }
        assert_eq!(Pattern::read(Some(""), Some("END")), None);
    }
}
