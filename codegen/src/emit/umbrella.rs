//! The crate that people add: a feature an API, and a module each.

use std::collections::BTreeSet;

use quote::quote;

use super::cargo::{JIFF, JIFF_DOCS, RECEIVERS, RECEIVERS_DOCS, SERVER, SERVER_DOCS, TESTING, TESTING_DOCS};
use super::model::OPERATIONS;
use super::package::{self, FoundBy, VERSION};
use super::tokens::{self, ident};
use super::{Content, Output, library, sdk};
use crate::ir::Api;
use crate::names;

/// The files of the crate, below its folder.
pub(super) fn emit(apis: &[&Api], crate_dir: &str) -> Vec<Output> {
    let modules = apis.iter().map(|api| {
        let (feature, krate) = (&api.name, ident(&format!("{}_sdk", names::snake(&api.name))));
        // It is inlined with its own first page.
        let name = ident(&names::snake(&api.name));
        quote!(#[cfg(feature = #feature)] #[doc(inline)] pub use #krate as #name;)
    });
    let shared = libraries(apis).into_iter().map(|library| {
        let (feature, krate, name) = (library, tokens::library(library), ident(&names::snake(library)));
        quote!(#[cfg(feature = #feature)] #[doc(inline)] pub use #krate as #name;)
    });
    let source = "spec".to_owned();
    let mut outputs = vec![
        Output {
            path: format!("{crate_dir}/src/generated/mod.rs"),
            source: source.clone(),
            content: Content::Rust(modules.chain(shared).collect()),
        },
        Output {
            path: format!("{crate_dir}/src/lib.rs"),
            source: source.clone(),
            content: Content::Shared(first_page(apis)),
        },
        Output { path: format!("{crate_dir}/Cargo.toml"), source, content: Content::Shared(manifest(apis)) },
    ];
    outputs.extend(package::licenses(crate_dir, "spec"));
    outputs
}

/// The libraries that some API uses.
fn libraries<'a>(apis: &[&'a Api]) -> BTreeSet<&'a str> {
    apis.iter().flat_map(|api| api.libraries()).collect()
}

/// The first page, with a table of the APIs.
fn first_page(apis: &[&Api]) -> String {
    let features = package::SHOWS_FEATURES;
    let rows: String = apis
        .iter()
        .map(|api| format!("//! | `{}` | `{}` | {} |\n", api.name, names::snake(&api.name), api.title))
        .collect();
    format!(
        "//! Payment APIs as typed clients and webhooks: one feature and module per API.\n//!\n//! <!-- codegen:begin apis -->\n\
         //! | feature | module | API |\n//! | --- | --- | --- |\n{rows}//! <!-- codegen:end apis -->\n\n\
         {features}#[rustfmt::skip]\nmod generated;\n\n#[allow(unused_imports, unreachable_pub)] // Without a feature there is no API.\n\
         pub use generated::*;\n"
    )
}

/// The features of products reach into every API that is switched on and has the product.
fn manifest(apis: &[&Api]) -> String {
    let own: String = apis
        .iter()
        .map(|api| {
            let with: String = api.libraries().iter().map(|library| format!(", \"{library}\"")).collect();
            format!("{0} = [\"dep:{0}-sdk\"{with}]\n", api.name)
        })
        .collect();
    let tables: String = libraries(apis)
        .into_iter()
        .map(|library| {
            format!("# Code tables that APIs share.\n{library} = [\"dep:{}\"]\n", names::library_package(library))
        })
        .collect();
    let all = apis.iter().map(|api| format!("\"{}\"", api.name)).collect::<Vec<_>>().join(", ");
    let forwarded = |feature: &str, has: &dyn Fn(&Api) -> bool| {
        let names = apis.iter().filter(|api| has(api)).map(|api| format!("\"{}-sdk?/{feature}\"", api.name));
        format!("{feature} = [{}]\n", names.collect::<Vec<_>>().join(", "))
    };
    let products: String = ["client", "webhook", "files"]
        .into_iter()
        .map(|product| forwarded(product, &|api| sdk::products(api).contains(&product)))
        .collect();
    let receivers = RECEIVERS.map(|feature| forwarded(feature, &|api| api.webhooks.is_some())).concat();
    let dependencies: String = apis
        .iter()
        .map(|api| {
            format!(
                "{0}-sdk = {{ path = \"../{0}/sdk\", version = \"{VERSION}\", default-features = false, optional = true }}\n",
                api.name
            )
        })
        .chain(libraries(apis).into_iter().map(|library| library::dependency(library, "..", ", optional = true")))
        .collect();
    format!(
        "{}[features]\ndefault = [\"client\", \"webhook\"]\n# codegen:begin features\n{own}all-apis = [{all}]\n{products}\
         # The parameters of operations with their rules, without a client, and `refetch()` of events.\n{}{tables}\
         # The TLS cryptography, instead of ring.\n{}# A span per call and an event per attempt.\n{}{RECEIVERS_DOCS}{receivers}{SERVER_DOCS}{}{TESTING_DOCS}{}{JIFF_DOCS}{}\
         # codegen:end features\n\n[dependencies]\n# codegen:begin dependencies\n{dependencies}\
         # codegen:end dependencies\n\n{}[lints]\nworkspace = true\n",
        package::table(
            "payspec",
            "Unofficial: payment APIs as typed clients and webhooks. A feature an API.",
            Some(&FoundBy::umbrella())
        ),
        forwarded(OPERATIONS, &|_| true),
        forwarded("aws-lc-rs", &|_| true),
        forwarded("tracing", &|_| true),
        forwarded(SERVER, &|_| true),
        forwarded(TESTING, &|_| true),
        forwarded(JIFF, &|_| true),
        package::DOCUMENTED,
    )
}
