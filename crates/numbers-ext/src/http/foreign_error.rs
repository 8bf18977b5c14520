//! Error bodies that are not in the form of this API, such as a gateway's page.

use serde_json::Value;

use crate::http::json_text::json_text;
use crate::text::printable;

/// The members that usually hold a message for people, in order of preference.
const TEXTS: [&str; 7] = [
    "detail",
    "message",
    "error_description",
    "title",
    "description",
    "error",
    "text",
];

/// Returns the message of an error body as one printable line: that of a JSON error format
/// such as problem+json or JSON:API, the title of an HTML page, or the first line of any other
/// text.
pub(crate) fn summary(body: &[u8]) -> Option<String> {
    let text = json_text(body);
    let said = match serde_json::from_str::<Value>(&text) {
        Ok(json) => of_json(&json, 0)?.to_owned(),
        Err(_) if text.trim_start().starts_with('<') => of_html(&text)?,
        Err(_) => text
            .lines()
            .map(str::trim)
            .find(|line| !line.is_empty())?
            .to_owned(),
    };
    let shown = printable(&said).to_string();
    let words: Vec<_> = shown.split_whitespace().collect();
    (!words.is_empty()).then(|| words.join(" "))
}

fn of_json(json: &Value, depth: u8) -> Option<&str> {
    // These formats are no deeper than `errors: [{ detail }]`.
    if depth > 3 {
        return None;
    }
    match json {
        Value::String(text) => Some(text)
            .filter(|text| !text.trim().is_empty())
            .map(|text| &**text),
        Value::Array(items) => items.iter().find_map(|item| of_json(item, depth + 1)),
        Value::Object(members) => {
            let named = |key: &str| members.get(key).and_then(|value| of_json(value, depth + 1));
            TEXTS
                .iter()
                .copied()
                .find_map(named)
                .or_else(|| named("errors"))
        }
        _ => None,
    }
}

/// Returns the title of a page, or its first text.
fn of_html(page: &str) -> Option<String> {
    let lower = page.to_ascii_lowercase();
    let title = lower.find("<title").and_then(|at| {
        let start = at + lower.get(at..)?.find('>')? + 1;
        let end = start + lower.get(start..)?.find("</title")?;
        page.get(start..end)
    });
    if let Some(title) = title.filter(|title| !title.trim().is_empty()) {
        return Some(title.to_owned());
    }
    page.split('<')
        .filter_map(|piece| piece.split_once('>').map(|(_, text)| text.trim()))
        .find(|text| !text.is_empty())
        .map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_refusal_of_another_form_is_summarised_in_one_line() {
        for (body, expected) in [
            (
                r#"{"type":"about:blank","title":"Forbidden","detail":"key disabled","status":403}"#,
                "key disabled",
            ),
            (
                r#"{"errors":[{"status":"422","title":"Invalid","detail":"no such plan"}]}"#,
                "no such plan",
            ),
            (
                r#"{"message":"forbidden by policy\nforged"}"#,
                "forbidden by policy forged",
            ),
            (
                r#"{"error":"invalid_client","error_description":"unknown key"}"#,
                "unknown key",
            ),
            (r#"{"error":{"message":"deep"}}"#, "deep"),
            ("\"just text\"", "just text"),
            ("Too Many Requests\r\nslow down", "Too Many Requests"),
            (
                "<html><head><title>403\n Forbidden</title></head><h1>x</h1>",
                "403 Forbidden",
            ),
            (
                "<html><body><h1>502 Bad Gateway</h1></body></html>",
                "502 Bad Gateway",
            ),
            ("\u{1b}[31mdenied", "[31mdenied"),
        ] {
            assert_eq!(
                summary(body.as_bytes()).as_deref(),
                Some(expected),
                "{body}"
            );
        }
    }

    #[test]
    fn a_body_without_a_message_has_no_summary() {
        for body in [
            "",
            " \n",
            "{}",
            "[]",
            "7",
            r#"{"message":""}"#,
            "<br>",
            "<title>",
        ] {
            assert_eq!(summary(body.as_bytes()), None, "{body}");
        }
    }

    proptest::proptest! {
        #[test]
        fn any_bytes_are_read_without_a_panic(bytes in proptest::collection::vec(proptest::prelude::any::<u8>(), 0..200)) {
            let _ = summary(&bytes);
        }
    }
}
