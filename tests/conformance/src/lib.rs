//! What every API promises, tested over all operations of all APIs that the specs describe.
//!
//! The calls are generated from the specs, so an API or an operation that is added is tested without a line here.

#[rustfmt::skip]
mod generated;

use std::str::FromStr;

use payspec_core::{ApiSpec, Decimal, IterationReading, Iterations, Operation};
use payspec_http::{Client, ClientBuilder, ConfigError};

pub use generated::*;

/// An API and its generated client.
#[derive(Debug)]
pub struct ApiClient {
    /// The API's description.
    pub spec: &'static ApiSpec,
    /// Makes a client for a server at an address, with credentials for every scheme and a value for every header. The
    /// hosts of services are folders below the address, named after them.
    ///
    /// # Errors
    ///
    /// What is wrong with the settings.
    pub client: MakeClient,
}

/// Makes a client for the address, after the settings were changed.
pub type MakeClient = fn(&str, &dyn Fn(ClientBuilder) -> ClientBuilder) -> Result<Client, ConfigError>;

/// Is shown all operations: first their API, then their resource, then each with every parameter set.
///
/// The parameters may break rules of the API, such as "one of the two".
pub trait Visitor {
    /// The API that the next operations belong to.
    fn api(&mut self, api: &'static ApiClient);
    /// The spec file that describes the next operations, without its ending.
    fn resource(&mut self, name: &'static str);
    /// An operation with all of its parameters.
    fn call<O: Operation>(&mut self, params: O);
}

/// A decimal number of a spec.
fn decimal(text: &str) -> Decimal {
    Decimal::from_str(text).expect("the spec was checked")
}

/// JSON of a spec.
fn json(text: &str) -> serde_json::Value {
    serde_json::from_str(text).expect("the generator wrote it")
}

/// A number of payments, sent as the count that it is.
fn iterations(count: u32) -> Iterations {
    Iterations::of_payments(count, IterationReading::FirstIncluded).expect("the spec was checked")
}
