//! Objects of requests and responses.

use proc_macro2::TokenStream;
use quote::quote;

use super::fields::{allow_deprecated, field_item, shown};
use super::{converted, reading, unreadable};
use crate::emit::scope::{Scope, converts};
use crate::emit::tokens::{deprecated, docs, ident, variant};
use crate::emit::wording::plain;
use crate::emit::{required, rustdoc};
use crate::ir::{Field, FieldName, Kind, Object};
use crate::names;
use crate::raw::lists::ObjectLists;
use crate::types::Builtin;

/// So many letters of documentation fit on a line of a method.
const LINE: usize = 110;

pub(super) fn items(object: &Object, scope: &mut Scope) -> Vec<TokenStream> {
    items_with_docs(object, &rustdoc::object(object), scope)
}

/// The items of an object of which `text` is said.
pub(super) fn items_with_docs(object: &Object, text: &str, scope: &mut Scope) -> Vec<TokenStream> {
    scope.define(&object.name);
    let keeps = object.in_response;
    let text = built(docs(text), object.in_request, &object.fields);
    let mut items = vec![struct_item(&object.name, &text, &object.fields, keeps, scope)];
    if object.fields.iter().any(|field| field.sensitive) {
        items.push(debug_item(&object.name, &object.fields, keeps));
    }
    items.extend(constructor(&object.name, &object.fields, keeps, object.in_request, scope));
    if converted::has_some(&object.fields) {
        items.push(converted::reader(object, scope));
    } else {
        items.push(reading::object(object, keeps));
    }
    if keeps {
        items.push(unreadable::accessor(&object.name, scope));
    }
    items.push(unreadable::writer(&object.name, &object.fields, keeps));
    if object.in_request {
        items.push(encoder(object, scope));
    }
    items.extend(object.identity.as_ref().map(|(field, id)| identity(object, field, id, scope)));
    items
}

/// What identifies an object that comes as its identifier, too.
fn identity(object: &Object, field: &FieldName, id: &str, scope: &mut Scope) -> TokenStream {
    let (name, identified, id, field) =
        (ident(&object.name), scope.core("Identified"), scope.local(id), ident(&field.rust()));
    let allow = allow_deprecated(&object.fields);
    quote! {
        #allow
        impl #identified for #name {
            type Id = #id;
            fn id(&self) -> &#id {
                &self.#field
            }
        }
    }
}

/// The docs of a type, with `#[must_use]` where setters return it.
pub(in crate::emit) fn built(text: TokenStream, setters: bool, fields: &[Field]) -> TokenStream {
    if setters && fields.iter().any(|field| !field.required) { quote!(#text #[must_use]) } else { text }
}

/// A struct of fields, which keeps what of it cannot be read where it `keeps` any.
pub(in crate::emit) fn struct_item(
    rust: &str,
    text: &TokenStream,
    fields: &[Field],
    keeps: bool,
    scope: &mut Scope,
) -> TokenStream {
    let (name, allow) = (ident(rust), allow_deprecated(fields));
    let derives = derives(fields);
    let kept = if keeps { unreadable::field(scope) } else { TokenStream::new() };
    let fields = fields.iter().map(|field| field_item(field, scope));
    quote! {
        #text
        #allow
        #derives
        #[non_exhaustive]
        pub struct #name {
            #(#fields)*
            #kept
        }
    }
}

/// Derives: `Debug` unless something is to be hidden, `Default` when nothing is required.
fn derives(fields: &[Field]) -> TokenStream {
    let mut names = Vec::new();
    if !fields.iter().any(|field| field.sensitive) {
        names.push(quote!(Debug));
    }
    names.push(quote!(Clone));
    if !fields.iter().any(|field| field.required) {
        names.push(quote!(Default));
    }
    names.push(quote!(PartialEq));
    quote!(#[derive(#(#names),*)])
}

/// A `Debug` that hides what the spec calls sensitive.
pub(in crate::emit) fn debug_item(rust: &str, fields: &[Field], keeps: bool) -> TokenStream {
    let name = ident(rust);
    let shown = fields.iter().map(shown).chain(keeps.then(unreadable::shown));
    let allow = allow_deprecated(fields);
    quote! {
        #allow
        impl std::fmt::Debug for #name {
            #[inline]
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.debug_struct(#rust) #(#shown)* .finish()
            }
        }
    }
}

/// `new` with what is required, and setters for the rest when callers build the value.
pub(in crate::emit) fn constructor(
    rust: &str,
    fields: &[Field],
    keeps: bool,
    with_setters: bool,
    scope: &mut Scope,
) -> Vec<TokenStream> {
    let (name, allow, new) = (ident(rust), allow_deprecated(fields), new(rust, fields, keeps, scope));
    let clearing = with_setters.then(|| clearing(fields, "`null`"));
    let own = quote! {
        #allow
        impl #name {
            #new
            #clearing
        }
    };
    let setters = if with_setters { setters(rust, fields, scope) } else { None };
    required::items(rust, fields, scope).into_iter().chain([own]).chain(setters).collect()
}

/// `new` with what is required.
pub(super) fn new(rust: &str, fields: &[Field], keeps: bool, scope: &mut Scope) -> TokenStream {
    let required: Vec<&Field> = fields.iter().filter(|field| field.required).collect();
    let by_name = required::is_by_name(fields);
    let arguments = if by_name {
        let ty = ident(&names::required(rust));
        vec![quote!(required: #ty)]
    } else {
        let argument = |field: &&Field| {
            let (argument, ty) = (ident(&field.rust()), scope.argument(field));
            quote!(#argument: #ty)
        };
        required.iter().map(argument).collect()
    };
    let values = fields.iter().map(|field| {
        let rust = ident(&field.rust());
        if field.nullable {
            return quote!(#rust: Patch::Absent);
        }
        if !field.required {
            return quote!(#rust: None);
        }
        if by_name {
            return quote!(#rust: required.#rust);
        }
        let value = converted(field);
        if value.to_string() == field.rust() { quote!(#rust) } else { quote!(#rust: #value) }
    });
    let values = values.chain(keeps.then(unreadable::nothing));
    let body = if required.is_empty() { quote!(Self::default()) } else { quote!(Self { #(#values),* }) };
    let text = docs(if required.is_empty() {
        "Creates an instance with no fields set."
    } else {
        "Creates an instance with only the required fields set."
    });
    quote! {
        #text
        pub fn new(#(#arguments),*) -> Self {
            #body
        }
    }
}

/// The setters of what need not be given; nothing where everything must. Marked constants, which the printer writes as the
/// macro `setters!`: what a caller passes, and the value of the field.
pub(super) fn setters(rust: &str, fields: &[Field], scope: &mut Scope) -> Option<TokenStream> {
    let setters = fields.iter().filter(|field| !field.required).map(|field| {
        let (name, ty, text) = (ident(&field.rust()), scope.argument(field), docs(&in_a_line(field)));
        let (value, old) = (converted(field), deprecated(field.deprecated.as_ref()));
        let value = if field.boxed { quote!(Box::new(#value)) } else { value };
        let value = if field.nullable { quote!(Patch::Value(#value)) } else { quote!(Some(#value)) };
        quote!(#text #old const #name: #ty = #value;)
    });
    let (name, setters) = (ident(rust), setters.collect::<Vec<_>>());
    (!setters.is_empty()).then(|| {
        quote! {
            #[setters]
            impl #name {
                #(#setters)*
            }
        }
    })
}

/// What is said of a setter: what is said first of the field, where it needs more than a line.
pub(in crate::emit) fn in_a_line(field: &Field) -> String {
    let text = plain(field.docs.summary());
    match text.split_once(". ") {
        Some((first, _)) if text.len() > LINE => format!("{first}."),
        _ => text,
    }
}

/// The methods that clear what may be `null`, which is sent as this.
pub(super) fn clearing(fields: &[Field], sent: &str) -> TokenStream {
    let methods = fields.iter().filter(|field| field.nullable).map(|field| {
        let (name, old) = (ident(&field.rust()), deprecated(field.deprecated.as_ref()));
        let clear = ident(&format!("clear_{}", field.rust()));
        let clears = docs(&format!("Clears `{}`, which is sent as {sent}.", field.wire));
        quote! {
            #clears
            #old
            pub fn #clear(mut self) -> Self {
                self.#name = Patch::Null;
                self
            }
        }
    });
    quote!(#(#methods)*)
}

/// What becomes of what a caller passed.
pub(super) fn converted(field: &Field) -> TokenStream {
    let name = ident(&field.rust());
    match (field.ty.list, converts(&field.ty.kind)) {
        (false, false) => quote!(#name),
        (false, true) => quote!(#name.into()),
        (true, false) => quote!(#name.into_iter().collect()),
        (true, true) => quote!(#name.into_iter().map(Into::into).collect()),
    }
}

fn encoder(object: &Object, scope: &mut Scope) -> TokenStream {
    let name = ident(&object.name);
    let (encode, form) = (scope.core("EncodeForm"), scope.core("Form"));
    let calls = object.fields.iter().map(|field| encode_call(field, scope));
    let calls: Vec<_> = calls.collect();
    let allow = allow_deprecated(&object.fields);
    quote! {
        #allow
        impl #encode for #name {
            fn encode_form(&self, form: &mut #form) {
                #(#calls)*
            }
        }
    }
}

/// The call that writes a field into a form.
pub(super) fn encode_call(field: &Field, scope: &mut Scope) -> TokenStream {
    let (wire, rust) = (&field.wire, ident(&field.rust()));
    let clear = field.nullable.then(|| quote!(form.cleared(#wire, self.#rust.is_null());));
    let value = encode_value(field, scope);
    quote!(#clear #value)
}

/// The call that writes the value of a field.
fn encode_value(field: &Field, scope: &mut Scope) -> TokenStream {
    if field.is_written_apart() {
        return converted::encode_call(field);
    }
    let (wire, rust) = (&field.wire, ident(&field.rust()));
    let reference = match (field.required, field.boxed) {
        _ if field.nullable => quote!(self.#rust.value()),
        (true, _) => quote!(Some(&self.#rust)),
        (false, false) => quote!(self.#rust.as_ref()),
        (false, true) => quote!(self.#rust.as_deref()),
    };
    if field.json_text {
        return quote!(form.json(#wire, #reference););
    }
    if field.ty.list {
        let slice = match (field.nullable, field.required) {
            (true, _) => quote!(self.#rust.value().map(Vec::as_slice)),
            (false, true) => quote!(Some(self.#rust.as_slice())),
            (false, false) => quote!(self.#rust.as_deref()),
        };
        let json = matches!(
            field.ty.kind,
            Kind::Object(_) | Kind::Union(_) | Kind::Builtin(Builtin::Json | Builtin::Metadata)
        );
        return match field.object_lists {
            Some(ObjectLists::Indexed) => quote!(form.indexed_list(#wire, #slice);),
            Some(ObjectLists::Bracketed) => quote!(form.bracketed_list(#wire, #slice);),
            Some(ObjectLists::Json) | None if json => quote!(form.json_list(#wire, #slice);),
            Some(ObjectLists::Json) | None if field.commas => quote!(form.comma_list(#wire, #slice);),
            Some(ObjectLists::Json) | None => quote!(form.list(#wire, #slice);),
        };
    }
    if let Some(compact) = field.compact {
        let kind = scope.core("CompactDate");
        let form = variant(compact);
        return quote!(form.compact(#wire, #reference, #kind::#form););
    }
    match &field.ty.kind {
        Kind::Map(value) => match **value {
            Kind::Object(_) | Kind::Union(_) => quote!(form.objects_by_key(#wire, #reference);),
            Kind::Builtin(Builtin::Json) => quote!(form.json_by_key(#wire, #reference);),
            _ => quote!(form.values_by_key(#wire, #reference);),
        },
        Kind::Object(_) | Kind::Union(_) => quote!(form.object(#wire, #reference);),
        Kind::Builtin(Builtin::Json) => quote!(form.json(#wire, #reference);),
        Kind::Builtin(Builtin::Metadata) => quote!(form.map(#wire, #reference);),
        _ if field.required => quote!(form.field(#wire, &self.#rust);),
        _ => quote!(form.optional(#wire, #reference);),
    }
}
