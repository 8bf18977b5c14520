//! What is signed by another implementation is accepted, and nothing else.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use numbers_webhooks::{EventError, SignatureError, Verifier, verify};
use proptest::prelude::*;
use ring::hmac;

/// Secrets, bodies and signatures that the API's documentation and its SDKs are tested with.
const VECTORS: [(&str, &str, &str); 3] = [
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
];

fn sign(secret: &[u8], body: &[u8]) -> String {
    let key = hmac::Key::new(hmac::HMAC_SHA1_FOR_LEGACY_USE_ONLY, secret);
    let tag = hmac::sign(&key, body);
    tag.as_ref()
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect()
}

#[test]
fn the_documented_signatures_are_right() {
    for (secret, body, signature) in VECTORS {
        assert_eq!(verify(secret, Some(signature), body.as_bytes()), Ok(()));
        assert_eq!(sign(secret.as_bytes(), body.as_bytes()), signature);
    }
}

#[test]
fn every_flipped_bit_is_refused() {
    let (secret, body, signature) = VECTORS[0];
    for at in 0..body.len() {
        for bit in 0..8 {
            let mut body = body.as_bytes().to_vec();
            body[at] ^= 1 << bit;
            let verified = verify(secret, Some(signature), &body);
            assert_eq!(verified, Err(SignatureError::Mismatch), "{at}, {bit}");
        }
    }
    for at in 0..signature.len() {
        let mut digits = signature.as_bytes().to_vec();
        digits[at] = if digits[at] == b'0' { b'1' } else { b'0' };
        let wrong = String::from_utf8(digits).unwrap();
        let verified = verify(secret, Some(&wrong), body.as_bytes());
        assert_eq!(verified, Err(SignatureError::Mismatch), "{at}");
    }
}

#[test]
fn what_is_no_signature_of_this_body_is_refused_with_the_reason() {
    for (secret, body, signature) in VECTORS {
        let check = |secret: &str, signature: Option<&str>, body: &str| {
            verify(secret, signature, body.as_bytes()).unwrap_err()
        };
        assert_eq!(check(secret, None, body), SignatureError::Missing);
        for malformed in [
            "",
            &signature.to_uppercase(),
            &signature[1..],
            &format!("{signature}00"),
            &format!("sha1={signature}"),
            &format!(" {signature}"),
            "zz",
        ] {
            let error = check(secret, Some(malformed), body);
            assert_eq!(error, SignatureError::Malformed, "{malformed}");
        }
        let truncated = &body[..body.len() - 1];
        let rewritten: serde_json::Value = serde_json::from_str(body).unwrap();
        let rewritten = serde_json::to_string_pretty(&rewritten).unwrap();
        for (secret, body) in [
            ("wrong", body),
            ("", body),
            (secret, truncated),
            (secret, rewritten.as_str()),
            (secret, ""),
        ] {
            let error = check(secret, Some(signature), body);
            assert_eq!(error, SignatureError::Mismatch);
        }
    }
}

#[test]
fn while_a_secret_is_replaced_both_are_accepted() {
    let (_, body, _) = VECTORS[0];
    let verifier = Verifier::new(["new-secret", "old-secret"]);
    for secret in ["new-secret", "old-secret"] {
        let signature = sign(secret.as_bytes(), body.as_bytes());
        let event = verifier.event(Some(&signature), body.as_bytes()).unwrap();
        assert_eq!(event.phone_number(), Some("+17818510001"));
    }
    let signature = sign(b"older-secret", body.as_bytes());
    let error = verifier
        .event(Some(&signature), body.as_bytes())
        .unwrap_err();
    assert!(matches!(
        error,
        EventError::Signature(SignatureError::Mismatch)
    ));
    let none: [&str; 0] = [];
    assert!(
        Verifier::new(none)
            .verify(Some(&signature), body.as_bytes())
            .is_err()
    );
}

#[test]
fn no_secret_and_no_body_is_shown() {
    let verifier = Verifier::new(["marker-secret"]);
    assert_eq!(format!("{verifier:?}"), "Verifier { secrets: 1 }");
    let body = b"marker-body";
    let signature = sign(b"marker-secret", body);
    let error = verifier.event(Some(&signature), body).unwrap_err();
    for shown in [format!("{error}"), format!("{error:?}")] {
        assert!(!shown.contains("marker"), "{shown}");
    }
}

proptest! {
    #[test]
    fn any_secret_and_any_body_verify_as_another_implementation_signs(
        secret in ".{0,100}",
        body in proptest::collection::vec(any::<u8>(), 0..300),
    ) {
        let signature = sign(secret.as_bytes(), &body);
        prop_assert_eq!(verify(&secret, Some(&signature), &body), Ok(()));
    }

    #[test]
    fn any_text_is_refused_as_a_signature(text in ".{0,60}") {
        let verified = verify("secret", Some(&text), b"{}");
        prop_assert!(verified.is_err());
    }
}
