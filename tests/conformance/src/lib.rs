//! What every API promises, tested over all operations of all APIs that the specs describe.
//!
//! The calls are generated from the specs, so an API or an operation that is added is tested without a line here.

#[rustfmt::skip]
mod generated;

use std::error::Error;
use std::str::FromStr;
use std::time::SystemTime;

use payspec_core::server::DecodeOperation;
use payspec_core::{ApiSpec, AuthScheme, Decimal, IterationReading, Iterations, Operation, OperationSpec};
use payspec_http::signing::{RequestSigner, SigningError, SigningRequest};
use payspec_http::{Call, Client, ClientBuilder, ConfigError};
use payspec_webhook::testing::{Fixtures, Messages, SignedDelivery};
use payspec_webhook::{SignatureSpec, VerifyError};

pub use generated::*;

/// An API and its generated client.
#[derive(Debug)]
pub struct ApiClient {
    /// The API's description.
    pub spec: &'static ApiSpec,
    /// All of its operations.
    pub operations: &'static [&'static OperationSpec],
    /// Makes a client for a server at an address, with credentials for every scheme and a value for every header. The
    /// hosts of services are folders below the address, named after them.
    ///
    /// # Errors
    ///
    /// What is wrong with the settings.
    pub client: MakeClient,
    /// Makes a client like [`client`](Self::client) that knows the main host and none of the services.
    ///
    /// # Errors
    ///
    /// What is wrong with the settings.
    pub without_services: MakeClient,
    /// A client of each environment, with each of the credentials that it can be given.
    pub environments: &'static [EnvironmentClient],
    /// How deliveries are read; `None` where the API has no webhooks.
    pub webhook: Option<Webhook>,
    /// The responses that its model crate holds for tests; `None` where it has no operations.
    pub responses: Option<Messages>,
}

/// A client of an environment.
#[derive(Debug)]
pub struct EnvironmentClient {
    /// The name of the environment.
    pub name: &'static str,
    /// The address that the spec gives, for the credentials of this client.
    pub base_url: &'static str,
    /// The variables in the hosts of the environment, with the values that the client has.
    pub variables: &'static [(&'static str, &'static str)],
    /// Makes the client, with the addresses of the environment.
    ///
    /// # Errors
    ///
    /// What is wrong with the settings.
    pub client: fn(&dyn Fn(ClientBuilder) -> ClientBuilder) -> Result<Client, ConfigError>,
}

impl EnvironmentClient {
    /// An address of the spec, with the values that the client has for variables in it.
    pub fn filled(&self, url: &str) -> String {
        self.variables.iter().fold(url.to_owned(), |url, (name, value)| url.replace(&format!("{{{name}}}"), value))
    }
}

/// The webhooks of an API.
#[derive(Debug)]
pub struct Webhook {
    /// Reads a delivery or, where that brings several events, one of them.
    pub receive: fn(&[u8]) -> Received,
    /// How deliveries with several events are read; `None` where a delivery is one event.
    pub list: Option<EventList>,
    /// How deliveries are signed and verified; `None` where they are not signed.
    pub signed: Option<Signed>,
    /// The deliveries that its crate holds for tests.
    pub fixtures: Fixtures,
}

/// Deliveries that bring several events.
#[derive(Debug)]
pub struct EventList {
    /// What the spec says of them.
    pub spec: &'static payspec_webhook::EventList,
    /// Reads a delivery.
    pub receive: fn(&[u8]) -> Vec<Received>,
}

/// How the deliveries of an API are signed.
#[derive(Debug)]
pub struct Signed {
    /// What the spec says of it.
    pub spec: &'static SignatureSpec,
    /// Signs a body with [`SECRET`] as of a time.
    ///
    /// # Errors
    ///
    /// Why it cannot be signed.
    pub sign: Sign,
    /// Verifies a delivery with [`SECRET`], however old it is, and reads it.
    ///
    /// # Errors
    ///
    /// Why the delivery is refused.
    pub verify: Verify,
}

/// Signs a body.
pub type Sign = fn(&[u8], SystemTime) -> Result<SignedDelivery, VerifyError>;

/// Verifies a delivery: its headers and its body.
pub type Verify = fn(&[(&str, &[u8])], &[u8]) -> Result<Received, VerifyError>;

/// The secret that deliveries are verified with.
pub const SECRET: &str = "a secret nobody knows";
/// The private key of deliveries that are signed with RSA, for the generated receivers of such APIs. It protects nothing.
pub const PRIVATE_KEY: &str = include_str!("../../support/keys/rsa.pem");
/// The public half of [`PRIVATE_KEY`], which those receivers verify with.
pub const PUBLIC_KEY: &str = include_str!("../../support/keys/rsa.public.pem");

/// Signs nothing, for requests that are signed in a way of their own.
#[derive(Debug)]
pub struct NoSignature;

impl RequestSigner for NoSignature {
    fn sign(&self, _: &SigningRequest<'_>) -> Result<http::HeaderMap, SigningError> {
        Ok(http::HeaderMap::new())
    }
}

/// What a delivery was read as.
#[derive(Debug)]
pub struct Received {
    /// The type of the event, where the body tells.
    pub event: Option<String>,
    /// Whether it is an event of the spec and its object was read.
    pub is_known: bool,
    /// Why it cannot be read.
    pub problem: Option<String>,
    /// Its `Debug` form.
    pub shown: String,
    /// The bytes that it keeps.
    pub raw: Vec<u8>,
    /// The JSON that it is written back as.
    pub json: Option<serde_json::Value>,
}

impl Received {
    /// The places that could not be read, as its `Debug` form tells them.
    pub fn unreadable(&self) -> Vec<&str> {
        let list = self.shown.split("unreadable: [").nth(1).and_then(|rest| rest.split(']').next()).unwrap_or_default();
        list.split(", ").filter(|path| !path.is_empty()).collect()
    }
}

/// Makes a client for the address, after the settings were changed.
pub type MakeClient = fn(&str, &dyn Fn(ClientBuilder) -> ClientBuilder) -> Result<Client, ConfigError>;

/// Is shown all operations: first their API, then their resource, then each with a call that has every parameter set.
///
/// The parameters may break rules of the API, such as "one of the two".
pub trait Visitor {
    /// The API that the next operations belong to.
    fn api(&mut self, api: &'static ApiClient);
    /// The spec file that describes the next operations, without its ending.
    fn resource(&mut self, name: &'static str);
    /// An operation, and how a call of it with all parameters is made.
    fn call<O: DecodeOperation>(&mut self, params: impl Fn() -> O);
    /// The parameters that the documentation of an operation's method shows.
    fn example<O: Operation>(&mut self, _: impl Fn() -> Result<O, Box<dyn Error>>) {}
}

/// Returns the response to the request for a token, which comes before a call; `None` for other paths.
pub fn token(api: &ApiClient, path: &str) -> Option<String> {
    let mut tokens = api.spec.auth.iter().filter_map(|auth| match auth.scheme {
        AuthScheme::Token(token) => Some(token),
        _ => None,
    });
    let token = tokens.find(|token| path.ends_with(token.path))?;
    Some(
        token
            .answer
            .rsplit('.')
            .fold(serde_json::json!("token"), |value, name| serde_json::json!({ name: value }))
            .to_string(),
    )
}

/// Waives every rule of a call: all parameters at once make no sense, and show everything.
pub fn waived<O: Operation>(call: Call<O>) -> Call<O> {
    let (rules, profiles) = (O::SPEC.rules.iter(), O::SPEC.profiles.iter());
    let names = rules.map(|rule| rule.name).chain(profiles.map(|profile| profile.name));
    names.fold(call, Call::waive_rule)
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
