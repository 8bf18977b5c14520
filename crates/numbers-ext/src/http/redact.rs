//! Redacts credentials that a response echoes.

use bytes::Bytes;
use http::{HeaderMap, HeaderValue};

/// The replacement of an echoed secret.
const REDACTED: &str = "[redacted]";
/// The length of the shortest secret that is looked for: shorter ones occur in any text.
const SHORTEST: usize = 12;

/// Returns the body with its secrets redacted, also those that are written with the escapes of
/// a JSON string. `None` when it holds no secret.
pub(crate) fn body(body: &Bytes, secrets: &[&str]) -> Option<Bytes> {
    let secrets = || secrets.iter().filter(|secret| secret.len() >= SHORTEST);
    let holds = |text: &[u8]| secrets().any(|secret| is_in(text, secret));
    let is_plain = holds(body);
    if !is_plain && memchr::memchr(b'\\', body).is_none() {
        return None;
    }
    let mut text = String::from_utf8_lossy(body).into_owned();
    if is_plain {
        for secret in secrets() {
            text = text.replace(*secret, REDACTED);
        }
    }
    match without_escaped(&text, holds) {
        Some(rest) => Some(rest.into()),
        None => is_plain.then(|| text.into()),
    }
}

/// Returns the text with those JSON strings redacted whose unescaped value holds a secret.
/// `None` when there are none.
fn without_escaped(text: &str, holds: impl Fn(&[u8]) -> bool) -> Option<String> {
    let mut rest = text;
    let mut out = String::new();
    let mut found = false;
    while let Some(start) = rest.find('"') {
        let (before, string) = rest.split_at(start);
        let Some(length) = string_length(string) else {
            break;
        };
        let (string, after) = string.split_at(length);
        out.push_str(before);
        let is_secret = string.contains('\\')
            && serde_json::from_str::<String>(&super::json_text::json_text(string.as_bytes()))
                .is_ok_and(|value| holds(value.as_bytes()));
        if is_secret {
            found = true;
            out.push('"');
            out.push_str(REDACTED);
            out.push('"');
        } else {
            out.push_str(string);
        }
        rest = after;
    }
    out.push_str(rest);
    found.then_some(out)
}

/// Returns the length of the JSON string at the start of the text, its quotes included.
fn string_length(text: &str) -> Option<usize> {
    let mut bytes = text.bytes().enumerate().skip(1);
    while let Some((index, byte)) = bytes.next() {
        match byte {
            b'"' => return Some(index + 1),
            b'\\' => drop(bytes.next()),
            _ => {}
        }
    }
    None
}

/// Returns whether a text holds a secret. It looks for the beginning first: preparing to search
/// for a whole access token, of a thousand bytes or so, costs more than the search.
fn is_in(text: &[u8], secret: &str) -> bool {
    let secret = secret.as_bytes();
    let beginning = memchr::memmem::Finder::new(secret.get(..SHORTEST).unwrap_or(secret));
    let mut rest = text;
    while let Some(found) = beginning.find(rest).and_then(|at| rest.get(at..)) {
        if found.starts_with(secret) {
            return true;
        }
        // One that begins within this one may be the secret.
        rest = found.get(1..).unwrap_or_default();
    }
    false
}

/// Replaces each header value that echoes a secret.
pub(crate) fn headers(headers: &mut HeaderMap, secrets: &[&str]) {
    for value in headers.values_mut() {
        let echoes = secrets
            .iter()
            .any(|secret| secret.len() >= SHORTEST && is_in(value.as_bytes(), secret));
        if echoes {
            *value = HeaderValue::from_static(REDACTED);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TOKEN: &str = "long-enough-token";

    fn redacted(text: &str, secrets: &[&str]) -> Option<String> {
        let rest = body(&Bytes::copy_from_slice(text.as_bytes()), secrets);
        rest.map(|rest| String::from_utf8(rest.to_vec()).unwrap())
    }

    #[test]
    fn an_echo_is_replaced_and_a_short_word_is_not() {
        let html = format!("<b>{TOKEN}</b>");
        assert_eq!(
            redacted(&html, &[TOKEN]).as_deref(),
            Some("<b>[redacted]</b>")
        );
        assert_eq!(redacted("{\"status\":1}", &["status"]), None);
        assert_eq!(redacted("{\"a\":\"b\\n\"}", &[TOKEN]), None);
    }

    #[test]
    fn an_echo_in_json_escapes_is_replaced_and_the_rest_stays_as_it_was() {
        let text = r#"{"a":"x\"y","message":"it is long\u002denough\u002Dtoken!","n":2.10}"#;
        assert_eq!(
            redacted(text, &["another-long-token", TOKEN]).as_deref(),
            Some(r#"{"a":"x\"y","message":"[redacted]","n":2.10}"#)
        );
        let slashes = r#"["ab\/cd\/ef\/gh\/ij"]"#;
        assert_eq!(
            redacted(slashes, &["ab/cd/ef/gh/ij"]).as_deref(),
            Some(r#"["[redacted]"]"#)
        );
        let cut = r#"["long\u002denough\u002dtoken \ud83d"]"#;
        assert_eq!(
            redacted(cut, &[TOKEN]).as_deref(),
            Some(r#"["[redacted]"]"#)
        );
    }

    #[test]
    fn an_echo_in_a_header_is_replaced() {
        let mut map = HeaderMap::new();
        map.insert("x-echo", format!("Bearer {TOKEN}").parse().unwrap());
        map.insert("x-other", "fine".parse().unwrap());
        headers(&mut map, &[TOKEN]);
        assert_eq!(map["x-echo"], "[redacted]");
        assert_eq!(map["x-other"], "fine");
    }

    #[test]
    fn a_secret_is_found_behind_its_own_beginning() {
        for (text, expected) in [
            (TOKEN, true),
            ("long-enough-long-enough-token", true),
            ("long-enough-toke", false),
            ("long-enough-tokem", false),
            ("", false),
        ] {
            assert_eq!(is_in(text.as_bytes(), TOKEN), expected, "{text}");
        }
        // The beginning overlaps itself.
        assert!(is_in(b"aaaaaaaaaaaaaab", "aaaaaaaaaaaab"));
    }

    proptest::proptest! {
        #[test]
        fn any_text_is_searched_without_a_panic(text in ".*") {
            let _ = redacted(&text, &[TOKEN]);
        }
    }
}
