//! Every operation on the wire: method, URL, headers and body, with every parameter set. One snapshot a resource, so that
//! a change of the spec, the generator or a runtime shows what becomes of requests. That of a new resource is written when
//! the test runs for the first time.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::Arc;

use payspec_conformance::{ApiClient, Visitor, visit, waived};
use payspec_core::server::DecodeOperation;
use payspec_http::{Client, RetryPolicy};
use payspec_test_support::files::root;
use payspec_test_support::snapshots::write_first;

use crate::recorder::Recorder;
use crate::wire_text;

/// Sends each call and writes down the request.
#[derive(Default)]
struct Writer {
    client: Option<(Client, Recorder)>,
    api: &'static str,
    resource: &'static str,
    /// What each operation of a resource sends, by the resource's API and name.
    written: BTreeMap<(&'static str, &'static str), String>,
    /// The operations that came.
    operations: BTreeSet<(&'static str, &'static str)>,
    /// The operations that the APIs have.
    expected: BTreeSet<(&'static str, &'static str)>,
}

impl Visitor for Writer {
    fn api(&mut self, api: &'static ApiClient) {
        let recorder = Recorder::new(api.spec);
        let configure =
            |http: payspec_http::ClientBuilder| http.transport(Arc::new(recorder.clone())).retry(RetryPolicy::never());
        let client = (api.client)("https://api.example/base", &configure).expect("complete settings");
        self.client = Some((client, recorder));
        self.api = api.spec.name;
        self.expected.extend(api.operations.iter().map(|operation| (api.spec.name, operation.id)));
    }

    fn resource(&mut self, name: &'static str) {
        self.resource = name;
    }

    fn call<O: DecodeOperation>(&mut self, params: impl Fn() -> O) {
        let (client, recorder) = self.client.as_ref().expect("an API comes first");
        let call = waived(client.call(params()));
        let key = call.get_idempotency_key().map(str::to_owned);
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
        let error = runtime.block_on(call.send()).err();
        let requests = recorder.take();
        let request = requests.last().unwrap_or_else(|| panic!("{} was not sent: {error:?}", O::SPEC.id));
        self.operations.insert((self.api, O::SPEC.id));
        let text = self.written.entry((self.api, self.resource)).or_default();
        let written = wire_text::text(request, key.as_deref());
        let separator = if text.is_empty() { "" } else { "\n" };
        text.push_str(&format!("{separator}{written}"));
    }
}

#[test]
fn every_operation_sends_what_the_snapshots_say() {
    let mut writer = Writer::default();
    visit(&mut writer);
    assert_eq!(writer.operations, writer.expected, "an operation has no call");
    let folder = root().join("tests/conformance/tests/snapshots/requests");
    for ((api, resource), text) in &writer.written {
        write_first(&folder.join(format!("{api}/{resource}.snap")), "tests/conformance/tests/it/requests.rs", text);
        insta::with_settings!({
            omit_expression => true,
            prepend_module_to_snapshot => false,
            snapshot_path => format!("../snapshots/requests/{api}"),
        }, {
            insta::assert_snapshot!(*resource, text);
        });
    }
}

#[test]
fn every_snapshot_belongs_to_a_resource() {
    let mut writer = Writer::default();
    visit(&mut writer);
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/snapshots/requests");
    for api in std::fs::read_dir(folder).expect("snapshots") {
        let api = api.expect("a folder").path();
        let name = |path: &Path| path.file_stem().expect("a name").to_string_lossy().into_owned();
        for snapshot in std::fs::read_dir(&api).expect("a folder") {
            let snapshot = snapshot.expect("a file").path();
            let resource = (name(&api), name(&snapshot));
            let is_there = writer.written.keys().any(|(api, name)| (*api, *name) == (&*resource.0, &*resource.1));
            assert!(is_there, "{} is of no resource; remove it", snapshot.display());
        }
    }
}
