#![no_main]

libfuzzer_sys::fuzz_target!(|text: &str| numbers_ext::fuzz::in_doubt(text));
