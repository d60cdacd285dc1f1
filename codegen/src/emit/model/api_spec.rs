//! The API as a whole: environments, auth schemes, headers, as constant data.

use proc_macro2::TokenStream;
use quote::quote;

use super::responses::Shared;
use super::spec::{error, evidence, pairs};
use crate::emit::rustdoc;
use crate::emit::tokens::{docs, ident, option, texts};
use crate::ir::{Api, Auth, Carrier, Host, Token};
use crate::raw::api::{Lists, Scheme};
use crate::raw::http::Outcome;

pub(super) fn items(api: &Api) -> Vec<TokenStream> {
    let mut items = imports(api);
    items.push(environment(api));
    items.push(auth(api));
    if !api.services.is_empty() {
        items.push(services(api));
    }
    if let Some(paging) = &api.paging {
        let paging = super::spec::paging(paging);
        items.push(quote! {
            /// How searches go on after their first page, where an operation has no way of its own.
            pub static PAGING: PagingSpec = #paging;
        });
    }
    items.push(spec(api));
    items
}

/// The params types of all operations, by name.
fn operations(api: &Api) -> Vec<proc_macro2::Ident> {
    let mut names: Vec<&str> =
        api.modules.iter().flat_map(|module| &module.operations).map(|operation| operation.rust.as_str()).collect();
    names.sort_unstable();
    names.into_iter().map(ident).collect()
}

fn imports(api: &Api) -> Vec<TokenStream> {
    let idempotency = if api.idempotency.is_some() { quote!(IdempotencySpec,) } else { TokenStream::new() };
    let scheme = if api.auth.is_empty() { TokenStream::new() } else { quote!(AuthScheme,) };
    let services = if api.services.is_empty() { TokenStream::new() } else { quote!(ServiceHost, ServiceSpec,) };
    let paging = if api.paging.is_none() { TokenStream::new() } else { quote!(PagingSpec, PagingStyle,) };
    let evidence = if api.services.is_empty() && api.paging.is_none() { TokenStream::new() } else { quote!(Evidence,) };
    let listed = if api.errors.listed.is_none() { TokenStream::new() } else { quote!(ListedErrors,) };
    let no_outcome = api.errors.outcomes.is_empty() && api.services.iter().all(|service| service.outcomes.is_empty());
    let kind = if no_outcome { TokenStream::new() } else { quote!(ErrorKind,) };
    let token = if api.auth.iter().all(|auth| auth.token.is_none()) {
        TokenStream::new()
    } else {
        quote!(TokenCarrier, TokenSpec,)
    };
    let operations = operations(api);
    let (core, own) = if operations.is_empty() {
        (TokenStream::new(), Vec::new())
    } else {
        (quote!(Operation,), vec![quote!(use super::{#(#operations),*};)])
    };
    let mut imports = vec![
        quote!(use payspec_core::{ApiSpec, #scheme AuthSpec, EnvironmentSpec, ErrorFormat, #kind #evidence #core #idempotency ListStyle, #listed #paging #services #token};),
    ];
    imports.extend(own);
    imports
}

fn environment(api: &Api) -> TokenStream {
    let text = docs(&format!("Where {} answers.", api.title));
    let variants = api.environments.iter().map(|environment| {
        let (name, text) = (ident(&environment.rust), docs(&rustdoc::of(&environment.docs)));
        let url = docs(&format!("\n`{}`", environment.base_url));
        quote!(#text #url #name,)
    });
    let urls = arms(api.environments.iter().map(|environment| {
        let url = &environment.base_url;
        (environment.rust.as_str(), quote!(#url))
    }));
    let services = api.services.iter().map(|service| {
        let text = format!("The URL that paths of the service `{}` are appended to.", service.name);
        host_url(api, &service.getter, &text, &service.hosts)
    });
    let auth = api.auth.iter().filter(|auth| !auth.hosts.is_empty()).map(|auth| {
        let text = format!(
            "The URL that paths are appended to for a client with the credentials `{}`, in place of that of others.",
            auth.name
        );
        host_url(api, &auth.getter, &text, &auth.hosts)
    });
    let services = services.chain(auth);
    quote! {
        #text
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        pub enum Environment {
            #(#variants)*
        }
        impl Environment {
            /// The URL that paths are appended to.
            pub const fn base_url(self) -> &'static str {
                match self {
                    #(#urls)*
                }
            }
            #(#services)*
        }
    }
}

/// The arms of a match over the environments: one for each value there is.
fn arms<'a>(values: impl Iterator<Item = (&'a str, TokenStream)>) -> Vec<TokenStream> {
    let mut arms: Vec<(Vec<proc_macro2::Ident>, TokenStream)> = Vec::new();
    for (variant, value) in values {
        match arms.iter_mut().find(|(_, known)| known.to_string() == value.to_string()) {
            Some((variants, _)) => variants.push(ident(variant)),
            None => arms.push((vec![ident(variant)], value)),
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
            urls.push((environment.rust.as_str(), quote!(Some(#url))));
        } else {
            text.push_str(&format!("\n- `{name}`: not known."));
            urls.push((environment.rust.as_str(), quote!(None)));
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

fn services(api: &Api) -> TokenStream {
    let services = api.services.iter().map(|service| {
        let (name, setter) = (&service.name, &service.setter);
        let hosts = service.hosts.iter().map(|host| {
            let (environment, url, evidence) = (&host.environment, &host.base_url, evidence(&host.evidence));
            quote!(ServiceHost { environment: #environment, base_url: #url, evidence: #evidence })
        });
        let outcomes = outcomes(&service.outcomes);
        quote!(ServiceSpec { name: #name, hosts: &[#(#hosts),*], setter: #setter, outcomes: #outcomes })
    });
    let count = proc_macro2::Literal::usize_unsuffixed(api.services.len());
    quote! {
        /// The hosts beside the main one, as operations name them.
        pub static SERVICES: [ServiceSpec; #count] = [#(#services),*];
    }
}

fn auth(api: &Api) -> TokenStream {
    let schemes = api.auth.iter().map(|auth| {
        let name = &auth.name;
        let (scheme, setter) = (scheme(auth), &auth.setter);
        let instead_of = option(auth.instead_of.as_ref());
        quote!(AuthSpec { name: #name, scheme: #scheme, setter: #setter, instead_of: #instead_of })
    });
    let count = proc_macro2::Literal::usize_unsuffixed(api.auth.len());
    quote! {
        /// The ways to authenticate, as operations name them.
        pub static AUTH: [AuthSpec; #count] = [#(#schemes),*];
    }
}

fn scheme(auth: &Auth) -> TokenStream {
    let parameter = auth.parameters.first().cloned().unwrap_or_default();
    let parameters = texts(&auth.parameters);
    match auth.scheme {
        Scheme::Basic => quote!(AuthScheme::Basic),
        Scheme::Header => quote!(AuthScheme::Header { name: #parameter }),
        Scheme::BodyParameter => quote!(AuthScheme::BodyParameter { names: #parameters }),
        Scheme::Token => {
            let token = auth.token.as_ref().map(|token| self::token(token, &auth.parameters));
            quote!(AuthScheme::Token(&#token))
        }
    }
}

fn token(token: &Token, parameters: &[String]) -> TokenStream {
    let service = option(token.service.map(|index| {
        let index = proc_macro2::Literal::usize_unsuffixed(index);
        quote!(&SERVICES[#index])
    }));
    let (path, answer, parameters, send) = (&token.path, &token.answer, texts(parameters), pairs(&token.send));
    let lifetime = option(token.lifetime.as_ref());
    let seconds = proc_macro2::Literal::u32_unsuffixed(token.lifetime_seconds);
    let carrier = match &token.carrier {
        Carrier::Bearer => quote!(Bearer),
        Carrier::Query(name) => quote!(Query { name: #name }),
    };
    let statuses = token.expired_statuses.iter().map(|status| proc_macro2::Literal::u16_unsuffixed(*status));
    let codes = texts(&token.expired_codes);
    quote! {
        TokenSpec {
            service: #service,
            path: #path,
            parameters: #parameters,
            send: #send,
            answer: #answer,
            lifetime: #lifetime,
            lifetime_seconds: #seconds,
            carrier: TokenCarrier::#carrier,
            expired_statuses: &[#(#statuses),*],
            expired_codes: #codes,
        }
    }
}

/// The errors that codes mean. None of them is a success; that is checked.
fn outcomes(outcomes: &[(String, Outcome)]) -> TokenStream {
    let outcomes = outcomes.iter().filter_map(|(code, outcome)| {
        let error = error(*outcome)?;
        Some(quote!((#code, ErrorKind::#error)))
    });
    quote!(&[#(#outcomes),*])
}

fn spec(api: &Api) -> TokenStream {
    let (name, title) = (&api.name, &api.title);
    let environments = api.environments.iter().map(|environment| {
        let (name, url) = (&environment.name, &environment.base_url);
        quote!(EnvironmentSpec { name: #name, base_url: #url })
    });
    let services = if api.services.is_empty() { quote!(&[]) } else { quote!(&SERVICES) };
    let request_id = option(api.request_id.as_ref());
    let idempotency = option(api.idempotency.as_ref().map(|idempotency| {
        let (header, window) = (&idempotency.header, idempotency.window_seconds);
        let window = proc_macro2::Literal::u32_unsuffixed(window);
        let codes = texts(&idempotency.reused_codes);
        quote!(IdempotencySpec { header: #header, window_seconds: #window, reused_codes: #codes })
    }));
    let fields = option(api.errors.fields.as_ref());
    let messages = texts(&api.errors.messages);
    let code = option(api.errors.code.as_ref());
    let listed = option(
        api.errors
            .listed
            .as_ref()
            .map(|(at, field, message)| quote!(ListedErrors { at: #at, field: #field, message: #message })),
    );
    let outcomes = outcomes(&api.errors.outcomes);
    let error_id = option(api.errors.request_id.as_ref());
    let auth = if api.auth.is_empty() { quote!(&[]) } else { quote!(&AUTH) };
    let lists = match api.lists {
        Lists::Brackets => quote!(ListStyle::Brackets),
        Lists::Repeated => quote!(ListStyle::Repeated),
    };
    let content_type = option(api.content_type_without_body);
    let text = docs(&rustdoc::api(api, Shared::of(api).iter()));
    let operations = operations(api);
    quote! {
        #text
        pub static API: ApiSpec = ApiSpec {
            name: #name,
            title: #title,
            environments: &[#(#environments),*],
            services: #services,
            auth: #auth,
            lists: #lists,
            content_type_without_body: #content_type,
            request_id_header: #request_id,
            idempotency: #idempotency,
            errors: ErrorFormat {
                fields: #fields,
                listed: #listed,
                messages: #messages,
                code: #code,
                outcomes: #outcomes,
                request_id: #error_id,
            },
            operations: &[#(#operations::SPEC),*],
        };
    }
}
