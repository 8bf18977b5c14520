//! Any JSON object is read as an event without a panic, no member of it is lost, and an event
//! that is written is read back as it was. The first line is taken for a signature as well.

#![no_main]

use numbers_webhooks::{Event, EventError, Verifier};
use serde_json::{Map, Value};

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    let line = bytes.split(|&byte| byte == b'\n').next().unwrap_or(bytes);
    if let Ok(signature) = std::str::from_utf8(line) {
        let verified = Verifier::new(["secret"]).event(Some(signature), bytes);
        assert!(matches!(verified, Err(EventError::Signature(_))));
    }

    let object = serde_json::from_slice::<Map<String, Value>>(bytes);
    let event = match (Event::read(bytes), object) {
        (Ok(event), Ok(object)) => {
            let written = serde_json::to_value(&event).expect("an event can be written");
            for (name, value) in object.into_iter().filter(|(_, value)| !value.is_null()) {
                assert_eq!(written.get(&name), Some(&value), "{name}");
            }
            event
        }
        (Err(_), Err(_)) => return,
        (read, object) => panic!("an object: {}, an event: {}", object.is_ok(), read.is_ok()),
    };
    let _ = (event.phone_number(), event.order_id(), event.is_failed());
    let _ = (event.explanation(), event.time());
    let written = serde_json::to_vec(&event).expect("an event can be written");
    let again = Event::read(&written).expect("an event that was written can be read");
    assert_eq!(event, again);
});
