//! How a verifier is asked: of a delivery by its headers, or of each event by the signature that it has in itself.

use proc_macro2::TokenStream;
use quote::quote;

use crate::emit::tokens::{docs, ident};
use crate::ir::{Api, Proof, Signature, Webhooks};

/// The methods that verify, and what they need.
pub(super) struct Verify {
    /// Names of payspec-webhook.
    pub(super) names: Vec<&'static str>,
    /// Names of the crate itself.
    pub(super) imports: TokenStream,
    pub(super) methods: TokenStream,
    /// Items next to the verifier.
    pub(super) items: Vec<TokenStream>,
}

pub(super) fn of(api: &Api, webhooks: &Webhooks, signature: &Signature) -> Verify {
    match (&signature.member, webhooks.events()) {
        (None, events) => of_delivery(api, signature, events.is_some()),
        (Some(_), None) => of_event(api),
        (Some(_), Some(_)) => of_events(api, signature),
    }
}

/// An event whose signature is right; of those that the API does not sign, an error.
fn signed(api: &Api, event: &TokenStream) -> TokenStream {
    let unsigned: Vec<_> = api.events().filter(|event| event.unsigned).map(|event| ident(&event.rust())).collect();
    if unsigned.is_empty() {
        return quote!(Ok(#event));
    }
    quote! {
        match #event {
            // Its fields are none of those that are signed, so they were added to a delivery of another kind.
            #(Event::#unsigned(_))|* => Err(VerifyError::NeverSigned),
            event => Ok(event),
        }
    }
}

fn of_delivery(api: &Api, signature: &Signature, is_list: bool) -> Verify {
    let event = ident(if is_list { "Events" } else { "Event" });
    let needs_target = signature.needs_target();
    let is_custom = matches!(signature.proof, Proof::Custom);
    let target_docs = needs_target.then(|| {
        if is_custom {
            quote! {
                ///
                /// `target` is the address of the request, which may be signed too.
            }
        } else {
            quote! {
                ///
                /// `target` is the address of the request, which is signed too.
            }
        }
    });
    let target_argument = needs_target.then(|| quote!(target: DeliveryTarget<'_>,));
    let target = needs_target.then(|| quote!(target,));
    let verify = ident(if needs_target { "verify_delivery_to" } else { "verify_delivery" });
    let read = signed(api, &quote!(decode_delivery(delivery)));
    let methods = quote! {
        /// Verifies a delivery by its headers and raw body, and decodes it.
        ///
        /// Headers are pairs of name and value, such as those of a borrowed `http::HeaderMap`; the body is bytes or text.
        #target_docs
        ///
        /// # Errors
        ///
        /// Returns why the delivery was rejected. A body with a valid signature always yields an event.
        pub fn verify<N, V>(
            &self,
            #target_argument
            headers: impl IntoIterator<Item = (N, V)>,
            body: impl Into<RawBody>,
        ) -> Result<#event, VerifyError>
        where
            N: AsRef<str>,
            V: AsRef<[u8]>,
        {
            let body = body.into();
            let delivery = self.runtime.#verify(#target headers, &body)?;
            #read
        }
    };
    Verify {
        names: needs_target.then_some("DeliveryTarget").into_iter().collect(),
        imports: quote!(#event, decode_delivery),
        methods,
        items: Vec::new(),
    }
}

/// A delivery is one event, with its signature in itself.
fn of_event(api: &Api) -> Verify {
    let read = signed(api, &quote!(decode(body)));
    let methods = quote! {
        /// Verifies a delivery by the signature in its raw body, and decodes it. Headers are not used.
        ///
        /// # Errors
        ///
        /// Returns why the delivery was rejected. A body with a valid signature always yields an event.
        pub fn verify(&self, body: impl Into<RawBody>) -> Result<Event, VerifyError> {
            let body = body.into();
            self.runtime.verify_event(body.as_bytes())?;
            #read
        }
    };
    Verify { names: Vec::new(), imports: quote!(Event, decode), methods, items: Vec::new() }
}

/// A delivery brings several events, each with its signature in itself.
fn of_events(api: &Api, signature: &Signature) -> Verify {
    let no_key = match &signature.proof {
        Proof::Rsa(_) => "[`VerifyError::NoPublicKey`] if there is no public key",
        _ => "[`VerifyError::NoSecret`] if there is no secret",
    };
    let errors = docs(&format!("{no_key}, and [`VerifyError::NoEvents`] if the body has no list of events."));
    let read = signed(api, &quote!(decode_event(item)));
    let methods = quote! {
        /// Verifies and decodes each event of a delivery by the signature in the event. Headers are not used. A rejected
        /// event does not affect the others.
        ///
        /// # Errors
        ///
        #errors
        pub fn verify(&self, body: impl Into<RawBody>) -> Result<VerifiedEvents, VerifyError> {
            VerifiedEvents::of(&EVENTS, &self.runtime, &body.into(), read)
        }

        /// Verifies one event of a delivery by its stored bytes, and decodes it.
        ///
        /// # Errors
        ///
        /// Returns why the event was rejected. Bytes with a valid signature always yield an event.
        pub fn verify_event(&self, item: impl Into<RawBody>) -> Result<Event, VerifyError> {
            let item = item.into();
            self.runtime.verify_event(item.as_bytes())?;
            read(item)
        }
    };
    let items = vec![
        quote! {
            /// The events of a delivery, verified one by one.
            pub type VerifiedEvents = payspec_webhook::VerifiedEvents<Event>;
        },
        quote! {
            /// Decodes an event with a valid signature.
            fn read(item: RawBody) -> Result<Event, VerifyError> {
                #read
            }
        },
    ];
    Verify { names: Vec::new(), imports: quote!(EVENTS, Event, decode_event), methods, items }
}
