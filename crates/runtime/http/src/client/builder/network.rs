//! What lies between the client and the API: whose certificates are trusted, which is shown, and the proxy.

use payspec_core::Secret;

use super::ClientBuilder;
use crate::transport::ProxyChoice;

/// They apply to `https://` addresses, and not to a [`transport`](ClientBuilder::transport) of your own: with both,
/// [`build`](ClientBuilder::build) returns an error.
impl ClientBuilder {
    /// Trusts the certificate authorities in this PEM as well as those of the operating system: for a company's own
    /// authority, or for a proxy that opens TLS. The text may hold several certificates, and each call adds to those before.
    ///
    /// ```no_run
    /// # fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # use payspec_core::ApiSpec;
    /// # const API: ApiSpec = ApiSpec { name: "example", title: "Example", ..ApiSpec::EMPTY };
    /// use payspec_http::Client;
    ///
    /// let client = Client::builder(&API, "https://api.example.com")
    ///     .root_certificate_pem(std::fs::read_to_string("company-ca.pem")?)
    ///     .client_certificate_pem(std::fs::read_to_string("client.pem")?, std::fs::read_to_string("client.key")?)
    ///     .proxy("http://proxy.example:3128")
    ///     .build()?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn root_certificate_pem(mut self, pem: impl Into<String>) -> Self {
        self.network.roots.push(pem.into());
        self
    }

    /// Trusts only the authorities given with [`root_certificate_pem`](Self::root_certificate_pem), and none of the operating
    /// system's.
    pub fn without_system_roots(mut self) -> Self {
        self.network.system_roots = false;
        self
    }

    /// Shows this certificate to servers that ask for one (mutual TLS). `certificates` is the PEM of the certificate with
    /// those that lead to its authority after it; `key` is the PEM of its private key, not encrypted (PKCS #8, PKCS #1 or
    /// SEC 1).
    ///
    /// It belongs to the connections, so clients made by [`Client::with_credentials`](crate::Client::with_credentials) show
    /// it as well: build a client for each certificate.
    pub fn client_certificate_pem(mut self, certificates: impl Into<String>, key: impl Into<Secret>) -> Self {
        self.network.identity = Some((certificates.into(), key.into()));
        self
    }

    /// Sends through this proxy, in place of the one that the environment names: `http://proxy.example:3128`, or `https://`
    /// where the proxy itself has TLS. The user and password may stand in the URL, percent-encoded, or be given by
    /// [`proxy_credentials`](Self::proxy_credentials).
    ///
    /// The client opens a tunnel (`CONNECT`), in which TLS runs to the API: the proxy sees the host name and nothing else. A
    /// proxy that refuses makes the call fail with nothing sent. Plain `http://` addresses of this machine are reached
    /// directly. `NO_PROXY` of the environment does not apply.
    pub fn proxy(mut self, url: impl Into<Secret>) -> Self {
        self.network.proxy = ProxyChoice::Given(url.into());
        self
    }

    /// The user and password for the [`proxy`](Self::proxy), which are sent to it as HTTP Basic.
    pub fn proxy_credentials(mut self, user: impl Into<Secret>, password: impl Into<Secret>) -> Self {
        self.network.proxy_credentials = Some((user.into(), password.into()));
        self
    }

    /// Connects directly, whatever the environment says.
    ///
    /// Without this and without [`proxy`](Self::proxy), the variables `HTTPS_PROXY` and `ALL_PROXY` name the proxy and
    /// `NO_PROXY` the hosts that are reached without it (in capitals or not). A value that is no URL counts as none.
    pub fn no_proxy(mut self) -> Self {
        self.network.proxy = ProxyChoice::Direct;
        self
    }
}
