//! How the objects of events are read again. It is apart from them, because it makes parameters of operations.

use proc_macro2::TokenStream;
use quote::quote;

use crate::emit::required;
use crate::emit::scope::Scope;
use crate::emit::tokens::ident;
use crate::ir::{Api, Kind, Operation, Place, Refetch, Type, Way};
use crate::names;
use crate::types::Builtin;

/// Those of all objects.
pub(super) fn items(api: &Api) -> Vec<TokenStream> {
    let mut scope = Scope::default();
    let objects = api.modules.iter().flat_map(|module| &module.objects);
    let items = objects.filter_map(|object| item(api, &object.name, object.refetch.as_ref()?, &mut scope)).collect();
    super::with_uses(&scope, items)
}

/// How the object is read again when an event brings it.
fn item(api: &Api, rust: &str, refetch: &Refetch, scope: &mut Scope) -> Option<TokenStream> {
    let (name, kind, operation) = (scope.local(rust), scope.core("Refetch"), scope.local(&refetch.operation));
    let read = api.modules.iter().flat_map(|module| &module.operations).find(|it| it.type_name == refetch.operation)?;
    if required::is_by_name(&read.params) {
        scope.local(&names::required(&read.type_name));
    }
    let said = first_of(read, &refetch.ways, |place| required::Value { code: value_at(place), ty: Some(&place.ty) });
    let is_text =
        |way: &Way| way.required.iter().chain(way.optional.iter().map(|(_, place)| place)).all(Place::is_text);
    let by_members = refetch.ways.iter().all(is_text).then(|| {
        let text = Type { kind: Kind::Builtin(Builtin::String), list: false };
        let ways = first_of(read, &refetch.ways, |place| {
            let path = &place.path;
            required::Value { code: quote!(member(#path)?), ty: Some(&text) }
        });
        quote! {
            fn refetch_by(member: &dyn Fn(&str) -> Option<String>) -> Option<#operation> {
                #ways
            }
        }
    });
    Some(quote! {
        impl #kind for #name {
            type Operation = #operation;
            fn refetch(&self) -> Option<#operation> {
                #said
            }
            #by_members
        }
    })
}

/// The first of several ways to the parameters of an operation that finds all it needs.
fn first_of<'w>(read: &Operation, ways: &'w [Way], value: impl Fn(&'w Place) -> required::Value<'w>) -> TokenStream {
    let made = ways.iter().map(|way| {
        let required: Vec<_> = way.required.iter().map(&value).collect();
        let new = required::call(&TokenStream::new(), &read.type_name, &read.params, &required);
        let optional = way.optional.iter().map(|(setter, place)| {
            let (setter, value) = (ident(&setter.rust()), value(place).code);
            quote!(.#setter(#value))
        });
        quote!(Some(#new #(#optional)*))
    });
    let made: Vec<_> = made.collect();
    let Some((last, others)) = made.split_last() else { return quote!(None) };
    others.iter().rev().fold(last.clone(), |otherwise, made| {
        quote! {
            let said = || #made;
            said().or_else(|| #otherwise)
        }
    })
}

/// The value at a place; nothing where one of its steps is missing, or it is a text that names nothing.
fn value_at(place: &Place) -> TokenStream {
    let Some((last, way)) = place.steps.split_last() else { return TokenStream::new() };
    let way = way.iter().map(|step| {
        let name = ident(&step.field.rust());
        if step.certain { quote!(.#name) } else { quote!(.#name.as_ref()?) }
    });
    let name = ident(&last.field.rust());
    match (place.is_text(), last.certain) {
        (true, true) => quote!(payspec_core::named(Some(&self #(#way)* .#name))?),
        (true, false) => quote!(payspec_core::named(self #(#way)* .#name.as_ref())?),
        (false, true) => quote!(self #(#way)* .#name.clone()),
        (false, false) => quote!(self #(#way)* .#name.clone()?),
    }
}
