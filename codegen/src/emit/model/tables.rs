//! Code tables: constants, rows, lookups.

use proc_macro2::{Ident, Literal, TokenStream};
use quote::{format_ident, quote};

use crate::emit::rustdoc;
use crate::emit::scope::Scope;
use crate::emit::tokens::{docs, ident, integer, option};
use crate::ir::{Cell, Column, Deviation, Kind, Row, Table};
use crate::names;
use crate::raw::types::CodeKind;
use crate::types::Builtin;

pub(super) fn items(table: &Table, scope: &mut Scope) -> Vec<TokenStream> {
    let row_name = names::row(&table.name);
    scope.define(&table.name);
    scope.define(&row_name);
    let (name, row) = (ident(&table.name), ident(&row_name));
    let stem = names::constant(&names::snake(&table.name), None);
    let (rows, aliases) = (format_ident!("{stem}_ROWS"), format_ident!("{stem}_ALIASES"));
    let constructor = format_ident!("{}_row", names::snake(&table.name));
    let mut items = vec![struct_item(table, &name), row_item(table, &row, scope), constants(table, &name)];
    items.push(constructor_item(table, &row, &constructor, scope));
    items.push(rows_item(table, &row, &rows, &constructor, scope));
    items.push(aliases_item(table, &aliases));
    items.push(quote!(payspec_core::code_table!(#name, #row, #rows, #aliases);));
    for column in table.columns.iter().filter(|column| column.key) {
        items.extend(lookup(table, column, &stem));
    }
    if let Some(CodeKind::CardNumber) = table.codes {
        items.extend(card_numbers(&name));
    }
    items
}

fn struct_item(table: &Table, name: &Ident) -> TokenStream {
    let others = if table.lookup {
        "Look up any text with `from`; text that is not in the table has no `row`."
    } else {
        "Codes that are not in the table are preserved."
    };
    let text = docs(&format!("{}\n\n{others}", rustdoc::of(&table.docs)));
    quote! {
        #text
        #[derive(Clone, PartialEq, Eq, Hash)]
        pub struct #name(payspec_core::Code);
    }
}

/// The type of a column's field; static, so that rows are constants.
pub(super) fn column_type(column: &Column, scope: &mut Scope) -> TokenStream {
    let ty = cell_type(&column.kind, scope);
    if column.optional { quote!(Option<#ty>) } else { ty }
}

/// The type of what a cell holds.
pub(super) fn cell_type(kind: &Kind, scope: &mut Scope) -> TokenStream {
    match kind {
        Kind::Builtin(Builtin::Integer) => quote!(u32),
        Kind::Builtin(Builtin::Boolean) => quote!(bool),
        Kind::Enum(name) | Kind::Table(name) => {
            let name = scope.local(name);
            quote!(#name)
        }
        _ => quote!(&'static str),
    }
}

fn row_item(table: &Table, row: &Ident, scope: &mut Scope) -> TokenStream {
    let text = docs(&format!("The table row of a [`{}`].", table.name));
    let fields = table.columns.iter().map(|column| {
        let (field, ty, text) = (ident(&column.rust()), column_type(column, scope), docs(&rustdoc::of(&column.docs)));
        quote!(#text pub #field: #ty,)
    });
    let code = docs(if table.lookup { "The code." } else { "The code on the wire." });
    let deviation = (!table.is_shared).then(deviation_field);
    quote! {
        #text
        #[derive(Debug, PartialEq, Eq)]
        #[non_exhaustive]
        pub struct #row {
            #code
            pub code: &'static str,
            #(#fields)*
            #deviation
        }
    }
}

pub(super) fn deviation_field() -> TokenStream {
    quote! {
        /// The text of the vendor's page, if this row deviates from it.
        pub deviation: Option<payspec_core::Deviation>,
    }
}

fn constants(table: &Table, name: &Ident) -> TokenStream {
    let constants = table.rows.iter().enumerate().map(|(index, row)| {
        let constant = ident(&row.constant);
        let index = Literal::usize_unsuffixed(index);
        let text = docs(&constant_docs(row));
        quote!(#text pub const #constant: Self = Self(payspec_core::Code::row(#index));)
    });
    quote! {
        impl #name {
            #(#constants)*
        }
    }
}

fn constant_docs(row: &Row) -> String {
    match &row.label {
        Some(label) => format!("`{}`: {}.", row.code, escape(label)),
        None => format!("`{}`.", row.code),
    }
}

pub(super) fn escape(label: &str) -> String {
    label.replace('[', "\\[").replace(']', "\\]").replace('<', "\\<")
}

fn constructor_item(table: &Table, row: &Ident, constructor: &Ident, scope: &mut Scope) -> TokenStream {
    let params = table.columns.iter().map(|column| {
        let (field, ty) = (ident(&column.rust()), column_type(column, scope));
        quote!(#field: #ty)
    });
    let fields = table.columns.iter().map(|column| ident(&column.rust()));
    let parameter = (!table.is_shared).then(|| quote!(deviation: Option<payspec_core::Deviation>,));
    let deviation = (!table.is_shared).then(|| quote!(deviation));
    quote! {
        #[allow(clippy::too_many_arguments, clippy::fn_params_excessive_bools)] // One argument a column.
        const fn #constructor(
            code: &'static str,
            #(#params,)*
            #parameter
        ) -> #row {
            #row { code, #(#fields,)* #deviation }
        }
    }
}

fn rows_item(table: &Table, row: &Ident, rows: &Ident, constructor: &Ident, scope: &mut Scope) -> TokenStream {
    let count = Literal::usize_unsuffixed(table.rows.len());
    let values = table.rows.iter().map(|row| {
        let code = &row.code;
        let cells = row.cells.iter().zip(&table.columns).map(|(cell, column)| cell_tokens(cell, column, scope));
        let deviation = (!table.is_shared).then(|| option(row.deviation.as_ref().map(deviation)));
        quote!(#constructor(#code, #(#cells,)* #deviation))
    });
    quote!(static #rows: [#row; #count] = [#(#values),*];)
}

pub(super) fn cell_tokens(cell: &Cell, column: &Column, scope: &mut Scope) -> TokenStream {
    let value = match (cell, &column.kind) {
        (Cell::Empty, _) => return quote!(None),
        (Cell::Text(text), _) => quote!(#text),
        (Cell::Integer(number), _) => {
            let number = integer(*number);
            quote!(#number)
        }
        (Cell::Boolean(boolean), _) => quote!(#boolean),
        (Cell::Variant(variant), kind) => {
            let (name, variant) = (ident(kind.declared().unwrap_or_default()), ident(variant));
            quote!(#name::#variant)
        }
        (Cell::Unlisted(constant), kind) => {
            let codes = scope.local(&names::codes_module(kind.declared().unwrap_or_default()));
            let constant = ident(constant);
            quote!(#codes::#constant)
        }
    };
    if column.optional { quote!(Some(#value)) } else { value }
}

pub(super) fn deviation(deviation: &Deviation) -> TokenStream {
    let Deviation { says, note, at } = deviation;
    quote!(payspec_core::Deviation { says: #says, note: #note, at: #at })
}

/// Other spellings, sorted, each with the index of its row.
fn aliases_item(table: &Table, aliases: &Ident) -> TokenStream {
    let mut pairs: Vec<(&str, usize)> = table
        .rows
        .iter()
        .enumerate()
        .flat_map(|(index, row)| row.also.iter().map(move |text| (text.as_str(), index)))
        .collect();
    pairs.sort_unstable();
    let count = Literal::usize_unsuffixed(pairs.len());
    let pairs = pairs.into_iter().map(|(text, index)| {
        let index = Literal::usize_unsuffixed(index);
        quote!((#text, #index))
    });
    quote!(static #aliases: [(&str, u16); #count] = [#(#pairs),*];)
}

fn lookup(table: &Table, column: &Column, stem: &str) -> Vec<TokenStream> {
    let mut found: Vec<(&str, usize)> = table
        .rows
        .iter()
        .enumerate()
        .filter_map(|(index, row)| match column_cell(table, column, row) {
            Some(Cell::Text(text)) => Some((text.as_str(), index)),
            _ => None,
        })
        .collect();
    found.sort_unstable();
    let index_name = format_ident!("{stem}_BY_{}", names::constant(&column.rust(), None));
    let rows = format_ident!("{stem}_ROWS");
    let count = Literal::usize_unsuffixed(found.len());
    let indices = found.into_iter().map(|(_, index)| Literal::usize_unsuffixed(index));
    let (name, field) = (ident(&table.name), ident(&column.rust()));
    let method = format_ident!("from_{}", column.rust());
    let text = docs(&format!("Returns the code whose `{}` is this text.", column.rust()));
    let value = if column.optional {
        quote!(#rows[usize::from(row)].#field.unwrap_or_default())
    } else {
        quote!(#rows[usize::from(row)].#field)
    };
    vec![
        quote!(static #index_name: [u16; #count] = [#(#indices),*];),
        quote! {
            impl #name {
                #text
                pub fn #method(text: &str) -> Option<Self> {
                    let row = payspec_core::find_by(&#index_name, |row| #value, text)?;
                    Some(Self(payspec_core::Code::row(row)))
                }
            }
        },
    ]
}

/// The codes can be given where the number of a card is wanted.
fn card_numbers(name: &Ident) -> Vec<TokenStream> {
    vec![
        quote! {
            impl From<&#name> for payspec_core::CardNumber {
                fn from(code: &#name) -> Self {
                    Self::from(code.as_str())
                }
            }
        },
        quote! {
            impl From<#name> for payspec_core::CardNumber {
                fn from(code: #name) -> Self {
                    Self::from(code.as_str())
                }
            }
        },
    ]
}

fn column_cell<'a>(table: &Table, column: &Column, row: &'a Row) -> Option<&'a Cell> {
    let index = table.columns.iter().position(|other| other.name == column.name)?;
    row.cells.get(index)
}
