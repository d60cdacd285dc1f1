//! Any bytes are an object or an error. What of an object cannot be read is told with its JSON, and what is written back can
//! be read again with the same members missing.
#![no_main]

use centralpay_client::model::Transaction;
use libfuzzer_sys::fuzz_target;
use payspec_core::json;

fuzz_target!(|body: &[u8]| {
    let (read, unreadable) = json::collect_unreadable(|| json::read_body::<Transaction>(body));
    let _ = format!("{read:?} {unreadable:?}");
    let Ok(object) = read else {
        assert!(unreadable.is_empty(), "an error tells of itself");
        return;
    };
    for one in &unreadable {
        serde_json::from_str::<serde::de::IgnoredAny>(one.json()).expect("what came is JSON");
    }
    let written = serde_json::to_vec(&object).expect("an object has a JSON form");
    let (again, still) = json::collect_unreadable(|| json::read_body::<Transaction>(&written));
    let again = again.expect("what was written can be read");
    assert_eq!(again.transaction_id, object.transaction_id);
    assert!(still.len() <= unreadable.len(), "{still:?} {unreadable:?}");
});
