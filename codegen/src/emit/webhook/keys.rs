//! How a verifier is created: with a secret, with public keys, or with a verifier of the user.

use std::collections::BTreeSet;

use payspec_core::vocabulary::KeyEncoding;
use proc_macro2::TokenStream;
use quote::quote;

use crate::emit::tokens::docs;
use crate::ir::{Hmac, Proof, Rsa, Signature};

/// Returns the constructor of a verifier and the method that adds a key. `uses` receives the names they need.
pub(super) fn methods(signature: &Signature, uses: &mut BTreeSet<&'static str>) -> TokenStream {
    match &signature.proof {
        Proof::Secret | Proof::Hmac(_) => {
            uses.insert("Secret");
            quote! {
                /// Creates a verifier with the secret of the deliveries.
                pub fn new(secret: impl Into<Secret>) -> Self {
                    Self { runtime: payspec_webhook::Verifier::new(&SIGNATURE, secret) }
                }
                /// Accepts an additional secret (for rotation).
                pub fn or_secret(self, secret: impl Into<Secret>) -> Self {
                    self.configure(|runtime| runtime.or_secret(secret))
                }
            }
        }
        Proof::Rsa(rsa) => match &rsa.key_id {
            None => quote! {
                /// Creates a verifier with the API's public key: the text of a PEM file, or the Base64 inside of it.
                pub fn new(public_key: impl AsRef<str>) -> Self {
                    Self { runtime: payspec_webhook::Verifier::with_public_key(&SIGNATURE, public_key) }
                }
                /// Accepts an additional public key (for rotation).
                pub fn or_public_key(self, public_key: impl AsRef<str>) -> Self {
                    self.configure(|runtime| runtime.or_public_key(public_key))
                }
            },
            Some(header) => {
                let text = docs(&format!(
                    "Creates a verifier with a public key of the API, and its ID as in the header `{header}`. The key is \
                        the text of a PEM file, or the Base64 inside of it."
                ));
                quote! {
                    #text
                    pub fn new(key_id: impl Into<String>, public_key: impl AsRef<str>) -> Self {
                        Self { runtime: payspec_webhook::Verifier::with_named_key(&SIGNATURE, key_id.into(), public_key) }
                    }
                    /// Accepts an additional public key with its ID.
                    pub fn or_public_key(self, key_id: impl Into<String>, public_key: impl AsRef<str>) -> Self {
                        self.configure(|runtime| runtime.or_named_key(key_id.into(), public_key))
                    }
                }
            }
        },
        Proof::Custom => {
            uses.insert("DeliveryVerifier");
            quote! {
                /// Creates a verifier that accepts the deliveries which `verifier` accepts.
                pub fn new(verifier: impl DeliveryVerifier + 'static) -> Self {
                    Self { runtime: payspec_webhook::Verifier::with_custom(&SIGNATURE, verifier) }
                }
            }
        }
    }
}

/// Returns the method that validates the keys; nothing if users implement the verifier.
pub(super) fn check(signature: &Signature) -> TokenStream {
    let (what, errors) = match &signature.proof {
        Proof::Custom => return TokenStream::new(),
        Proof::Rsa(rsa) => ("keys", malformed_key(rsa)),
        Proof::Hmac(Hmac { key_encoding: KeyEncoding::Hex, .. }) => ("secrets", malformed("as hexadecimal")),
        Proof::Hmac(Hmac { key_encoding: KeyEncoding::Base64, .. }) => ("secrets", malformed("as Base64")),
        Proof::Hmac(_) | Proof::Secret => (
            "secrets",
            "[`VerifyError::NoSecret`] if there is no secret, and [`VerifyError::UntrimmedSecret`] if one begins \
                or ends with whitespace or an invisible character."
                .to_owned(),
        ),
    };
    let summary = docs(&format!("Validates the {what} without a delivery: call it when the receiver starts."));
    let errors = docs(&errors);
    quote! {
        #summary
        ///
        /// # Errors
        ///
        #errors
        pub fn check(&self) -> Result<(), VerifyError> {
            self.runtime.check()
        }
    }
}

fn malformed_key(rsa: &Rsa) -> String {
    let none = "[`VerifyError::NoPublicKey`] if there is no public key";
    let malformed =
        "[`VerifyError::MalformedKey`] if one is not the public key of an RSA key pair of 2048 to 8192 bits";
    match rsa.key_id {
        None => format!("{none}, and {malformed}."),
        Some(_) => format!(
            "{none}, {malformed}, [`VerifyError::NoKeyId`] if an ID is blank, and [`VerifyError::UntrimmedKeyId`] if one \
                begins or ends with whitespace or an invisible character."
        ),
    }
}

fn malformed(form: &str) -> String {
    format!(
        "[`VerifyError::NoSecret`] if there is no secret, and [`VerifyError::MalformedSecret`] if one is not \
            encoded {form}."
    )
}
