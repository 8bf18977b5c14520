//! Phone numbers as people write them.

use numbers_ext::{ParsePhoneNumberError, PhoneNumber};

/// Reads a number in E.164 form, in which blanks, dashes and parentheses may stand after
/// the plus sign.
pub(crate) fn read_phone(text: &str) -> Result<PhoneNumber, ParsePhoneNumberError> {
    if !text.starts_with('+') {
        return text.parse();
    }
    let bare: String = text.chars().filter(|c| !is_separator(*c)).collect();
    bare.parse()
}

/// Blanks and dashes of spreadsheets and of typesetting among them.
fn is_separator(c: char) -> bool {
    matches!(
        c,
        ' ' | '(' | ')' | '-' | '\u{a0}' | '\u{2007}' | '\u{2009}' | '\u{202f}' | '\u{2010}'
            ..='\u{2013}'
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blanks_dashes_and_parentheses_after_the_plus_sign_are_left_out() {
        for text in [
            "+12025550134",
            "+1 (202) 555-0134",
            "+1\u{a0}202\u{202f}555\u{2011}0134",
            "+ 1-202-555-0134",
        ] {
            assert_eq!(
                read_phone(text).unwrap().to_string(),
                "+12025550134",
                "{text}"
            );
        }
    }

    #[test]
    fn anything_else_is_refused() {
        for text in [
            "12025550134",
            "(+1) 202 555 0134",
            "+1.202.555.0134",
            "+1202555O134",
            "+1 202",
            "+",
            "",
            "0012025550134",
            "+1/2025550134",
            "+12025550134 +12025550135",
        ] {
            assert!(read_phone(text).is_err(), "{text}");
        }
    }
}
