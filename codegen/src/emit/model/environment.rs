//! Where the API answers.

use proc_macro2::TokenStream;
use quote::quote;

use crate::emit::rustdoc;
use crate::emit::tokens::{docs, ident};
use crate::ir::{Api, Environment, Host, HostVariable};
use crate::names;
use crate::resolve::host;

/// `Environment`, with the addresses of each.
pub(super) fn items(api: &Api) -> Vec<TokenStream> {
    let text = docs(&format!("The environments of {}.", api.title));
    let variants = api.environments.iter().map(|environment| {
        let (name, text) = (ident(&environment.rust()), docs(&rustdoc::of(&environment.docs)));
        let url = docs(&format!("\n`{}`", environment.base_url));
        let fields = fields(environment);
        quote!(#text #url #name #fields,)
    });
    let services = api.services.iter().map(|service| {
        let text = format!("The base URL of the service `{}`.", service.name);
        host_url(api, &service.getter(), &text, &service.hosts)
    });
    let auth = api.auth.iter().filter(|auth| !auth.hosts.is_empty()).map(|auth| {
        let text =
            format!("The base URL for clients with the credentials `{}`, instead of the default one.", auth.name);
        host_url(api, &auth.getter(), &text, &auth.hosts)
    });
    let services = services.chain(auth).chain(scripts(api));
    let base_url = base_url(api);
    let import = has_variables(api).then(|| {
        quote!(
            use payspec_core::HostLabel;
        )
    });
    let derives = if has_variables(api) { quote!(Debug, Clone) } else { quote!(Debug, Clone, Copy) };
    let items = [
        quote! {
            #text
            #[derive(#derives, PartialEq, Eq, Hash)]
            #[non_exhaustive]
            pub enum Environment {
                #(#variants)*
            }
        },
        quote! {
            impl Environment {
                #base_url
                #(#services)*
            }
        },
    ];
    import.into_iter().chain(items).collect()
}

/// The addresses of scripts for browsers: one function for all that have one name.
fn scripts(api: &Api) -> Vec<TokenStream> {
    let all = || api.environments.iter().flat_map(|environment| &environment.scripts);
    let first = all().enumerate().filter(|(at, script)| all().take(*at).all(|earlier| earlier.name != script.name));
    let getters = first.map(|(_, script)| {
        let hosts = api.environments.iter().filter_map(|environment| {
            let own = environment.scripts.iter().find(|own| own.name == script.name)?;
            let (environment, base_url) = (environment.name.clone(), own.url.clone());
            Some(Host { environment, base_url, evidence: own.evidence.clone() })
        });
        let hosts: Vec<Host> = hosts.collect();
        let text = format!("The URL of the browser script `{}`. {}", script.name, rustdoc::of(&script.docs));
        host_url(api, &names::script_getter(&script.name), &text, &hosts)
    });
    getters.collect()
}

/// Whether the host of any environment has a variable. Then an environment holds texts, and so do its addresses.
pub(in crate::emit) fn has_variables(api: &Api) -> bool {
    api.environments.iter().any(|environment| !environment.variables.is_empty())
}

/// What a caller gives to name an environment: the values of the variables in its hosts.
fn fields(environment: &Environment) -> TokenStream {
    if environment.variables.is_empty() {
        return TokenStream::new();
    }
    let fields = environment.variables.iter().map(|variable| {
        let name = ident(&variable.rust());
        let text = docs(&format!(
            "{}\n\nReplaces `{{{}}}` in the host: letters, digits and hyphens, such as `{}`.",
            rustdoc::of(&variable.docs),
            variable.name,
            variable.example
        ));
        quote!(#text #name: HostLabel,)
    });
    quote!({ #(#fields)* })
}

fn base_url(api: &Api) -> TokenStream {
    let text = docs("The base URL.");
    if has_variables(api) {
        let arms = api.environments.iter().map(|environment| filled(environment, &environment.base_url));
        return quote! {
            #text
            pub fn base_url(&self) -> String {
                match self {
                    #(#arms,)*
                }
            }
        };
    }
    let urls = arms(api.environments.iter().map(|environment| {
        let url = &environment.base_url;
        (environment.rust(), quote!(#url))
    }));
    quote! {
        #text
        pub const fn base_url(self) -> &'static str {
            match self {
                #(#urls)*
            }
        }
    }
}

/// The arm of an environment that gives a URL with the values of its variables.
fn filled(environment: &Environment, url: &str) -> TokenStream {
    let variant = ident(&environment.rust());
    let used: Vec<&HostVariable> = environment
        .variables
        .iter()
        .filter(|variable| host::variables(url).any(|name| name == variable.name))
        .collect();
    if used.is_empty() {
        let rest = (!environment.variables.is_empty()).then(|| quote!({ .. }));
        return quote!(Self::#variant #rest => #url.to_owned());
    }
    let names: Vec<_> = used.iter().map(|variable| ident(&variable.rust())).collect();
    let rest = (used.len() < environment.variables.len()).then(|| quote!(, ..));
    let pieces = host::pieces(url).into_iter().map(|piece| match piece {
        host::Piece::Text(text) => text.to_owned(),
        host::Piece::Variable(name) => format!("{{{}}}", names::snake(name)),
    });
    let format: String = pieces.collect();
    quote!(Self::#variant { #(#names),* #rest } => format!(#format))
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
    let (mut urls, mut with_values) = (Vec::new(), Vec::new());
    for environment in &api.environments {
        let name = &environment.name;
        if let Some(host) = hosts.iter().find(|host| host.environment == *name) {
            let url = &host.base_url;
            text.push_str(&format!("\n- `{name}`: `{url}`.{}", rustdoc::inline_badge(Some(&host.evidence))));
            urls.push((environment.rust(), quote!(Some(#url))));
            with_values.push(filled(environment, url));
        } else {
            text.push_str(&format!("\n- `{name}`: unknown."));
            urls.push((environment.rust(), quote!(None)));
        }
    }
    let text = docs(&text);
    if has_variables(api) {
        let is_everywhere = with_values.len() == api.environments.len();
        let otherwise = (!is_everywhere).then(|| quote!(_ => return None,));
        return quote! {
            #text
            pub fn #getter(&self) -> Option<String> {
                Some(match self {
                    #(#with_values,)*
                    #otherwise
                })
            }
        };
    }
    let arms = arms(urls.into_iter());
    quote! {
        #text
        pub const fn #getter(self) -> Option<&'static str> {
            match self {
                #(#arms)*
            }
        }
    }
}
