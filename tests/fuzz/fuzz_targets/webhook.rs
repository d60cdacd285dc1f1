//! Any bytes are an event: one that is known, one that is newer, or one that could not be read and is kept whole. Decoding
//! the same bytes again gives the same.
#![no_main]

use centralpay_webhook::{Event, decode};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|body: &[u8]| {
    let event = decode(body);
    let _ = format!("{event:?}");
    let name = event.event_type();
    if let Event::Undecodable(kept) = &event {
        assert_eq!(kept.raw().as_bytes(), body, "nothing is lost");
        assert!(!kept.reason().to_string().is_empty());
    }
    assert_eq!(decode(body).event_type(), name, "decoding is a function");
});
