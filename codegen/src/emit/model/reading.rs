//! How objects are read: a table of their members, for functions of the runtime that are compiled once.

use payspec_core::UnixTime;
use proc_macro2::{Ident, TokenStream};
use quote::quote;

use super::unreadable;
use crate::emit::tokens::ident;
use crate::ir::{Field, Kind, Object, Union};
use crate::types::Builtin;

/// Reads an object.
pub(super) fn object(object: &Object, is_kept: bool) -> TokenStream {
    of(&object.name, &object.fields, is_kept)
}

/// Reads fields as a struct of a name.
pub(super) fn of(name: &str, fields: &[Field], is_kept: bool) -> TokenStream {
    let (name, members, rest) = (ident(name), members(fields, is_kept), rest(fields));
    quote!(payspec_core::read_object!(#name { #(#members),* } #rest);)
}

/// Reads the parameters of an operation, as a server does.
pub(super) fn params(name: &str, fields: &[Field], lists: &Ident) -> TokenStream {
    let (name, members, rest) = (ident(name), members(fields, false), rest(fields));
    quote!(payspec_core::read_params!(#name, #lists { #(#members),* } #rest);)
}

/// Reads the fields that all variants of a union have.
pub(super) fn union(union: &Union) -> TokenStream {
    let (name, members, rest) = (ident(&union.name), members(&union.fields, true), rest(&union.fields));
    quote! {
        payspec_core::read_fields!(
            #name { #(#members),* } { variant: payspec_core::__private::variant_to_identify() } #rest
        );
    }
}

/// The members by their names on the wire, sorted.
fn members(fields: &[Field], is_kept: bool) -> Vec<TokenStream> {
    let mut members: Vec<(&str, TokenStream)> = fields
        .iter()
        .map(|field| {
            let (wire, rust, read) = (&*field.wire, ident(&field.rust()), ident(reader(field)));
            let patch = field.nullable.then(|| quote!(patch));
            (wire, quote!(#wire = #rust: #patch #read))
        })
        .collect();
    if is_kept {
        members.push((unreadable::ASIDE, unreadable::reading()));
    }
    members.sort_by_key(|(wire, _)| *wire);
    members.into_iter().map(|(_, member)| member).collect()
}

/// The names of the fields that must be there, and the fields with several names.
fn rest(fields: &[Field]) -> TokenStream {
    let required: Vec<_> = fields.iter().filter(|field| field.required).map(|field| &field.wire).collect();
    let required = if required.is_empty() { TokenStream::new() } else { quote!(required #(#required),*) };
    let several = fields.iter().filter(|field| !field.also.is_empty()).map(|field| {
        let (wire, also) = (&field.wire, &field.also);
        let is_text = field.ty.kind == Kind::Builtin(Builtin::String) && !field.ty.list;
        quote!(, several { #wire, #(#also),*; #is_text })
    });
    quote!(#required #(#several)*)
}

/// The function of the runtime that reads a field and forgives what servers get wrong. A field that is always there has
/// nothing to forgive, but the form of a list.
fn reader(field: &Field) -> &'static str {
    if field.ty.list {
        return list(field);
    }
    let pick = |optional, required| if field.required { required } else { optional };
    match &field.ty.kind {
        Kind::Map(value) => map(value, field.required),
        Kind::Object(_) | Kind::Union(_) => pick("object", "required_object"),
        Kind::Expandable(_) => pick("expandable", "required_expandable"),
        Kind::Builtin(Builtin::String) => pick("text", "required_text"),
        Kind::Builtin(Builtin::Integer) => pick("integer", "required_integer"),
        Kind::Builtin(Builtin::Boolean) => pick("boolean", "required_boolean"),
        Kind::Builtin(Builtin::Json) => pick("json", "required_json"),
        Kind::Builtin(Builtin::Metadata) => pick("metadata", "required_metadata"),
        Kind::Builtin(Builtin::Bytes) => pick("blob", "required_blob"),
        Kind::Builtin(Builtin::Iterations) => pick("iterations", "required_iterations"),
        Kind::Builtin(Builtin::CardNumber | Builtin::Secret) => pick("text_value", "required"),
        Kind::Builtin(Builtin::DateTime) if field.unix == Some(UnixTime::Seconds) => {
            pick("unix_seconds", "required_unix_seconds")
        }
        Kind::Builtin(Builtin::DateTime) if field.unix.is_some() => {
            pick("unix_milliseconds", "required_unix_milliseconds")
        }
        _ => pick("value", "required"),
    }
}

/// How a list is read: its items as leniently as single values.
fn list(field: &Field) -> &'static str {
    let pick = |optional, required| if field.required { required } else { optional };
    match &field.ty.kind {
        _ if field.nested => pick("nested_list", "nested_items"),
        Kind::Object(_) | Kind::Union(_) => pick("list", "items"),
        Kind::Builtin(Builtin::String) => pick("text_list", "texts"),
        Kind::Builtin(Builtin::Integer) => pick("integer_list", "integers"),
        Kind::Builtin(Builtin::Boolean) => pick("boolean_list", "booleans"),
        Kind::Builtin(Builtin::Json) => pick("json_list", "json_items"),
        Kind::Builtin(Builtin::Metadata) => pick("metadata_list", "metadata_items"),
        Kind::Builtin(Builtin::CardNumber | Builtin::Secret) => pick("text_value_list", "text_values"),
        Kind::Builtin(Builtin::DateTime) if field.unix == Some(UnixTime::Seconds) => {
            pick("unix_seconds_list", "unix_seconds_items")
        }
        Kind::Builtin(Builtin::DateTime) if field.unix.is_some() => {
            pick("unix_milliseconds_list", "unix_milliseconds_items")
        }
        _ => pick("value_list", "values"),
    }
}

/// How a map is read: its values as leniently as single ones.
fn map(value: &Kind, required: bool) -> &'static str {
    let pick = |optional, always| if required { always } else { optional };
    match value {
        Kind::Object(_) | Kind::Union(_) => pick("object_map", "required_object_map"),
        Kind::Builtin(Builtin::String) => pick("text_map", "required_text_map"),
        Kind::Builtin(Builtin::Integer) => pick("integer_map", "required_integer_map"),
        Kind::Builtin(Builtin::Boolean) => pick("boolean_map", "required_boolean_map"),
        Kind::Builtin(Builtin::Json) => pick("json_map", "required_json_map"),
        Kind::Builtin(Builtin::CardNumber | Builtin::Secret) => pick("text_value_map", "required_text_value_map"),
        _ => pick("value_map", "required_value_map"),
    }
}
