#![no_main]

libfuzzer_sys::fuzz_target!(init: ssp_fuzz::watch::start(), |bytes: &[u8]| ssp_fuzz::watch::run(ssp_fuzz::values::proposals, bytes));
