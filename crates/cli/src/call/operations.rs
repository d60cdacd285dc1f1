//! Operations by their names, with the code that decodes, checks and sends each: the type of an operation is known only where
//! the table is built.

use payspec_core::server::{DecodeOperation, OperationVisitor, ReceivedRequest, UnknownParameter, response_body};
use payspec_core::{OperationSpec, Violations};
use payspec_http::{Blocking, Client, Error, RetryPolicy};
use serde_json::Value;

/// An operation of an API.
pub(crate) struct Entry {
    pub(crate) api: &'static str,
    pub(crate) spec: &'static OperationSpec,
    /// The names of its parameters, sorted.
    pub(crate) parameters: &'static [&'static str],
    /// Reads the parameters; those it does not know are errors.
    decode: fn(&ReceivedRequest<'_>) -> Result<Decoded, Vec<String>>,
    /// Makes a call without parameters, which the API rejects if it requires any.
    pub(crate) blank: fn() -> Box<dyn AnyCall>,
}

/// Parameters that were decoded, with those that the operation does not have.
pub(crate) struct Decoded {
    pub(crate) call: Box<dyn AnyCall>,
    pub(crate) unknown: Vec<UnknownParameter>,
    /// The names of credentials among them.
    pub(crate) credentials: Vec<&'static str>,
}

/// A call of some operation.
pub(crate) trait AnyCall {
    /// Checks the rules of the operation.
    fn validate(&self) -> Result<(), Violations>;
    /// What is advised against.
    fn warnings(&self) -> Option<Violations>;
    /// Sends it.
    fn send(self: Box<Self>, client: &Client<Blocking>, options: &Options<'_>) -> Result<Sent, Error>;
}

/// How a call is sent.
#[derive(Default)]
pub(crate) struct Options<'o> {
    /// The idempotency key, instead of a random one.
    pub(crate) key: Option<&'o str>,
    /// Rules that are not checked.
    pub(crate) waived: &'o [&'static str],
}

/// A response.
pub(crate) struct Sent {
    pub(crate) status: u16,
    pub(crate) request_id: Option<String>,
    pub(crate) idempotency_key: Option<String>,
    pub(crate) body: Vec<u8>,
    /// The paths of members that do not match the description.
    pub(crate) unreadable: Vec<String>,
    /// The body as far as it is described; `None` if it is no JSON.
    pub(crate) described: Option<Value>,
}

/// A call of an operation that is known.
struct Known<O>(O);

impl<O: DecodeOperation> AnyCall for Known<O> {
    fn validate(&self) -> Result<(), Violations> {
        self.0.validate()
    }

    fn warnings(&self) -> Option<Violations> {
        self.0.warnings()
    }

    fn send(self: Box<Self>, client: &Client<Blocking>, options: &Options<'_>) -> Result<Sent, Error> {
        let mut call = client.call(self.0);
        if O::SPEC.changes_state {
            // Whoever is told that the outcome is unknown decides what is next.
            call = call.retry(RetryPolicy::never());
        }
        if let Some(key) = options.key {
            call = call.idempotency_key(key);
        }
        call = options.waived.iter().fold(call, |call, rule| call.waive_rule(*rule));
        let response = call.send()?;
        let described = response_body(O::SPEC, &response.value).ok();
        Ok(Sent {
            described: described.and_then(|body| serde_json::from_slice(&body).ok()),
            body: response.body().to_vec(),
            unreadable: response.unreadable().iter().map(|member| member.path().to_owned()).collect(),
            status: response.status,
            request_id: response.request_id,
            idempotency_key: response.idempotency_key,
        })
    }
}

impl Entry {
    /// Reads parameters.
    pub(crate) fn decode(&self, request: &ReceivedRequest<'_>) -> Result<Decoded, Vec<String>> {
        (self.decode)(request)
    }
}

/// All operations of all APIs, in the order of their descriptions.
pub(crate) fn all() -> Vec<Entry> {
    let mut found = Visitor { api: "", entries: Vec::new() };
    macro_rules! visit {
        ($($model:ident),*) => {
            $(found.api = $model::API.name; $model::visit_operations(&mut found);)*
        };
    }
    visit!(centralpay_model, cinetpay_model, lyra_marketplace_model, primer_model);
    found.entries
}

struct Visitor {
    api: &'static str,
    entries: Vec<Entry>,
}

impl OperationVisitor for Visitor {
    fn operation<O: DecodeOperation>(&mut self) {
        let (parameters, blank) = (O::PARAMETERS, || Box::new(Known(O::blank())) as Box<dyn AnyCall>);
        self.entries.push(Entry { api: self.api, spec: O::SPEC, parameters, decode: decode::<O>, blank });
    }
}

fn decode<O: DecodeOperation>(request: &ReceivedRequest<'_>) -> Result<Decoded, Vec<String>> {
    match O::decode(request) {
        Ok(decoded) => Ok(Decoded {
            call: Box::new(Known(decoded.params)),
            unknown: decoded.unknown,
            credentials: decoded.credentials.iter().map(|(name, _)| *name).collect(),
        }),
        Err(error) => {
            let mut problems: Vec<String> = error.problems().iter().map(ToString::to_string).collect();
            if error.omitted() > 0 {
                problems.push(format!("and {} more problems", error.omitted()));
            }
            Err(problems)
        }
    }
}
