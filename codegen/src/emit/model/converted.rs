//! Objects and params with fields that are not on the wire what they are in Rust: amounts in major units, codes in
//! lower case, unions that are told by a member next to them.
//!
//! How an amount is read and written depends on the currency next to it, which serde's derives do not see. So such an
//! object is read in two steps, and written field by field.

use payspec_core::UnixTime;
use proc_macro2::{Ident, TokenStream};
use quote::quote;

use super::fields::allow_deprecated;
use super::{reading, unreadable};
use crate::emit::scope::Scope;
use crate::emit::tokens::{ident, variant};
use crate::ir::file::Decimals;
use crate::ir::{Api, Field, Kind, Object, Type};
use crate::names;
use crate::types::Builtin;

/// The module that says how amounts are written.
pub(super) const MODULE: &str = "major_units";

/// Whether a field is converted when it is read.
pub(super) fn has_some(fields: &[Field]) -> bool {
    fields.iter().any(Field::is_converted)
}

/// What a time is counted in.
fn unix(unix: UnixTime) -> TokenStream {
    let variant = variant(unix);
    quote!(payspec_core::UnixTime::#variant)
}

/// What the module of amounts holds; nothing where all are in minor units.
pub(super) fn module(api: &Api) -> Vec<TokenStream> {
    let Some(amounts) = &api.amounts else { return Vec::new() };
    let mut scope = Scope::default();
    let is_number = amounts.is_number;
    let kind = quote!(payspec_core::__private::AmountFormat);
    let format = |decimals: TokenStream| quote!(#kind { decimals: #decimals, is_number: #is_number });
    let items: Vec<_> = amounts
        .decimals
        .iter()
        .map(|decimals| match decimals {
            Decimals::Fixed(decimals) => {
                let decimals = proc_macro2::Literal::u8_unsuffixed(*decimals);
                let value = format(quote!(Some(#decimals)));
                quote! {
                    /// The format of amounts.
                    pub(super) const AMOUNTS: #kind = #value;
                }
            }
            Decimals::Column { table, .. } => {
                let (name, row) = (in_currency(table), decimals.of_row(&quote!(currency?), &mut scope));
                let table = scope.local(table);
                let value = format(quote!(decimals()));
                quote! {
                    /// The format of amounts in a currency, with its decimals.
                    pub(super) fn #name(currency: Option<&#table>) -> #kind {
                        let decimals = || #row;
                        #value
                    }
                }
            }
        })
        .collect();
    let mut all = scope.uses(&quote!(super));
    all.extend(items);
    all
}

/// The function that says how amounts are written whose currency is a code of a table.
fn in_currency(table: &str) -> Ident {
    ident(&format!("amounts_in_{}", names::snake(table)))
}

/// How an amount is written, with what `owner` (`self`, or what was read) has as its currency.
fn format(field: &Field, owner: &TokenStream, is_read: bool) -> TokenStream {
    let Some(currency) = field.major.as_ref().and_then(|major| major.currency.as_ref()) else {
        return quote!(super::major_units::AMOUNTS);
    };
    let (name, function) = (ident(&currency.field.rust()), in_currency(&currency.table));
    let value = match (currency.required, is_read && currency.lower_case, currency.nullable) {
        (true, true, _) => quote!(Some(&#owner.#name.0)),
        (true, false, _) => quote!(Some(&#owner.#name)),
        (false, true, true) => quote!(#owner.#name.value().map(|code| &code.0)),
        (false, true, false) => quote!(#owner.#name.as_ref().map(|code| &code.0)),
        (false, false, true) => quote!(#owner.#name.value()),
        (false, false, false) => quote!(#owner.#name.as_ref()),
    };
    quote!(super::major_units::#function(#value))
}

/// How an object is read: as a struct that nobody else sees, whose fields have what stands on the wire, and then of
/// that.
pub(super) fn reader(object: &Object, scope: &mut Scope) -> TokenStream {
    let (name, is_kept) = (ident(&object.name), object.in_response);
    let rust = object.fields.iter().map(|field| ident(&field.rust()));
    let all = rust.chain(is_kept.then(|| ident("unreadable")));
    let converts = quote!(payspec_core::convert_object!(#name { #(#all),* } from __Read, convert););
    reader_of(&object.name, &object.fields, is_kept, &converts, scope)
}

/// How fields are read that are converted; `converts` makes a reader of the struct `__Read` and of `convert`.
pub(super) fn reader_of(
    rust: &str,
    fields: &[Field],
    is_kept: bool,
    converts: &TokenStream,
    scope: &mut Scope,
) -> TokenStream {
    let name = ident(rust);
    let (allow, read) = (allow_deprecated(fields), quote!(read));
    let kept = if is_kept { unreadable::field(scope) } else { TokenStream::new() };
    let read_fields: Vec<Field> = fields.iter().flat_map(as_read).collect();
    let items: Vec<_> = read_fields.iter().map(|field| read_field(field, scope)).collect();
    let members = reading::of("__Read", &read_fields, is_kept);
    let formats = fields.iter().filter(|field| field.major.is_some()).map(|field| {
        let (local, format) = (local(field), format(field, &read, true));
        quote!(let #local = #format;)
    });
    let values = fields.iter().map(|field| {
        let rust = ident(&field.rust());
        let value = value(field);
        quote!(#rust: #value)
    });
    let values = values.chain(is_kept.then(|| quote!(unreadable: read.unreadable)));
    // Codes in lower case always become what they are.
    let always = fields
        .iter()
        .all(|field| field.major.is_none() && field.told_by.is_none())
        .then(|| quote!(#[allow(clippy::unnecessary_wraps)]));
    quote! {
        #allow
        const _: () = {
            struct __Read {
                #(#items)*
                #kept
            }

            #members

            #always
            fn convert(#read: __Read) -> Result<#name, payspec_core::__private::MemberError> {
                #(#formats)*
                Ok(#name { #(#values),* })
            }

            #converts
        };
    }
}

/// A field as it stands on the wire: of a union with what tells its variant next to it, both as JSON.
fn as_read(field: &Field) -> Vec<Field> {
    let Some(tag) = &field.told_by else { return vec![field.clone()] };
    let ty = Type { kind: Kind::Builtin(Builtin::Json), list: false };
    let plain = Field { ty, required: false, guaranteed: false, boxed: false, told_by: None, ..field.clone() };
    let told =
        Field { wire: tag.clone(), rust_name: Some(tag_of(field).to_string()), also: Vec::new(), ..plain.clone() };
    vec![plain, told]
}

/// The field with what tells the variant of a union.
fn tag_of(field: &Field) -> Ident {
    ident(&format!("tag_of_{}", field.rust()))
}

/// The variable with the format of an amount.
fn local(field: &Field) -> Ident {
    ident(&format!("format_of_{}", field.rust()))
}

/// A field as it is read.
fn read_field(field: &Field, scope: &mut Scope) -> TokenStream {
    let rust = ident(&field.rust());
    if !field.is_converted() {
        let ty = scope.field(field);
        return quote!(#rust: #ty,);
    }
    let kind = if field.major.is_some() {
        quote!(payspec_core::__private::DecimalAmount)
    } else {
        let kind = scope.kind(&field.ty.kind);
        quote!(payspec_core::__private::LowerCase<#kind>)
    };
    let ty = if field.ty.list { quote!(Vec<#kind>) } else { kind };
    let ty = match (field.required, field.nullable) {
        (true, _) => ty,
        (false, false) => quote!(Option<#ty>),
        (false, true) => {
            let patch = scope.core("Patch");
            quote!(#patch<#ty>)
        }
    };
    quote!(#rust: #ty,)
}

/// What a field becomes that was read.
fn value(field: &Field) -> TokenStream {
    let (wire, rust) = (&field.wire, ident(&field.rust()));
    if field.told_by.is_some() {
        let tag = tag_of(field);
        return match (field.required, field.boxed) {
            (true, _) => quote!(payspec_core::__private::required_beside(#wire, read.#tag, read.#rust)?),
            (false, false) => quote!(payspec_core::__private::read_beside(#wire, read.#tag, read.#rust)?),
            (false, true) => {
                quote!(payspec_core::__private::read_beside(#wire, read.#tag, read.#rust)?.map(Box::new))
            }
        };
    }
    if field.major.is_some() {
        let format = local(field);
        return quote!(payspec_core::__private::read_amount(#wire, read.#rust, #format)?);
    }
    match (field.lower_case, field.ty.list, field.required) {
        (false, ..) => quote!(read.#rust),
        (true, false, true) => quote!(read.#rust.0),
        (true, false, false) => quote!(read.#rust.map(|code| code.0)),
        (true, true, true) => quote!(payspec_core::__private::LowerCase::unwrap_all(read.#rust)),
        (true, true, false) => quote!(read.#rust.map(payspec_core::__private::LowerCase::unwrap_all)),
    }
}

/// The statement that writes a converted field as a member of a JSON object.
pub(super) fn member(field: &Field) -> TokenStream {
    let (wire, also, rust) = (&field.wire, &field.also, ident(&field.rust()));
    let names = quote!(&[#wire #(, #also)*]);
    if let Some(tag) = &field.told_by {
        let union = given(field);
        return quote!(object.beside(#tag, #names, #union)?;);
    }
    if field.major.is_some() {
        let format = format(field, &quote!(self), false);
        return match (field.nullable, field.required) {
            (true, _) => quote!(if !self.#rust.is_absent() { object.amounts(#names, Some(&self.#rust), #format)?; }),
            (false, true) => quote!(object.amounts(#names, Some(&self.#rust), #format)?;),
            (false, false) => quote!(object.amounts(#names, self.#rust.as_ref(), #format)?;),
        };
    }
    if let Some(unix) = field.unix.map(unix) {
        return match (field.nullable, field.required) {
            (true, _) => quote!(if !self.#rust.is_absent() { object.times(#names, Some(&self.#rust), #unix)?; }),
            (false, true) => quote!(object.times(#names, Some(&self.#rust), #unix)?;),
            (false, false) => quote!(object.times(#names, self.#rust.as_ref(), #unix)?;),
        };
    }
    let lower = lower_case(field);
    if field.nullable {
        return quote! {
            if !self.#rust.is_absent() {
                object.member(#wire, &self.#rust.value().map(#lower))?;
            }
        };
    }
    let value = lowered(field);
    quote!(object.under_any_of(#names, #value.as_ref())?;)
}

/// A field as an option of a reference.
fn given(field: &Field) -> TokenStream {
    let rust = ident(&field.rust());
    match (field.nullable, field.required, field.boxed) {
        (true, ..) => quote!(self.#rust.value()),
        (false, true, _) => quote!(Some(&self.#rust)),
        (false, false, false) => quote!(self.#rust.as_ref()),
        (false, false, true) => quote!(self.#rust.as_deref()),
    }
}

/// What gives a code in lower case, or several.
fn lower_case(field: &Field) -> TokenStream {
    if field.ty.list {
        quote!(|codes| payspec_core::__private::LowerCase::all(codes))
    } else {
        quote!(payspec_core::__private::LowerCase)
    }
}

/// The codes of a field in lower case, if there are any.
fn lowered(field: &Field) -> TokenStream {
    let (rust, lower) = (ident(&field.rust()), lower_case(field));
    match (field.required, field.ty.list) {
        (true, true) => quote!(Some(payspec_core::__private::LowerCase::all(&self.#rust))),
        (true, false) => quote!(Some(payspec_core::__private::LowerCase(&self.#rust))),
        (false, _) => {
            let given = given(field);
            quote!(#given.map(#lower))
        }
    }
}

/// The call that writes a converted field into a form.
pub(super) fn encode_call(field: &Field) -> TokenStream {
    let (wire, rust) = (&field.wire, ident(&field.rust()));
    if let Some(tag) = &field.told_by {
        let union = given(field);
        let write = if field.json_text { ident("json_beside") } else { ident("beside") };
        return quote!(form.#write(#tag, #wire, #union););
    }
    let given = given(field);
    let slice = match (field.nullable, field.required) {
        (true, _) => quote!(self.#rust.value().map(Vec::as_slice)),
        (false, true) => quote!(Some(self.#rust.as_slice())),
        (false, false) => quote!(self.#rust.as_deref()),
    };
    if let Some(unix) = field.unix.map(unix) {
        return match (field.json_text, field.ty.list) {
            (true, _) => {
                quote!(form.json(#wire, #given.map(|times| payspec_core::__private::Counted(times, #unix)).as_ref());)
            }
            (false, true) => quote!(form.times(#wire, #slice, #unix);),
            (false, false) => quote!(form.time(#wire, #given, #unix);),
        };
    }
    if field.major.is_none() {
        let value = lowered(field);
        return match (field.json_text, field.ty.list) {
            (true, _) => quote!(form.json(#wire, #value.as_ref());),
            (false, true) => quote!(form.list(#wire, #value.as_deref());),
            (false, false) => quote!(form.optional(#wire, #value.as_ref());),
        };
    }
    let format = format(field, &quote!(self), false);
    match (field.json_text, field.ty.list) {
        (true, _) => {
            quote!(form.json(#wire, #given.map(|amounts| payspec_core::__private::Major(amounts, #format)).as_ref());)
        }
        (false, true) => quote!(form.amounts(#wire, #slice, #format);),
        (false, false) => quote!(form.amount(#wire, #given, #format);),
    }
}
