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

/// How a client of an environment is made, with an example where that takes values.
pub(super) fn start_docs(api: &Api) -> String {
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
