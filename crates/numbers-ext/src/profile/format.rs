//! The format of a file of credentials: TOML with a few texts.

use secrecy::{ExposeSecret as _, SecretString};
use toml::{Table, Value};

use crate::text::printable;

/// What a file of credentials holds.
#[derive(Clone, Debug)]
pub(super) struct Content {
    pub(super) project_id: String,
    pub(super) key_id: String,
    pub(super) key_secret: SecretString,
    pub(super) numbers_url: Option<String>,
    pub(super) auth_url: Option<String>,
}

/// Reads a file. The error says what is wrong with it, and shows no value: not even one in a
/// wrong place.
pub(super) fn read(text: &str) -> Result<Content, String> {
    let mut table: Table = toml::from_str(text).map_err(|error: toml::de::Error| {
        let before = error.span().and_then(|span| text.get(..span.start));
        let line = before.map_or(1, |before| before.matches('\n').count() + 1);
        format!("line {line} is not TOML")
    })?;
    let mut take = |name: &str| match table.remove(name) {
        None => Ok(None),
        Some(Value::String(text)) => Ok(Some(text)),
        Some(_) => Err(format!("{name} is not a text in quotes")),
    };
    let missing = |name: &str| format!("{name} is missing");
    let content = Content {
        project_id: take("project_id")?.ok_or_else(|| missing("project_id"))?,
        key_id: take("key_id")?.ok_or_else(|| missing("key_id"))?,
        key_secret: take("key_secret")?
            .ok_or_else(|| missing("key_secret"))?
            .into(),
        numbers_url: take("numbers_url")?,
        auth_url: take("auth_url")?,
    };
    match table.keys().next() {
        None => Ok(content),
        Some(unknown) => Err(format!(
            "'{}' is unknown; project_id, key_id, key_secret, numbers_url and auth_url are accepted",
            printable(unknown)
        )),
    }
}

/// Returns the text of a file.
pub(super) fn written(content: &Content) -> SecretString {
    let mut text = String::new();
    for (name, value) in [
        ("project_id", Some(content.project_id.as_str())),
        ("key_id", Some(content.key_id.as_str())),
        ("key_secret", Some(content.key_secret.expose_secret())),
        ("numbers_url", content.numbers_url.as_deref()),
        ("auth_url", content.auth_url.as_deref()),
    ] {
        if let Some(value) = value {
            let value = Value::String(value.to_owned());
            text.push_str(&format!("{name} = {value}\n"));
        }
    }
    text.into()
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECRET: &str = "marker-secret-7c1f";

    #[test]
    fn what_was_written_is_read() {
        for odd in ["plain", "a \"b\" \\", "'''", "line\nbreak", "\u{e9}\u{7f}"] {
            let content = Content {
                project_id: odd.to_owned(),
                key_id: odd.to_owned(),
                key_secret: odd.into(),
                numbers_url: None,
                auth_url: Some(odd.to_owned()),
            };
            let back = read(written(&content).expose_secret()).unwrap();
            assert_eq!(back.project_id, odd);
            assert_eq!(back.key_secret.expose_secret(), odd);
            assert_eq!(back.numbers_url, None);
            assert_eq!(back.auth_url.as_deref(), Some(odd));
        }
    }

    #[test]
    fn what_is_wrong_is_said_without_a_value() {
        let rest = "key_id = 'k'\nkey_secret = 's'\n";
        for (text, error) in [
            (
                format!("project_id = 'p'\nkey_secret = {SECRET}"),
                "line 2 is not TOML",
            ),
            (format!("project_id = 'p'\n{SECRET}"), "line 2 is not TOML"),
            (rest.to_owned(), "project_id is missing"),
            (
                format!("project_id = 7\n{rest}"),
                "project_id is not a text in quotes",
            ),
            (
                format!("project_id = 'p'\n{rest}secret = '{SECRET}'"),
                "'secret' is unknown; project_id, key_id, key_secret, numbers_url and auth_url are accepted",
            ),
        ] {
            assert_eq!(read(&text).unwrap_err(), error, "{text}");
        }
    }
}
