//! Any bytes are a form or a clear error, and what is read can be written and read again.
#![no_main]

use libfuzzer_sys::fuzz_target;
use payspec_core::{Form, FormTree, parse_pairs};

fuzz_target!(|body: &[u8]| {
    let pairs = match parse_pairs(body) {
        Ok(pairs) => pairs,
        Err(error) => {
            assert!(!error.to_string().is_empty());
            return;
        }
    };
    let again = Form::from_pairs(pairs.clone()).encode();
    assert_eq!(parse_pairs(again.as_bytes()).as_ref(), Ok(&pairs));
    // Both ways to a tree agree.
    assert_eq!(FormTree::parse(body), FormTree::from_pairs(&pairs));
    if let Ok(tree) = FormTree::parse(body) {
        let _ = tree.to_json();
    }
});
