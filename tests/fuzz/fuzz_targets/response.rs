//! Any bytes are a response of any operation or an error. What of it cannot be read is reported with its JSON.
#![no_main]

use libfuzzer_sys::fuzz_target;
use payspec_conformance::{ApiClient, Visitor, visit};
use payspec_core::{FromResponse, Operation, json};

/// Reads the body as the response of one operation.
struct Reader<'a> {
    body: &'a [u8],
    /// How many operations come before it.
    before: usize,
}

impl Visitor for Reader<'_> {
    fn api(&mut self, _: &'static ApiClient) {}
    fn resource(&mut self, _: &'static str) {}

    fn call<O: Operation + Clone>(&mut self, _: impl Fn() -> O) {
        if let Some(before) = self.before.checked_sub(1) {
            self.before = before;
            return;
        }
        self.before = usize::MAX;
        let (read, unreadable) = json::collect_unreadable(|| O::Output::read(self.body, Some("application/json")));
        assert!(read.is_ok() || unreadable.is_empty(), "{}: an error tells of itself", O::SPEC.id);
        for one in &unreadable {
            serde_json::from_str::<serde::de::IgnoredAny>(one.json()).expect("what came is JSON");
        }
    }
}

fuzz_target!(|input: (u16, &[u8])| {
    let count: usize = payspec_conformance::APIS.iter().map(|api| api.operations.len()).sum();
    visit(&mut Reader { body: input.1, before: usize::from(input.0) % count });
});
