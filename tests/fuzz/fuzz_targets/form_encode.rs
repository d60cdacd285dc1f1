//! What is written as a form is read back as it was, whatever names and values are.
#![no_main]

use libfuzzer_sys::fuzz_target;
use payspec_core::{Form, parse_pairs};

fuzz_target!(|pairs: Vec<(String, String)>| {
    let form = Form::from_pairs(pairs.clone());
    let text = form.encode();
    assert!(text.is_ascii(), "a body is ASCII: {text}");
    assert_eq!(parse_pairs(text.as_bytes()).expect("our own text is well-formed"), pairs);
});
