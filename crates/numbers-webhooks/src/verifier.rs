//! Several secrets at once, as while one is rotated.

use std::fmt;

use crate::event::EventError;
use crate::signature::{self, SignatureError};
use crate::types::Event;

/// Verifies events with any of several secrets, so that none is refused while a secret is
/// being replaced.
///
/// ```
/// use numbers_webhooks::Verifier;
///
/// let verifier = Verifier::new(["new-secret", "old-secret"]);
/// # let body = br#"{"eventId":"1"}"#;
/// # let headers = std::collections::HashMap::from([("x-sinch-signature", "d8a9")]);
/// match verifier.event(headers.get("x-sinch-signature").copied(), body) {
///     Ok(event) => println!("{:?}", event.event_type),
///     Err(error) => println!("respond with 401 or 400: {error}"),
/// }
/// ```
///
/// `Debug` shows no secret.
#[derive(Clone)]
pub struct Verifier {
    secrets: Vec<Box<str>>,
}

impl Verifier {
    /// Returns a verifier that accepts what any of these secrets has signed.
    ///
    /// Secrets are used as they are: the API asks for 32 to 64 letters, digits and dashes
    /// today, and older ones differ.
    pub fn new<S: Into<String>>(secrets: impl IntoIterator<Item = S>) -> Self {
        Self {
            secrets: secrets
                .into_iter()
                .map(|secret| secret.into().into_boxed_str())
                .collect(),
        }
    }

    /// Verifies the signature of a body, as [`verify`](crate::verify) does.
    ///
    /// # Errors
    ///
    /// When there is no signature, or none of the secrets has made it.
    pub fn verify(&self, signature: Option<&str>, body: &[u8]) -> Result<(), SignatureError> {
        let signature = signature::decode(signature.ok_or(SignatureError::Missing)?)?;
        // All of them are tried, so that the time does not say which one matched.
        let matching = self.secrets.iter().filter(|secret| {
            signature::verify_decoded(secret.as_bytes(), &signature, body).is_ok()
        });
        match matching.count() {
            0 => Err(SignatureError::Mismatch),
            _ => Ok(()),
        }
    }

    /// Verifies the signature of a body, and reads the event in it.
    ///
    /// # Errors
    ///
    /// When the signature is not right, or the body is not an event.
    pub fn event(&self, signature: Option<&str>, body: &[u8]) -> Result<Event, EventError> {
        self.verify(signature, body)?;
        Event::read(body)
    }
}

impl fmt::Debug for Verifier {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Verifier")
            .field("secrets", &self.secrets.len())
            .finish()
    }
}
