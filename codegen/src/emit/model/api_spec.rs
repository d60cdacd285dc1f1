//! The API as a whole: environments, auth schemes, headers, as constant data.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::responses::Shared;
use crate::emit::constant::{Constant, Written, constant, outcomes};
use crate::emit::rustdoc;
use crate::emit::scope::Scope;
use crate::emit::tokens::{docs, ident};
use crate::ir::{Api, Auth, Host, Token};
use crate::raw::api::Scheme;

pub(super) fn items(api: &Api) -> Vec<TokenStream> {
    let mut scope = Scope::default();
    let mut items = vec![environment(api), auth(api, &mut scope)];
    if !api.services.is_empty() {
        items.push(services(api, &mut scope));
    }
    if let Some(paging) = &api.paging {
        let paging = paging.constant(&mut scope);
        items.push(quote! {
            /// How searches go on after their first page, where an operation has no way of its own.
            pub static PAGING: PagingSpec = #paging;
        });
    }
    items.push(spec(api, &mut scope));
    let mut all = scope.uses(&quote!(super));
    all.extend(items);
    all
}

/// The params types of all operations, by name.
fn operations(api: &Api) -> Vec<&str> {
    let mut names: Vec<&str> = api
        .modules
        .iter()
        .flat_map(|module| &module.operations)
        .map(|operation| operation.type_name.as_str())
        .collect();
    names.sort_unstable();
    names
}

fn environment(api: &Api) -> TokenStream {
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

fn services(api: &Api, scope: &mut Scope) -> TokenStream {
    let services = api.services.iter().map(|service| {
        let hosts = service.hosts.iter().map(|host| {
            let (environment, url, evidence) = (&host.environment, &host.base_url, &host.evidence);
            Written(constant!(scope, ServiceHost { environment: environment, base_url: url, evidence: evidence }))
        });
        let hosts: Vec<_> = hosts.collect();
        let outcomes = outcomes(&service.outcomes);
        let (name, setter) = (&service.name, service.setter());
        constant!(scope, ServiceSpec { name: name, hosts: hosts, setter: setter, outcomes: outcomes })
    });
    let services: Vec<_> = services.collect();
    let count = Literal::usize_unsuffixed(services.len());
    quote! {
        /// The hosts beside the main one, as operations name them.
        pub static SERVICES: [ServiceSpec; #count] = [#(#services),*];
    }
}

fn auth(api: &Api, scope: &mut Scope) -> TokenStream {
    let kind = scope.core("AuthSpec");
    let schemes = api.auth.iter().map(|auth| {
        let scheme = Written(scheme(auth, scope));
        let (name, setter, instead_of) = (&auth.name, auth.setter(), &auth.instead_of);
        constant!(scope, AuthSpec { name: name, scheme: scheme, setter: setter, instead_of: instead_of })
    });
    let schemes: Vec<_> = schemes.collect();
    let count = Literal::usize_unsuffixed(schemes.len());
    quote! {
        /// The ways to authenticate, as operations name them.
        pub static AUTH: [#kind; #count] = [#(#schemes),*];
    }
}

fn scheme(auth: &Auth, scope: &mut Scope) -> TokenStream {
    let kind = scope.core("AuthScheme");
    let names = auth.parameters.constant(scope);
    match auth.scheme {
        Scheme::Basic => quote!(#kind::Basic),
        Scheme::Bearer | Scheme::Header => {
            let (name, prefix) = auth.header().unwrap_or_default();
            quote!(#kind::Header { name: #name, prefix: #prefix })
        }
        Scheme::BodyParameter => quote!(#kind::BodyParameter { names: #names }),
        Scheme::Token => {
            let token = auth.token.as_ref().map(|token| self::token(token, &auth.parameters, scope));
            quote!(#kind::Token(&#token))
        }
    }
}

fn token(token: &Token, parameters: &[String], scope: &mut Scope) -> TokenStream {
    let service = token.service.map(|index| {
        let index = Literal::usize_unsuffixed(index);
        Written(quote!(&SERVICES[#index]))
    });
    constant!(
        scope,
        TokenSpec {
            service: service,
            path: token.path,
            parameters: parameters,
            send: token.send,
            answer: token.answer,
            lifetime: token.lifetime,
            lifetime_seconds: token.lifetime_seconds,
            carrier: token.carrier,
            expired_statuses: token.expired_statuses,
            expired_codes: token.expired_codes,
        }
    )
}

fn spec(api: &Api, scope: &mut Scope) -> TokenStream {
    let kind = scope.core("ApiSpec");
    let environments = api.environments.iter().map(|environment| {
        let (name, url) = (&environment.name, &environment.base_url);
        Written(constant!(scope, EnvironmentSpec { name: name, base_url: url }))
    });
    let environments: Vec<_> = environments.collect();
    let idempotency = api.idempotency.as_ref().map(|known| {
        let (header, window, reused) = (&known.header, known.window_seconds, &known.reused_codes);
        Written(constant!(scope, IdempotencySpec { header: header, window_seconds: window, reused_codes: reused }))
    });
    let listed = api.errors.listed.as_ref();
    let listed = listed
        .map(|(at, field, message)| Written(constant!(scope, ListedErrors { at: at, field: field, message: message })));
    let errors = Written(constant!(
        scope,
        ErrorFormat {
            fields: api.errors.fields,
            listed: listed,
            messages: api.errors.messages,
            code: api.errors.code,
            outcomes: outcomes(&api.errors.outcomes),
            request_id: api.errors.request_id,
        }
    ));
    let all = |list: TokenStream, is_empty: bool| Written(if is_empty { quote!(&[]) } else { quote!(&#list) });
    let operations = operations(api).into_iter().map(|name| {
        let (params, _) = (scope.local(name), scope.core("Operation"));
        Written(quote!(#params::SPEC))
    });
    let operations: Vec<_> = operations.collect();
    let value = constant!(
        scope,
        ApiSpec {
            name: api.name,
            title: api.title,
            environments: environments,
            services: all(quote!(SERVICES), api.services.is_empty()),
            auth: all(quote!(AUTH), api.auth.is_empty()),
            lists: api.lists,
            content_type_without_body: api.content_type_without_body,
            request_id_header: api.request_id,
            idempotency: idempotency,
            errors: errors,
            operations: operations,
        }
    );
    let text = docs(&rustdoc::api(api, Shared::of(api).iter()));
    quote! {
        #text
        pub static API: #kind = #value;
    }
}
