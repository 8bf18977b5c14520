//! Secrets that a caller passes: checked, and never shown.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use http::HeaderValue;
use secrecy::{ExposeSecret, SecretString};
use thiserror::Error;

/// Why a secret can't be used. The error does not show the secret.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub(crate) enum SecretError {
    #[error("is empty")]
    Empty,
    #[error("has a ':' in it, which HTTP's Basic scheme can't carry in a user name")]
    Colon,
    #[error(
        "has a line break, a blank or another character in it that can't be sent; was more than the key copied?"
    )]
    Unsendable,
}

/// An access key that can be sent.
#[derive(Clone, Debug)]
pub(crate) struct CheckedKey {
    basic: SecretString,
    secret: SecretString,
}

impl CheckedKey {
    /// Checks both parts. The error says what is wrong with the id, and what with the secret.
    pub(crate) fn new(
        id: &str,
        secret: &SecretString,
    ) -> Result<Self, (Option<SecretError>, Option<SecretError>)> {
        let id_error = check(id).or(id.contains(':').then_some(SecretError::Colon));
        let secret_error = check(secret.expose_secret());
        if id_error.is_some() || secret_error.is_some() {
            return Err((id_error, secret_error));
        }
        let pair = SecretString::from(format!("{id}:{}", secret.expose_secret()));
        let basic = format!("Basic {}", STANDARD.encode(pair.expose_secret()));
        Ok(Self {
            basic: SecretString::from(basic),
            secret: secret.clone(),
        })
    }

    /// Returns the key secret.
    pub(crate) fn secret(&self) -> &str {
        self.secret.expose_secret()
    }

    /// Returns the `Authorization` header of HTTP Basic, marked as sensitive.
    pub(crate) fn header(&self) -> Option<HeaderValue> {
        header(self.basic.expose_secret())
    }
}

/// Returns the `Authorization` header of an access token, marked as sensitive.
pub(crate) fn bearer(token: &str) -> Result<HeaderValue, SecretError> {
    match check(token) {
        Some(error) => Err(error),
        None => {
            let value = SecretString::from(format!("Bearer {token}"));
            header(value.expose_secret()).ok_or(SecretError::Unsendable)
        }
    }
}

fn header(text: &str) -> Option<HeaderValue> {
    let mut value = HeaderValue::from_str(text).ok()?;
    value.set_sensitive(true);
    Some(value)
}

fn check(text: &str) -> Option<SecretError> {
    if text.is_empty() {
        Some(SecretError::Empty)
    } else if !text.bytes().all(|byte| byte.is_ascii_graphic()) {
        Some(SecretError::Unsendable)
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_that_http_basic_cannot_carry_are_refused() {
        let new = |id: &str, secret: &str| CheckedKey::new(id, &secret.into()).map(drop);
        assert_eq!(new("id", "secret"), Ok(()));
        assert_eq!(new("a:b", "s"), Err((Some(SecretError::Colon), None)));
        assert_eq!(new("id", "s\n"), Err((None, Some(SecretError::Unsendable))));
        assert_eq!(
            new("", ""),
            Err((Some(SecretError::Empty), Some(SecretError::Empty)))
        );
        assert_eq!(
            new("\u{e9}", "s"),
            Err((Some(SecretError::Unsendable), None))
        );
    }

    #[test]
    fn a_secret_does_not_print() {
        let key = CheckedKey::new("id", &"marker-secret".into()).unwrap();
        let shown = format!("{key:?} {:?} {:?}", key.header(), bearer("marker-secret"));
        assert!(!shown.contains("marker"), "{shown}");
        assert!(
            !shown.contains(&STANDARD.encode("id:marker-secret")),
            "{shown}"
        );
    }
}
