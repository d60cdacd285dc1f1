//! The verifier: data, and a thin type that keeps it together with the events.

use proc_macro2::TokenStream;
use quote::quote;

use crate::emit::rustdoc;
use crate::emit::tokens::{docs, ident, option, texts, variant};
use crate::ir::{Api, Signature, Signed, Webhooks};

pub(super) fn items(api: &Api, webhooks: &Webhooks, signature: &Signature) -> Vec<TokenStream> {
    let headers = texts(&signature.headers);
    let encoding = variant(signature.encoding);
    let signed = match &signature.signed {
        Signed::Body => quote!(Body),
        Signed::Fields(fields) => {
            let fields = texts(fields);
            let of = ident(if webhooks.is_json { "FormOrJsonFields" } else { "FormFields" });
            quote!(#of(#fields))
        }
    };
    let timestamp_spec = if signature.timestamp.is_some() { quote!(TimestampSpec,) } else { TokenStream::new() };
    let timestamp = option(signature.timestamp.as_ref().map(|(member, tolerance, optional)| {
        let tolerance = proc_macro2::Literal::u32_unsuffixed(*tolerance);
        quote!(TimestampSpec { member: #member, tolerance_seconds: #tolerance, optional: #optional })
    }));
    let spec_text = docs(&format!("How deliveries are signed.\n\n{}", rustdoc::of(&signature.docs)));
    let text = docs(&format!(
        "Verifies deliveries of {} and reads those that are right.\n\n{}",
        api.title,
        rustdoc::of(&signature.docs)
    ));
    let unsigned: Vec<_> = api.events().filter(|event| event.unsigned).map(|event| ident(&event.rust())).collect();
    let event = ident(if webhooks.events().is_some() { "Events" } else { "Event" });
    let read = if unsigned.is_empty() {
        quote!(Ok(decode_delivery(delivery)))
    } else {
        quote! {
            match decode_delivery(delivery) {
                // Its fields are none of those that are signed, so they were added to a delivery of another kind.
                #(Event::#unsigned(_))|* => Err(VerifyError::NeverSigned),
                event => Ok(event),
            }
        }
    };
    vec![
        quote!(use payspec_webhook::{RawBody, Secret, SignatureEncoding, SignatureSpec, SignedContent, #timestamp_spec VerifyError};),
        quote!(
            use super::{#event, decode_delivery};
        ),
        quote! {
            #spec_text
            pub static SIGNATURE: SignatureSpec = SignatureSpec {
                headers: #headers,
                encoding: SignatureEncoding::#encoding,
                signed: SignedContent::#signed,
                timestamp: #timestamp,
            };
        },
        quote! {
            #text
            #[derive(Debug, Clone)]
            #[must_use]
            pub struct Verifier {
                runtime: payspec_webhook::Verifier,
            }
        },
        quote! {
            impl Verifier {
                /// A verifier with the secret that deliveries are signed with.
                pub fn new(secret: impl Into<Secret>) -> Self {
                    Self { runtime: payspec_webhook::Verifier::new(&SIGNATURE, secret) }
                }
                /// A further secret that will do as well, while secrets are being changed.
                pub fn or_secret(self, secret: impl Into<Secret>) -> Self {
                    self.configure(|runtime| runtime.or_secret(secret))
                }
                /// Changes the settings that all APIs have in common: tolerance, clock.
                pub fn configure(
                    mut self,
                    change: impl FnOnce(payspec_webhook::Verifier) -> payspec_webhook::Verifier,
                ) -> Self {
                    self.runtime = change(self.runtime);
                    self
                }
                /// Checks the secrets without a delivery: call it when the receiver starts.
                ///
                /// # Errors
                ///
                /// [`VerifyError::NoSecret`] where there is none, and [`VerifyError::UntrimmedSecret`] where one begins or ends
                /// with a blank, a line break or an invisible character.
                pub fn check(&self) -> Result<(), VerifyError> {
                    self.runtime.check()
                }
                /// Verifies a delivery by its headers and its body as it arrived, and reads it.
                ///
                /// Headers are names and values, as a borrowed `http::HeaderMap` gives them; bodies are bytes or text.
                ///
                /// # Errors
                ///
                /// Why it is not taken for one of the API. A body with a right signature always gives an event.
                pub fn verify<N, V>(
                    &self,
                    headers: impl IntoIterator<Item = (N, V)>,
                    body: impl Into<RawBody>,
                ) -> Result<#event, VerifyError>
                where
                    N: AsRef<str>,
                    V: AsRef<[u8]>,
                {
                    let body = body.into();
                    let delivery = self.runtime.verify_delivery(headers, &body)?;
                    #read
                }
            }
        },
    ]
}
