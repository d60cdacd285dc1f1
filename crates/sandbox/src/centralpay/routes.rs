//! Which operation is at which address, by the spec.

use std::sync::OnceLock;

use centralpay_model::visit_operations;
use payspec_core::OperationSpec;
use payspec_core::server::{DecodeOperation, OperationVisitor, path_parameters};

use super::handlers::{self, Handler};

/// The path of the API below its address on this server.
const BASE: &str = "/v2/rest";

/// The path of the API's services on other hosts.
const SERVICE: &str = "/onboarding";

/// The base URL of the API, below the address at which a world is served.
pub fn base_url(address: &str) -> String {
    format!("{address}{BASE}")
}

/// An operation, and what does it if it is modelled.
pub(super) struct Route {
    pub(super) spec: &'static OperationSpec,
    pub(super) handler: Option<Handler>,
}

/// What a request is about.
pub(super) type Found = (&'static Route, Vec<(&'static str, String)>);

/// The operation of a method and path, with the parameters in the path.
pub(super) fn find(method: &str, path: &str) -> Option<Found> {
    let (is_service, below) = match (path.strip_prefix(BASE), path.strip_prefix(SERVICE)) {
        (Some(below), _) => (false, below),
        (None, Some(below)) => (true, below),
        (None, None) => return None,
    };
    let routes = table().iter().filter(|route| route.spec.method.as_str() == method);
    let mut routes = routes.filter(|route| route.spec.service.is_some() == is_service);
    routes.find_map(|route| Some((route, path_parameters(route.spec.path, below)?)))
}

fn table() -> &'static [Route] {
    static TABLE: OnceLock<Vec<Route>> = OnceLock::new();
    TABLE.get_or_init(|| {
        let mut all = All(Vec::new());
        visit_operations(&mut all);
        let mut handlers = handlers::all();
        let mut routes: Vec<Route> =
            all.0.into_iter().map(|spec| Route { spec, handler: handlers.remove(spec.id) }).collect();
        // A fixed path comes before one with a placeholder that it would match.
        routes.sort_by_key(|route| route.spec.path.matches('{').count());
        routes
    })
}

/// Collects the operations of the API.
struct All(Vec<&'static OperationSpec>);

impl OperationVisitor for All {
    fn operation<O: DecodeOperation>(&mut self) {
        self.0.push(O::SPEC);
    }
}

/// All operations of the API, as the spec describes them.
pub fn operations() -> impl Iterator<Item = &'static OperationSpec> {
    table().iter().map(|route| route.spec)
}

/// The operations that are modelled. All others answer 501.
pub fn modelled() -> impl Iterator<Item = &'static OperationSpec> {
    table().iter().filter(|route| route.handler.is_some()).map(|route| route.spec)
}
