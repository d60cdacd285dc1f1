//! The client crate: one accessor a resource, one method an operation. Sending is runtime code.

use payspec_core::vocabulary::KeyEncoding;
use proc_macro2::TokenStream;
use quote::quote;

use super::rustdoc;
use super::scope::Scope;
use super::tokens::{deprecated, docs, ident};
use super::{Content, Output, env, path, reexports};
use crate::ir::{Api, Auth, Header, Module, Operation, Resource, Service, Signing};
use crate::names;
use crate::raw::api::Scheme;

pub(super) fn emit(api: &Api, crates_dir: &str, outputs: &mut Vec<Output>) {
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
    for (module, resource) in resources {
        push(&module.name, &module.source, resource_items(api, module, resource));
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
    let builder = builder_of_environment(api);
    let types: Vec<_> = resources.iter().map(|(_, resource)| ident(&resource.rust())).collect();
    let own = (!types.is_empty()).then(|| quote!(use super::{#(#types),*};));
    let text = docs(&format!(
        "A client of {}. Cloning it is cheap; clones share connections.\n\nIts calls are futures; those of a \
         [`blocking::Client`] wait for their answers on the thread that makes them.",
        api.title
    ));
    let blocking = docs(&format!("The client of {} whose calls wait for their answers.", api.title));
    let example = resources.iter().find_map(|(module, resource)| {
        let operation = module.operations.first()?;
        Some(format!(": `client.{}().{}(..).wait()`", resource.accessor(), operation.method_name()))
    });
    let alias = docs(&format!(
        "A client whose calls wait for their answers{}. It is made by\n[`ClientBuilder::build_blocking`]\
         (super::ClientBuilder::build_blocking), with settings of environment variables after\n[`ClientBuilder::from_env`]\
         (super::ClientBuilder::from_env).",
        example.unwrap_or_default()
    ));
    let start = docs(&start_docs(api));
    let from_env = env::of_client();
    let merchants = (!api.auth.is_empty()).then(with_credentials);
    // An environment is given by value, whether it holds texts or not.
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
                /// The runtime below: for operations that have no method here.
                pub fn http(&self) -> &payspec_http::Client<M> {
                    &self.http
                }
                /// Prepares a call of an operation by its parameters: those that `refetch` of an event gives, for example.
                pub fn call<O: payspec_core::Operation>(&self, operation: O) -> Call<O, M> {
                    self.http.call(operation)
                }
                #merchants
                #(#accessors)*
            }
        },
        // Derived, these would ask the same of a mode.
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
        builder_struct(api),
        builder_impl(api),
    ];
    items.extend(credentials(api));
    items
}

/// The client's method for a client of another merchant.
fn with_credentials() -> TokenStream {
    quote! {
        /// Returns a client with the credentials of another merchant, which shares all else with this one: connections,
        /// limits and settings. It has none of this client's credentials. `merchant` is a name of yours that stays the
        /// same, for derived idempotency keys depend on it: see [`payspec_http::Client::with_credentials`].
        ///
        /// # Errors
        ///
        /// A credential that is missing or cannot be sent, with the merchant's name.
        pub fn with_credentials(
            &self,
            merchant: impl Into<String>,
            give: impl FnOnce(Credentials) -> Credentials,
        ) -> Result<Self, ConfigError> {
            let http = self.http.with_credentials(merchant, |http| give(Credentials { http }).http)?;
            Ok(Self { http })
        }
    }
}

/// The credentials of one merchant, given by methods of the same names as the builder's.
fn credentials(api: &Api) -> Vec<TokenStream> {
    if api.auth.is_empty() {
        return Vec::new();
    }
    let auth = api.auth.iter().map(auth_methods);
    let headers = api.headers.iter().map(header_method);
    let text = docs(&format!("The credentials of one merchant of {}, for [`Client::with_credentials`].", api.title));
    vec![
        quote! {
            #text
            #[derive(Debug, Clone)]
            #[must_use]
            pub struct Credentials {
                http: payspec_http::Credentials,
            }
        },
        quote! {
            impl Credentials {
                #(#auth)*
                #(#headers)*
                fn configure(
                    mut self,
                    change: impl FnOnce(payspec_http::Credentials) -> payspec_http::Credentials,
                ) -> Self {
                    self.http = change(self.http);
                    self
                }
            }
        },
    ]
}

/// The method for a header that operations send.
fn header_method(header: &Header) -> TokenStream {
    let (method, name, text) = (ident(&header.rust()), &header.name, docs(&rustdoc::of(&header.docs)));
    quote! {
        #text
        pub fn #method(self, value: impl Into<String>) -> Self {
            self.configure(|http| http.header(#name, value))
        }
    }
}

/// How a client of an environment is made, with an example where that takes values.
fn start_docs(api: &Api) -> String {
    let text = "Starts to build a client for an environment.";
    let Some(environment) = api.environments.iter().find(|environment| !environment.variables.is_empty()) else {
        return text.to_owned();
    };
    let values =
        environment.variables.iter().map(|variable| format!("{}: \"{}\".parse()?", variable.rust(), variable.example));
    let values: Vec<_> = values.collect();
    format!(
        "{text} One whose host differs by account takes the part that does: `Environment::{} {{ {} }}`. A value that is \
         more than a part of a host name is refused before there is a client.",
        environment.rust(),
        values.join(", ")
    )
}

/// A service whose host is not known in the environment is left without one, and refuses to be called.
fn builder_of_environment(api: &Api) -> TokenStream {
    let schemes: Vec<_> = api.auth.iter().filter(|auth| !auth.hosts.is_empty()).collect();
    if api.services.is_empty() && schemes.is_empty() {
        return quote!(ClientBuilder::at(environment.base_url()));
    }
    let services = api.services.iter().map(|service| {
        let (getter, setter) = (ident(&service.getter()), ident(&service.setter()));
        quote! {
            if let Some(url) = environment.#getter() {
                builder = builder.#setter(url);
            }
        }
    });
    let schemes = schemes.into_iter().map(|auth| {
        let (getter, name) = (ident(&auth.getter()), &auth.name);
        quote! {
            if let Some(url) = environment.#getter() {
                builder = builder.configure(|http| http.base_url_with(#name, url));
            }
        }
    });
    quote! {
        let mut builder = ClientBuilder::at(environment.base_url());
        #(#services)*
        #(#schemes)*
        builder
    }
}

/// The builder's method for the address of a service.
fn address_method(service: &Service) -> TokenStream {
    let (method, name) = (ident(&service.setter()), &service.name);
    let text = docs(&format!(
        "The address of the service `{name}`, instead of the one that belongs to the environment: a proxy, or a test \
         server. A builder that was started with [`at`](Self::at) has none, and operations of the service are not \
         sent before it is given.\n\n{}",
        rustdoc::of(&service.docs)
    ));
    quote! {
        #text
        pub fn #method(self, base_url: impl Into<String>) -> Self {
            self.configure(|http| http.service(#name, base_url))
        }
    }
}

fn builder_struct(api: &Api) -> TokenStream {
    let text = docs(&format!("Builds a [`Client`] of {}.", api.title));
    quote! {
        #text
        #[derive(Debug)]
        #[must_use]
        pub struct ClientBuilder {
            http: payspec_http::ClientBuilder,
        }
    }
}

fn builder_impl(api: &Api) -> TokenStream {
    let auth = api.auth.iter().map(auth_methods);
    let headers = api.headers.iter().map(header_method);
    let services = api.services.iter().map(address_method);
    let from_env = env::of_builder(api);
    quote! {
        impl ClientBuilder {
            /// Starts to build a client for a server at another address: a proxy, or a test server.
            /// Plain `http` is accepted for this machine only.
            pub fn at(base_url: impl Into<String>) -> Self {
                Self { http: payspec_http::ClientBuilder::new(&API, base_url) }
            }
            #from_env
            #(#services)*
            #(#auth)*
            #(#headers)*
            /// Changes the settings that all APIs have in common: timeouts, limits, transport, path overrides.
            pub fn configure(
                mut self,
                change: impl FnOnce(payspec_http::ClientBuilder) -> payspec_http::ClientBuilder,
            ) -> Self {
                self.http = change(self.http);
                self
            }
            /// Checks the settings and makes the client.
            ///
            /// # Errors
            ///
            /// A setting that cannot work, by name, with what to do about it.
            pub fn build(self) -> Result<Client, ConfigError> {
                Ok(Client { http: self.http.build()? })
            }
            /// Checks the settings and makes a client whose calls wait for their answers on the thread that makes them.
            /// On a thread of a Tokio runtime they are refused, with an error that says what to do.
            ///
            /// # Errors
            ///
            /// A setting that cannot work, by name, with what to do about it.
            pub fn build_blocking(self) -> Result<Client<Blocking>, ConfigError> {
                Ok(Client { http: self.http.build_blocking()? })
            }
        }
    }
}

/// The builder's methods for an auth scheme: for its credentials, and for what signs its requests.
fn auth_methods(auth: &Auth) -> TokenStream {
    let signing = auth.signing.as_ref().map(|signing| signing_method(auth, signing));
    let credentials = (auth.scheme != Scheme::Signature).then(|| auth_method(auth));
    quote!(#credentials #signing)
}

fn signing_method(auth: &Auth, signing: &Signing) -> TokenStream {
    let (name, method) = (&auth.name, ident(&auth.signing_setter()));
    let of = match auth.scheme {
        Scheme::Signature => rustdoc::auth(auth),
        _ => format!("What signs requests with the credentials of `{name}`."),
    };
    if signing.is_custom() {
        let text =
            docs(&format!("{of}\n\nEach attempt of a call is signed by `signer`, in a way that no description says."));
        return quote! {
            #text
            pub fn #method(self, signer: impl payspec_http::signing::RequestSigner + 'static) -> Self {
                self.configure(|http| http.signer(#name, signer))
            }
        };
    }
    let form = match signing.key_encoding {
        _ if signing.is_rsa() => "the private key of RSA as a PEM, not encrypted",
        KeyEncoding::Text => "the secret as it was given",
        KeyEncoding::Hex => "the secret in hexadecimal digits",
        KeyEncoding::Base64 => "the secret in Base64",
    };
    let secret = quote!(impl Into<payspec_core::Secret>);
    let body = if signing.unsigned_body { " The body is not signed." } else { "" };
    if signing.needs_key_id() {
        let text =
            docs(&format!("{of}\n\n`key` is {form}, `key_id` its name. Each attempt of a call is signed anew.{body}"));
        return quote! {
            #text
            pub fn #method(self, key_id: #secret, key: #secret) -> Self {
                self.configure(|http| http.named_signing_key(#name, key_id, key))
            }
        };
    }
    let text = docs(&format!("{of}\n\n`key` is {form}. Each attempt of a call is signed anew.{body}"));
    quote! {
        #text
        pub fn #method(self, key: #secret) -> Self {
            self.configure(|http| http.signing_key(#name, key))
        }
    }
}

/// The builder's method for an auth scheme; there is at most one Basic scheme, and it is simply `credentials`.
fn auth_method(auth: &Auth) -> TokenStream {
    let (name, text) = (&auth.name, docs(&rustdoc::auth(auth)));
    match auth.scheme {
        Scheme::Basic => quote! {
            #text
            pub fn credentials(
                self,
                login: impl Into<payspec_core::Secret>,
                password: impl Into<payspec_core::Secret>,
            ) -> Self {
                self.configure(|http| http.basic(#name, login, password))
            }
        },
        Scheme::Token | Scheme::BodyParameter if auth.scheme == Scheme::Token || auth.parameters.len() > 1 => {
            let (method, setting) =
                (ident(&auth.setter()), ident(if auth.token.is_some() { "token" } else { "parameters" }));
            let names: Vec<_> = auth.parameters.iter().map(|name| ident(&names::snake(name))).collect();
            quote! {
                #text
                pub fn #method(self, #(#names: impl Into<payspec_core::Secret>),*) -> Self {
                    self.configure(|http| http.#setting(#name, [#(#names.into()),*]))
                }
            }
        }
        // What signs is given apart.
        Scheme::Signature => TokenStream::new(),
        Scheme::Header | Scheme::Bearer | Scheme::BodyParameter | Scheme::Token => {
            let method = ident(&auth.setter());
            let in_header = matches!(auth.scheme, Scheme::Header | Scheme::Bearer);
            let setting = ident(if in_header { "secret_header" } else { "parameter" });
            quote! {
                #text
                pub fn #method(self, key: impl Into<payspec_core::Secret>) -> Self {
                    self.configure(|http| http.#setting(#name, key))
                }
            }
        }
    }
}

fn resource_items(api: &Api, module: &Module, resource: &Resource) -> Vec<TokenStream> {
    let mut scope = Scope::default();
    let (ty, text) = (ident(&resource.rust()), docs(&rustdoc::of(&resource.docs)));
    let methods: Vec<_> = module.operations.iter().map(|operation| method(operation, &mut scope)).collect();
    let model = model(api);
    let mut items = vec![quote!(
        use payspec_http::{Async, Call, Client};
    )];
    items.extend(scope.uses(&model));
    items.push(quote! {
        #text
        #[derive(Debug, Clone, Copy)]
        pub struct #ty<'c, M = Async> {
            client: &'c Client<M>,
        }
    });
    items.push(quote! {
        impl<'c, M> #ty<'c, M> {
            pub(crate) fn new(client: &'c Client<M>) -> Self {
                Self { client }
            }
            #(#methods)*
        }
    });
    items
}

/// The docs of a method. What is known of the operation stands at its params type and is not said again.
fn method_docs(operation: &Operation) -> String {
    format!("{}\n\nParameters, rules and errors: [`{}`].", rustdoc::summary(operation), operation.type_name)
}

fn method(operation: &Operation, scope: &mut Scope) -> TokenStream {
    let (name, params) = (ident(&operation.method_name()), scope.local(&operation.type_name));
    let (text, old) = (docs(&method_docs(operation)), deprecated(operation.deprecated.as_ref()));
    // What only names its object takes the name; all else takes params, so that one more is no breaking change.
    if operation.params.iter().any(|field| !field.in_path) {
        return quote! {
            #text
            #old
            pub fn #name(&self, params: #params) -> Call<#params, M> {
                self.client.call(params)
            }
        };
    }
    let arguments = operation.params.iter().map(|field| {
        let (argument, ty) = (ident(&field.rust()), scope.argument(field));
        quote!(#argument: #ty)
    });
    let arguments: Vec<_> = arguments.collect();
    let values = operation.params.iter().map(|field| ident(&field.rust()));
    quote! {
        #text
        #old
        pub fn #name(&self, #(#arguments),*) -> Call<#params, M> {
            self.client.call(#params::new(#(#values),*))
        }
    }
}
