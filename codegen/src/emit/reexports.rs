//! What an API's crates re-export of the runtimes, so that users depend on one crate.
//!
//! What functions and fields of a crate take and return stands at its top, under its own name. The runtimes themselves are
//! there as well (`payspec_core`, `payspec_http`, ...), for what few people name and where a name of the API comes first.
//! `tests/workspace/it/stands_alone.rs` compares this with the surface of all crates.

use std::collections::BTreeSet;

use proc_macro2::TokenStream;
use quote::quote;

use super::model::OPERATIONS;
use super::tokens;
use super::tokens::ident;
use super::webhook::receive::has_claims;
use crate::ir::{Api, Field, Kind, Output, Proof, Webhooks};
use crate::names::{self, RESERVED_ROWS};
use crate::types::Builtin;

/// The names of payspec-core that users of an API meet: the types of its fields, and what every API has, less those of
/// [operations](of_operations).
pub(super) fn core(api: &Api) -> TokenStream {
    let mut found: BTreeSet<&str> = BTreeSet::from(["Secret", "UnreadableMembers", "json", "serde_json"]);
    found.extend(fields(api).flat_map(of_field));
    if !api.windows.is_empty() {
        found.insert("Window");
    }
    let operations = || api.modules.iter().flat_map(|module| &module.operations);
    for operation in operations() {
        match &operation.output {
            Output::ByStatus(_) => {}
            Output::Empty => found.extend(["Empty"]),
            Output::Search(_) => found.extend(["Page"]),
            Output::Body(ty) => {
                if let Kind::Builtin(builtin) = ty.kind {
                    found.extend(of_builtin(builtin));
                }
            }
        }
    }
    if fields(api).any(|field| matches!(field.ty.kind, Kind::Expandable(_))) {
        found.insert("Expandable");
    }
    if api.modules.iter().flat_map(|module| &module.objects).any(|object| object.refusal.is_some()) {
        found.insert("Refusal");
    }
    if api.environments.iter().any(|environment| !environment.variables.is_empty()) {
        found.extend(["HostLabel", "HostLabelError"]);
    }
    let names = found.into_iter().map(ident);
    quote!(pub use payspec_core::{self, #(#names),*};)
}

/// The names of payspec-core that users of its operations meet; `None` where it has none.
pub(super) fn of_operations(api: &Api) -> Option<TokenStream> {
    let operations = || api.modules.iter().flat_map(|module| &module.operations);
    operations().next()?;
    let profile = operations().any(|operation| !operation.profiles.is_empty()).then(|| quote!(Profile,));
    let reason = operations().any(|operation| !operation.reasons.is_empty()).then(|| quote!(ReasonSpec,));
    Some(quote!(pub use payspec_core::{Operation, #profile #reason Violation, Violations};))
}

/// Those of payspec-core and payspec-files that users of the portal's files meet.
pub(super) fn files(api: &Api) -> Vec<TokenStream> {
    let files = || api.modules.iter().flat_map(|module| &module.files);
    let fields = files().flat_map(|file| &file.columns).map(|column| &column.field);
    let mut found: BTreeSet<&str> = fields.flat_map(of_field).collect();
    if files().any(|file| file.written) {
        found.extend(["Violation", "Violations"]);
    }
    let (names, rows) = (found.into_iter().map(ident), RESERVED_ROWS.iter().map(|name| ident(name)));
    vec![quote!(pub use payspec_core::{self, #(#names),*};), quote!(pub use payspec_files::{self, #(#rows),*};)]
}

/// All fields that users read or set.
fn fields(api: &Api) -> impl Iterator<Item = &Field> {
    api.modules.iter().flat_map(|module| {
        let objects = module.objects.iter().flat_map(|object| &object.fields);
        let unions = module.unions.iter().flat_map(|union| {
            union.fields.iter().chain(union.variants.iter().flat_map(|variant| &variant.object.fields))
        });
        let params = module.operations.iter().flat_map(|operation| &operation.params);
        objects.chain(unions).chain(params)
    })
}

/// What stands in the type of a field.
fn of_field(field: &Field) -> Vec<&'static str> {
    let mut found = Vec::new();
    found.extend(field.nullable.then_some("Patch"));
    found.extend(matches!(field.ty.kind, Kind::Map(_)).then_some("Map"));
    if let Kind::Builtin(builtin) = *field.ty.kind.value() {
        found.extend(of_builtin(builtin));
    }
    found
}

fn of_builtin(builtin: Builtin) -> &'static [&'static str] {
    match builtin {
        Builtin::String | Builtin::Integer | Builtin::Boolean | Builtin::Secret | Builtin::Json => &[],
        Builtin::Amount => &["Amount"],
        Builtin::Date | Builtin::DateTime => &["CalendarDate", "DateTime", "NoDateError"],
        Builtin::Metadata => &["Metadata"],
        Builtin::CardNumber => &["CardNumber"],
        Builtin::Decimal => &["Decimal"],
        Builtin::Iterations => &["IterationError", "IterationReading", "Iterations"],
        Builtin::Bytes => &["Blob"],
    }
}

/// Those of payspec-http; where requests are signed, what signs them as well.
pub(super) fn http(api: &Api) -> TokenStream {
    let signing = api.auth.iter().any(|auth| auth.signing.is_some()).then(|| quote!(signing,));
    quote! {
        pub use payspec_http::{
            self, Async, Blocking, Call, CallOutcome, ConfigError, DecodeError, Error, ErrorKind, Refused, Response, RetryBudget,
            RetryPolicy, clock, observe, paging, polling, #signing testing, transport,
        };
    }
}

/// Those of payspec-webhook; where deliveries are signed, those of verifying as well.
pub(super) fn webhook(api: &Api, webhooks: &Webhooks) -> TokenStream {
    let signed = webhooks.signature.as_ref().map(|signature| {
        let target = signature.needs_target().then(|| quote!(DeliveryTarget,));
        let rejected = webhooks.is_verified_one_by_one().then(|| quote!(RejectedEvent,));
        // Keys of RSA are secret only where tests sign with them, and those of a custom verifier are its own.
        let by_scheme = match signature.proof {
            Proof::Custom => quote!(CustomVerifyError, DeliveryVerifier, UnverifiedDelivery, constant_time_eq,),
            Proof::Secret | Proof::Hmac(_) | Proof::Rsa(_) => quote!(Secret,),
        };
        quote!(#by_scheme #target #rejected Verified, VerifyError, VerifyRequest,)
    });
    let claims = has_claims(api, webhooks);
    let claimed = claims.then(|| quote!(Claim, Claimed, UnsignedEvent,));
    let receive = signed.is_some().then(|| quote!(receive,)).into_iter().chain(claims.then(|| quote!(receive_claim,)));
    let layers = signed.is_some().then(|| quote!(VerifyLayer,)).into_iter().chain(claims.then(|| quote!(ClaimLayer,)));
    quote! {
        #[cfg(feature = #OPERATIONS)]
        pub use payspec_webhook::Refetch;
        #[cfg(feature = "http")]
        pub use payspec_webhook::{#(#receive)*};
        #[cfg(feature = "tower")]
        pub use payspec_webhook::{#(#layers)*};
        pub use payspec_webhook::{
            self, #claimed Payload, Notification, RawBody, Reason, Rejection, #signed UndecodableError, Unknown, decode_as, decode_payload,
        };
    }
}

/// The crate of a library under the library's name.
pub(super) fn library(library: &str) -> TokenStream {
    let (krate, name) = (tokens::library(library), ident(&names::snake(library)));
    quote!(pub use #krate as #name;)
}

/// The model crate under the name by which users know it.
pub(super) fn model(api: &Api) -> TokenStream {
    let model = ident(&format!("{}_model", names::snake(&api.name)));
    quote!(pub use #model as model;)
}
