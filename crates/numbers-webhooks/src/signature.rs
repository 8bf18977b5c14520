//! Signatures of events.

use hmac::{Hmac, KeyInit as _, Mac as _};
use sha1::Sha1;
use thiserror::Error;

/// The header that carries the signature of an event. Header names are written in any case.
pub const SIGNATURE_HEADER: &str = "x-sinch-signature";

/// The length of a signature in bytes; it is written with twice as many hex digits.
const LENGTH: usize = 20;

/// Why an event is not accepted as one of the API's.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum SignatureError {
    /// There is no signature. The API signs where the project has a callback secret.
    #[error("the event is not signed; does the project have a callback secret?")]
    Missing,
    /// The signature is not 40 lower-case hex digits.
    #[error("the signature is not 40 lower-case hex digits")]
    Malformed,
    /// The signature is not that of this body with this secret.
    #[error("the signature does not match; is the secret right, and the body as it was received?")]
    Mismatch,
}

/// Verifies the signature of an event: an HMAC-SHA1 of its raw body.
///
/// `signature` is the value of the header [`SIGNATURE_HEADER`]; `body` the bytes as they were
/// received: a body that was parsed and written anew has another signature. It allocates
/// nothing, and its time does not depend on where a signature is wrong.
///
/// ```
/// use numbers_webhooks::verify;
///
/// let body = br#"{"eventId":"01hpa0mww4m79q8j2dwn3ggbgz","timestamp":"2024-02-10T17:22:09.412722588","projectId":"37b62a7b-0177-abcd-efgh-e10f848de123","resourceId":"+17818510001","resourceType":"ACTIVE_NUMBER","eventType":"DEPROVISIONING_FROM_VOICE_PLATFORM","status":"SUCCEEDED","failureCode":null}"#;
/// let signature = "dcf80daac2f232f4b23d5f719db3aa0fdca6af43";
/// assert!(verify("callback-secret", Some(signature), body).is_ok());
/// assert!(verify("another-secret", Some(signature), body).is_err());
/// ```
///
/// # Errors
///
/// When there is no signature, or it is not that of this body with this secret.
pub fn verify(secret: &str, signature: Option<&str>, body: &[u8]) -> Result<(), SignatureError> {
    let signature = decode(signature.ok_or(SignatureError::Missing)?)?;
    verify_decoded(secret.as_bytes(), &signature, body)
}

pub(crate) fn verify_decoded(
    secret: &[u8],
    signature: &[u8; LENGTH],
    body: &[u8],
) -> Result<(), SignatureError> {
    // A key may be of any length.
    let mut mac = Hmac::<Sha1>::new_from_slice(secret).map_err(|_| SignatureError::Mismatch)?;
    mac.update(body);
    mac.verify_slice(signature)
        .map_err(|_| SignatureError::Mismatch)
}

/// Reads the digits of a signature.
pub(crate) fn decode(text: &str) -> Result<[u8; LENGTH], SignatureError> {
    let mut signature = [0; LENGTH];
    let (pairs, rest) = text.as_bytes().as_chunks::<2>();
    if pairs.len() != LENGTH || !rest.is_empty() {
        return Err(SignatureError::Malformed);
    }
    for (byte, [high, low]) in signature.iter_mut().zip(pairs) {
        *byte = digit(*high)? << 4 | digit(*low)?;
    }
    Ok(signature)
}

fn digit(digit: u8) -> Result<u8, SignatureError> {
    match digit {
        b'0'..=b'9' => Ok(digit - b'0'),
        b'a'..=b'f' => Ok(digit - b'a' + 10),
        _ => Err(SignatureError::Malformed),
    }
}
