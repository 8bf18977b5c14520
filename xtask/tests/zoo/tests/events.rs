//! What is generated for events alone, without a client.

#[path = "../crates/numbers-webhooks/src/generated.rs"]
#[rustfmt::skip]
#[allow(
    dead_code,
    unreachable_pub,
    clippy::allow_attributes_without_reason,
    reason = "generated code is not held to the rules of hand-written code"
)]
mod generated;

use generated::enums;

use generated::types::Event;
use serde_json::{Value, json};

#[test]
fn an_event_keeps_what_nobody_knows_however_deep_it_stands() {
    let value = json!({
        "id": "event-1",
        "added": [1],
        "animal": {
            "born": "2026-11-23T07:45:27.78789",
            "capability": ["SMS", "NEW"],
            "voice": { "type": "EST", "next": { "two": "2", "three": 3 } },
        },
    });
    let event: Event = serde_json::from_value(value.clone()).unwrap();
    assert_eq!(event.extra["added"], json!([1]));
    let animal = event.animal.as_ref().unwrap();
    let unknown = enums::Capability::Unknown("NEW".to_owned());
    assert_eq!(animal.capability.as_ref().unwrap()[1], unknown);
    assert_eq!(serde_json::to_value(&event).unwrap(), value);
    let nothing: Event = serde_json::from_value(json!({ "id": null, "animal": null })).unwrap();
    assert_eq!(
        serde_json::to_value(&nothing).unwrap(),
        Value::Object(Default::default())
    );
}
