//! Where the API answers.

use proc_macro2::TokenStream;
use quote::quote;

use crate::emit::rustdoc;
use crate::emit::tokens::{docs, ident};
use crate::ir::{Api, Host};

/// `Environment`, with the addresses of each.
pub(super) fn items(api: &Api) -> Vec<TokenStream> {
    let text = docs(&format!("Where {} answers.", api.title));
    let variants = api.environments.iter().map(|environment| {
        let (name, text) = (ident(&environment.rust()), docs(&rustdoc::of(&environment.docs)));
        let url = docs(&format!("\n`{}`", environment.base_url));
        quote!(#text #url #name,)
    });
    let urls = arms(api.environments.iter().map(|environment| {
        let url = &environment.base_url;
        (environment.rust(), quote!(#url))
    }));
    let services = api.services.iter().map(|service| {
        let text = format!("The URL that paths of the service `{}` are appended to.", service.name);
        host_url(api, &service.getter(), &text, &service.hosts)
    });
    let auth = api.auth.iter().filter(|auth| !auth.hosts.is_empty()).map(|auth| {
        let text = format!(
            "The URL that paths are appended to for a client with the credentials `{}`, in place of that of others.",
            auth.name
        );
        host_url(api, &auth.getter(), &text, &auth.hosts)
    });
    let services = services.chain(auth);
    vec![
        quote! {
            #text
            #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
            #[non_exhaustive]
            pub enum Environment {
                #(#variants)*
            }
        },
        quote! {
            impl Environment {
                /// The URL that paths are appended to.
                pub const fn base_url(self) -> &'static str {
                    match self {
                        #(#urls)*
                    }
                }
                #(#services)*
            }
        },
    ]
}

/// The arms of a match over the environments: one for each value there is.
fn arms(values: impl Iterator<Item = (String, TokenStream)>) -> Vec<TokenStream> {
    let mut arms: Vec<(Vec<proc_macro2::Ident>, TokenStream)> = Vec::new();
    for (variant, value) in values {
        match arms.iter_mut().find(|(_, known)| known.to_string() == value.to_string()) {
            Some((variants, _)) => variants.push(ident(&variant)),
            None => arms.push((vec![ident(&variant)], value)),
        }
    }
    arms.into_iter().map(|(variants, value)| quote!(#(Self::#variants)|* => #value,)).collect()
}

/// Where something answers in an environment. All environments are named, so that a new one is not forgotten.
fn host_url(api: &Api, getter: &str, text: &str, hosts: &[Host]) -> TokenStream {
    let getter = ident(getter);
    let mut text = format!("{text}\n");
    let mut urls = Vec::new();
    for environment in &api.environments {
        let name = &environment.name;
        if let Some(host) = hosts.iter().find(|host| host.environment == *name) {
            let url = &host.base_url;
            text.push_str(&format!("\n- `{name}`: `{url}`.{}", rustdoc::inline_badge(Some(&host.evidence))));
            urls.push((environment.rust(), quote!(Some(#url))));
        } else {
            text.push_str(&format!("\n- `{name}`: not known."));
            urls.push((environment.rust(), quote!(None)));
        }
    }
    let (text, arms) = (docs(&text), arms(urls.into_iter()));
    quote! {
        #text
        pub const fn #getter(self) -> Option<&'static str> {
            match self {
                #(#arms)*
            }
        }
    }
}
