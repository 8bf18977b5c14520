//! Any text is read as a scenario or refused, and a scenario that is written is read back as it
//! was.

#![no_main]

use numbers_sim::Scenario;

libfuzzer_sys::fuzz_target!(|text: &str| {
    if let Ok(scenario) = Scenario::read(text) {
        let written = serde_json::to_string(&scenario).expect("a scenario can be written");
        let again = Scenario::read(&written).expect("a scenario that was written can be read");
        assert_eq!(scenario, again);
    }
});
