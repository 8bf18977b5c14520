//! Enums that may grow keep every value, known or not.

use numbers_client::enums::{NumberType, ProvisioningErrorCode, ProvisioningStatus, VoiceType};

#[test]
fn a_new_value_keeps_its_text() {
    let value: NumberType = serde_json::from_str("\"SATELLITE\"").unwrap();
    assert_eq!(value, NumberType::Unknown("SATELLITE".to_owned()));
    assert_eq!(serde_json::to_string(&value).unwrap(), "\"SATELLITE\"");
}

#[test]
fn every_known_value_is_read_and_written_back() {
    fn check<T>(known: &[T], count: usize, text: impl Fn(&T) -> &str)
    where
        T: for<'a> From<&'a str> + PartialEq + std::fmt::Debug,
    {
        assert_eq!(known.len(), count);
        for value in known {
            assert_eq!(T::from(text(value)), *value);
        }
    }
    check(NumberType::KNOWN, 3, NumberType::as_str);
    check(ProvisioningStatus::KNOWN, 4, ProvisioningStatus::as_str);
    check(
        ProvisioningErrorCode::KNOWN,
        18,
        ProvisioningErrorCode::as_str,
    );
    check(VoiceType::KNOWN, 3, VoiceType::as_str);
}
