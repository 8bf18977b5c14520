//! Makes foreign text safe to show.

use std::fmt::{self, Write as _};

/// The most characters of a text that are shown.
const LONGEST: usize = 300;

/// Makes foreign text safe to show on a terminal or in a log.
///
/// Control characters (line breaks and terminal escapes included), invisible characters and
/// marks that change the direction of writing become blanks, so that no text can forge a line
/// or hide part of one. A text is cut after 300 characters.
///
/// ```
/// use numbers_ext::printable;
///
/// let message = "denied\u{1b}[2K\nRented +12025550134";
/// assert_eq!(printable(message).to_string(), "denied [2K Rented +12025550134");
/// ```
pub fn printable(text: &str) -> impl fmt::Display + '_ {
    Printable(text)
}

struct Printable<'a>(&'a str);

impl fmt::Display for Printable<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (count, c) in self.0.chars().enumerate() {
            if count == LONGEST {
                return f.write_str("...");
            }
            f.write_char(if is_printable(c) { c } else { ' ' })?;
        }
        Ok(())
    }
}

fn is_printable(c: char) -> bool {
    let changes_direction = matches!(
        c,
        '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}'
    );
    // Line and paragraph separators, invisible joiners, the byte order mark, tags.
    let is_invisible = matches!(
        c,
        '\u{2028}' | '\u{2029}' | '\u{200b}'..='\u{200d}' | '\u{2060}' | '\u{feff}'
            | '\u{e0000}'..='\u{e007f}'
    );
    !(c.is_control() || changes_direction || is_invisible)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn characters_that_could_forge_a_line_become_blanks() {
        let shown = |text: &str| printable(text).to_string();
        assert_eq!(shown("Zürich, 東京"), "Zürich, 東京");
        assert_eq!(shown("a\r\nb\tc\u{7}"), "a  b c ");
        assert_eq!(shown("\u{1b}]8;;http://x\u{9c}y"), " ]8;;http://x y");
        assert_eq!(shown("a\u{202e}b\u{2067}c"), "a b c");
        assert_eq!(shown("a\u{2028}b\u{feff}"), "a b ");
    }

    #[test]
    fn a_long_text_is_cut() {
        let shown = printable(&"é".repeat(1_000)).to_string();
        assert_eq!(shown.chars().count(), 303);
        assert!(shown.ends_with("é..."));
    }
}
