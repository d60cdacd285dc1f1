//! The members of the objects that events are about, as tables: the sandbox checks the fields of an event on demand with
//! them. Decoding the event would not do: unknown members are ignored there.

use std::collections::BTreeSet;

use proc_macro2::TokenStream;
use quote::quote;

use super::tokens::ident;
use crate::ir::{Api, Field, Kind, Object};
use crate::names;
use crate::types::Builtin;

/// The items of the file of an API; nothing without events.
pub(super) fn items(api: &Api) -> Vec<TokenStream> {
    let objects = reached(api);
    if objects.is_empty() {
        return Vec::new();
    }
    let model = ident(&format!("{}_model", names::snake(&api.name)));
    let tables = objects.iter().map(|object| table(object, &model));
    let rows = api.events().map(|event| {
        let (name, object) = (&event.wire, constant(&event.payload));
        quote!((#name, &#object))
    });
    let events = quote! {
        /// The object that each event is about.
        pub(crate) static EVENTS: &[(&str, &ObjectType)] = &[#(#rows),*];
    };
    let uses = quote!(
        use crate::members::{Member, ObjectType, Takes};
    );
    [uses, events].into_iter().chain(tables).collect()
}

/// The objects of events and the objects in them, by name.
fn reached(api: &Api) -> Vec<&Object> {
    let find = |name: &str| api.modules.iter().flat_map(|module| &module.objects).find(|object| object.name == name);
    let mut ahead: Vec<&str> = api.events().map(|event| event.payload.as_str()).collect();
    let mut seen = BTreeSet::new();
    while let Some(name) = ahead.pop() {
        let Some(object) = find(name).filter(|_| seen.insert(name)) else { continue };
        ahead.extend(object.fields.iter().filter_map(|field| match field.ty.kind.value() {
            Kind::Object(inner) => Some(inner.as_str()),
            _ => None,
        }));
    }
    seen.into_iter().filter_map(find).collect()
}

fn constant(object: &str) -> proc_macro2::Ident {
    ident(&names::snake(object).to_uppercase())
}

fn table(object: &Object, model: &proc_macro2::Ident) -> TokenStream {
    let (table, name) = (constant(&object.name), &object.name);
    let members = object.fields.iter().map(|field| {
        let (name, takes) = (&field.wire, takes(field, &field.ty.kind, model));
        let member =
            if field.ty.list { quote!(Member::list(#name, #takes)) } else { quote!(Member::one(#name, #takes)) };
        let also = &field.also;
        if also.is_empty() { member } else { quote!(#member.or(&[#(#also),*])) }
    });
    quote! {
        static #table: ObjectType = ObjectType { name: #name, members: &[#(#members),*] };
    }
}

/// What a field takes, as the API writes it.
fn takes(field: &Field, kind: &Kind, model: &proc_macro2::Ident) -> TokenStream {
    if field.unix.is_some() {
        return quote!(Takes::Integer);
    }
    if field.major.is_some() {
        return quote!(Takes::Decimal);
    }
    match kind {
        Kind::Builtin(builtin) => builtin_takes(*builtin),
        Kind::Id(_) => quote!(Takes::Id),
        // In lower case on the wire, codes are not those of the table.
        Kind::Enum(_) | Kind::Table(_) if field.lower_case => quote!(Takes::Text),
        Kind::Enum(name) | Kind::Table(name) => {
            let ty = ident(name);
            quote!(Takes::Code(#model::#ty::WIRE_VALUES))
        }
        Kind::Object(name) => {
            let table = constant(name);
            quote!(Takes::Object(&#table))
        }
        Kind::Map(value) => {
            let value = takes(field, value, model);
            quote!(Takes::Map(&#value))
        }
        Kind::Union(_) | Kind::Expandable(_) => quote!(Takes::Json),
    }
}

fn builtin_takes(builtin: Builtin) -> TokenStream {
    match builtin {
        Builtin::Integer | Builtin::Iterations => quote!(Takes::Integer),
        Builtin::Boolean => quote!(Takes::Boolean),
        Builtin::Amount => quote!(Takes::Amount),
        Builtin::Date => quote!(Takes::Date),
        Builtin::DateTime => quote!(Takes::DateTime),
        Builtin::Decimal => quote!(Takes::Decimal),
        Builtin::Metadata => quote!(Takes::Metadata),
        Builtin::Json => quote!(Takes::Json),
        Builtin::String | Builtin::CardNumber | Builtin::Secret | Builtin::Bytes => quote!(Takes::Text),
    }
}
