//! Every environment and every service of every API is reached: each operation goes to the address that the spec gives.

use std::sync::Arc;

use payspec_conformance::{ApiClient, EnvironmentClient, Visitor, visit, waived};
use payspec_core::server::DecodeOperation;
use payspec_core::{AuthScheme, ServiceSpec};
use payspec_http::{Client, RetryPolicy};

use crate::recorder::Recorder;

/// An address that callers give themselves, without one of any service.
const ALONE: &str = "https://api.example/base";

/// Sends each call in each environment, and at the address of nothing but the main host.
#[derive(Default)]
struct Traveller {
    /// The clients of the API, with what the spec says of their environments; one is at an address of the caller.
    clients: Vec<(Option<&'static EnvironmentClient>, Client, Recorder)>,
    reached: usize,
    refused: usize,
}

impl Visitor for Traveller {
    fn api(&mut self, api: &'static ApiClient) {
        let of_spec: Vec<&str> = api.spec.environments.iter().map(|environment| environment.name).collect();
        let mut clients: Vec<&str> = api.environments.iter().map(|environment| environment.name).collect();
        clients.dedup();
        assert_eq!(clients, of_spec, "{}", api.spec.name);
        let clients = api.environments.iter().map(|environment| {
            let recorder = Recorder::new(api.spec);
            let transport = Arc::new(recorder.clone());
            let change =
                move |http: payspec_http::ClientBuilder| http.transport(transport.clone()).retry(RetryPolicy::never());
            let client = (environment.client)(&change).expect("complete settings");
            (Some(environment), client, recorder)
        });
        self.clients = clients.collect();
        let recorder = Recorder::new(api.spec);
        let transport = Arc::new(recorder.clone());
        let change = move |http: payspec_http::ClientBuilder| http.transport(transport.clone());
        let alone = (api.without_services)(ALONE, &change).expect("complete settings");
        self.clients.push((None, alone, recorder));
    }

    fn resource(&mut self, _: &'static str) {}

    fn call<O: DecodeOperation>(&mut self, params: impl Fn() -> O) {
        let id = O::SPEC.id;
        for (given, client, recorder) in &self.clients {
            let environment = given.map(|given| given.name).unwrap_or_default();
            let filled = |url: &str| given.map_or_else(|| url.to_owned(), |given| given.filled(url));
            let host = |service: &ServiceSpec| {
                let mut hosts = service.hosts.iter();
                hosts.find(|host| host.environment == environment).map(|host| filled(host.base_url))
            };
            let base_url = given.map_or(ALONE, |given| given.base_url);
            let address = O::SPEC.service.map_or_else(|| Some(filled(base_url)), host);
            // A token that goes with the call may come from a service as well.
            let of_token = O::SPEC.auth.and_then(|auth| match auth.scheme {
                AuthScheme::Token(token) => token.service,
                _ => None,
            });
            let services = [O::SPEC.service, of_token];
            let unknown = services.into_iter().flatten().find(|service| host(service).is_none());
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
            let error = runtime.block_on(waived(client.call(params())).into_future()).err();
            let error = error.unwrap_or_else(|| panic!("{id}: the recorder answers with an error"));
            let requests = recorder.take();
            match (address, unknown) {
                (Some(address), None) => {
                    let request = requests.last().unwrap_or_else(|| panic!("{id} in {environment}: {error}"));
                    let (uri, start) = (request.uri().to_string(), format!("{address}{}", fixed_start(O::SPEC.path)));
                    assert!(uri.starts_with(&start), "{id} in {environment} went to {uri}, not to {start}");
                    self.reached += 1;
                }
                // What belongs to a service must not reach a host that happens to be known.
                (_, unknown) => {
                    let setter = unknown.map(|service| service.setter).unwrap_or_default();
                    assert!(error.is_rejected_locally() && !error.may_have_happened(), "{id}: {error:?}");
                    assert!(error.to_string().contains(&format!("`{setter}`")), "{id}: {error}");
                    assert!(requests.is_empty(), "{id} in {environment} went to {}", requests[0].uri());
                    self.refused += 1;
                }
            }
        }
    }
}

/// A path up to its first parameter.
fn fixed_start(path: &str) -> &str {
    path.split('{').next().unwrap_or_default()
}

#[test]
fn every_operation_goes_to_the_address_of_its_environment_and_service() {
    let mut traveller = Traveller::default();
    visit(&mut traveller);
    assert!(traveller.reached > 400 && traveller.refused > 0, "{} {}", traveller.reached, traveller.refused);
}
