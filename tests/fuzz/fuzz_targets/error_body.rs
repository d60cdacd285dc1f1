//! Any status with any body ends a call of any operation in a value or an error, and the error prints nothing of what was sent.
#![no_main]

use libfuzzer_sys::fuzz_target;
use payspec_conformance::{APIS, ApiClient, Visitor, token, visit, waived};
use payspec_core::Operation;
use payspec_http::testing::{responding, response};
use payspec_http::{CallOutcome, RetryPolicy};

/// What made-up parameters and credentials have in them.
const SENT: [&str; 2] = [" of the caller", "value-of-"];

/// Calls one operation of a server that gives this response.
struct Caller<'a> {
    status: u16,
    body: &'a [u8],
    api: Option<&'static ApiClient>,
    /// How many operations come before it.
    before: usize,
}

impl Visitor for Caller<'_> {
    fn api(&mut self, api: &'static ApiClient) {
        self.api = Some(api);
    }

    fn resource(&mut self, _: &'static str) {}

    fn call<O: Operation + Clone>(&mut self, params: impl Fn() -> O) {
        if let Some(before) = self.before.checked_sub(1) {
            self.before = before;
            return;
        }
        self.before = usize::MAX;
        let (api, status, body) = (self.api.expect("an API comes first"), self.status, self.body.to_vec());
        let transport = responding(move |request| {
            match token(api, request.uri().path_and_query().map_or("", |path| path.as_str())) {
                Some(token) => response(200, token),
                None => response(status, body.clone()),
            }
        });
        let change = |http: payspec_http::ClientBuilder| http.transport(transport.clone()).retry(RetryPolicy::never());
        let client = (api.client)("http://127.0.0.1:1", &change).expect("complete settings");
        // The transport answers at once, so the future is ready when it is asked.
        let mut call = std::pin::pin!(waived(client.call(params())).send());
        let mut context = std::task::Context::from_waker(std::task::Waker::noop());
        let std::task::Poll::Ready(end) = call.as_mut().poll(&mut context) else { panic!("nothing to wait for") };
        match end {
            Ok(done) => assert!((200..300).contains(&done.status)),
            Err(error) => {
                let printed = format!("{error} {error:?}");
                let came = String::from_utf8_lossy(self.body);
                let is_told = |sent: &&str| printed.contains(*sent) && !came.contains(*sent);
                assert!(!SENT.iter().any(|sent| is_told(&sent)), "{printed}");
                assert_eq!(error.status(), Some(status));
                if error.outcome() == CallOutcome::Happened {
                    assert!((200..300).contains(&status));
                }
                let _ = (error.field_errors(), error.message(), error.code());
            }
        }
    }
}

fuzz_target!(|input: (u16, u16, &[u8])| {
    let (number, operation, body) = input;
    let count: usize = APIS.iter().map(|api| api.operations.len()).sum();
    visit(&mut Caller { status: 100 + number % 900, body, api: None, before: usize::from(operation) % count });
});
