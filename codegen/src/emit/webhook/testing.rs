//! What tests of a receiver need: signed deliveries, and a delivery of each event.

use proc_macro2::TokenStream;
use quote::quote;

use crate::emit::cargo::TESTING;
use crate::emit::tokens::{docs, ident, option};
use crate::emit::{Content, Output, path};
use crate::ir::{Api, Proof, Signature, Webhooks};
use crate::print;
use crate::samples::{self, Fixture};

/// The declaration of the module, for the crate's first file.
pub(super) fn declaration(api: &Api) -> TokenStream {
    let text = docs(&format!("Test helpers for receivers: deliveries as {} sends them.", api.title));
    quote! {
        #text
        #[cfg(feature = #TESTING)]
        pub mod testing;
    }
}

/// The name of the file with the deliveries.
const DELIVERIES: &str = "deliveries.txt";

pub(super) fn emit(api: &Api, crates_dir: &str, webhooks: &Webhooks, outputs: &mut Vec<Output>) {
    let fixtures = samples::fixtures(api);
    let mut items = webhooks.signature.as_ref().map(|signature| sign_items(webhooks, signature)).unwrap_or_default();
    items.push(fixtures_item(api, webhooks, &fixtures));
    outputs.push(Output {
        path: path(api, crates_dir, "webhook", TESTING),
        source: api.source.clone(),
        content: Content::Rust(items),
    });
    let lines = fixtures.iter().map(|fixture| format!("{}\t{}\t{}\n", fixture.name, fixture.event, fixture.text));
    outputs.push(Output {
        path: format!("{crates_dir}/{}/webhook/src/generated/{DELIVERIES}", api.name),
        source: api.source.clone(),
        content: Content::Text(format!("{}{}", print::header("#", &api.source), lines.collect::<String>())),
    });
}

/// A function for each delivery. What they do is runtime code, and the deliveries are data.
fn fixtures_item(api: &Api, webhooks: &Webhooks, fixtures: &[Fixture]) -> TokenStream {
    let list = option(webhooks.events().map(|_| quote!(&super::super::EVENTS)));
    let functions = fixtures.iter().map(|fixture| {
        let (name, key, object) = (ident(&fixture.name), &fixture.name, ident(&fixture.object));
        let from = if fixture.is_sample { "as documented" } else { "made up from the spec" };
        let text = docs(&format!("`{}`, {from}.", fixture.event));
        quote! {
            #text
            pub fn #name() -> Fixture<model::#object> {
                FIXTURES.named(#key)
            }
        }
    });
    let title = docs(&format!("A delivery of each event of {}, to be modified in tests.", api.title));
    quote! {
        #title
        pub mod fixtures {
            use payspec_webhook::testing::Messages;
            pub use payspec_webhook::testing::{Fixture, Fixtures};
            use super::super::model;

            /// All fixtures, by event type.
            pub static FIXTURES: Fixtures = Fixtures {
                messages: Messages(include_str!(#DELIVERIES)),
                envelope: &super::super::ENVELOPE,
                list: #list,
            };
            #(#functions)*
        }
    }
}

fn sign_items(webhooks: &Webhooks, signature: &Signature) -> Vec<TokenStream> {
    // A program that verifies in its own way also signs in its own way.
    if matches!(signature.proof, Proof::Custom) {
        return Vec::new();
    }
    let key_id = signature.rsa().and_then(|rsa| rsa.key_id.as_ref());
    let key = ident(if signature.rsa().is_some() { "private_key" } else { "secret" });
    let sign_text = if signature.rsa().is_some() {
        quote! {
            /// Signs a body as the API would at a given time, with a private key in PEM. A [`Verifier`](super::Verifier) with
            /// its public key and the same clock accepts it.
        }
    } else {
        quote! {
            /// Signs a body as the API would at a given time. A [`Verifier`](super::Verifier) with this secret and the same
            /// clock accepts it.
        }
    };
    let (id_argument, id) = (key_id.map(|_| quote!(key_id: impl Into<String>,)), key_id.map(|_| quote!(key_id,)));
    let named = key_id.map(|header| quote!(.header(#header, key_id)));
    let is_each = webhooks.is_verified_one_by_one();
    let events = is_each.then(|| quote!(.events(&super::EVENTS)));
    let needs_target = signature.needs_target();
    let target_name = needs_target.then(|| quote!(DeliveryTarget,));
    let target_argument = needs_target.then(|| quote!(target: DeliveryTarget<'_>,));
    let target = needs_target.then(|| quote!(.target(target)));
    let target_docs = needs_target.then(|| {
        quote! {
            ///
            /// `target` is the address of the request, which is signed too.
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
            #sign_text
            #target_docs
            ///
            /// # Errors
            ///
            /// As [`Signer::sign`].
            pub fn sign(
                #id_argument
                #key: impl Into<Secret>,
                #target_argument
                body: impl Into<RawBody>,
                at: SystemTime,
            ) -> Result<SignedDelivery, VerifyError> {
                signer(#id #key)#target.sign(body, at)
            }
        },
        quote! {
            /// Creates a signer, for deliveries with custom signed headers.
            pub fn signer<'a>(#id_argument #key: impl Into<Secret>) -> Signer<'a> {
                Signer::new(&super::SIGNATURE, #key)#named #events
            }
        },
    ]
}
