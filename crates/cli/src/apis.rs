//! The APIs that the program calls, and where they are: in a sandbox, or at an address from the environment.

use payspec_core::ApiSpec;
use payspec_http::{Blocking, Client, ClientBuilder, ConfigError};

/// An API.
pub(crate) struct Api {
    pub(crate) spec: &'static ApiSpec,
    /// Builds a client from the environment variables of the API.
    from_env: fn(&Change<'_>) -> Result<Client<Blocking>, ConfigError>,
}

/// A change of the settings of a client, before it is built.
pub(crate) type Change<'c> = dyn Fn(ClientBuilder) -> ClientBuilder + 'c;

macro_rules! api {
    ($model:ident, $client:ident) => {
        Api {
            spec: &$model::API,
            from_env: |change| {
                let builder = $client::ClientBuilder::from_env()?.configure(|http| change(http));
                Ok(builder.build_blocking()?.http().clone())
            },
        }
    };
}

/// All APIs.
pub(crate) static APIS: [Api; 4] = [
    api!(centralpay_model, centralpay_client),
    api!(cinetpay_model, cinetpay_client),
    api!(lyra_marketplace_model, lyra_marketplace_client),
    api!(primer_model, primer_client),
];

/// The names of all APIs.
pub(crate) fn names() -> Vec<&'static str> {
    APIS.iter().map(|api| api.spec.name).collect()
}

/// The API of a name that the command line has checked.
pub(crate) fn named(name: &str) -> Option<&'static Api> {
    APIS.iter().find(|api| api.spec.name == name)
}

impl Api {
    /// Builds a client with the credentials of the environment. Hosts that are not known to be for tests are refused, unless
    /// live ones are allowed.
    pub(crate) fn client(&self, is_live_allowed: bool, change: &Change<'_>) -> Result<Client<Blocking>, String> {
        let client = (self.from_env)(change).map_err(|error| error.to_string())?;
        if !is_live_allowed {
            self.refuse_live(&client)?;
        }
        Ok(client)
    }

    /// Returns an error if a request of the client could reach a host that is not known to be for tests.
    pub(crate) fn refuse_live(&self, client: &Client<Blocking>) -> Result<(), String> {
        let services = self.spec.services.iter().filter_map(|service| client.service_url(service.name));
        for url in std::iter::once(client.base_url()).chain(services) {
            if !self.is_for_tests(url) {
                let host = host(url);
                return Err(format!(
                    "`{host}` is not known to be a host for tests of {}: nothing was sent",
                    self.spec.title
                ));
            }
        }
        Ok(())
    }

    /// Returns `true` if an address is this machine or belongs to an environment for tests.
    fn is_for_tests(&self, url: &str) -> bool {
        if is_loopback(url) {
            return true;
        }
        let is_test = |name: &str| name == "test" || name == "sandbox";
        let environments = self.spec.environments.iter().map(|one| (one.name, one.base_url));
        let of_services = self.spec.services.iter().flat_map(|service| service.hosts);
        let all: Vec<(&str, &str)> =
            environments.chain(of_services.map(|one| (one.environment, one.base_url))).collect();
        // A host that serves both is told apart by its path.
        let live =
            all.iter().any(|(name, base)| !is_test(name) && url.starts_with(base) && !is_longer_test(&all, url, base));
        !live && all.iter().any(|(name, base)| is_test(name) && url.starts_with(base))
    }
}

/// Returns `true` if an address for tests that is more specific than `base` matches: `/marketplace-test` is not `/marketplace`.
fn is_longer_test(all: &[(&str, &str)], url: &str, base: &str) -> bool {
    let is_test = |name: &str| name == "test" || name == "sandbox";
    all.iter().any(|(name, other)| is_test(name) && other.len() > base.len() && url.starts_with(other))
}

/// The host of an address, with its port.
pub(crate) fn host(url: &str) -> &str {
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    rest.split(['/', '?', '#']).next().unwrap_or_default()
}

/// Returns `true` if the host of an address is this machine. Clients reject addresses with user names, and names of hosts are
/// in lower case.
pub(crate) fn is_loopback(url: &str) -> bool {
    let host = host(url);
    if host.contains('@') {
        return false;
    }
    let name = host
        .strip_prefix('[')
        .and_then(|rest| rest.split(']').next())
        .unwrap_or_else(|| host.rsplit_once(':').map_or(host, |(name, _)| name));
    let is_loopback = |address: std::net::IpAddr| address.to_canonical().is_loopback();
    name.eq_ignore_ascii_case("localhost") || name.parse().is_ok_and(is_loopback)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_hosts_of_test_environments_and_this_machine_are_for_tests() {
        for (api, url, expected) in [
            ("centralpay", "https://test-api.centralpay.net/v2/rest", true),
            ("centralpay", "https://api.centralpay.net/v2/rest", false),
            ("centralpay", "https://proxy.example", false),
            ("centralpay", "http://127.0.0.1:4010/centralpay", true),
            ("centralpay", "http://[::1]:4010", true),
            ("centralpay", "http://localhost.example:1", false),
            ("centralpay", "https://test-api.centralpay.net.example", false),
            ("cinetpay", "https://api-checkout.cinetpay.com/v2", false),
            ("lyra-marketplace", "https://secure.lyra.com/marketplace-test/v1", true),
            ("lyra-marketplace", "https://secure.lyra.com/marketplace/v1", false),
            ("primer", "https://api.sandbox.primer.io", true),
            ("primer", "https://api.primer.io", false),
        ] {
            assert_eq!(named(api).expect("it is one").is_for_tests(url), expected, "{url}");
        }
        for (url, expected) in
            [("http://localhost", true), ("http://127.0.0.1@evil.example", false), ("http://10.0.0.1", false)]
        {
            assert_eq!(is_loopback(url), expected, "{url}");
        }
    }
}
