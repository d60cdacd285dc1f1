//! The examples in the documentation of client methods: what they send keeps the rules of the API, and nothing of it is
//! doubtful. That they compile is shown by the doc tests of the clients.

use std::collections::BTreeSet;
use std::error::Error;
use std::fs;
use std::sync::Arc;

use payspec_conformance::{ApiClient, Visitor, visit};
use payspec_core::Operation;
use payspec_core::server::DecodeOperation;
use payspec_http::{Client, ClientBuilder, RetryPolicy};
use payspec_test_support::files::root;

use crate::recorder::Recorder;

/// Sends each example, without waiving a rule.
#[derive(Default)]
struct Sender {
    client: Option<(Client, Recorder)>,
    api: &'static str,
    sent: BTreeSet<(&'static str, &'static str)>,
    problems: Vec<String>,
}

impl Visitor for Sender {
    fn api(&mut self, api: &'static ApiClient) {
        let recorder = Recorder::new(api.spec);
        let configure = |http: ClientBuilder| http.transport(Arc::new(recorder.clone())).retry(RetryPolicy::never());
        let client = (api.client)("https://api.example/base", &configure).expect("complete settings");
        self.client = Some((client, recorder));
        self.api = api.spec.name;
    }

    fn resource(&mut self, _: &'static str) {}

    fn call<O: DecodeOperation>(&mut self, _: impl Fn() -> O) {}

    fn example<O: Operation>(&mut self, params: impl Fn() -> Result<O, Box<dyn Error>>) {
        let params = params().expect("an example is made of values that can be read");
        if let Err(violations) = params.validate() {
            self.problems.push(format!("{}: {violations}", O::SPEC.id));
        }
        if let Some(warnings) = params.warnings() {
            self.problems.push(format!("{} warns: {warnings}", O::SPEC.id));
        }
        let (client, recorder) = self.client.as_ref().expect("an API comes first");
        let call = client.call(params);
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
        let error = runtime.block_on(call.send()).err();
        if recorder.take().is_empty() {
            self.problems.push(format!("{} was not sent: {error:?}", O::SPEC.id));
        }
        self.sent.insert((self.api, O::SPEC.id));
    }
}

#[test]
fn what_examples_send_keeps_every_rule() {
    let mut sender = Sender::default();
    visit(&mut sender);
    assert!(sender.problems.is_empty(), "{}", sender.problems.join("\n"));
    assert!(!sender.sent.is_empty());
}

/// An example stands at each method for whose operation the generator knows a request that keeps the rules.
#[test]
fn every_method_has_its_example() {
    let mut sender = Sender::default();
    visit(&mut sender);
    let operations = payspec_conformance::APIS
        .iter()
        .flat_map(|api| api.operations.iter().map(|operation| (api.spec.name, operation.id)));
    let without: Vec<_> = operations.filter(|operation| !sender.sent.contains(operation)).collect();
    assert!(without.is_empty(), "give examples in the spec that keep the rules of {without:?}");
    for api in payspec_conformance::APIS {
        let folder = root().join(format!("crates/{}/client/src/generated", api.spec.name));
        let files = fs::read_dir(folder).expect("the client is generated").map(|file| file.expect("a file").path());
        let count = |file| fs::read_to_string(file).expect("a file is text").matches("```no_run").count();
        assert_eq!(files.map(count).sum::<usize>(), api.operations.len(), "{}", api.spec.name);
    }
}
