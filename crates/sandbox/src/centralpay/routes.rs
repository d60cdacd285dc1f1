//! Which operation is at which address, by the spec.

use std::sync::OnceLock;

use centralpay_model::visit_operations;
use payspec_core::OperationSpec;

use super::handlers::{self, Handler};
use crate::route_table::{self, Found, RouteTable};

/// The path of the API below its address on this server.
const BASE: &str = "/v2/rest";

/// Where the API is on a sandbox's server.
pub(crate) const PLACE: &str = "/centralpay";

/// The path of the API's services on other hosts.
const SERVICE: &str = "/onboarding";

/// The base URL of the API, below the address at which a world is served.
pub fn base_url(address: &str) -> String {
    format!("{address}{BASE}")
}

/// An operation, and what does it if it is modelled.
pub(super) type Route = route_table::Route<Option<Handler>>;

/// The operation of a method and path, with the parameters in the path.
pub(super) fn find(method: &str, path: &str) -> Option<Found<'static, Option<Handler>>> {
    let (is_service, below) = match (path.strip_prefix(BASE), path.strip_prefix(SERVICE)) {
        (Some(below), _) => (false, below),
        (None, Some(below)) => (true, below),
        (None, None) => return None,
    };
    table().find(method, below, |spec| spec.service.is_some() == is_service)
}

/// The message about a method and path without an operation.
pub(super) fn missing(method: &str, path: &str) -> String {
    let (base, below) = match path.strip_prefix(SERVICE) {
        Some(below) => (SERVICE, below),
        None => (BASE, path.strip_prefix(BASE).unwrap_or(path)),
    };
    let near = table().nearest(method, below, |spec| spec.service.is_some() == (base == SERVICE));
    let near = near.map(|spec| format!("; the nearest is `{} {PLACE}{base}{}`", spec.method.as_str(), spec.path));
    format!("there is no operation at {method} of this path{}", near.unwrap_or_default())
}

fn table() -> &'static RouteTable<Option<Handler>> {
    static TABLE: OnceLock<RouteTable<Option<Handler>>> = OnceLock::new();
    TABLE.get_or_init(|| {
        let mut handlers = handlers::all();
        RouteTable::new(visit_operations, |spec| handlers.remove(spec.id))
    })
}

/// All operations of the API, as the spec describes them.
pub fn operations() -> impl Iterator<Item = &'static OperationSpec> {
    table().iter().map(|route| route.spec)
}

/// The operations that are modelled. All others answer 501.
pub fn modelled() -> impl Iterator<Item = &'static OperationSpec> {
    table().iter().filter(|route| route.handler.is_some()).map(|route| route.spec)
}
