//! Commands to paste into a shell.

use numbers_ext::InDoubt;

/// Returns the command that reconciles a call. It carries everything that the result depends
/// on.
pub(crate) fn reconcile_command(in_doubt: &InDoubt) -> Result<String, serde_json::Error> {
    let token = serde_json::to_string(in_doubt)?;
    Ok(format!(
        "numbers reconcile --in-doubt {}",
        quoted(&ascii(&token))
    ))
}

/// Escapes every character of JSON text that is not printable ASCII, so that none can change
/// how the line looks.
fn ascii(json: &str) -> String {
    let mut out = String::with_capacity(json.len());
    for c in json.chars() {
        if c.is_ascii() && !c.is_ascii_control() {
            out.push(c);
        } else {
            let mut units = [0; 2];
            for unit in c.encode_utf16(&mut units) {
                out.push_str(&format!("\\u{unit:04x}"));
            }
        }
    }
    out
}

/// Quotes a text for a POSIX shell.
pub(crate) fn quoted(text: &str) -> String {
    format!("'{}'", text.replace('\'', r"'\''"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_quoted_text_is_one_word_of_a_shell() {
        assert_eq!(quoted(r#"{"a":"it's"}"#), r#"'{"a":"it'\''s"}'"#);
        assert_eq!(
            ascii("\"\u{202e}é😀\u{7f}\""),
            r#""\u202e\u00e9\ud83d\ude00\u007f""#
        );
    }
}
