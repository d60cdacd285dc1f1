//! The client crate: an accessor for each resource, a method for each operation. Sending is runtime code.

mod builder;
mod credentials;
mod resource;

use proc_macro2::TokenStream;
use quote::quote;

use super::example::Examples;
use super::tokens::{docs, ident};
use super::{Content, Output, cargo, env, path, reexports, rustdoc};
use crate::ir::{Api, Module, Resource};
use crate::names;

pub(super) fn emit(api: &Api, crates_dir: &str, umbrella: Option<&str>, outputs: &mut Vec<Output>) {
    let resources: Vec<(&Module, &Resource)> = api
        .modules
        .iter()
        .filter(|module| !module.operations.is_empty())
        .filter_map(|module| Some((module, module.resource.as_ref()?)))
        .collect();
    // Their own methods name the params of deprecated operations.
    let old: Vec<&str> = resources
        .iter()
        .filter(|(module, _)| module.operations.iter().any(|operation| operation.deprecated.is_some()))
        .map(|(module, _)| module.name.as_str())
        .collect();
    let mut names: Vec<String> = resources.iter().map(|(module, _)| module.name.clone()).collect();
    names.push("client".to_owned());
    names.sort();
    let modules = names.iter().map(|name| {
        let (allow, name) = (old.contains(&name.as_str()).then(|| quote!(#[allow(deprecated)])), ident(name));
        quote!(#allow mod #name;)
    });
    let own = names.iter().map(|name| {
        let name = ident(name);
        quote!(pub use #name::*;)
    });
    let mut root: Vec<TokenStream> = modules.chain(own).collect();
    root.extend([reexports::core(api)]);
    root.extend(reexports::of_operations(api));
    root.extend([reexports::http(api), reexports::model(api)]);
    let mut push = |file: &str, source: &str, items: Vec<TokenStream>| {
        outputs.push(Output {
            path: path(api, crates_dir, "client", file),
            source: source.to_owned(),
            content: Content::Rust(items),
        });
    };
    push("mod", &api.source, root);
    push("client", &api.source, client_items(api, &resources));
    let examples = Examples::at(api, cargo::users_path(&api.name, crates_dir, umbrella));
    for (module, resource) in resources {
        push(&module.name, &module.source, resource::resource_items(api, module, resource, &examples));
    }
}

fn model(api: &Api) -> TokenStream {
    let name = ident(&format!("{}_model", names::snake(&api.name)));
    quote!(#name)
}

fn client_items(api: &Api, resources: &[(&Module, &Resource)]) -> Vec<TokenStream> {
    let model = model(api);
    let accessors = resources.iter().map(|(_, resource)| {
        let (method, ty, text) =
            (ident(&resource.accessor()), ident(&resource.rust()), docs(&rustdoc::of(&resource.docs)));
        quote! {
            #text
            pub fn #method(&self) -> #ty<'_, M> {
                #ty::new(&self.http)
            }
        }
    });
    let builder = builder::builder_of_environment(api);
    let types: Vec<_> = resources.iter().map(|(_, resource)| ident(&resource.rust())).collect();
    let own = (!types.is_empty()).then(|| quote!(use super::{#(#types),*};));
    let text = docs(&format!(
        "A client of {}. Cloning it is cheap; clones share connections.\n\nIts calls are futures; those of a \
         [`blocking::Client`] block the calling thread.",
        api.title
    ));
    let blocking = docs(&format!("The blocking client of {}.", api.title));
    let example = resources.iter().find_map(|(module, resource)| {
        let operation = module.operations.first()?;
        Some(format!(": `client.{}().{}(..).wait()`", resource.accessor(), operation.method_name()))
    });
    let alias = docs(&format!(
        "A client whose calls block the calling thread{}. It is created by\n[`ClientBuilder::build_blocking`]\
         (super::ClientBuilder::build_blocking); [`ClientBuilder::from_env`](super::ClientBuilder::from_env) reads the \
         settings from environment variables.",
        example.unwrap_or_default()
    ));
    let start = docs(&builder::start_docs(api));
    let from_env = env::of_client();
    let merchants = (!api.auth.is_empty()).then(credentials::with_credentials);
    // An environment is passed by value, whether it contains texts or not.
    let holds_texts = api.environments.iter().any(|environment| !environment.variables.is_empty());
    let by_value = holds_texts.then(|| quote!(#[allow(clippy::needless_pass_by_value)]));
    let mut items = vec![
        quote!(use #model::{API, Environment};),
        quote!(#own),
        quote!(
            use payspec_http::{Async, Blocking, Call, ConfigError};
        ),
        quote! {
            #text
            pub struct Client<M = Async> {
                http: payspec_http::Client<M>,
            }
        },
        quote! {
            #blocking
            pub mod blocking {
                #alias
                pub type Client = super::Client<payspec_http::Blocking>;
            }
        },
        quote! {
            impl Client {
                #start
                #by_value
                pub fn builder(environment: Environment) -> ClientBuilder {
                    #builder
                }
                #from_env
            }
        },
        quote! {
            impl<M> Client<M> {
                /// Returns the client of the runtime, for operations without a method here.
                pub fn http(&self) -> &payspec_http::Client<M> {
                    &self.http
                }
                /// Prepares a call of an operation from its parameters, such as those that `refetch` of an event returns.
                pub fn call<O: payspec_core::Operation>(&self, operation: O) -> Call<O, M> {
                    self.http.call(operation)
                }
                #merchants
                #(#accessors)*
            }
        },
        // Derived, these would require the mode to implement them too.
        quote! {
            impl<M> Clone for Client<M> {
                fn clone(&self) -> Self {
                    Self { http: self.http.clone() }
                }
            }
        },
        quote! {
            impl<M> std::fmt::Debug for Client<M> {
                fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                    self.http.fmt(f)
                }
            }
        },
        env::item(api),
        builder::builder_struct(api),
        builder::builder_impl(api),
    ];
    items.extend(credentials::credentials(api));
    items
}
