//! The crate of the portal's files: a struct a row, and the file as constant data. Reading and writing is runtime code.

use proc_macro2::TokenStream;
use quote::quote;

use super::model::fields::allow_deprecated;
use super::model::{objects, spec};
use super::rustdoc;
use super::scope::Scope;
use super::tokens::{docs, ident, texts, variant};
use super::{Content, Output, path, reexports};
use crate::ir::file::{Column, Decimals, File};
use crate::ir::{Api, Field, Kind, Module};
use crate::names;
use crate::raw::file::AmountUnit;
use crate::types::Builtin;

pub(super) fn emit(api: &Api, crates_dir: &str, outputs: &mut Vec<Output>) {
    if !api.has_files() {
        return;
    }
    let modules = || api.modules.iter().filter(|module| !module.files.is_empty());
    let mut push = |file: &str, source: &str, items: Vec<TokenStream>| {
        outputs.push(Output {
            path: path(api, crates_dir, "files", file),
            source: source.to_owned(),
            content: Content::Rust(items),
        });
    };
    let names = modules().map(|module| ident(&module.name));
    let own = modules().map(|module| {
        let name = ident(&module.name);
        quote!(pub use #name::*;)
    });
    let mut root: Vec<TokenStream> = names.map(|name| quote!(mod #name;)).chain(own).collect();
    root.extend(reexports::files(api));
    root.push(reexports::model(api));
    push("mod", &api.source, root);
    let model = ident(&format!("{}_model", names::snake(&api.name)));
    for module in modules() {
        push(&module.name, &module.source, module_items(module, &quote!(#model)));
    }
}

fn module_items(module: &Module, model: &TokenStream) -> Vec<TokenStream> {
    let mut scope = Scope::default();
    let items: Vec<_> = module.files.iter().flat_map(|file| items(file, &mut scope)).collect();
    let mut all = vec![quote!(
        use payspec_files as files;
    )];
    all.extend(scope.uses(model));
    all.extend(items);
    all
}

fn items(file: &File, scope: &mut Scope) -> Vec<TokenStream> {
    scope.define(&file.rust());
    let fields: Vec<Field> = file.columns.iter().map(|column| rustdoc::column(column, file)).collect();
    let text = objects::built(docs(&rustdoc::file(file)), file.written, &fields);
    let mut items = vec![objects::struct_item(&file.rust(), &text, &fields, false, scope)];
    if fields.iter().any(|field| field.sensitive) {
        items.push(objects::debug_item(&file.rust(), &fields, false));
    }
    items.extend(objects::constructor(&file.rust(), &fields, false, file.written, scope));
    if file.written {
        items.push(validation(file, scope));
    }
    items.push(row_impl(file, &fields, scope));
    items.push(format_item(file, scope));
    items
}

/// The check of the trait as a method of the type, so that callers need not import the trait for it.
fn validation(file: &File, scope: &mut Scope) -> TokenStream {
    let (name, violations) = (ident(&file.rust()), scope.core("Violations"));
    quote! {
        impl #name {
            /// Validates the row, as a writer does before writing it.
            ///
            /// # Errors
            ///
            /// Returns all violations.
            pub fn validate(&self) -> Result<(), #violations> {
                files::FileRow::validate(self)
            }
        }
    }
}

fn row_impl(file: &File, fields: &[Field], scope: &mut Scope) -> TokenStream {
    let (name, format) = (ident(&file.rust()), static_name(file));
    scope.core("FormValue");
    // All cells are read before a missing one ends it, so that everything wrong with a row is found.
    let (required, optional): (Vec<_>, Vec<_>) = fields.iter().enumerate().partition(|(_, field)| field.required);
    let value =
        |(index, field): &(usize, &Field), scope: &mut Scope| (ident(&field.rust()), read(*index, field, scope));
    let given: Vec<_> = required.iter().map(|field| value(field, scope)).collect();
    let lets = given.iter().map(|(rust, read)| quote!(let #rust = #read;));
    let names = given.iter().map(|(rust, _)| quote!(#rust: #rust?));
    let values: Vec<_> = optional.iter().map(|field| value(field, scope)).collect();
    let values = values.iter().map(|(rust, read)| quote!(#rust: #read)).chain(names);
    let written = fields.iter().map(|field| {
        let rust = ident(&field.rust());
        if field.required {
            quote!(Some(self.#rust.form_value()))
        } else {
            quote!(self.#rust.as_ref().map(FormValue::form_value))
        }
    });
    let allow = allow_deprecated(fields);
    quote! {
        #allow
        impl files::FileRow for #name {
            const FORMAT: &'static files::FileFormat = &#format;

            fn from_cells(cells: &mut files::Cells<'_>) -> Option<Self> {
                #(#lets)*
                Some(Self { #(#values),* })
            }

            fn values(&self) -> Vec<Option<std::borrow::Cow<'_, str>>> {
                Vec::from([#(#written),*])
            }
        }
    }
}

/// The call that reads a cell.
fn read(index: usize, field: &Field, scope: &mut Scope) -> TokenStream {
    let index = proc_macro2::Literal::usize_unsuffixed(index);
    match &field.ty.kind {
        Kind::Builtin(Builtin::Integer) => quote!(cells.integer(#index)),
        Kind::Builtin(Builtin::Boolean) => quote!(cells.boolean(#index)),
        Kind::Builtin(Builtin::Amount) => quote!(cells.amount(#index)),
        Kind::Builtin(Builtin::Date | Builtin::DateTime) => quote!(cells.date(#index)),
        Kind::Id(_) => quote!(cells.id(#index)),
        Kind::Enum(name) => {
            let name = scope.local(name);
            quote!(cells.word(#index, #name::is_known))
        }
        Kind::Table(name) => {
            let name = scope.local(name);
            quote!(cells.word(#index, #name::is_listed))
        }
        // The check stage lets nothing else into a file but text.
        _ => quote!(cells.text(#index)),
    }
}

fn static_name(file: &File) -> proc_macro2::Ident {
    ident(&names::constant(&names::snake(&file.rust()), None))
}

fn format_item(file: &File, scope: &mut Scope) -> TokenStream {
    let (name, static_name) = (&file.name, static_name(file));
    let separator = variant(file.separator);
    let amounts = amounts(file, scope);
    let columns: Vec<_> = file.columns.iter().map(column).collect();
    let rules = spec::rules(file.rules.iter(), scope);
    quote! {
        static #static_name: files::FileFormat = files::FileFormat {
            name: #name,
            separator: files::Separator::#separator,
            amounts: #amounts,
            columns: &[#(#columns),*],
            rules: #rules,
        };
    }
}

fn amounts(file: &File, scope: &mut Scope) -> TokenStream {
    let unit = match file.amounts.unit {
        AmountUnit::Minor => quote!(Minor),
        AmountUnit::Major => {
            let mark = variant(file.amounts.mark);
            quote!(Major(files::DecimalMark::#mark))
        }
    };
    let decimals = match &file.amounts.decimals {
        Decimals::Fixed(decimals) => {
            let decimals = proc_macro2::Literal::u8_unsuffixed(*decimals);
            quote!(Fixed(#decimals))
        }
        Decimals::Column { table, is_own, .. } => {
            let table = scope.local(table);
            let code = if *is_own { quote!(&#table::from(code)) } else { quote!(#table::from(code)) };
            let decimals = file.amounts.decimals.of_row(&code, scope);
            quote!(OfCurrency(|code| #decimals))
        }
    };
    let inferred = file.amounts.inferred;
    quote! {
        files::Amounts { unit: files::AmountUnit::#unit, is_inferred: #inferred, decimals: files::Decimals::#decimals }
    }
}

impl Decimals {
    /// How many decimals a currency has, by its row; as an `Option`. Nothing where they are fixed.
    pub(super) fn of_row(&self, currency: &TokenStream, scope: &mut Scope) -> TokenStream {
        let Self::Column { table, column, optional, is_own } = self else { return quote!(None) };
        let column = ident(column);
        let number = if *optional { quote!(row.#column?) } else { quote!(row.#column) };
        let row = if *is_own {
            let own = scope.local(&names::row(table));
            quote!(#own::of(#currency))
        } else {
            quote!(#currency.row())
        };
        quote!(#row.and_then(|row| u8::try_from(#number).ok()))
    }
}

fn column(column: &Column) -> TokenStream {
    let field = &column.field;
    let (name, also, required) = (&field.wire, texts(&field.also), field.required);
    let kind = match &field.ty.kind {
        Kind::Builtin(Builtin::Integer) => quote!(Integer),
        Kind::Builtin(Builtin::Boolean) => {
            let words = column.words.as_ref();
            let (yes, no) = words.map_or(("true", "false"), |(yes, no)| (yes.as_str(), no.as_str()));
            quote!(Boolean { yes: #yes, no: #no })
        }
        Kind::Builtin(Builtin::Amount) => {
            let currency = super::tokens::option(column.currency.map(proc_macro2::Literal::usize_unsuffixed));
            quote!(Amount { currency: #currency })
        }
        Kind::Builtin(Builtin::Date | Builtin::DateTime) => quote!(Date),
        Kind::Id(_) => quote!(Id),
        Kind::Enum(_) | Kind::Table(_) => quote!(Word),
        _ => quote!(Text),
    };
    quote!(files::Column { name: #name, also: #also, kind: files::Kind::#kind, required: #required })
}
