//! The builder of a client: its environment, the addresses of its services, its credentials.

use proc_macro2::TokenStream;
use quote::quote;

use super::credentials::{auth_methods, header_method};
use crate::emit::tokens::{docs, ident};
use crate::emit::{env, rustdoc};
use crate::ir::{Api, Service};

pub(super) fn builder_struct(api: &Api) -> TokenStream {
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

pub(super) fn builder_impl(api: &Api) -> TokenStream {
    let auth = api.auth.iter().map(auth_methods);
    let headers = api.headers.iter().map(header_method);
    let services = api.services.iter().map(address_method);
    let from_env = env::of_builder(api);
    quote! {
        impl ClientBuilder {
            /// Creates a builder for a server at another address, such as a proxy or a test server.
            /// Plain `http` is accepted only for loopback addresses.
            pub fn at(base_url: impl Into<String>) -> Self {
                Self { http: payspec_http::ClientBuilder::new(&API, base_url) }
            }
            #from_env
            #(#services)*
            #(#auth)*
            #(#headers)*
            /// Changes the settings that all APIs share, such as timeouts, limits, the transport and path overrides.
            pub fn configure(
                mut self,
                change: impl FnOnce(payspec_http::ClientBuilder) -> payspec_http::ClientBuilder,
            ) -> Self {
                self.http = change(self.http);
                self
            }
            /// Validates the settings and creates the client.
            ///
            /// # Errors
            ///
            /// Returns an error that names the invalid setting and how to fix it.
            pub fn build(self) -> Result<Client, ConfigError> {
                Ok(Client { http: self.http.build()? })
            }
            /// Validates the settings and creates a client whose calls block the calling thread. On a thread of a Tokio
            /// runtime, calls are refused with an error that explains the alternatives.
            ///
            /// # Errors
            ///
            /// Returns an error that names the invalid setting and how to fix it.
            pub fn build_blocking(self) -> Result<Client<Blocking>, ConfigError> {
                Ok(Client { http: self.http.build_blocking()? })
            }
        }
    }
}

/// Returns the documentation of `Client::builder`, with an example if an environment takes values.
pub(super) fn start_docs(api: &Api) -> String {
    let text = "Creates a builder for an environment.";
    let Some(environment) = api.environments.iter().find(|environment| !environment.variables.is_empty()) else {
        return text.to_owned();
    };
    let values =
        environment.variables.iter().map(|variable| format!("{}: \"{}\".parse()?", variable.rust(), variable.example));
    let values: Vec<_> = values.collect();
    format!(
        "{text} If the host differs by account, the environment contains the part that differs: \
         `Environment::{} {{ {} }}`. A value that is not a part of a host name is rejected when it is parsed.",
        environment.rust(),
        values.join(", ")
    )
}

/// Services whose host in the environment is unknown get no address, so calls of their operations fail.
pub(super) fn builder_of_environment(api: &Api) -> TokenStream {
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
        "Sets the address of the service `{name}`, such as that of a proxy or a test server, instead of the address in \
         the environment. A builder created with [`at`](Self::at) has no address for it, and operations of the service \
         fail until one is set.\n\n{}",
        rustdoc::of(&service.docs)
    ));
    quote! {
        #text
        pub fn #method(self, base_url: impl Into<String>) -> Self {
            self.configure(|http| http.service(#name, base_url))
        }
    }
}
