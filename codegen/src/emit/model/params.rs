//! Params of operations.

use payspec_core::BodyFormat;
use proc_macro2::TokenStream;
use quote::quote;

use super::fields::allow_deprecated;
use super::objects::{built, clearing, debug_item, encode_call, new, setters, struct_item};
use super::{by_status, spec, unreadable};
use crate::emit::scope::Scope;
use crate::emit::tokens::{deprecated, docs, ident};
use crate::emit::{required, rustdoc};
use crate::ir::{Api, Field, Kind, Operation, Output, Precondition};
use crate::names;
use crate::types::Builtin;

pub(super) fn items(api: &Api, operation: &Operation, scope: &mut Scope) -> Vec<TokenStream> {
    scope.define(&operation.type_name);
    let old = deprecated(operation.deprecated.as_ref());
    let text = built(docs(&rustdoc::operation(api, operation)), true, &operation.params);
    let text = quote!(#text #old);
    let mut items = vec![struct_item(&operation.type_name, &text, &operation.params, false, scope)];
    if operation.body == BodyFormat::Json {
        items.push(unreadable::writer(&operation.type_name, &operation.params, false));
    }
    if operation.params.iter().any(|field| field.sensitive) {
        items.push(debug_item(&operation.type_name, &operation.params, false));
    }
    items.extend(required::items(&operation.type_name, &operation.params, scope));
    items.push(own_impl(operation, scope));
    items.extend(setters(&operation.type_name, &operation.params, scope));
    items.extend(checks(operation));
    items.push(operation_impl(operation, scope));
    if let Output::ByStatus(by_status) = &operation.output {
        items.extend(by_status::items(operation, by_status, scope));
    }
    items
}

/// What is the type's own but for its setters and checks.
fn own_impl(operation: &Operation, scope: &mut Scope) -> TokenStream {
    let (name, allow) = (ident(&operation.type_name), allow_deprecated(&operation.params));
    let (profiles, reasons) = (profiles(operation, scope), reasons(operation, scope));
    let new = new(&operation.type_name, &operation.params, false, scope);
    let sent = if operation.body == BodyFormat::Json { "`null`" } else { "empty text" };
    let clearing = clearing(&operation.params, sent);
    let preconditions = validation_against(operation, scope);
    quote! {
        #allow
        impl #name {
            #profiles
            #reasons
            #new
            #clearing
            #preconditions
        }
    }
}

/// The profiles as constants of the params type.
fn profiles(operation: &Operation, scope: &mut Scope) -> TokenStream {
    let constants = operation.profiles.iter().enumerate().map(|(index, declared)| {
        let (constant, text) = (ident(&declared.rust()), docs(&rustdoc::profile(declared)));
        let (profile, spec) = (scope.core("Profile"), spec::name(operation));
        let index = proc_macro2::Literal::usize_unsuffixed(index);
        quote!(#text pub const #constant: &'static #profile = &#spec.profiles[#index];)
    });
    quote!(#(#constants)*)
}

/// The facts that answers state, as constants of the params type.
fn reasons(operation: &Operation, scope: &mut Scope) -> TokenStream {
    let constants = operation.reasons.iter().enumerate().map(|(index, declared)| {
        let (constant, text) = (ident(&declared.rust()), docs(&rustdoc::reason(declared)));
        let (reason, spec) = (scope.core("ReasonSpec"), spec::name(operation));
        let index = proc_macro2::Literal::usize_unsuffixed(index);
        quote!(#text pub const #constant: &'static #reason = &#spec.reasons[#index];)
    });
    quote!(#(#constants)*)
}

/// The checks of the trait as methods of the type, which need no import.
fn checks(operation: &Operation) -> Option<TokenStream> {
    let name = ident(&operation.type_name);
    let has_profiles = !operation.profiles.is_empty();
    // An amount cannot be written without its currency, nor a time without its offset.
    let has_major = operation.params.iter().any(|field| field.major.is_some() || field.unix.is_some());
    let checks = [
        (operation.all_rules().next().is_some() || has_profiles || has_major, quote!(validate)),
        (has_profiles, quote!(validate_for)),
        (operation.all_warnings().next().is_some() || !operation.known_values.is_empty(), quote!(warnings)),
    ];
    let checks: Vec<_> = checks.into_iter().filter(|(has_any, _)| *has_any).map(|(_, check)| check).collect();
    (!checks.is_empty()).then(|| quote!(payspec_core::checks!(#name, #(#checks),*);))
}

/// One check per object that the parameters are compared with.
fn validation_against(operation: &Operation, scope: &mut Scope) -> TokenStream {
    let methods = Precondition::by_object(&operation.preconditions).into_iter().map(|(object, _)| {
        let method = ident(&format!("validate_against_{}", names::snake(object)));
        let (argument, ty, violations) = (ident("known"), scope.local(object), scope.core("Violations"));
        let text = docs(&format!("Validates the preconditions on the current `{object}`, which the caller has read."));
        quote! {
            #text
            ///
            /// # Errors
            ///
            /// Returns all violations.
            #[inline]
            pub fn #method(&self, #argument: &#ty) -> Result<(), #violations> {
                Operation::validate_against(self, #object, #argument)
            }
        }
    });
    quote!(#(#methods)*)
}

/// What only some operations of a program need is `#[inline]`: it is compiled where it is used, and not for all of
/// them.
fn operation_impl(operation: &Operation, scope: &mut Scope) -> TokenStream {
    let name = ident(&operation.type_name);
    let (operation_trait, operation_spec) = (scope.core("Operation"), scope.core("OperationSpec"));
    let spec = spec::name(operation);
    let output = output(&operation.output, scope);
    let allow = allow_deprecated(&operation.params);
    let path_parameters = path_parameters(operation, scope);
    let json = operation.body == BodyFormat::Json;
    let in_form = operation.params.iter().filter(|field| !field.in_path && !json && !is_file(field));
    let calls: Vec<_> =
        in_form.map(|field| (empty_filter(operation, field, scope), encode_call(field, scope))).collect();
    let calls: Vec<_> = calls.into_iter().flat_map(|(filter, call)| filter.into_iter().chain([call])).collect();
    let encode_json = if json { encode_json() } else { TokenStream::new() };
    let files = files(operation, scope);
    let encode = (!calls.is_empty()).then(|| {
        let form = scope.core("Form");
        quote!(#[inline] fn encode(&self, form: &mut #form) { #(#calls)* })
    });
    quote! {
        #allow
        impl #operation_trait for #name {
            const SPEC: &'static #operation_spec = &#spec;
            type Output = #output;
            #path_parameters
            #encode
            #encode_json
            #files
        }
    }
}

/// Notes a filter of a search that is given without content: it would be left out of the request, or stand for nothing
/// there. What changes something has no filters, and neither has what reads one object.
fn empty_filter(operation: &Operation, field: &Field, scope: &mut Scope) -> Option<TokenStream> {
    let finds_several = match &operation.output {
        Output::Search(_) => true,
        Output::Body(ty) => ty.list,
        Output::Empty | Output::ByStatus(_) => false,
    };
    if operation.changes_state || !finds_several || field.json_text {
        return None;
    }
    let (wire, rust) = (&field.wire, ident(&field.rust()));
    let is_text = matches!(field.ty.kind, Kind::Id(_) | Kind::Builtin(Builtin::String));
    let is_empty = match (field.ty.list, is_text) {
        (true, true) => quote!(|texts| texts.iter().all(|text| text.as_str().is_empty())),
        (true, false) => quote!(Vec::is_empty),
        (false, true) => quote!(|text| text.as_str().is_empty()),
        (false, false) if field.ty.kind == Kind::Builtin(Builtin::Metadata) => {
            let metadata = scope.core("Metadata");
            quote!(#metadata::is_empty)
        }
        (false, false) if matches!(field.ty.kind, Kind::Map(_)) => {
            let map = scope.core("Map");
            quote!(#map::is_empty)
        }
        (false, false) => return None,
    };
    let given = match (field.nullable, field.required) {
        (true, _) => quote!(self.#rust.value()),
        (false, true) => quote!(Some(&self.#rust)),
        (false, false) => quote!(self.#rust.as_ref()),
    };
    Some(quote!(form.filter(#wire, #given.is_some_and(#is_empty));))
}

/// A file is a part of its own, next to the form.
fn is_file(field: &Field) -> bool {
    field.ty.kind == Kind::Builtin(Builtin::Bytes)
}

fn files(operation: &Operation, scope: &mut Scope) -> TokenStream {
    let files: Vec<&Field> = operation.params.iter().filter(|field| is_file(field)).collect();
    if files.is_empty() {
        return TokenStream::new();
    }
    let blob = scope.core("Blob");
    let pairs = files.iter().map(|field| {
        let (wire, rust) = (&field.wire, ident(&field.rust()));
        if field.required {
            quote!(Some((#wire, &self.#rust)))
        } else {
            quote!(self.#rust.as_ref().map(|file| (#wire, file)))
        }
    });
    quote! {
        fn files(&self) -> Vec<(&'static str, &#blob)> {
            [#(#pairs),*].into_iter().flatten().collect()
        }
    }
}

fn encode_json() -> TokenStream {
    quote! {
        #[inline]
        fn encode_json(&self) -> Result<serde_json::Map<String, serde_json::Value>, serde_json::Error> {
            payspec_core::json::object(self)
        }
    }
}

fn path_parameters(operation: &Operation, scope: &mut Scope) -> TokenStream {
    let in_path: Vec<_> = operation.params.iter().filter(|field| field.in_path).collect();
    if in_path.is_empty() {
        return TokenStream::new();
    }
    scope.core("FormValue");
    let pairs = in_path.iter().map(|field| {
        let (wire, rust) = (&field.wire, ident(&field.rust()));
        quote!((#wire, self.#rust.form_value()))
    });
    quote! {
        #[inline]
        fn path_parameters(&self) -> Vec<(&'static str, std::borrow::Cow<'_, str>)> {
            Vec::from([#(#pairs),*])
        }
    }
}

fn output(output: &Output, scope: &mut Scope) -> TokenStream {
    match output {
        Output::Empty => {
            let empty = scope.core("Empty");
            quote!(#empty)
        }
        Output::ByStatus(by_status) => {
            let name = ident(&by_status.name);
            quote!(#name)
        }
        Output::Body(ty) => scope.ty(ty),
        Output::Search(ty) => {
            let (listing, ty) = (scope.core("Page"), scope.ty(ty));
            quote!(#listing<#ty>)
        }
    }
}
