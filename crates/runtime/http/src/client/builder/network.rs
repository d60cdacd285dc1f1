//! Network settings: trusted certificate authorities, the client certificate, and the proxy.

use payspec_core::Secret;

use super::ClientBuilder;
use crate::transport::ProxyChoice;

/// Network settings. They apply to `https://` addresses. With a custom [`transport`](ClientBuilder::transport) they are
/// an error, which [`build`](ClientBuilder::build) returns.
impl ClientBuilder {
    /// Trusts the certificate authorities in this PEM in addition to those of the operating system: for a private
    /// authority, or for a proxy that intercepts TLS. The text may contain several certificates. Can be called
    /// repeatedly.
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

    /// Trusts only the authorities set with [`root_certificate_pem`](Self::root_certificate_pem), not those of the
    /// operating system.
    pub fn without_system_roots(mut self) -> Self {
        self.network.system_roots = false;
        self
    }

    /// Sets the client certificate, which is sent to servers that request one (mutual TLS). `certificates` is the PEM
    /// of the certificate, followed by its intermediate certificates; `key` is the PEM of its private key, unencrypted
    /// (PKCS #8, PKCS #1 or SEC 1).
    ///
    /// Clients created by [`Client::with_credentials`](crate::Client::with_credentials) share connections and therefore
    /// the certificate. Build a separate client for each certificate.
    pub fn client_certificate_pem(mut self, certificates: impl Into<String>, key: impl Into<Secret>) -> Self {
        self.network.identity = Some((certificates.into(), key.into()));
        self
    }

    /// Sets the proxy, overriding that of the environment: `http://proxy.example:3128`, or `https://` if the connection
    /// to the proxy uses TLS. The user and password can be in the URL, percent-encoded, or set with
    /// [`proxy_credentials`](Self::proxy_credentials).
    ///
    /// The client opens a tunnel (`CONNECT`) and uses TLS to the API inside it, so the proxy sees only the host name.
    /// If the proxy refuses the tunnel, the call fails and nothing is sent. Loopback `http://` addresses are connected
    /// to directly. The environment variable `NO_PROXY` is ignored.
    pub fn proxy(mut self, url: impl Into<Secret>) -> Self {
        self.network.proxy = ProxyChoice::Given(url.into());
        self
    }

    /// Sets the user and password for the [`proxy`](Self::proxy), sent as HTTP Basic.
    pub fn proxy_credentials(mut self, user: impl Into<Secret>, password: impl Into<Secret>) -> Self {
        self.network.proxy_credentials = Some((user.into(), password.into()));
        self
    }

    /// Connects directly, ignoring the proxy settings of the environment.
    ///
    /// Without this and without [`proxy`](Self::proxy), the environment variables `HTTPS_PROXY` and `ALL_PROXY` set the
    /// proxy, and `NO_PROXY` lists the hosts that are connected to directly (upper or lower case). A value that is not
    /// a URL is ignored.
    pub fn no_proxy(mut self) -> Self {
        self.network.proxy = ProxyChoice::Direct;
        self
    }
}
