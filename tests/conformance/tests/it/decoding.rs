//! What a client sends is what a server decodes: for every operation of every API, with all parameters and with parameters
//! that are made up from a seed. The bytes are those of the client: path, query, headers and body.

use std::sync::Arc;

use payspec_conformance::{ApiClient, Visitor, visit, waived};
use payspec_core::Operation;
use payspec_core::server::{DecodeOperation, Random};
use payspec_http::transport::HttpRequest;
use payspec_http::{Client, ClientBuilder, RetryPolicy};
use payspec_test_support::decoding::{
    SAMPLES, SENDABLE, Sent, decodes_to, made_up_responses_read_back, responses_read_back,
};
use tokio::runtime::Runtime;

use crate::recorder::Recorder;

/// Decodes the request of each call.
struct RoundTrip {
    runtime: Runtime,
    client: Option<(Client, Recorder)>,
    problems: Vec<String>,
    seen: usize,
}

impl RoundTrip {
    fn new() -> Self {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
        Self { runtime, client: None, problems: Vec::new(), seen: 0 }
    }

    /// The request of a call; nothing where its values cannot be sent.
    fn request<O: Operation>(&self, params: O) -> Option<HttpRequest> {
        let (client, recorder) = self.client.as_ref().expect("an API comes first");
        let _ = self.runtime.block_on(waived(client.call(params)).send());
        recorder.take().pop().filter(|request| request.operation() == O::SPEC.id)
    }

    /// Returns `true` if the parameters were sent.
    fn try_one<O: DecodeOperation>(&mut self, params: &O, what: &str) -> bool {
        let Some(request) = self.request(params.clone()) else { return false };
        if let Err(why) = decodes_to(&sent(&request), params) {
            let known = self.problems.iter().filter(|problem| problem.starts_with(O::SPEC.id)).count();
            if known < 2 {
                self.problems.push(format!("{} ({what}): {why}", O::SPEC.id));
            }
        }
        true
    }
}

impl Visitor for RoundTrip {
    fn api(&mut self, api: &'static ApiClient) {
        let recorder = Recorder::new(api.spec);
        let configure = |http: ClientBuilder| http.transport(Arc::new(recorder.clone())).retry(RetryPolicy::never());
        let client = (api.client)("https://api.example/base", &configure).expect("complete settings");
        self.client = Some((client, recorder));
    }

    fn resource(&mut self, _: &'static str) {}

    fn call<O: DecodeOperation>(&mut self, params: impl Fn() -> O) {
        assert!(self.try_one(&params(), "all parameters"), "{} was not sent", O::SPEC.id);
        let mut sendable = 0;
        for seed in 0..SAMPLES {
            let params: O = Random::new(seed).params();
            sendable += usize::from(self.try_one(&params, &format!("seed {seed}")));
        }
        if sendable < SENDABLE {
            self.problems.push(format!("{}: only {sendable} of the made-up requests can be sent", O::SPEC.id));
        }
        self.seen += 1;
    }
}

fn sent(request: &HttpRequest) -> Sent<'_> {
    let headers = request.headers().iter();
    Sent {
        path: request.uri().path(),
        query: request.uri().query().unwrap_or_default(),
        headers: headers.map(|(name, value)| (name.as_str(), value.to_str().unwrap_or_default())).collect(),
        body: request.body(),
    }
}

#[test]
fn what_a_client_sends_is_what_a_server_decodes() {
    let mut round_trip = RoundTrip::new();
    visit(&mut round_trip);
    assert!(round_trip.seen > 100, "{}", round_trip.seen);
    let problems = &round_trip.problems;
    assert!(problems.is_empty(), "{} problems\n{}", problems.len(), problems.join("\n"));
}

/// Reads the responses to each call.
#[derive(Default)]
struct Responses {
    api: Option<&'static ApiClient>,
    problems: Vec<String>,
    seen: usize,
}

impl Visitor for Responses {
    fn api(&mut self, api: &'static ApiClient) {
        self.api = Some(api);
    }

    fn resource(&mut self, _: &'static str) {}

    fn call<O: DecodeOperation>(&mut self, _: impl Fn() -> O) {
        let api = self.api.expect("an API comes first");
        self.problems.extend(responses_read_back::<O>(api.responses.expect("it has operations")));
        self.seen += 1;
    }
}

#[test]
fn what_a_server_writes_is_what_a_client_reads() {
    let mut responses = Responses::default();
    visit(&mut responses);
    assert!(responses.seen > 100, "{}", responses.seen);
    let problems = &responses.problems;
    assert!(problems.is_empty(), "{} problems\n{}", problems.len(), problems.join("\n"));
}

/// Reads responses that are made up.
#[derive(Default)]
struct MadeUpResponses {
    problems: Vec<String>,
    seen: usize,
}

impl Visitor for MadeUpResponses {
    fn api(&mut self, _: &'static ApiClient) {}

    fn resource(&mut self, _: &'static str) {}

    fn call<O: DecodeOperation>(&mut self, _: impl Fn() -> O) {
        self.problems.extend(made_up_responses_read_back::<O>());
        self.seen += 1;
    }
}

/// Whatever a handler returns: an object of the types of the spec is read by a client as it was.
#[test]
fn whatever_a_server_writes_is_what_a_client_reads() {
    let mut responses = MadeUpResponses::default();
    visit(&mut responses);
    assert!(responses.seen > 100, "{}", responses.seen);
    let problems = &responses.problems;
    assert!(problems.is_empty(), "{} problems\n{}", problems.len(), problems.join("\n"));
}
