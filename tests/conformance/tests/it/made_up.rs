//! What the specs say, as the generator reads it, and the messages that it makes up from them.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use payspec_codegen::ir::Api;
use payspec_codegen::run;
use payspec_codegen::samples::{self, Delivery, Message};

use payspec_test_support::files::root;

/// The APIs that the specs describe.
pub(crate) fn apis() -> &'static [Api] {
    static APIS: LazyLock<Vec<Api>> = LazyLock::new(|| run::lowered(root(), "spec").expect("the specs are right"));
    &APIS
}

/// The API of this name.
pub(crate) fn api(name: &str) -> &'static Api {
    apis().iter().find(|api| api.name == name).expect("the client is of an API of the specs")
}

/// The successful response to a call of an operation.
pub(crate) fn response(api: &'static str, operation: &'static str) -> &'static Message {
    &responses(api, operation)[0].1
}

/// The successful responses to a call of an operation, by status: one, unless the status tells what the body is.
pub(crate) fn responses(api: &'static str, operation: &'static str) -> &'static [(u16, Message)] {
    type ByStatus = Vec<(u16, Message)>;
    static RESPONSES: LazyLock<BTreeMap<(&str, &str), ByStatus>> = LazyLock::new(|| {
        let of_api = |api: &'static Api| {
            let operations = api.modules.iter().flat_map(|module| &module.operations);
            operations.map(|one| ((api.name.as_str(), one.id.as_str()), samples::responses(api, one)))
        };
        apis().iter().flat_map(of_api).collect()
    });
    RESPONSES.get(&(api, operation)).expect("the operation is of the specs")
}

/// A delivery of each event of an API, and of each object that it may be about.
pub(crate) fn deliveries(api: &str) -> &'static [Delivery] {
    static DELIVERIES: LazyLock<BTreeMap<&str, Vec<Delivery>>> =
        LazyLock::new(|| apis().iter().map(|api| (api.name.as_str(), samples::deliveries(api))).collect());
    DELIVERIES.get(api).expect("the API is of the specs")
}
