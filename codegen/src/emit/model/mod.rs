//! The model crate: types, params, operation specs, events. It knows nothing of HTTP.
//!
//! What is about operations stands behind the feature [`OPERATIONS`]: whoever only reads deliveries or files does not
//! compile it.

mod api_spec;
mod bounds;
mod by_status;
mod converted;
mod enums;
mod environment;
mod event_type;
mod extensions;
pub(super) mod fields;
pub(super) mod objects;
mod params;
mod reading;
mod refetch;
mod refusals;
mod responses;
mod sent_unions;
mod server;
mod shared_rules;
pub(super) mod spec;
mod tables;
mod testing;
mod unions;
mod unreadable;

use std::collections::BTreeSet;

use proc_macro2::TokenStream;
use quote::quote;

use self::shared_rules::SharedRules;
use super::rustdoc;
use super::scope::Scope;
use super::tokens::{docs, ident};
use super::{Content, Output, path, reexports};
use crate::ir::{Api, Id, Library, Module};

/// The module of responses that the API says once for all operations. Only statics of operations speak of it.
const RESPONSES: &str = "responses";

/// The module of how the objects of events are read again.
const REFETCHES: &str = "refetches";

/// The modules of the API as a whole that are about operations.
const OF_OPERATIONS: [&str; 3] = ["api_spec", REFETCHES, RESPONSES];

/// The feature of the crate that holds operations.
pub(super) const OPERATIONS: &str = "operations";

pub(super) fn emit(api: &Api, crates_dir: &str, outputs: &mut Vec<Output>) {
    testing::emit(api, crates_dir, outputs);
    let mut files = vec![
        ("api_spec".to_owned(), api.source.clone(), api_spec::items(api)),
        ("environment".to_owned(), api.source.clone(), environment::items(api)),
    ];
    let refetches = refetch::items(api);
    if !refetches.is_empty() {
        files.push((REFETCHES.to_owned(), api.source.clone(), refetches));
    }
    if api.events().next().is_some() {
        files.push(("event_type".to_owned(), api.source.clone(), event_type::items(api)));
    }
    if !api.limits.is_empty() {
        let sources = bounds::sources(api.limits.iter().map(|limit| &limit.source));
        files.push(("limits".to_owned(), sources, bounds::limits(api)));
    }
    if !api.windows.is_empty() {
        let sources = bounds::sources(api.windows.iter().map(|window| &window.source));
        files.push(("windows".to_owned(), sources, bounds::windows(api)));
    }
    let constants = responses::Shared::of(api).items();
    if !constants.is_empty() {
        files.push((RESPONSES.to_owned(), api.source.clone(), constants));
    }
    let operations_of_server = server::list(api);
    if !operations_of_server.is_empty() {
        files.push((server::LIST.to_owned(), api.source.clone(), operations_of_server));
    }
    let amounts = converted::module(api);
    if !amounts.is_empty() {
        files.push((converted::MODULE.to_owned(), api.source.clone(), amounts));
    }
    for module in &api.modules {
        let name = &module.name;
        let parts = [
            (name.clone(), types(module)),
            (params_name(module), operations(api, module)),
            (specs_name(module), specs(module)),
            (server::name(module), server::items(api, module)),
        ];
        for (name, items) in parts.into_iter().filter(|(_, items)| !items.is_empty()) {
            files.push((name, module.source.clone(), items));
        }
    }
    files.sort_by(|a, b| a.0.cmp(&b.0));
    // A module that says something of itself is public, and its names keep its own before them.
    let page = |name: &str| -> Option<String> {
        let declared = || Some(rustdoc::of(api.modules.iter().find(|module| module.name == name)?.page.as_ref()?));
        bounds::page(name).map(str::to_owned).or_else(declared)
    };
    let behind = |name: &str| {
        let of_module = |module: &Module| params_name(module) == name || specs_name(module) == name;
        let is_behind = OF_OPERATIONS.contains(&name) || api.modules.iter().any(of_module);
        let of_server = name == server::LIST || api.modules.iter().any(|module| server::name(module) == name);
        let of_operations = is_behind.then(|| quote!(#[cfg(feature = #OPERATIONS)]));
        of_operations.or_else(|| of_server.then(server::behind))
    };
    let old = naming_deprecated(api);
    let declarations = files.iter().map(|(name, ..)| {
        let behind = behind(name);
        let allow = old.contains(name).then(|| quote!(#[allow(deprecated)]));
        let (page, name) = (page(name).map(|text| docs(&text)), ident(name));
        page.map_or_else(|| quote!(#behind #allow mod #name;), |page| quote!(#page #behind #allow pub mod #name;))
    });
    let is_private = |name: &str| {
        [RESPONSES, REFETCHES, converted::MODULE].contains(&name)
            || api.modules.iter().any(|module| specs_name(module) == name || server::name(module) == name)
    };
    let named_here = files.iter().filter(|(name, ..)| page(name).is_none() && !is_private(name));
    let own = named_here.map(|(name, ..)| {
        let (behind, name) = (behind(name), ident(name));
        quote!(#behind pub use #name::*;)
    });
    let mut root: Vec<TokenStream> = declarations.chain(own).collect();
    root.push(reexports::core(api));
    root.extend(testing::declaration(api));
    root.extend(server::reexport(api));
    root.extend(reexports::of_operations(api).map(|names| quote!(#[cfg(feature = #OPERATIONS)] #names)));
    outputs.push(Output {
        path: path(api, crates_dir, "model", "mod"),
        source: api.source.clone(),
        content: Content::Rust(root),
    });
    outputs.extend(files.into_iter().map(|(name, source, items)| Output {
        path: path(api, crates_dir, "model", &name),
        source,
        content: Content::Rust(items),
    }));
}

/// The files that name params of deprecated operations: their own, the list of all operations, and objects that are
/// read again with one.
fn naming_deprecated(api: &Api) -> BTreeSet<String> {
    let old = |module: &Module| -> Vec<String> {
        let old = module.operations.iter().filter(|operation| operation.deprecated.is_some());
        old.map(|operation| operation.type_name.clone()).collect()
    };
    let all: Vec<String> = api.modules.iter().flat_map(old).collect();
    let reads_again = |module: &Module| {
        let refetches = module.objects.iter().filter_map(|object| object.refetch.as_ref());
        refetches.into_iter().any(|refetch| all.contains(&refetch.operation))
    };
    let params = api.modules.iter().filter(|module| !old(module).is_empty());
    let objects = api.modules.iter().filter(|module| reads_again(module));
    params
        .flat_map(|module| [params_name(module), server::name(module)])
        .chain(objects.map(|module| module.name.clone()))
        .chain([REFETCHES, "api_spec", server::LIST].into_iter().filter(|_| !all.is_empty()).map(str::to_owned))
        .collect()
}

/// The files of a library's crate, with what each comes from.
pub(super) fn of_library(library: &Library) -> Vec<(String, String, Vec<TokenStream>)> {
    let names: Vec<_> = library.modules.iter().map(|module| ident(&module.name)).collect();
    let root = names.iter().map(|name| quote!(mod #name;)).chain(names.iter().map(|name| quote!(pub use #name::*;)));
    let files = library.modules.iter().map(|module| (module.name.clone(), module.source.clone(), types(module)));
    std::iter::once(("mod".to_owned(), library.source.clone(), root.collect())).chain(files).collect()
}

fn types(module: &Module) -> Vec<TokenStream> {
    let mut scope = Scope::default();
    let mut items = Vec::new();
    for id in &module.ids {
        items.extend(id_items(id, &mut scope));
    }
    for declared in &module.enums {
        items.extend(enums::items(declared, &mut scope));
    }
    for table in &module.tables {
        items.extend(tables::items(table, &mut scope));
    }
    for extension in &module.extensions {
        items.extend(extensions::items(extension, &mut scope));
    }
    for object in &module.objects {
        items.extend(objects::items(object, &mut scope));
        items.extend(object.refusal.as_ref().map(|refusal| refusals::item(object, refusal, &mut scope)));
    }
    for union in &module.unions {
        items.extend(unions::items(union, &mut scope));
    }
    with_uses(&scope, items)
}

fn operations(api: &Api, module: &Module) -> Vec<TokenStream> {
    let mut scope = Scope::default();
    let items = module.operations.iter().flat_map(|operation| params::items(api, operation, &mut scope)).collect();
    let mut items = with_uses(&scope, items);
    if !items.is_empty() {
        let (specs, names) = (ident(&specs_name(module)), module.operations.iter().map(spec::name));
        items.insert(0, quote!(use super::#specs::{#(#names),*};));
    }
    items
}

/// The module next to the types that holds the params of operations.
fn params_name(module: &Module) -> String {
    format!("{}_operations", module.name)
}

/// The module next to the params that holds what is constant about the operations. Only params speak of it.
fn specs_name(module: &Module) -> String {
    format!("{}_specs", module.name)
}

fn specs(module: &Module) -> Vec<TokenStream> {
    let (mut scope, mut used) = (Scope::default(), BTreeSet::new());
    let rules = SharedRules::of(module);
    let mut items = rules.items(&mut scope);
    items.extend(module.operations.iter().map(|operation| {
        let responses = responses::list(operation, &mut scope, &mut used);
        spec::item(operation, responses, &rules, &mut scope)
    }));
    let mut items = with_uses(&scope, items);
    if !used.is_empty() {
        let names = used.iter().map(|name| ident(name));
        items.insert(0, quote!(use super::responses::{#(#names),*};));
    }
    items
}

fn with_uses(scope: &Scope, items: Vec<TokenStream>) -> Vec<TokenStream> {
    if items.is_empty() {
        return items;
    }
    let mut all = scope.uses(&quote!(super));
    all.extend(items);
    all
}

fn id_items(id: &Id, scope: &mut Scope) -> Vec<TokenStream> {
    scope.define(&id.name);
    let (name, text) = (ident(&id.name), docs(&rustdoc::id(id)));
    let sensitive = if id.sensitive { quote!(, sensitive) } else { TokenStream::new() };
    vec![
        quote! {
            #text
            #[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
            pub struct #name(payspec_core::IdText);
        },
        quote!(payspec_core::id!(#name #sensitive);),
    ]
}
