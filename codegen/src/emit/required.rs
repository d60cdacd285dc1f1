//! What `new` takes: a few values by position, and by name where positions could be mixed up without an error.

use proc_macro2::TokenStream;
use quote::quote;

use super::model::objects::{debug_item, in_a_line};
use super::scope::{Scope, converts};
use super::tokens::{deprecated, docs, ident};
use crate::ir::Field;
use crate::names;

/// More values than these are not told apart by their positions.
const BY_POSITION: usize = 3;

/// Whether `new` takes what is required by name: there is much of it, or two values of one type are next to each other.
pub(super) fn is_by_name(fields: &[Field]) -> bool {
    let required: Vec<&Field> = fields.iter().filter(|field| field.required).collect();
    required.len() > BY_POSITION || required.windows(2).any(|two| two[0].ty == two[1].ty)
}

/// The struct that `new` takes, which has every required value by name.
pub(super) fn items(rust: &str, fields: &[Field], scope: &mut Scope) -> Vec<TokenStream> {
    if !is_by_name(fields) {
        return Vec::new();
    }
    let (name, text) = (names::required(rust), docs(&format!("The required arguments of [`{rust}::new`], by name.")));
    scope.define(&name);
    let required: Vec<Field> = fields.iter().filter(|field| field.required).cloned().collect();
    let is_hidden = required.iter().any(|field| field.sensitive);
    let derives = if is_hidden { quote!(#[derive(Clone)]) } else { quote!(#[derive(Debug, Clone)]) };
    let debug = is_hidden.then(|| debug_item(&name, &required, false));
    let own = required.iter().map(|field| {
        let (field_name, ty, text) = (ident(&field.rust()), scope.field(field), docs(&in_a_line(field)));
        let old = deprecated(field.deprecated.as_ref());
        quote!(#text #old pub #field_name: #ty,)
    });
    let (own, name): (Vec<_>, _) = (own.collect(), ident(&name));
    std::iter::once(quote!(#text #derives pub struct #name { #(#own)* })).chain(debug).collect()
}

/// A call of `new` with a value for each required field, as generated code writes it. `path` is that of the type.
pub(super) fn call(path: &TokenStream, rust: &str, fields: &[Field], values: &[TokenStream]) -> TokenStream {
    let name = ident(rust);
    if !is_by_name(fields) {
        return quote!(#path #name::new(#(#values),*));
    }
    let (struct_name, required) = (ident(&names::required(rust)), fields.iter().filter(|field| field.required));
    let given = required.zip(values).map(|(field, value)| {
        let name = ident(&field.rust());
        match (field.ty.list, converts(&field.ty.kind)) {
            (false, false) => quote!(#name: #value),
            (false, true) => quote!(#name: #value.into()),
            (true, false) => quote!(#name: #value.into_iter().collect()),
            (true, true) => quote!(#name: #value.into_iter().map(Into::into).collect()),
        }
    });
    quote!(#path #name::new(#path #struct_name { #(#given),* }))
}
