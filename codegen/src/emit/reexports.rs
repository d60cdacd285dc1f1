//! What an API's crates re-export of the runtimes, so that users name one crate.

use std::collections::BTreeSet;

use proc_macro2::TokenStream;
use quote::quote;

use super::model::OPERATIONS;
use super::tokens;
use super::tokens::ident;
use crate::ir::{Api, Field, Kind, Output, Webhooks};
use crate::names;
use crate::types::Builtin;

/// The names of payspec-core that users of an API meet: the types of its fields, and what every API has, less those of
/// [operations](of_operations).
pub(super) fn core(api: &Api) -> TokenStream {
    let mut found: BTreeSet<&str> = BTreeSet::from(["Secret", "json"]);
    for field in fields(api) {
        found.extend(if field.nullable { &["Patch"][..] } else { &[] });
        found.extend(if matches!(field.ty.kind, Kind::Map(_)) { &["Map"][..] } else { &[] });
        if let Kind::Builtin(builtin) = *field.ty.kind.value() {
            found.extend(of_builtin(builtin));
        }
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
    quote!(pub use payspec_core::{#(#names),*};)
}

/// The names of payspec-core that users of its operations meet; `None` where it has none.
pub(super) fn of_operations(api: &Api) -> Option<TokenStream> {
    let mut operations = api.modules.iter().flat_map(|module| &module.operations).peekable();
    operations.peek()?;
    let profile = operations.any(|operation| !operation.profiles.is_empty()).then(|| quote!(Profile,));
    Some(quote!(pub use payspec_core::{Operation, #profile Violation, Violations};))
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

fn of_builtin(builtin: Builtin) -> &'static [&'static str] {
    match builtin {
        Builtin::String | Builtin::Integer | Builtin::Boolean | Builtin::Secret => &[],
        Builtin::Amount => &["Amount"],
        Builtin::Date | Builtin::DateTime => &["CalendarDate", "DateTime", "NoDateError"],
        // It is a `Value` of serde_json.
        Builtin::Json => &["serde_json"],
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
            Async, Blocking, Call, CallOutcome, ConfigError, DecodeError, Error, ErrorKind, Refused, Response, RetryBudget,
            RetryPolicy, clock, guide, observe, paging, #signing testing, transport,
        };
    }
}

/// Those of payspec-webhook; where deliveries are signed, those of verifying as well.
pub(super) fn webhook(webhooks: &Webhooks) -> TokenStream {
    let signed = webhooks.signature.as_ref().map(|signature| {
        let target = signature.needs_target().then(|| quote!(DeliveryTarget,));
        let rejected = webhooks.is_verified_one_by_one().then(|| quote!(RejectedEvent,));
        quote!(#target #rejected Secret, VerifyError,)
    });
    quote! {
        #[cfg(feature = #OPERATIONS)]
        pub use payspec_webhook::Refetch;
        pub use payspec_webhook::{
            Payload, Notification, RawBody, Reason, #signed UndecodableError, Unknown, decode_as, decode_payload,
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
