//! Entry points for the fuzz targets in `tests/fuzz`, each with its invariants. Compiled with
//! `--cfg fuzzing` alone; not part of the API.

#![allow(missing_docs, clippy::panic, reason = "a finding is a panic")]

use std::time::SystemTime;

use numbers_client::{PhoneNumber, ProjectId};
use url::Url;

use crate::http::api_error::ApiError;
use crate::http::base_url::BaseUrl;
use crate::http::{foreign_error, redact, retry_after};
use crate::model::active_number::ActiveNumber;
use crate::model::rental::{Proof, Rental};
use crate::outcome::in_doubt::InDoubt;

const PHONE: &str = "+12025550134";

/// Any response is read without a panic, an accepted one names the number, and a rental can be
/// stored and read back.
pub fn response(bytes: &[u8]) {
    let (Ok(phone), Ok(project)) = (PHONE.parse(), "project".parse()) else {
        return;
    };
    let raw = bytes::Bytes::copy_from_slice(bytes);
    let typed = serde_json::from_slice(bytes).ok();
    let _ = redact::body(&raw, &["long-enough-secret"]);
    if let Ok(number) = ActiveNumber::read(typed, raw, phone, &project) {
        assert_eq!(number.phone().to_string(), PHONE);
        let rental = Rental::new(number, Proof::Response, 1, Vec::new());
        let Ok(stored) = serde_json::to_string(&rental) else {
            panic!("a rental that can't be stored");
        };
        assert!(
            serde_json::from_str::<Rental>(&stored).is_ok(),
            "a stored rental that can't be read back"
        );
    }
}

/// Any error body is read or refused without a panic.
pub fn api_error(bytes: &[u8]) {
    let _ = foreign_error::summary(bytes);
    if let Some(error) = ApiError::read(bytes) {
        let _ = (
            error.says_not_held(PHONE.parse().unwrap_or_else(|_| panic!())),
            error.to_string(),
        );
        assert!(
            serde_json::to_string(&error).is_ok(),
            "an error that can't be written"
        );
    }
}

/// Any stored call in doubt is read or refused without a panic, and is written back as it was
/// read.
pub fn in_doubt(text: &str) {
    if let Ok(in_doubt) = serde_json::from_str::<InDoubt>(text) {
        let Ok(stored) = serde_json::to_string(&in_doubt) else {
            panic!("a token that can't be stored");
        };
        assert_eq!(
            serde_json::from_str::<InDoubt>(&stored).ok(),
            Some(in_doubt)
        );
    }
}

/// Any value of the header is read as a duration or counts as absent.
pub fn retry_after(text: &str) {
    let _ = retry_after::read(text, SystemTime::UNIX_EPOCH);
}

/// An accepted base URL sends no credential in clear beyond this machine, and an accepted
/// id changes nothing of the URL but its own segment.
pub fn url(text: &str) {
    if let Ok(base) = BaseUrl::parse(text) {
        let Ok(url) = Url::parse(base.as_str()) else {
            panic!("accepted, but not a URL: {text:?}");
        };
        assert!(url.scheme() == "https" || (url.scheme() == "http" && base.is_loopback()));
        assert!(url.username().is_empty() && url.password().is_none());
        assert!(url.query().is_none() && url.fragment().is_none());
        assert_eq!(BaseUrl::parse(base.as_str()).as_ref(), Ok(&base));
    }
    let segments = |id: &str| {
        let url = format!("https://example.com/v1/projects/{id}/availableNumbers/{PHONE}:rent");
        Url::parse(&url).ok().map(|url| url.path().to_owned())
    };
    if let Ok(project) = text.parse::<ProjectId>() {
        let expected = format!("/v1/projects/{text}/availableNumbers/{PHONE}:rent");
        assert_eq!(segments(project.as_str()), Some(expected));
    }
    if let Ok(phone) = text.parse::<PhoneNumber>() {
        assert_eq!(phone.to_string(), text);
    }
}
