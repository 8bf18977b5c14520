#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| numbers_bulk::fuzz::plan(bytes));
