#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| numbers_ext::fuzz::response(bytes));
