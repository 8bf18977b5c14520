//! Repairs response bodies, so that a JSON parser accepts their strings.

use std::borrow::Cow;

/// Returns a body as text whose strings a JSON parser accepts: what a string contains must
/// not keep the rest of a response from being read.
///
/// A byte order mark and blanks around the text are removed, also those that JSON does not
/// count as blank (a form feed). Bytes that are not UTF-8, escapes of half a surrogate pair
/// (an emoji that was cut in two) and control characters within strings become U+FFFD.
pub(crate) fn json_text(body: &[u8]) -> Cow<'_, str> {
    let body = body.strip_prefix(b"\xef\xbb\xbf").unwrap_or(body);
    let text = String::from_utf8_lossy(body.trim_ascii());
    match repair_strings(&text) {
        Some(repaired) => Cow::Owned(repaired),
        None => text,
    }
}

const REPLACEMENT: &str = "\\ufffd";

/// Returns the text with its strings repaired, or `None` when there is nothing to repair.
fn repair_strings(text: &str) -> Option<String> {
    let mut repaired: Option<String> = None;
    let mut kept = 0;
    let mut replace = |from: usize, to: usize| {
        let out = repaired.get_or_insert_with(|| String::with_capacity(text.len()));
        out.push_str(text.get(kept..from).unwrap_or_default());
        out.push_str(REPLACEMENT);
        kept = to;
    };
    let bytes = text.as_bytes();
    let mut at = 0;
    let mut in_string = false;
    while let Some(byte) = bytes.get(at) {
        match byte {
            b'"' => {
                in_string = !in_string;
                at += 1;
            }
            b'\\' if in_string => match unit(bytes, at) {
                None => at += 2,
                Some(0xd800..=0xdbff) if is_low(unit(bytes, at + 6)) => at += 12,
                Some(0xd800..=0xdfff) => {
                    replace(at, at + 6);
                    at += 6;
                }
                Some(_) => at += 6,
            },
            0..=0x1f if in_string => {
                replace(at, at + 1);
                at += 1;
            }
            _ => at += 1,
        }
    }
    let mut repaired = repaired?;
    repaired.push_str(text.get(kept..).unwrap_or_default());
    Some(repaired)
}

/// Returns the UTF-16 code unit of the `\u` escape at `at`, if there is one.
fn unit(bytes: &[u8], at: usize) -> Option<u32> {
    let digits = bytes.get(at..at + 6)?.strip_prefix(b"\\u")?;
    let digits = std::str::from_utf8(digits).ok()?;
    let is_hex = digits.bytes().all(|byte| byte.is_ascii_hexdigit());
    is_hex
        .then(|| u32::from_str_radix(digits, 16).ok())
        .flatten()
}

fn is_low(unit: Option<u32>) -> bool {
    matches!(unit, Some(0xdc00..=0xdfff))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_body_without_defects_is_borrowed() {
        for text in [
            "",
            "{}",
            r#"{"a":"\ud83d\ude00 \u00e9 \\u \\ud83d \n"}"#,
            "{\n\t\"a\": [1, 2]\r\n}",
        ] {
            assert!(matches!(json_text(text.as_bytes()), Cow::Borrowed(same) if same == text));
        }
    }

    #[test]
    fn half_a_surrogate_pair_is_replaced() {
        for (text, repaired) in [
            (r#"{"a":"x \ud83d"}"#, r#"{"a":"x \ufffd"}"#),
            (r#"["\ude00\ud83d\ude00"]"#, r#"["\ufffd\ud83d\ude00"]"#),
            (r#"["\ud83d\ud83d\ude00"]"#, r#"["\ufffd\ud83d\ude00"]"#),
            (r#"["\uD83D\n"]"#, r#"["\ufffd\n"]"#),
            (r#"["\ud83d"#, r#"["\ufffd"#),
        ] {
            assert_eq!(json_text(text.as_bytes()), repaired);
        }
    }

    #[test]
    fn bytes_that_are_not_utf_8_and_control_characters_are_replaced() {
        assert_eq!(json_text(b"\xef\xbb\xbf{}"), "{}");
        assert_eq!(json_text(b"\x0c{}\r\n"), "{}");
        assert_eq!(json_text(b"[\"Caf\xe9\"]"), "[\"Caf\u{fffd}\"]");
        assert_eq!(json_text(b"[\"a\nb\"]"), r#"["a\ufffdb"]"#);
    }

    proptest::proptest! {
        #[test]
        fn any_bytes_are_repaired_without_a_panic_and_repairing_twice_changes_nothing(
            bytes in proptest::collection::vec(proptest::sample::select(b"\\u\"d8 de00\n{}\xe9x".to_vec()), 0..40),
        ) {
            let once = json_text(&bytes).into_owned();
            let again = json_text(once.as_bytes());
            proptest::prop_assert_eq!(again.as_ref(), once.as_str());
        }
    }
}
