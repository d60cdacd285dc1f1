//! What a program needs to show the data of any API: code tables as texts, with what the values of their columns mean, and
//! the names of members that must not be shown.

use std::collections::{BTreeMap, BTreeSet};

use proc_macro2::TokenStream;
use quote::quote;

use super::tokens::ident;
use super::{Content, Output};
use crate::ir::{Api, Cell, Column, Docs, Field, Kind, Library, Module, Row};
use crate::names;
use crate::types::Builtin;

/// The tables of all APIs, and the list of them and of those in libraries, below the folder of the crate.
pub(super) fn emit(apis: &[Api], crate_dir: &str) -> Vec<Output> {
    let (mut outputs, mut files, mut libraries) = (Vec::new(), Vec::new(), Vec::new());
    for api in apis.iter().filter(|api| !api.ours) {
        let extensions = api.modules.iter().flat_map(|module| &module.extensions);
        libraries.extend(extensions.map(|extension| names::snake(&extension.library)));
        let known = Texts::of(&api.modules);
        for module in &api.modules {
            let tables = of_module(&api.name, module, &known);
            if !tables.is_empty() {
                let name = format!("{}_{}", names::snake(&api.name), module.name);
                outputs.push(file(crate_dir, &name, &module.source, &tables));
                files.push(name);
            }
        }
    }
    libraries.sort_unstable();
    libraries.dedup();
    files.extend(libraries);
    let mut items = list(&files);
    items.extend([hidden(apis), other_names(apis)]);
    outputs.push(output(crate_dir, "mod", "spec", items));
    outputs
}

/// The tables of a library.
pub(super) fn emit_library(library: &Library, crate_dir: &str) -> Vec<Output> {
    let known = Texts::of(&library.modules);
    let tables = library.modules.iter().flat_map(|module| of_module(&library.name, module, &known));
    let tables: Vec<TokenStream> = tables.collect();
    vec![file(crate_dir, &names::snake(&library.name), &library.source, &tables)]
}

fn list(files: &[String]) -> Vec<TokenStream> {
    let modules: Vec<_> = files.iter().map(|name| ident(name)).collect();
    vec![
        quote!(#(mod #modules;)*),
        quote!(
            use crate::codes::table::Table;
        ),
        quote! {
            /// All tables, by the file of the spec that declares them.
            pub(crate) static TABLES: &[&[Table]] = &[#(#modules::TABLES),*];
        },
    ]
}

/// The members and parameters that the spec calls sensitive, by their names on the wire.
fn hidden(apis: &[Api]) -> TokenStream {
    let lists = by_api(apis, |api| {
        let ids = api.modules.iter().flat_map(|module| &module.ids).filter(|id| id.sensitive);
        let ids: BTreeSet<&str> = ids.map(|id| id.name.as_str()).collect();
        let is_hidden = |field: &&Field| {
            let is_secret = match &field.ty.kind {
                Kind::Builtin(kind) => matches!(kind, Builtin::CardNumber | Builtin::Secret),
                Kind::Id(id) => ids.contains(id.as_str()),
                _ => false,
            };
            field.sensitive || is_secret
        };
        api.modules.iter().flat_map(fields).filter(is_hidden).map(|field| field.wire.as_str()).collect()
    });
    quote! {
        /// For each API, the sensitive members and parameters, sorted.
        pub(crate) static HIDDEN: &[(&str, &[&str])] = &[#lists];
    }
}

/// Members that are read under several names, and written under one.
fn other_names(apis: &[Api]) -> TokenStream {
    let lists = by_api(apis, |api| {
        api.modules.iter().flat_map(fields).flat_map(|field| &field.also).map(String::as_str).collect()
    });
    quote! {
        /// For each API, further names of members, sorted.
        pub(crate) static OTHER_NAMES: &[(&str, &[&str])] = &[#lists];
    }
}

fn by_api<'a>(apis: &'a [Api], names: impl Fn(&'a Api) -> BTreeSet<&'a str>) -> TokenStream {
    let lists = apis.iter().filter(|api| !api.ours).map(|api| {
        let (name, names) = (&api.name, names(api).into_iter());
        quote!((#name, &[#(#names),*]))
    });
    quote!(#(#lists),*)
}

fn fields(module: &Module) -> impl Iterator<Item = &Field> {
    let of_unions = module
        .unions
        .iter()
        .flat_map(|union| union.fields.iter().chain(union.variants.iter().flat_map(|variant| &variant.object.fields)));
    let of_operations = module.operations.iter().flat_map(|operation| &operation.params);
    module.objects.iter().flat_map(|object| &object.fields).chain(of_unions).chain(of_operations)
}

fn file(crate_dir: &str, name: &str, source: &str, tables: &[TokenStream]) -> Output {
    let items = vec![
        quote!(
            use crate::codes::table::{Column, Row, Table};
        ),
        quote!(pub(super) static TABLES: &[Table] = &[#(#tables),*];),
    ];
    output(crate_dir, name, source, items)
}

fn output(crate_dir: &str, file: &str, source: &str, items: Vec<TokenStream>) -> Output {
    Output {
        path: format!("{crate_dir}/src/generated/{file}.rs"),
        source: source.to_owned(),
        content: Content::Rust(items),
    }
}

fn of_module(owner: &str, module: &Module, known: &Texts<'_>) -> Vec<TokenStream> {
    let own = module.tables.iter().map(|table| (&table.name, &table.docs, &table.columns, &table.rows));
    let beside = module.extensions.iter().map(|table| (&table.name, &table.docs, &table.columns, &table.rows));
    // An API that only uses the table of a library adds nothing to it.
    let tables = own.chain(beside).filter(|(_, _, columns, rows)| !columns.is_empty() && !rows.is_empty());
    tables.map(|(name, docs, columns, rows)| table(owner, (name, docs), columns, rows, known)).collect()
}

fn table(owner: &str, of: (&str, &Docs), columns: &[Column], rows: &[Row], known: &Texts<'_>) -> TokenStream {
    let (name, about) = (of.0, one_line(of.1));
    let rows = rows.iter().map(|row| {
        let (code, also) = (&row.code, &row.also);
        let cells = row.cells.iter().zip(columns).map(|(cell, column)| known.cell(cell, &column.kind));
        quote!(Row::new(#code, &[#(#also),*], &[#(#cells),*]))
    });
    let columns = columns.iter().map(|column| {
        let (name, values) = (column.name.replace('_', " "), known.values(&column.kind));
        let values = values.iter().map(|(value, about)| quote!((#value, #about)));
        quote!(Column { name: #name, values: &[#(#values),*] })
    });
    quote!(Table { owner: #owner, name: #name, about: #about, columns: &[#(#columns),*], rows: &[#(#rows),*] })
}

/// The first paragraph of a text.
fn one_line(docs: &Docs) -> String {
    docs.summary().split_whitespace().collect::<Vec<_>>().join(" ")
}

/// What stands in cells of enums and other tables, by the names in Rust.
struct Texts<'m> {
    /// For each enum, its values and what they mean.
    enums: BTreeMap<&'m str, Vec<(&'m str, String)>>,
    /// The text of an enum's variant or a table's constant.
    variants: BTreeMap<(&'m str, String), &'m str>,
}

impl<'m> Texts<'m> {
    fn of(modules: &'m [Module]) -> Self {
        let (mut enums, mut variants) = (BTreeMap::new(), BTreeMap::new());
        for declared in modules.iter().flat_map(|module| &module.enums) {
            let name = declared.name.as_str();
            let values = declared.values.iter().map(|value| (value.wire.as_str(), one_line(&value.docs)));
            enums.insert(name, values.collect());
            variants.extend(declared.values.iter().map(|value| ((name, value.rust()), value.wire.as_str())));
        }
        for table in modules.iter().flat_map(|module| &module.tables) {
            let name = table.name.as_str();
            variants.extend(table.rows.iter().map(|row| ((name, row.constant.clone()), row.code.as_str())));
        }
        for table in modules.iter().flat_map(|module| &module.extensions) {
            let name = table.name.as_str();
            let listed = table.listed.iter().map(|(code, constant)| ((name, constant.clone()), code.as_str()));
            let own = table.constants.iter().map(|own| ((name, own.name.clone()), own.code.as_str()));
            variants.extend(listed.chain(own));
        }
        Self { enums, variants }
    }

    fn cell(&self, cell: &Cell, kind: &Kind) -> String {
        match cell {
            Cell::Empty => String::new(),
            Cell::Text(text) => text.clone(),
            Cell::Integer(number) => number.to_string(),
            Cell::Boolean(true) => "yes".to_owned(),
            Cell::Boolean(false) => "no".to_owned(),
            Cell::Variant(name) | Cell::Unlisted(name) => {
                let of = (kind.declared().unwrap_or_default(), name.clone());
                self.variants.get(&of).map_or_else(|| name.clone(), |&text| text.to_owned())
            }
        }
    }

    fn values(&self, kind: &Kind) -> &[(&'m str, String)] {
        kind.declared().and_then(|name| self.enums.get(name)).map_or(&[], Vec::as_slice)
    }
}
