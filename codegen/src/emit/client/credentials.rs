//! The methods that set credentials: those of the builder, and those of one merchant.

use payspec_core::vocabulary::KeyEncoding;
use proc_macro2::TokenStream;
use quote::quote;

use crate::emit::rustdoc;
use crate::emit::tokens::{docs, ident};
use crate::ir::{Api, Auth, Header, Signing};
use crate::names;
use crate::raw::api::Scheme;

/// The client's method for a client of another merchant.
pub(super) fn with_credentials() -> TokenStream {
    quote! {
        /// Returns a client with the credentials of another merchant. It shares connections, limits and settings with this
        /// client, but no credentials. `merchant` is a name that you choose and never change, because derived idempotency
        /// keys depend on it: see [`payspec_http::Client::with_credentials`].
        ///
        /// # Errors
        ///
        /// Returns an error with the merchant's name if a credential is missing or cannot be sent.
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

/// The credentials of one merchant, with the same methods as the builder.
pub(super) fn credentials(api: &Api) -> Vec<TokenStream> {
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
pub(super) fn header_method(header: &Header) -> TokenStream {
    let (method, name, text) = (ident(&header.rust()), &header.name, docs(&rustdoc::of(&header.docs)));
    quote! {
        #text
        pub fn #method(self, value: impl Into<String>) -> Self {
            self.configure(|http| http.header(#name, value))
        }
    }
}

/// The builder's methods for an auth scheme: for its credentials, and for the key or signer of its requests.
pub(super) fn auth_methods(auth: &Auth) -> TokenStream {
    let signing = auth.signing.as_ref().map(|signing| signing_method(auth, signing));
    let credentials = (auth.scheme != Scheme::Signature).then(|| auth_method(auth));
    quote!(#credentials #signing)
}

fn signing_method(auth: &Auth, signing: &Signing) -> TokenStream {
    let (name, method) = (&auth.name, ident(&auth.signing_setter()));
    let of = match auth.scheme {
        Scheme::Signature => rustdoc::auth(auth),
        _ => format!("Sets the key or signer of requests with the credentials of `{name}`."),
    };
    if signing.is_custom() {
        let text =
            docs(&format!("{of}\n\nSigns each attempt of a call with `signer`: the description does not say how."));
        return quote! {
            #text
            pub fn #method(self, signer: impl payspec_http::signing::RequestSigner + 'static) -> Self {
                self.configure(|http| http.signer(#name, signer))
            }
        };
    }
    let form = match signing.key_encoding {
        _ if signing.is_rsa() => "the RSA private key as unencrypted PEM",
        KeyEncoding::Text => "the secret as text",
        KeyEncoding::Hex => "the secret in hexadecimal",
        KeyEncoding::Base64 => "the secret in Base64",
    };
    let secret = quote!(impl Into<payspec_core::Secret>);
    let body = if signing.unsigned_body { " The body is not signed." } else { "" };
    if signing.needs_key_id() {
        let text = docs(&format!(
            "{of}\n\n`key` is {form}, and `key_id` its ID. Each attempt of a call has its own signature.{body}"
        ));
        return quote! {
            #text
            pub fn #method(self, key_id: #secret, key: #secret) -> Self {
                self.configure(|http| http.named_signing_key(#name, key_id, key))
            }
        };
    }
    let text = docs(&format!("{of}\n\n`key` is {form}. Each attempt of a call has its own signature.{body}"));
    quote! {
        #text
        pub fn #method(self, key: #secret) -> Self {
            self.configure(|http| http.signing_key(#name, key))
        }
    }
}

/// The builder's method for an auth scheme. There is at most one Basic scheme, whose method is `credentials`.
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
        // Its key has a method of its own.
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
