//! The credentials of a client, and what signs its requests.

use payspec_core::Secret;

use super::ClientBuilder;
use crate::client::credentials::{Credentials, RawCredential, Signing};
use crate::signing::RequestSigner;

impl ClientBuilder {
    /// The login and password for a scheme that uses HTTP Basic.
    pub fn basic(self, scheme: &'static str, login: impl Into<Secret>, password: impl Into<Secret>) -> Self {
        self.give(|given| given.basic(scheme, login, password))
    }

    /// The key for a scheme that sends it as a parameter in the body.
    pub fn parameter(self, scheme: &'static str, value: impl Into<Secret>) -> Self {
        self.parameters(scheme, [value.into()])
    }

    /// The credentials for a scheme that sends several as parameters in the body, in the order of its description.
    pub fn parameters(self, scheme: &'static str, values: impl IntoIterator<Item = Secret>) -> Self {
        self.give(|given| given.parameters(scheme, values))
    }

    /// The credentials for a scheme that exchanges them for a token, in the order of its description. The token is kept
    /// for the clones of the client, and got anew before it expires, and when the API says that it has.
    pub fn token(self, scheme: &'static str, values: impl IntoIterator<Item = Secret>) -> Self {
        self.give(|given| given.token(scheme, values))
    }

    /// The key for a scheme that sends it in a request header; alone, where the scheme has a prefix such as `Bearer`.
    pub fn secret_header(self, scheme: &'static str, value: impl Into<Secret>) -> Self {
        self.give(|given| given.secret_header(scheme, value))
    }

    /// The key that requests with a scheme are signed with, written as the API writes it; of RSA, the PEM of a private key.
    pub fn signing_key(self, scheme: &'static str, key: impl Into<Secret>) -> Self {
        self.give(|given| given.signing_key(scheme, key))
    }

    /// The same for a key that has a name, which is sent along.
    pub fn named_signing_key(self, scheme: &'static str, key_id: impl Into<Secret>, key: impl Into<Secret>) -> Self {
        self.give(|given| given.named_signing_key(scheme, key_id, key))
    }

    /// What signs requests with a scheme: for signatures that no description can say, and in place of a described one whose
    /// key is kept elsewhere.
    pub fn signer(self, scheme: &'static str, signer: impl RequestSigner + 'static) -> Self {
        self.give(|given| given.signer(scheme, signer))
    }

    pub(crate) fn credential(self, scheme: &'static str, value: RawCredential) -> Self {
        self.give(|given| given.with(scheme, value))
    }

    pub(crate) fn signing(self, scheme: &'static str, signing: Signing) -> Self {
        self.give(|given| given.signing(scheme, signing))
    }

    pub(super) fn give(mut self, change: impl FnOnce(Credentials) -> Credentials) -> Self {
        self.given = change(self.given);
        self
    }
}
