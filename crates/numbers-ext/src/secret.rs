//! Credentials as they are given: checked, and never shown.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use http::HeaderValue;
use secrecy::{ExposeSecret, SecretString};
use thiserror::Error;

/// Why a credential can't be used. Never says what it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub(crate) enum SecretFault {
    #[error("is empty")]
    Empty,
    #[error("has a ':' in it, which HTTP's Basic scheme can't carry in a user name")]
    Colon,
    #[error(
        "has a line break, a blank or another character in it that can't be sent; was it copied whole and alone?"
    )]
    Unsendable,
}

/// A key id and its secret.
#[derive(Clone, Debug)]
pub(crate) struct AccessKey {
    basic: SecretString,
}

impl AccessKey {
    /// Checks both; the results tell which is at fault.
    pub(crate) fn new(
        id: &str,
        secret: &SecretString,
    ) -> Result<Self, (Option<SecretFault>, Option<SecretFault>)> {
        let id_fault = fault(id).or(id.contains(':').then_some(SecretFault::Colon));
        let secret_fault = fault(secret.expose_secret());
        if id_fault.is_some() || secret_fault.is_some() {
            return Err((id_fault, secret_fault));
        }
        let pair = SecretString::from(format!("{id}:{}", secret.expose_secret()));
        let basic = format!("Basic {}", STANDARD.encode(pair.expose_secret()));
        Ok(Self {
            basic: SecretString::from(basic),
        })
    }

    /// The header's value, marked as sensitive.
    pub(crate) fn header(&self) -> Option<HeaderValue> {
        header(self.basic.expose_secret())
    }
}

/// A bearer token as a header, or its fault.
pub(crate) fn bearer(token: &str) -> Result<HeaderValue, SecretFault> {
    match fault(token) {
        Some(fault) => Err(fault),
        None => {
            let value = SecretString::from(format!("Bearer {token}"));
            header(value.expose_secret()).ok_or(SecretFault::Unsendable)
        }
    }
}

fn header(text: &str) -> Option<HeaderValue> {
    let mut value = HeaderValue::from_str(text).ok()?;
    value.set_sensitive(true);
    Some(value)
}

fn fault(text: &str) -> Option<SecretFault> {
    if text.is_empty() {
        Some(SecretFault::Empty)
    } else if !text.bytes().all(|byte| byte.is_ascii_graphic()) {
        Some(SecretFault::Unsendable)
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_that_basic_cannot_carry_are_refused() {
        let new = |id: &str, secret: &str| AccessKey::new(id, &secret.into()).map(drop);
        assert_eq!(new("id", "secret"), Ok(()));
        assert_eq!(new("a:b", "s"), Err((Some(SecretFault::Colon), None)));
        assert_eq!(new("id", "s\n"), Err((None, Some(SecretFault::Unsendable))));
        assert_eq!(
            new("", ""),
            Err((Some(SecretFault::Empty), Some(SecretFault::Empty)))
        );
        assert_eq!(
            new("\u{e9}", "s"),
            Err((Some(SecretFault::Unsendable), None))
        );
    }

    #[test]
    fn a_secret_does_not_print() {
        let key = AccessKey::new("id", &"marker-secret".into()).unwrap();
        let shown = format!("{key:?} {:?} {:?}", key.header(), bearer("marker-secret"));
        assert!(!shown.contains("marker"), "{shown}");
        assert!(
            !shown.contains(&STANDARD.encode("id:marker-secret")),
            "{shown}"
        );
    }
}
