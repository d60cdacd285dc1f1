//! What a client of a showcase or of a public API sends is what a server decodes: for every operation, with parameters that are
//! made up from a seed. What a server writes of a sample is what a client reads.

use std::collections::BTreeSet;
use std::sync::{Arc, Mutex, PoisonError};

use http::{HeaderMap, StatusCode};
use payspec_core::server::{DecodeOperation, OperationVisitor, Random};
use payspec_core::testing::Messages;
use payspec_core::{ApiSpec, AuthScheme, OperationSpec, Secret};
use payspec_http::signing::{RequestSigner, SigningError, SigningRequest};
use payspec_http::transport::{HttpRequest, HttpResponse, Transport, TransportFuture};
use payspec_http::{Client, ClientBuilder, RetryPolicy};
use payspec_test_support::decoding::{SAMPLES, SENDABLE, Sent, decodes_to, responses_read_back};
use payspec_test_support::files::root;
use tokio::runtime::Runtime;

/// Keeps the last request, and answers those for a token.
#[derive(Clone, Default)]
struct Recorder(Arc<Mutex<Option<HttpRequest>>>);

impl Transport for Recorder {
    fn send(&self, request: HttpRequest) -> TransportFuture<'_> {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Some(request);
        let token = r#"{"access_token":"t","token":"t","data":{"token":"t"}}"#;
        Box::pin(async move { Ok(HttpResponse::new(StatusCode::OK, HeaderMap::new(), token)) })
    }
}

/// Signs nothing.
struct NoSignature;

impl RequestSigner for NoSignature {
    fn sign(&self, _: &SigningRequest<'_>) -> Result<HeaderMap, SigningError> {
        Ok(HeaderMap::new())
    }
}

/// A client with credentials for every scheme and a value for every header.
fn client(api: &'static ApiSpec, operations: &[&'static OperationSpec], recorder: &Recorder) -> Client {
    let mut builder = ClientBuilder::new(api, "https://api.example/base")
        .transport(Arc::new(recorder.clone()))
        .retry(RetryPolicy::never());
    for auth in api.auth.iter().filter(|auth| auth.instead_of.is_none()) {
        let values = |count: usize| vec![Secret::from("c2VjcmV0"); count];
        builder = match auth.scheme {
            AuthScheme::Basic => builder.basic(auth.name, "login", "password"),
            AuthScheme::Header { .. } => builder.secret_header(auth.name, "key"),
            AuthScheme::BodyParameter { names } => builder.parameters(auth.name, values(names.len())),
            AuthScheme::Token(token) => builder.token(auth.name, values(token.parameters.len())),
            AuthScheme::Signature => builder,
        };
        if auth.signing.is_some() || auth.scheme == AuthScheme::Signature {
            builder = builder.signer(auth.name, NoSignature);
        }
    }
    let services: BTreeSet<_> = operations.iter().filter_map(|spec| Some(spec.service?.name)).collect();
    let tokens = api.auth.iter().filter_map(|auth| match auth.scheme {
        AuthScheme::Token(token) => Some(token.service?.name),
        _ => None,
    });
    for name in services.into_iter().chain(tokens) {
        builder = builder.service(name, "https://api.example/service");
    }
    let headers: BTreeSet<_> = operations.iter().flat_map(|spec| spec.headers).map(|header| header.name).collect();
    for name in headers {
        builder = builder.header(name, "value");
    }
    builder.build().unwrap_or_else(|error| panic!("{}: {error}", api.name))
}

/// Reads responses.
struct Responses {
    samples: Messages,
    problems: Vec<String>,
    seen: usize,
}

impl OperationVisitor for Responses {
    fn operation<O: DecodeOperation>(&mut self) {
        self.problems.extend(responses_read_back::<O>(self.samples));
        self.seen += 1;
    }
}

struct RoundTrip {
    runtime: Runtime,
    recorder: Recorder,
    client: Client,
    problems: Vec<String>,
    seen: usize,
}

impl OperationVisitor for RoundTrip {
    fn operation<O: DecodeOperation>(&mut self) {
        let mut sendable = 0;
        for seed in 0..SAMPLES {
            let params: O = Random::new(seed).params();
            let (rules, profiles) = (O::SPEC.rules.iter(), O::SPEC.profiles.iter());
            let names = rules.map(|rule| rule.name).chain(profiles.map(|profile| profile.name));
            let call = names.fold(self.client.call(params.clone()), payspec_http::Call::waive_rule);
            let _ = self.runtime.block_on(call.send());
            let request = self.recorder.0.lock().unwrap_or_else(PoisonError::into_inner).take();
            let Some(request) = request.filter(|request| request.operation() == O::SPEC.id) else { continue };
            sendable += 1;
            let headers = request.headers().iter();
            let sent = Sent {
                path: request.uri().path(),
                query: request.uri().query().unwrap_or_default(),
                headers: headers.map(|(name, value)| (name.as_str(), value.to_str().unwrap_or_default())).collect(),
                body: request.body(),
            };
            if let Err(why) = decodes_to(&sent, &params) {
                self.problems.push(format!("{} (seed {seed}): {why}", O::SPEC.id));
                break;
            }
        }
        if sendable < SENDABLE && self.problems.last().is_none_or(|last| !last.starts_with(O::SPEC.id)) {
            self.problems.push(format!("{}: only {sendable} of the made-up requests can be sent", O::SPEC.id));
        }
        self.seen += 1;
    }
}

/// Checks the operations of an API; returns the name of its crate.
macro_rules! check {
    ($problems:ident: $($model:ident),* $(,)?) => {
        [$({
            let recorder = Recorder::default();
            let client = client(&$model::API, &$model::OPERATIONS, &recorder);
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
            let mut round_trip = RoundTrip { runtime, recorder, client, problems: Vec::new(), seen: 0 };
            $model::visit_operations(&mut round_trip);
            assert_eq!(round_trip.seen, $model::OPERATIONS.len());
            let mut responses = Responses { samples: $model::testing::MESSAGES, problems: Vec::new(), seen: 0 };
            $model::visit_operations(&mut responses);
            assert_eq!(responses.seen, $model::OPERATIONS.len());
            round_trip.problems.extend(responses.problems);
            $problems.extend(round_trip.problems.iter().map(|problem| format!("{} {problem}", stringify!($model))));
            stringify!($model)
        }),*]
    };
}

#[test]
fn what_one_side_sends_is_what_the_other_reads() {
    let mut problems = Vec::new();
    let checked = check!(problems:
        adyen_model,
        btcpay_model,
        checkout_model,
        cybersource_model,
        dlocal_model,
        dodo_model,
        gate_model,
        gocardless_model,
        ing_model,
        mollie_model,
        paddle_model,
        paystack_model,
        phonepe_model,
        rapyd_model,
        shopify_model,
        showcase_model,
        showcase_batched_model,
        showcase_form_model,
        showcase_json_model,
        showcase_nested_model,
        showcase_sealed_model,
        showcase_signed_model,
        square_model,
        stripe_model,
        wise_model,
    );
    assert!(problems.is_empty(), "{} problems\n{}", problems.len(), problems.join("\n"));

    // A new API is added to the list above.
    for api in std::fs::read_dir(root().join("tests/language/crates")).expect("the crates") {
        let model = api.expect("a folder").path().join("model");
        if model.join("src/generated/server_operations.rs").exists() {
            let folder = model.parent().and_then(|api| api.file_name()).expect("a name").to_string_lossy().into_owned();
            let name = format!("{}_model", folder.replace('-', "_"));
            assert!(checked.contains(&name.as_str()), "{name} is not checked");
        }
    }
}
