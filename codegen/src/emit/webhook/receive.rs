//! What the extractors of frameworks know of an API: how a request is verified, and what is claimed where nothing is signed.

use proc_macro2::TokenStream;
use quote::quote;

use crate::emit::tokens::ident;
use crate::ir::{Api, Signature, Webhooks};

/// Whether deliveries come that nobody signs.
pub(in crate::emit) fn has_claims(api: &Api, webhooks: &Webhooks) -> bool {
    webhooks.signature.is_none() || api.events().any(|event| event.unsigned)
}

/// How a request is verified.
pub(super) fn verify_item(webhooks: &Webhooks, signature: &Signature) -> TokenStream {
    let (is_own, is_list) = (signature.member.is_some(), webhooks.events().is_some());
    let delivery = ident(match (is_own, is_list) {
        (true, true) => "VerifiedEvents",
        (false, true) => "Events",
        (_, false) => "Event",
    });
    let needs_target = signature.needs_target();
    let target = if needs_target { quote!(target) } else { quote!(_) };
    let headers = if is_own { quote!(_) } else { quote!(headers) };
    let (given_target, given_headers) = (needs_target.then(|| quote!(target,)), (!is_own).then(|| quote!(headers,)));
    quote! {
        impl payspec_webhook::VerifyRequest for Verifier {
            type Delivery = #delivery;

            fn verify_request<N: AsRef<str>, V: AsRef<[u8]>>(
                &self,
                #target: payspec_webhook::DeliveryTarget<'_>,
                #headers: impl IntoIterator<Item = (N, V)>,
                body: RawBody,
            ) -> Result<#delivery, VerifyError> {
                self.verify(#given_target #given_headers body)
            }
        }
    }
}

/// What is claimed.
pub(super) fn claims_item(webhooks: &Webhooks) -> TokenStream {
    let (claims, of) = if webhooks.events().is_some() {
        (quote!(Vec<payspec_webhook::Claim<Self>>), quote!(of_list))
    } else {
        (quote!(payspec_webhook::Claim<Self>), quote!(of))
    };
    quote! {
        impl payspec_webhook::UnsignedEvent for Event {
            type Claims = #claims;
            const ENVELOPE: &'static Envelope = &ENVELOPE;

            fn claims(body: RawBody) -> Result<Self::Claims, payspec_webhook::Rejection> {
                payspec_webhook::Claim::#of(decode(body))
            }

            fn raw(&self) -> &RawBody {
                Self::raw(self)
            }

            fn event_id(&self) -> Option<&str> {
                Self::event_id(self)
            }

            fn undecodable(&self) -> Option<&UndecodableError> {
                match self {
                    Self::Undecodable(error) => Some(error),
                    _ => None,
                }
            }
        }
    }
}
