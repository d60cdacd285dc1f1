//! What `new` takes: a few values by position, and by name where positions could be mixed up without an error.

use proc_macro2::TokenStream;
use quote::quote;

use super::model::objects::{debug_item, in_a_line};
use super::scope::{Scope, converts};
use super::tokens::{deprecated, docs, ident};
use crate::ir::{Field, Kind, Operation, Type};
use crate::names;
use crate::types::Builtin;

/// More values than these are not told apart by their positions.
const BY_POSITION: usize = 3;

/// Whether `new` takes what is required by name: there is much of it, or two values next to each other take the same
/// argument.
pub(crate) fn is_by_name(fields: &[Field]) -> bool {
    let required: Vec<&Field> = fields.iter().filter(|field| field.required).collect();
    required.len() > BY_POSITION || required.windows(2).any(|two| take_the_same(two[0], two[1]))
}

/// Whether the client's method takes the parameters as a whole. With path parameters only, it takes the ids. All others take
/// params, so that adding a parameter is not a breaking change; so do ids that could be mixed up.
pub(crate) fn takes_params(operation: &Operation) -> bool {
    operation.params.iter().any(|field| !field.in_path) || is_by_name(&operation.params)
}

/// Whether an argument of one is an argument of the other: both are of one type, or a text converts into both.
fn take_the_same(one: &Field, other: &Field) -> bool {
    let of_text = |field: &Field| is_of_text(&field.ty.kind);
    one.ty == other.ty || one.ty.list == other.ty.list && of_text(one) && of_text(other)
}

/// Whether a text becomes the type when it is passed to `new`: ids, enums and codes of any kind.
fn is_of_text(kind: &Kind) -> bool {
    converts(kind) && !matches!(kind, Kind::Union(_) | Kind::Expandable(_) | Kind::Builtin(Builtin::Bytes))
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

/// A value for a required field.
pub(super) struct Value<'a> {
    pub code: TokenStream,
    /// Its type, if it may be that of the field. Any other value is converted.
    pub ty: Option<&'a Type>,
}

/// A call of `new` with a value for each required field, as generated code writes it. `path` is that of the type.
pub(super) fn call(path: &TokenStream, rust: &str, fields: &[Field], values: &[Value<'_>]) -> TokenStream {
    let name = ident(rust);
    if !is_by_name(fields) {
        let values = values.iter().map(|value| &value.code);
        return quote!(#path #name::new(#(#values),*));
    }
    let (struct_name, required) = (ident(&names::required(rust)), fields.iter().filter(|field| field.required));
    let given = required.zip(values).map(|(field, value)| {
        let (name, Value { code: value, ty }) = (ident(&field.rust()), value);
        match (field.ty.list, converts(&field.ty.kind)) {
            _ if *ty == Some(&field.ty) => quote!(#name: #value),
            (false, false) => quote!(#name: #value),
            (false, true) => quote!(#name: #value.into()),
            (true, false) => quote!(#name: #value.into_iter().collect()),
            (true, true) => quote!(#name: #value.into_iter().map(Into::into).collect()),
        }
    });
    quote!(#path #name::new(#path #struct_name { #(#given),* }))
}
