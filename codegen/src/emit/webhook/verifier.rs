//! The verifier: data, and a thin type that keeps it together with the events.

use std::collections::BTreeSet;

use proc_macro2::{Ident, Literal, TokenStream};
use quote::quote;

use super::keys;
use super::verify::{self, Verify};
use crate::emit::rustdoc;
use crate::emit::tokens::{docs, ident, option, texts, variant};
use crate::ir::{Api, Hmac, Part, Proof, Rsa, Signature, TimePlace, Timestamp, Webhooks};

pub(super) fn items(api: &Api, webhooks: &Webhooks, signature: &Signature) -> Vec<TokenStream> {
    let mut uses: BTreeSet<&'static str> = BTreeSet::from(["Proof", "RawBody", "SignatureSpec", "VerifyError"]);
    let (headers, member) = (texts(&signature.headers), option(signature.member.as_ref()));
    let (separator, prefix) = (option(signature.separator), &signature.prefix);
    let proof = match &signature.proof {
        Proof::Secret => quote!(Secret),
        Proof::Hmac(hmac) => hmac_spec(webhooks, hmac, &mut uses),
        Proof::Rsa(rsa) => rsa_spec(webhooks, rsa, &mut uses),
        Proof::Custom => quote!(Custom),
    };
    let timestamp = option(signature.timestamp.as_ref().map(|timestamp| timestamp_spec(timestamp, &mut uses)));
    let spec_text = docs(&format!("How deliveries are signed.\n\n{}", rustdoc::of(&signature.docs)));
    let text = docs(&format!(
        "Verifies and decodes deliveries of {}.\n\n{}{}",
        api.title,
        rustdoc::of(&signature.docs),
        not_covered(api, signature)
    ));
    let keys = keys::methods(signature, &mut uses);
    let check = keys::check(signature);
    let configure = docs(&settings(signature));
    let Verify { names, imports, methods, items } = verify::of(api, webhooks, signature);
    uses.extend(names);
    let uses = uses.into_iter().map(ident);
    let verifier = vec![
        quote!(use payspec_webhook::{#(#uses),*};),
        quote!(use super::{#imports};),
        quote! {
            #spec_text
            pub static SIGNATURE: SignatureSpec = SignatureSpec {
                headers: #headers,
                member: #member,
                separator: #separator,
                prefix: #prefix,
                proof: Proof::#proof,
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
                #keys
                #configure
                pub fn configure(
                    mut self,
                    change: impl FnOnce(payspec_webhook::Verifier) -> payspec_webhook::Verifier,
                ) -> Self {
                    self.runtime = change(self.runtime);
                    self
                }
                #check
                #methods
            }
        },
    ];
    verifier.into_iter().chain(items).collect()
}

/// What can be set in addition to keys, as far as it affects verification.
fn settings(signature: &Signature) -> String {
    let is_custom = matches!(signature.proof, Proof::Custom);
    let is_of_url = signature.proof.signed().iter().any(|part| matches!(part, Part::Url));
    let settings: Vec<&str> = [
        (signature.timestamp.is_some(), "tolerance"),
        (signature.timestamp.is_some() || is_custom, "clock"),
        (is_of_url || is_custom, "origin"),
    ]
    .into_iter()
    .filter_map(|(is_used, name)| is_used.then_some(name))
    .collect();
    match &settings[..] {
        [] => "Changes the settings shared by all APIs.".to_owned(),
        settings => format!("Changes the settings shared by all APIs: {}.", settings.join(", ")),
    }
}

fn hmac_spec(webhooks: &Webhooks, hmac: &Hmac, uses: &mut BTreeSet<&'static str>) -> TokenStream {
    uses.extend(["BodyForm", "HashAlgorithm", "HmacSpec", "KeyEncoding", "SignatureEncoding", "SignedPart"]);
    let (hash, encoding, key) = (variant(hmac.hash), variant(hmac.encoding), variant(hmac.key_encoding));
    let (key_prefix, signed) = (&hmac.key_prefix, hmac.signed.iter().map(part));
    let body = body_form(webhooks);
    quote! {
        Hmac(HmacSpec {
            hash: HashAlgorithm::#hash,
            encoding: SignatureEncoding::#encoding,
            key_encoding: KeyEncoding::#key,
            key_prefix: #key_prefix,
            signed: &[#(SignedPart::#signed),*],
            body: BodyForm::#body,
        })
    }
}

fn rsa_spec(webhooks: &Webhooks, rsa: &Rsa, uses: &mut BTreeSet<&'static str>) -> TokenStream {
    uses.extend(["BodyForm", "RsaPadding", "RsaSpec", "SignatureEncoding", "SignedPart"]);
    let is_digest = |part: &Part| matches!(part, Part::Digest(..));
    uses.extend(rsa.signed.iter().any(is_digest).then_some("HashAlgorithm"));
    let (encoding, key_id) = (variant(rsa.encoding), option(rsa.key_id.as_ref()));
    let (body, signed) = (body_form(webhooks), rsa.signed.iter().map(part));
    let padding = ident(if rsa.is_pss { "Pss" } else { "Pkcs1" });
    quote! {
        Rsa(RsaSpec {
            padding: RsaPadding::#padding,
            encoding: SignatureEncoding::#encoding,
            key_id: #key_id,
            signed: &[#(SignedPart::#signed),*],
            body: BodyForm::#body,
        })
    }
}

fn body_form(webhooks: &Webhooks) -> Ident {
    ident(match (webhooks.is_form, webhooks.is_json) {
        (true, true) => "FormOrJson",
        (true, false) => "Form",
        (false, _) => "Json",
    })
}

fn part(part: &Part) -> TokenStream {
    match part {
        Part::Body => quote!(Body),
        Part::Digest(hash, encoding) => {
            let (hash, encoding) = (variant(hash), variant(encoding));
            quote!(Digest(HashAlgorithm::#hash, SignatureEncoding::#encoding))
        }
        Part::Field(path) => quote!(Field(#path)),
        Part::Timestamp => quote!(Timestamp),
        Part::Header(header) => quote!(Header(#header)),
        Part::Method => quote!(Method),
        Part::LowercaseMethod => quote!(LowercaseMethod),
        Part::Path => quote!(Path),
        Part::PathAndQuery => quote!(PathAndQuery),
        Part::Query => quote!(Query),
        Part::Url => quote!(Url),
        Part::Text(text) => quote!(Text(#text)),
        // Of requests only: refused in descriptions of deliveries.
        Part::Host | Part::Nonce | Part::KeyId | Part::Key | Part::Signature => quote!(Text("")),
    }
}

fn timestamp_spec(timestamp: &Timestamp, uses: &mut BTreeSet<&'static str>) -> TokenStream {
    uses.extend(["TimeFormat", "TimePlace", "TimestampSpec"]);
    let at = match &timestamp.at {
        TimePlace::Member(member) => quote!(Member(#member)),
        TimePlace::Header(header) => quote!(Header(#header)),
        TimePlace::Value(prefix) => quote!(Value(#prefix)),
    };
    let (format, optional) = (variant(timestamp.format), timestamp.optional);
    let tolerance = Literal::u32_unsuffixed(timestamp.tolerance_seconds);
    quote! {
        TimestampSpec {
            at: TimePlace::#at,
            format: TimeFormat::#format,
            tolerance_seconds: #tolerance,
            optional: #optional,
        }
    }
}

/// What of a delivery anybody could have changed.
fn not_covered(api: &Api, signature: &Signature) -> String {
    match &signature.proof {
        Proof::Secret => {
            "\n\nThe secret is sent with each delivery, and no part of the body is signed: refetch the object."
                .to_owned()
        }
        Proof::Custom => String::new(),
        proof @ (Proof::Hmac(_) | Proof::Rsa(_)) => {
            let others = proof.only_fields().filter(|fields| has_others(api, fields)).map(|fields| {
                let fields: Vec<_> = fields.iter().map(|field| format!("`{field}`")).collect();
                format!("\n\nThe signature only covers {}: refetch the rest of the body.", fields.join(", "))
            });
            let moves = proof.is_unseparated().then_some(
                "\n\nSigned values are joined without a separator, so text can move from one to the next without \
                    changing the signature: refetch what matters.",
            );
            others.unwrap_or_default() + moves.unwrap_or_default()
        }
    }
}

/// Whether the object of an event that is signed has other fields than these.
fn has_others(api: &Api, signed: &[&str]) -> bool {
    let payloads: Vec<&str> =
        api.events().filter(|event| !event.unsigned).map(|event| event.payload.as_str()).collect();
    let objects = api.modules.iter().flat_map(|module| &module.objects);
    let mut fields =
        objects.filter(|object| payloads.contains(&object.name.as_str())).flat_map(|object| &object.fields);
    fields.any(|field| !signed.contains(&field.wire.as_str()))
}
