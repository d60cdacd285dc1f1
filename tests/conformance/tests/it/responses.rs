//! Every operation reads what it answers: the members that the spec guarantees, all others, and nothing less.

use std::collections::BTreeSet;

use payspec_codegen::samples::Message;
use payspec_conformance::{ApiClient, Visitor, token, visit, waived};
use payspec_core::server::DecodeOperation;
use payspec_core::{Operation, Unreadable};
use payspec_http::testing::{responding, response};
use payspec_http::{Client, Error, Response, RetryPolicy};
use serde_json::Value;

use crate::made_up;

/// Sends each call and looks at what becomes of its response.
#[derive(Default)]
struct Reader {
    api: Option<&'static ApiClient>,
    operations: BTreeSet<(&'static str, &'static str)>,
    guaranteed: usize,
    problems: Vec<String>,
}

/// A client of an API whose server gives this body to every call.
fn answered(api: &'static ApiClient, status: u16, body: &str) -> Client {
    let body = body.to_owned();
    let transport =
        responding(move |request| match token(api, request.uri().path_and_query().map_or("", |path| path.as_str())) {
            Some(token) => response(200, token),
            None => response(status, body.clone()),
        });
    let change = |http: payspec_http::ClientBuilder| http.transport(transport.clone()).retry(RetryPolicy::never());
    (api.client)("https://api.example/base", &change).expect("complete settings")
}

impl Reader {
    fn send<O: Operation>(&self, params: O, status: u16, body: &str) -> Result<Response<O::Output>, Error> {
        let client = answered(self.api.expect("an API comes first"), status, body);
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
        runtime.block_on(waived(client.call(params)).send())
    }

    fn problem<O: Operation>(&mut self, problem: &str) {
        let api = self.api.expect("an API comes first").spec.name;
        self.problems.push(format!("{api} {}: {problem}", O::SPEC.id));
    }
}

impl Visitor for Reader {
    fn api(&mut self, api: &'static ApiClient) {
        self.api = Some(api);
    }

    fn resource(&mut self, _: &'static str) {}

    fn call<O: DecodeOperation>(&mut self, params: impl Fn() -> O) {
        let api = self.api.expect("an API comes first").spec.name;
        self.operations.insert((api, O::SPEC.id));
        for (status, response) in made_up::responses(api, O::SPEC.id) {
            self.response(&params, *status, response);
        }
    }
}

impl Reader {
    /// A response with this status is read with all that it has, and not without what is guaranteed.
    fn response<O: Operation + Clone>(&mut self, params: &impl Fn() -> O, status: u16, response: &Message) {
        for body in [&response.least, &response.all] {
            match self.send(params(), status, body) {
                Ok(read) => {
                    let unreadable: Vec<&str> = read.unreadable().iter().map(Unreadable::path).collect();
                    if !unreadable.is_empty() {
                        self.problem::<O>(&format!("{unreadable:?} are not read of {body}"));
                    }
                }
                Err(error) => self.problem::<O>(&format!("{error}: {body}")),
            }
        }
        for place in &response.guaranteed {
            let least: Value = serde_json::from_str(&response.least).expect("it is JSON");
            let without = without(least, place);
            if self.send(params(), status, &without.to_string()).is_ok() {
                self.problem::<O>(&format!("{place} is guaranteed, and {without} is taken without it"));
            }
            self.guaranteed += 1;
        }
    }
}

/// A message without the member at a place.
pub(crate) fn without(mut message: Value, place: &str) -> Value {
    let (parent, name) = place.rsplit_once('/').expect("a place in an object");
    let members = message.pointer_mut(parent).and_then(Value::as_object_mut).expect("the place is there");
    assert!(members.remove(name).is_some(), "{place} is there");
    message
}

#[test]
fn every_operation_reads_what_the_spec_guarantees_and_all_the_rest() {
    let mut reader = Reader::default();
    visit(&mut reader);
    let Reader { operations, guaranteed, problems, .. } = reader;
    assert!(problems.is_empty(), "{}", problems.join("\n"));
    let apis = payspec_conformance::APIS.iter();
    let expected: BTreeSet<_> =
        apis.flat_map(|api| api.operations.iter().map(|operation| (api.spec.name, operation.id))).collect();
    assert_eq!(operations, expected, "an operation has no call");
    assert!(guaranteed > 100, "{guaranteed} members are guaranteed");
}
