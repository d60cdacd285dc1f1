//! What a client sends is what a server decodes: for every operation of every API, with all parameters and with parameters
//! that are made up from a seed. The bytes are those of the client: path, query, headers and body.

use std::collections::BTreeSet;
use std::sync::Arc;

use http::Uri;
use payspec_conformance::{ApiClient, Visitor, visit, waived};
use payspec_core::server::{DecodeOperation, Decoded, Random, ReceivedRequest, path_parameters};
use payspec_core::{Blob, EncodedParameters, Operation};
use payspec_http::transport::HttpRequest;
use payspec_http::{Client, ClientBuilder, RetryPolicy};
use tokio::runtime::Runtime;

use crate::recorder::Recorder;

/// The number of parameters that are made up for each operation, and how many of them must be sendable.
const SAMPLES: u64 = 40;
const SENDABLE: usize = 4;

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
        if let Err(why) = decodes_to(&request, params) {
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
        let mut sent = 0;
        for seed in 0..SAMPLES {
            let params: O = Random::new(seed).params();
            sent += usize::from(self.try_one(&params, &format!("seed {seed}")));
        }
        if sent < SENDABLE {
            self.problems.push(format!("{}: only {sent} of the made-up requests can be sent", O::SPEC.id));
        }
        self.seen += 1;
    }
}

/// Decodes a request, and compares what the result encodes to with what was sent.
fn decodes_to<O: DecodeOperation>(request: &HttpRequest, params: &O) -> Result<(), String> {
    let path = path_of(request.uri(), O::SPEC.path).ok_or("the path does not match its template")?;
    let mut received = ReceivedRequest::new().path(&path).query(request.uri().query().unwrap_or_default());
    for (name, value) in request.headers() {
        received = received.header(name.as_str(), value.to_str().unwrap_or_default());
    }
    let Decoded { params: decoded, unknown, headers, .. } =
        O::decode(&received.body(request.body())).map_err(|error| error.to_string())?;
    if !unknown.is_empty() {
        return Err(format!("not decoded: {unknown:?}"));
    }
    let named: BTreeSet<&str> = headers.iter().map(|(name, _)| *name).collect();
    if O::SPEC.headers.iter().any(|header| request.headers().contains_key(header.name) != named.contains(header.name)) {
        return Err(format!("other headers: {named:?}"));
    }
    if decoded.path_parameters() != params.path_parameters() {
        return Err("another path".to_owned());
    }
    same(&params.encoded(), &decoded.encoded())
}

fn path_of(uri: &Uri, template: &'static str) -> Option<Vec<(&'static str, String)>> {
    // The hosts of services are folders below the address.
    let path = uri.path().strip_prefix("/base")?;
    path.match_indices('/').find_map(|(at, _)| path_parameters(template, &path[at..]))
}

fn same(sent: &EncodedParameters<'_>, decoded: &EncodedParameters<'_>) -> Result<(), String> {
    let text = |encoded: &EncodedParameters<'_>| match (encoded.as_form(), encoded.as_json()) {
        (Some(form), _) => format!("{:?}", form.pairs()),
        (None, json) => format!("{json:?}"),
    };
    if text(sent) != text(decoded) {
        return Err(format!("\n  sent    {}\n  decoded {}", text(sent), text(decoded)));
    }
    // The client gives a file without name or type these.
    let file = |(name, file): &(&'static str, &Blob)| {
        let content_type = file.content_type.as_deref().unwrap_or("application/octet-stream").to_owned();
        (*name, file.bytes.clone(), file.file_name.as_deref().unwrap_or("file").to_owned(), content_type)
    };
    let files = |encoded: &EncodedParameters<'_>| encoded.files().iter().map(file).collect::<Vec<_>>();
    if files(sent) == files(decoded) { Ok(()) } else { Err("other files".to_owned()) }
}

#[test]
fn what_a_client_sends_is_what_a_server_decodes() {
    let mut round_trip = RoundTrip::new();
    visit(&mut round_trip);
    assert!(round_trip.seen > 100, "{}", round_trip.seen);
    let problems = &round_trip.problems;
    assert!(problems.is_empty(), "{} problems\n{}", problems.len(), problems.join("\n"));
}
