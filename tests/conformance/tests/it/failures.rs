//! Every operation, when the server fails: what may be repeated is repeated under the same key, nothing else is, and the
//! error tells what became of the call.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use payspec_conformance::{ApiClient, Visitor, token, visit, waived};
use payspec_core::ErrorKind;
use payspec_core::server::DecodeOperation;
use payspec_http::testing::{responding, response};
use payspec_http::{CallOutcome, ClientBuilder, RetryPolicy};

use crate::made_up;

/// Sends each call to a server that is not there at first, and to one that refuses.
#[derive(Default)]
struct Unlucky {
    api: Option<&'static ApiClient>,
    repeated: usize,
    sent_once: usize,
}

fn block_on<F: Future>(future: F) -> F::Output {
    tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime").block_on(future)
}

impl Visitor for Unlucky {
    fn api(&mut self, api: &'static ApiClient) {
        self.api = Some(api);
    }

    fn resource(&mut self, _: &'static str) {}

    fn call<O: DecodeOperation>(&mut self, params: impl Fn() -> O) {
        let (spec, api) = (O::SPEC, self.api.expect("an API comes first"));
        let body = &made_up::response(api.spec.name, spec.id).all;
        let success = spec.responses.iter().find(|response| response.error.is_none()).map_or(200, |one| one.status);
        let key_header = api.spec.idempotency.map(|keys| keys.header);
        let (tried, keys) = (Arc::new(AtomicUsize::new(0)), Arc::new(Mutex::new(Vec::new())));
        let transport = {
            let (tried, keys) = (Arc::clone(&tried), Arc::clone(&keys));
            responding(move |request| {
                let path = request.uri().path_and_query().map_or("", |path| path.as_str());
                if let Some(token) = token(api, path) {
                    return response(200, token);
                }
                let key = key_header.and_then(|name| request.headers().get(name)).cloned();
                keys.lock().expect("no test panics in here").push(key);
                match tried.fetch_add(1, Ordering::SeqCst) {
                    0 => response(503, ""),
                    _ => response(success, body.as_str()),
                }
            })
        };
        let at_once = RetryPolicy::new().delays(Duration::ZERO, Duration::ZERO);
        let change = |http: ClientBuilder| http.transport(transport.clone()).retry(at_once);
        let client = (api.client)("https://api.example/base", &change).expect("complete settings");

        let done = block_on(waived(client.call(params())).send());
        let may_repeat = !spec.changes_state || spec.idempotency_key;
        let id = format!("{} {}", api.spec.name, spec.id);
        match done {
            Ok(done) => assert!(may_repeat && done.attempts == 2, "{id} was sent {} times", done.attempts),
            Err(error) => {
                assert!(!may_repeat && error.attempts() == 1, "{id}: {error}");
                assert_eq!((error.kind(), error.outcome()), (ErrorKind::Server, CallOutcome::Unknown), "{id}");
            }
        }
        let keys = keys.lock().expect("no test panics in here");
        assert!(keys.windows(2).all(|keys| keys[0] == keys[1]), "{id} was repeated under another key");
        assert_eq!(keys.len(), if may_repeat { 2 } else { 1 }, "{id}");
        *(if may_repeat { &mut self.repeated } else { &mut self.sent_once }) += 1;
    }
}

#[test]
fn every_operation_repeats_only_what_may_be_repeated() {
    let mut unlucky = Unlucky::default();
    visit(&mut unlucky);
    assert!(unlucky.repeated > 100 && unlucky.sent_once > 20, "{} {}", unlucky.repeated, unlucky.sent_once);
}
