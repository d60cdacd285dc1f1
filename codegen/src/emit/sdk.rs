//! The crate of an API that brings its others together. What people write next to it is flows and calculations.

use proc_macro2::TokenStream;
use quote::quote;

use super::cargo::{JIFF, JIFF_DOCS, RECEIVERS, RECEIVERS_DOCS, SERVER, SERVER_DOCS, TESTING, TESTING_DOCS};
use super::model::OPERATIONS;
use super::package::{self, FoundBy, VERSION};
use super::tokens::ident;
use super::{Content, Output, cargo, library, path, reexports};
use crate::ir::Api;
use crate::names;

/// The crates that an API may have next to its model, each behind a feature of its own name.
pub(super) fn products(api: &Api) -> Vec<&'static str> {
    let has = [("client", true), ("webhook", api.webhooks.is_some()), ("files", api.has_files())];
    has.into_iter().filter(|(_, has)| *has).map(|(product, _)| product).collect()
}

pub(super) fn emit(api: &Api, crates_dir: &str, umbrella: Option<&str>, outputs: &mut Vec<Output>) {
    let folder = format!("{crates_dir}/{}/sdk", api.name);
    let mut push = |path: String, content: Content| outputs.push(Output { path, source: api.source.clone(), content });
    push(path(api, crates_dir, "sdk", "mod"), Content::Rust(items(api, umbrella.is_some())));
    push(
        format!("{folder}/Cargo.toml"),
        Content::Shared(manifest(api, &cargo::examples(&api.name, crates_dir, umbrella, false), umbrella.is_some())),
    );
    push(format!("{folder}/src/lib.rs"), Content::Scaffold(first_page(&api.name, &api.title, umbrella.is_some())));
}

fn items(api: &Api, is_published: bool) -> Vec<TokenStream> {
    // Whoever reads the docs of this crate finds everything here, not links to crates that they are not to add.
    let inline = is_published.then(|| quote!(#[doc(inline)]));
    let krate = |product: &str| ident(&format!("{}_{product}", names::snake(&api.name)));
    let products = products(api).into_iter().map(|product| {
        let (krate, name) = (krate(product), ident(product));
        // The client is what most people come for, so it stands at the top.
        let what = if product == "client" { quote!(#krate::*) } else { quote!(#krate as #name) };
        quote!(#[cfg(feature = #product)] #inline pub use #what;)
    });
    // The model comes first: rustdoc inlines a crate where it sees it first, and the others re-export it as well.
    let model = reexports::model(api);
    let mut items = vec![quote!(#inline #model)];
    items.extend(products);
    items.push(reexports::core(api));
    items.extend(reexports::of_operations(api).map(|names| quote!(#[cfg(feature = #OPERATIONS)] #names)));
    items.extend(api.libraries().into_iter().map(reexports::library));
    items
}

fn manifest(api: &Api, examples: &str, is_published: bool) -> String {
    let (name, products) = (&api.name, products(api));
    let quoted = |products: &[&str]| products.iter().map(|name| format!("\"{name}\"")).collect::<Vec<_>>().join(", ");
    // A client needs what it sends.
    let with = |product: &str| if product == "client" { format!(", \"{OPERATIONS}\"") } else { String::new() };
    let default: Vec<&str> = products.iter().copied().filter(|product| *product != "files").collect();
    let has_webhook = products.contains(&"webhook");
    let receives = if has_webhook { format!(", \"{name}-webhook?/{OPERATIONS}\"") } else { String::new() };
    let frameworks = if has_webhook {
        let forwarded = RECEIVERS.map(|feature| format!("{feature} = [\"{name}-webhook?/{feature}\"]\n")).concat();
        format!("{RECEIVERS_DOCS}{forwarded}")
    } else {
        String::new()
    };
    let tests = if has_webhook { format!(", \"{name}-webhook?/{TESTING}\"") } else { String::new() };
    let feature = |product: &&str| format!("{product} = [\"dep:{name}-{product}\"{}]\n", with(product));
    let features: String = products.iter().map(feature).collect();
    let dependencies: String = products
        .iter()
        .map(|product| {
            format!("{name}-{product} = {{ path = \"../{product}\", version = \"{VERSION}\", optional = true }}\n")
        })
        .collect();
    let libraries: String =
        api.libraries().into_iter().map(|library| library::dependency(library, "../..", "")).collect();
    let features = format!(
        "default = [{}]\n{features}\
         # The parameters of operations with their rules, without a client, and `refetch()` of events.\n\
         {OPERATIONS} = [\"{name}-model/{OPERATIONS}\"{receives}]\n\
         # The TLS cryptography, instead of ring.\naws-lc-rs = [\"{name}-client?/aws-lc-rs\"]\n\
         # A span per call and an event per attempt.\ntracing = [\"{name}-client?/tracing\"]\n\
         {frameworks}{SERVER_DOCS}{SERVER} = [\"{name}-model/{SERVER}\"]\n{TESTING_DOCS}{TESTING} = [\"{name}-model/{TESTING}\"{tests}]\n\
         {JIFF_DOCS}{JIFF} = [\"{name}-model/{JIFF}\"]\n",
        quoted(&default),
    );
    let dependencies = format!(
        "{dependencies}{name}-model = {{ path = \"../model\", version = \"{VERSION}\" }}\npayspec-core.workspace = true\n{libraries}"
    );
    frame(name, &api.title, examples, is_published, (&features, &dependencies))
}

/// The manifest around its regions, which are its features and its dependencies.
pub(super) fn frame(
    name: &str,
    title: &str,
    examples: &str,
    is_published: bool,
    (features, dependencies): (&str, &str),
) -> String {
    let description =
        format!("Unofficial: all of payspec for {title}. Add the crate payspec with the feature {name} instead.");
    let found_by = is_published.then(|| FoundBy::product(name, "sdk"));
    format!(
        "{}[features]\n# codegen:begin features\n{features}# codegen:end features\n\n\
         [dependencies]\n# codegen:begin dependencies\n{dependencies}# codegen:end dependencies\n\n\
         {examples}{}[lints]\nworkspace = true\n",
        package::table(&format!("{name}-sdk"), &description, found_by.as_ref()),
        package::DOCUMENTED,
    )
}

/// The crate's first page, for a person to go on with.
pub(super) fn first_page(api: &str, title: &str, is_published: bool) -> String {
    let features = if is_published { package::SHOWS_FEATURES } else { "" };
    format!(
        "//! Unofficial: {title}.\n//!\n//! Generated from `spec/{api}`, except this page: document here what users should know.\n\n\
         {features}#[rustfmt::skip]\nmod generated;\n\npub use generated::*;\n"
    )
}
