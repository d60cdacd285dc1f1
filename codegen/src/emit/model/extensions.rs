//! Tables of libraries: the type comes from the library's crate, what the API says of its codes stands next to it.

use proc_macro2::{Literal, TokenStream};
use quote::{format_ident, quote};

use super::tables::{cell_tokens, column_type, deviation, deviation_field, escape};
use crate::emit::rustdoc;
use crate::emit::scope::Scope;
use crate::emit::tokens;
use crate::emit::tokens::{docs, ident, option};
use crate::ir::{Constant, Extension};
use crate::names;

pub(super) fn items(extension: &Extension, scope: &mut Scope) -> Vec<TokenStream> {
    scope.define(&extension.name);
    let mut items = vec![reexport(extension)];
    if !extension.constants.is_empty() {
        scope.define(&names::codes_module(&extension.name));
        items.push(codes(extension));
    }
    if !extension.rows.is_empty() {
        items.extend(rows(extension, scope));
    }
    items
}

fn reexport(extension: &Extension) -> TokenStream {
    let (krate, base) = (tokens::library(&extension.library), ident(&extension.base));
    let renamed = (extension.base != extension.name).then(|| {
        let name = ident(&extension.name);
        quote!(as #name)
    });
    let mut text = rustdoc::of(&extension.docs);
    let accepted = extension.constants.iter().filter(|constant| constant.is_listed);
    let accepted: Vec<String> = accepted.map(|constant| format!("`{}`", constant.code)).collect();
    if !accepted.is_empty() {
        let only = accepted.join(", ");
        text.push_str(&format!("\n\nRequests accept {only} only; other codes are refused before sending."));
    }
    if !extension.constants.is_empty() {
        text.push_str(&format!("\n\nConstants: [`{}`].", names::codes_module(&extension.name)));
    }
    if !extension.rows.is_empty() {
        text.push_str(&format!("\n\nFurther data of the API about its codes: [`{}`].", names::row(&extension.name)));
    }
    let text = docs(&text);
    quote! {
        #text
        #[doc(inline)]
        pub use #krate::#base #renamed;
    }
}

/// The module of constants: the codes that the API accepts, and those that the library does not have.
fn codes(extension: &Extension) -> TokenStream {
    let (name, module) = (ident(&extension.name), ident(&names::codes_module(&extension.name)));
    let page = docs(&format!("The codes of [`{}`](super::{0}) that this API declares.", extension.name));
    let constants = extension.constants.iter().map(|constant| {
        let (rust, text) = (ident(&constant.name), docs(&constant_docs(constant)));
        let value = if constant.is_listed {
            quote!(#name::#rust)
        } else {
            let code = &constant.code;
            quote!(#name::unlisted(#code))
        };
        quote!(#text pub const #rust: #name = #value;)
    });
    let known = known_values(extension);
    quote! {
        #page
        pub mod #module {
            use super::#name;

            #(#constants)*
            #known
        }
    }
}

fn constant_docs(constant: &Constant) -> String {
    let mut text = match &constant.label {
        Some(label) => format!("`{}`: {}.", constant.code, escape(label)),
        None => format!("`{}`.", constant.code),
    };
    if !constant.is_listed {
        text.push_str(
            "\n\nSpecific to this API, so it has no row. Compare it with `==`; it cannot be used as a \
            pattern.",
        );
    }
    text
}

/// The texts on the wire, where the library's are not all.
fn known_values(extension: &Extension) -> Option<TokenStream> {
    let own: Vec<&str> = extension.unlisted().map(|constant| constant.code.as_str()).collect();
    let name = ident(&extension.name);
    (!own.is_empty()).then(|| {
        let count = Literal::usize_unsuffixed(own.len());
        quote! {
            /// The wire values of all codes: those of the table, then those of this API.
            pub const WIRE_VALUES: &[&str] =
                &payspec_core::__private::joined::<{ #name::WIRE_VALUES.len() + #count }>(#name::WIRE_VALUES, &[#(#own),*]);
        }
    })
}

/// What the API says of codes.
fn rows(extension: &Extension, scope: &mut Scope) -> Vec<TokenStream> {
    let row_name = names::row(&extension.name);
    scope.define(&row_name);
    let (name, row) = (ident(&extension.name), ident(&row_name));
    let rows = format_ident!("{}_ROWS", names::constant(&names::snake(&extension.name), None));
    let text = docs(&format!("Data of this API about a [`{}`], in addition to the shared table.", extension.name));
    let fields = extension.columns.iter().map(|column| {
        let (field, ty, text) = (ident(&column.rust()), column_type(column, scope), docs(&rustdoc::of(&column.docs)));
        quote!(#text pub #field: #ty,)
    });
    let (fields, deviation_field) = (fields.collect::<Vec<_>>(), deviation_field());
    let count = Literal::usize_unsuffixed(extension.rows.len());
    let values = extension.rows.iter().map(|found| {
        let (code, deviation) = (&found.code, option(found.deviation.as_ref().map(deviation)));
        let cells = found.cells.iter().zip(&extension.columns).map(|(cell, column)| {
            let (field, cell) = (ident(&column.rust()), cell_tokens(cell, column, scope));
            quote!(#field: #cell,)
        });
        quote!(#row { code: #code, #(#cells)* deviation: #deviation })
    });
    let values: Vec<_> = values.collect();
    vec![
        quote! {
            #text
            #[derive(Debug, PartialEq, Eq)]
            #[non_exhaustive]
            pub struct #row {
                /// The code on the wire.
                pub code: &'static str,
                #(#fields)*
                #deviation_field
            }
        },
        quote!(static #rows: [#row; #count] = [#(#values),*];),
        quote!(payspec_core::code_rows!(#row, #name, #rows);),
    ]
}
