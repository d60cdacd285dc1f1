//! Every operation sends what its description says: method, path, parameters, credentials and headers, to its own path
//! or another. (The snapshots of `requests` show the same to people.)

use std::collections::BTreeSet;
use std::sync::Arc;

use payspec_conformance::{ApiClient, Visitor, visit, waived};
use payspec_core::server::DecodeOperation;
use payspec_core::{ApiSpec, AuthScheme, BodyFormat, Form, Operation, Path, TokenCarrier};
use payspec_http::transport::HttpRequest;
use payspec_http::{Call, Client, RetryPolicy};

use crate::recorder::Recorder;

const BASE: &str = "https://api.example/base";
/// Where paths are moved to.
const ELSEWHERE: &str = "/elsewhere";

/// Sends each call and compares the request with the description.
#[derive(Default)]
struct Sender {
    api: Option<(&'static ApiSpec, Client, Recorder)>,
    operations: BTreeSet<(&'static str, &'static str)>,
    keys: Vec<String>,
}

impl Sender {
    fn send<O: Operation>(&self, params: O, change: impl FnOnce(Call<O>) -> Call<O>) -> HttpRequest {
        let (_, client, recorder) = self.api.as_ref().expect("an API comes first");
        let call = change(waived(client.call(params)));
        let future = call.into_future();
        // What it waits for is in a box, one for all operations, which the runtime keeps small by a test of its own. So
        // this is all of the operation that a function holds while it awaits.
        assert!(size_of_val(&future) <= 32, "the future of {} takes {} bytes", O::SPEC.id, size_of_val(&future));
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
        let error = runtime.block_on(future).err();
        let mut requests = recorder.take();
        // A token may come first.
        requests.pop().unwrap_or_else(|| panic!("{} was not sent: {error:?}", O::SPEC.id))
    }
}

/// The path with every parameter filled in.
fn filled_in<O: Operation>(params: &O) -> String {
    let mut path = O::SPEC.path.to_owned();
    for (name, value) in params.path_parameters() {
        let bytes = value.bytes().map(|byte| match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => char::from(byte).to_string(),
            other => format!("%{other:02X}"),
        });
        path = path.replace(&format!("{{{name}}}"), &bytes.collect::<String>());
    }
    path
}

fn header<'r>(request: &'r HttpRequest, name: &str) -> Option<&'r str> {
    request.headers().get(name).and_then(|value| value.to_str().ok())
}

fn pairs(text: &str) -> Vec<(String, String)> {
    payspec_core::parse_pairs(text.as_bytes()).expect("a well-formed query or form")
}

/// Whether pairs were sent, side by side and in their order. Next to them stand constants and credentials.
fn has(sent: &[(String, String)], wanted: &[(String, String)]) -> bool {
    wanted.is_empty() || sent.windows(wanted.len()).any(|sent| sent == wanted)
}

/// The name of a field in an envelope: `payment[card][number]`.
fn in_brackets(path: &str, name: &str) -> String {
    let (own, rest) = name.split_at(name.find('[').unwrap_or(name.len()));
    format!(
        "{}[{own}]{rest}",
        path.replacen('.', "[", 1).replace('.', "][") + if path.contains('.') { "]" } else { "" }
    )
}

fn compare_parameters<O: Operation>(params: &O, request: &HttpRequest, query: &[(String, String)]) {
    let (id, content_type) = (O::SPEC.id, header(request, "content-type").unwrap_or_default());
    let mut form = Form::new();
    params.encode(&mut form);
    for (name, value) in O::SPEC.query {
        assert!(query.iter().any(|(sent, is)| sent == name && is == value), "{id}: {name} always stands in the query");
    }
    match O::SPEC.body {
        BodyFormat::Form => {
            assert_eq!(content_type, "application/x-www-form-urlencoded", "{id}");
            let sent = pairs(&String::from_utf8_lossy(request.body()));
            let wrapped = |name: &str| match O::SPEC.request_wrap {
                Some(path) => in_brackets(path, name),
                None => name.to_owned(),
            };
            // Lists may be written without brackets.
            let names = |name: &str| name.trim_end_matches("[]").to_owned();
            let sent: Vec<_> = sent.iter().map(|(name, value)| (names(name), value.clone())).collect();
            let wanted: Vec<_> =
                form.pairs().iter().map(|(name, value)| (names(&wrapped(name)), value.clone())).collect();
            assert!(has(&sent, &wanted), "{id}: {sent:?} has not {wanted:?}");
        }
        BodyFormat::Query | BodyFormat::None => {
            assert!(request.body().is_empty(), "{id} has no body");
            // Lists may be written in another way than the form's.
            let names = |name: &str| name.trim_end_matches("[]").to_owned();
            let sent: Vec<_> = query.iter().map(|(name, value)| (names(name), value.clone())).collect();
            let wanted: Vec<_> = form.pairs().iter().map(|(name, value)| (names(name), value.clone())).collect();
            assert!(has(&sent, &wanted), "{id}: {sent:?} has not {wanted:?}");
        }
        BodyFormat::Json => {
            assert_eq!(content_type, "application/json", "{id}");
            let sent: serde_json::Value = serde_json::from_slice(request.body()).expect("JSON");
            let mut sent = &sent;
            for step in O::SPEC.request_wrap.into_iter().flat_map(|path| Path::new(path).steps()) {
                sent = sent.get(step).unwrap_or_else(|| panic!("{id}: {step} is around the parameters"));
            }
            for (name, value) in params.encode_json().expect("it has a JSON form") {
                assert_eq!(sent.get(&name), Some(&value), "{id}: {name}");
            }
        }
        BodyFormat::Multipart => {
            assert!(content_type.starts_with("multipart/form-data; boundary="), "{id}: {content_type}");
            let body = String::from_utf8_lossy(request.body());
            for (name, file) in params.files() {
                let file = String::from_utf8_lossy(&file.bytes).into_owned();
                assert!(body.contains(&format!("name=\"{name}\"")) && body.contains(&file), "{id}: {name} is a part");
            }
        }
    }
}

fn compare_credentials<O: Operation>(request: &HttpRequest, query: &[(String, String)]) {
    let id = O::SPEC.id;
    let authorization = header(request, "authorization");
    let body = String::from_utf8_lossy(request.body());
    match O::SPEC.auth.map(|auth| auth.scheme) {
        // RFC 7617: `login:password` in base64.
        Some(AuthScheme::Basic) => assert_eq!(authorization, Some("Basic bG9naW46cGFzc3dvcmQ="), "{id}"),
        Some(AuthScheme::Header { name, prefix }) => {
            assert_eq!(header(request, name), Some(format!("{prefix}key").as_str()), "{id}");
        }
        Some(AuthScheme::BodyParameter { names }) => {
            let sent = |name: &&str| body.contains(*name) || query.iter().any(|(sent, _)| sent == name);
            assert!(names.iter().all(sent), "{id}: {names:?} are sent");
        }
        Some(AuthScheme::Token(token)) => match token.carrier {
            TokenCarrier::Bearer => assert_eq!(authorization, Some("Bearer token"), "{id}"),
            TokenCarrier::Header { name, prefix } => {
                assert_eq!(header(request, name), Some(format!("{prefix}token").as_str()), "{id}");
            }
            TokenCarrier::Query { name } => {
                assert!(query.iter().any(|(sent, value)| sent == name && value == "token"), "{id}");
            }
        },
        Some(AuthScheme::Signature) => {
            let added = O::SPEC.auth.and_then(|auth| auth.signing).map_or(&[][..], |signing| signing.headers);
            assert!(added.iter().all(|(name, _)| header(request, name).is_some()), "{id} is signed");
        }
        None => assert_eq!(authorization, None, "{id}"),
    }
}

impl Visitor for Sender {
    fn api(&mut self, api: &'static ApiClient) {
        let recorder = Recorder::new(api.spec);
        let transport = Arc::new(recorder.clone());
        let change = |http: payspec_http::ClientBuilder| http.transport(transport.clone()).retry(RetryPolicy::never());
        let client = (api.client)(BASE, &change).expect("complete settings");
        self.api = Some((api.spec, client, recorder));
    }

    fn resource(&mut self, _: &'static str) {}

    fn call<O: DecodeOperation>(&mut self, params: impl Fn() -> O) {
        let (spec, id, params) = (O::SPEC, O::SPEC.id, params());
        let request = self.send(params.clone(), |call| call);
        let (api, ..) = self.api.as_ref().expect("an API comes first");
        self.operations.insert((api.name, id));

        let host = spec.service.map_or(BASE.to_owned(), |service| format!("{BASE}/{}", service.name));
        let uri = request.uri().to_string();
        let (path, query) = uri.split_once('?').unwrap_or((&uri, ""));
        let sent = format!("{} {path}", request.method());
        assert_eq!(sent, format!("{} {host}{}", spec.method.as_str(), filled_in(&params)), "{id}");
        compare_parameters(&params, &request, &pairs(query));
        compare_credentials::<O>(&request, &pairs(query));

        let key = api.idempotency.and_then(|keys| header(&request, keys.header)).map(str::to_owned);
        assert_eq!(key.is_some(), spec.idempotency_key, "{id}: an idempotency key");
        for used in spec.headers.iter().filter(|used| used.required) {
            assert!(header(&request, used.name).is_some(), "{id}: the header {}", used.name);
        }
        self.keys.extend(key);

        let moved = self.send(params.clone(), |call| call.path(format!("{ELSEWHERE}{}", spec.path)));
        let moved = moved.uri().to_string();
        let wanted = format!("{host}{ELSEWHERE}{}", filled_in(&params));
        assert_eq!(moved.split('?').next(), Some(wanted.as_str()), "{id} below another path");
    }
}

#[test]
fn every_operation_sends_what_it_says() {
    let mut sender = Sender::default();
    visit(&mut sender);
    let all = payspec_conformance::APIS.iter().flat_map(|api| api.operations.iter().map(|one| (api.spec.name, *one)));
    let expected: BTreeSet<_> = all.clone().map(|(api, one)| (api, one.id)).collect();
    assert_eq!(sender.operations, expected, "an operation has no call");
    let keys: BTreeSet<_> = sender.keys.iter().collect();
    let keyed = all.filter(|(_, one)| one.idempotency_key).count();
    assert_eq!((sender.keys.len(), keys.len()), (keyed, keyed), "every call has a key of its own");
}
