//! The credentials of a client, and its request signers.

use payspec_core::Secret;

use super::ClientBuilder;
use crate::client::credentials::{Credentials, RawCredential, Signing};
use crate::signing::RequestSigner;

impl ClientBuilder {
    /// Sets the login and password for a scheme that uses HTTP Basic.
    pub fn basic(self, scheme: &'static str, login: impl Into<Secret>, password: impl Into<Secret>) -> Self {
        self.give(|given| given.basic(scheme, login, password))
    }

    /// Sets the key for a scheme that sends it as a body parameter.
    pub fn parameter(self, scheme: &'static str, value: impl Into<Secret>) -> Self {
        self.parameters(scheme, [value.into()])
    }

    /// Sets the credentials for a scheme that sends several as body parameters, in the order of its description.
    pub fn parameters(self, scheme: &'static str, values: impl IntoIterator<Item = Secret>) -> Self {
        self.give(|given| given.parameters(scheme, values))
    }

    /// Sets the credentials for a scheme that exchanges them for a token, in the order of its description. Clones of
    /// the client share the token. It is refreshed before it expires, or when the API reports that it has expired.
    pub fn token(self, scheme: &'static str, values: impl IntoIterator<Item = Secret>) -> Self {
        self.give(|given| given.token(scheme, values))
    }

    /// Sets the key for a scheme that sends it in a request header, without the scheme's prefix (such as `Bearer`).
    pub fn secret_header(self, scheme: &'static str, value: impl Into<Secret>) -> Self {
        self.give(|given| given.secret_header(scheme, value))
    }

    /// Sets the key that signs requests, in the API's own encoding; for RSA, a private key in PEM.
    pub fn signing_key(self, scheme: &'static str, key: impl Into<Secret>) -> Self {
        self.give(|given| given.signing_key(scheme, key))
    }

    /// Sets a signing key with an ID, which is sent with the request.
    pub fn named_signing_key(self, scheme: &'static str, key_id: impl Into<Secret>, key: impl Into<Secret>) -> Self {
        self.give(|given| given.named_signing_key(scheme, key_id, key))
    }

    /// Sets a signer for requests with a scheme: for signatures that a description cannot express, or if the key is
    /// stored elsewhere.
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
