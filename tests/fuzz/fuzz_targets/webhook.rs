//! Any bytes are an event of every API: one that is known, one that is newer, or one that could not be read and is kept whole.
//! Decoding the same bytes again gives the same.
#![no_main]

use libfuzzer_sys::fuzz_target;
use payspec_conformance::APIS;

fuzz_target!(|body: &[u8]| {
    for (api, webhook) in APIS.iter().filter_map(|api| Some((api.spec.name, api.webhook.as_ref()?))) {
        let received = (webhook.receive)(body);
        assert_eq!(received.raw, body, "{api}: nothing is lost");
        assert!(!received.is_known || received.problem.is_none(), "{api}");
        assert!(received.problem.as_ref().is_none_or(|problem| !problem.is_empty()), "{api}: why it cannot be read");
        let again = (webhook.receive)(body);
        assert_eq!((&again.event, &again.shown), (&received.event, &received.shown), "{api}: decoding is a function");
        if let Some(json) = received.json.as_ref().filter(|_| received.is_known) {
            let back = (webhook.receive)(json.to_string().as_bytes());
            assert!(back.is_known, "{api}: what was written can be read");
            assert!(back.unreadable().len() <= received.unreadable().len(), "{api}: {} {}", back.shown, received.shown);
        }
    }
});
