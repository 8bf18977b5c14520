//! The credential that a builder was given, and its check.

use std::sync::Arc;

use http::HeaderValue;
use secrecy::{ExposeSecret as _, SecretString};

use crate::auth::key_source::KeySource;
use crate::auth::provider::CredentialProvider;
use crate::auth::secret::{self, CheckedKey};
use crate::model::violation::{Violation, Violations};

/// The credential that a builder was given.
#[derive(Clone, Debug)]
pub(super) enum Credential {
    AccessKey(SecretString, SecretString),
    Provider(Arc<dyn CredentialProvider>),
    Basic(SecretString, SecretString),
    Bearer(SecretString),
}

/// A credential that can be sent.
pub(super) enum Checked {
    /// A key that access tokens are issued for.
    Issues(KeySource),
    /// The value of the `Authorization` header of every request.
    Fixed(HeaderValue),
}

/// Checks the credential.
pub(super) fn check(
    credential: Option<&Credential>,
    violations: &mut Violations,
) -> Option<Checked> {
    match credential {
        None => {
            let missing = "are missing; set SINCH_KEY_ID and SINCH_KEY_SECRET, or use an access key or a profile";
            violations.push(Violation::new("credentials", missing));
            None
        }
        Some(Credential::Bearer(token)) => violations
            .take("accessToken", secret::bearer(token.expose_secret()))
            .map(Checked::Fixed),
        Some(Credential::AccessKey(id, secret)) => {
            let key = checked(id.expose_secret(), secret, violations)?;
            Some(Checked::Issues(KeySource::Fixed(key)))
        }
        Some(Credential::Provider(provider)) => {
            Some(Checked::Issues(KeySource::Provider(Arc::clone(provider))))
        }
        Some(Credential::Basic(id, secret)) => checked(id.expose_secret(), secret, violations)?
            .header()
            .map(Checked::Fixed),
    }
}

fn checked(id: &str, secret: &SecretString, violations: &mut Violations) -> Option<CheckedKey> {
    match CheckedKey::new(id, secret) {
        Ok(key) => Some(key),
        Err((id, secret)) => {
            for (field, error) in [("keyId", id), ("keySecret", secret)] {
                violations.extend(error.map(|error| Violation::new(field, error.to_string())));
            }
            None
        }
    }
}
