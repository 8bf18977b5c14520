//! Doors to what the fuzz targets in `tests/fuzz` try, with what must hold of it.
//! Compiled with `--cfg fuzzing` alone; no part of the API.

#![allow(missing_docs, clippy::panic, reason = "a finding is a panic")]

use std::time::SystemTime;

use numbers_client::{PhoneNumber, ProjectId};
use url::Url;

use crate::base_url::BaseUrl;
use crate::{ApiError, Proof, Rental, answer, retry_after};

const PHONE: &str = "+12025550134";

/// Whatever is answered is read without a panic, and what counts as evidence names the number.
pub fn answer(bytes: &[u8]) {
    let (Ok(phone), Ok(project)) = (PHONE.parse(), "project".parse()) else {
        return;
    };
    let raw = bytes::Bytes::copy_from_slice(bytes);
    let typed = numbers_client::decode(bytes).ok();
    if let Ok(answered) = answer::read(typed, raw, phone, &project) {
        assert_eq!(answered.number.phone_number.as_deref(), Some(PHONE));
        let rental = Rental::new(phone, answered, Proof::Reply, 1);
        let _ = (
            rental.price(),
            rental.sms(),
            rental.voice(),
            rental.capabilities(),
        );
        assert!(
            serde_json::to_string(&rental).is_ok(),
            "a rental that is not written"
        );
    }
}

/// Whatever is answered is read as an error, or not, without a panic.
pub fn api_error(bytes: &[u8]) {
    if let Some(error) = ApiError::read(bytes) {
        let _ = error.says_not_held();
        assert!(
            serde_json::to_string(&error).is_ok(),
            "an error that is not written"
        );
    }
}

/// Whatever a header says is a duration or absent.
pub fn retry_after(text: &str) {
    let _ = retry_after::read(text, SystemTime::UNIX_EPOCH);
}

/// What is taken as a base URL sends no credential in clear beyond this machine, and what
/// is taken as an id changes nothing of the URL but its own segment.
pub fn url(text: &str) {
    if let Ok(base) = BaseUrl::parse(text) {
        let Ok(url) = Url::parse(base.as_str()) else {
            panic!("taken, but no URL: {text:?}");
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
