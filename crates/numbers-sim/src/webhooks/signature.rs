//! The signature of an event.

use hmac::{Hmac, KeyInit, Mac};
use sha1::Sha1;

/// Returns the lowercase hexadecimal HMAC-SHA1 of a raw body.
///
/// ```
/// let signature = numbers_sim::signature("secret", b"{}");
/// assert_eq!(signature.len(), 40);
/// ```
#[must_use]
pub fn signature(secret: &str, body: &[u8]) -> String {
    match Hmac::<Sha1>::new_from_slice(secret.as_bytes()) {
        Ok(mut mac) => {
            mac.update(body);
            hex::encode(mac.finalize().into_bytes())
        }
        // HMAC takes keys of any length.
        Err(_) => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signatures_are_those_of_the_vendor() {
        for (secret, body, expected) in [
            (
                "callback-secret",
                r#"{"eventId":"01hpa0mww4m79q8j2dwn3ggbgz","timestamp":"2024-02-10T17:22:09.412722588","projectId":"37b62a7b-0177-abcd-efgh-e10f848de123","resourceId":"+17818510001","resourceType":"ACTIVE_NUMBER","eventType":"DEPROVISIONING_FROM_VOICE_PLATFORM","status":"SUCCEEDED","failureCode":null}"#,
                "dcf80daac2f232f4b23d5f719db3aa0fdca6af43",
            ),
            (
                "my-callback-secret",
                r#"{"eventId":"01jr7stexp0znky34pj07dwp41","timestamp":"2025-04-07T09:38:04.85408760","projectId":"project-id","resourceId":"+1234567890","resourceType":"ACTIVE_NUMBER","eventType":"PROVISIONING_TO_VOICE_PLATFORM","status":"SUCCEEDED","failureCode":null,"internalFailureCode":null}"#,
                "8e58baa351ffa5e0d7eaef3c739d0d7aa6093da3",
            ),
            (
                "secret value",
                r#"{"eventId":"01j3fycq0fyqq3gkgxb0g5ekbz","timestamp":"2024-07-23T14:02:14.415637289","projectId":"b8bae3c6-e7df-422b-9401-8ae3ee3e0aff","resourceId":"+12053017799","resourceType":"ACTIVE_NUMBER","eventType":"PROVISIONING_TO_VOICE_PLATFORM","status":"SUCCEEDED","failureCode":null}"#,
                "e289b8fac44491417aeceee28d2715840b5f1aca",
            ),
        ] {
            assert_eq!(signature(secret, body.as_bytes()), expected);
        }
    }
}
