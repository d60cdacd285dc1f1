//! What tests of a receiver need: signed deliveries, and a delivery of each event.

use proc_macro2::TokenStream;
use quote::quote;

use crate::emit::cargo::TESTING;
use crate::emit::tokens::docs;
use crate::ir::{Api, Signature, Webhooks};

/// The declaration of the module, for the crate's first file.
pub(super) fn declaration(api: &Api) -> TokenStream {
    let text = docs(&format!("For tests of a receiver: deliveries as {} sends them.", api.title));
    quote! {
        #text
        #[cfg(feature = #TESTING)]
        pub mod testing;
    }
}

pub(super) fn items(webhooks: &Webhooks) -> Vec<TokenStream> {
    webhooks.signature.as_ref().map(|signature| sign_items(webhooks, signature)).unwrap_or_default()
}

fn sign_items(webhooks: &Webhooks, signature: &Signature) -> Vec<TokenStream> {
    let is_each = webhooks.is_verified_one_by_one();
    let events = is_each.then(|| quote!(.events(&super::EVENTS)));
    let needs_target = signature.needs_target();
    let target_name = needs_target.then(|| quote!(DeliveryTarget,));
    let target_argument = needs_target.then(|| quote!(target: DeliveryTarget<'_>,));
    let target = needs_target.then(|| quote!(.target(target)));
    let target_docs = needs_target.then(|| {
        quote! {
            ///
            /// `target` says how the request is addressed, which is signed as well.
        }
    });
    vec![
        quote!(
            use std::time::SystemTime;
        ),
        quote!(
            pub use payspec_webhook::testing::{SignedDelivery, Signer};
        ),
        quote!(use super::{#target_name RawBody, Secret, VerifyError};),
        quote! {
            /// Signs a body as the API does as of a time: what a [`Verifier`](super::Verifier) with this secret and the same
            /// clock takes for right.
            #target_docs
            ///
            /// # Errors
            ///
            /// As [`Signer::sign`].
            pub fn sign(
                secret: impl Into<Secret>,
                #target_argument
                body: impl Into<RawBody>,
                at: SystemTime,
            ) -> Result<SignedDelivery, VerifyError> {
                signer(secret)#target.sign(body, at)
            }
        },
        quote! {
            /// Creates a signer, for deliveries whose signed headers are to be chosen as well.
            pub fn signer<'a>(secret: impl Into<Secret>) -> Signer<'a> {
                Signer::new(&super::SIGNATURE, secret)#events
            }
        },
    ]
}
