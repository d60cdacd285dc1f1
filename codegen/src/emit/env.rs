//! The environment variables that a client can be made of, and the functions that read them.

use std::collections::BTreeSet;

use heck::ToShoutySnakeCase;
use proc_macro2::TokenStream;
use quote::quote;

use super::tokens::{docs, ident};
use crate::ir::{Api, Auth, Environment, Header, HostVariable, Service, Signing};
use crate::raw::api::Scheme;

/// The variables of an API, each name once.
struct Variables<'a> {
    environment: String,
    base_url: String,
    hosts: Vec<(&'a HostVariable, String)>,
    services: Vec<(&'a Service, String)>,
    credentials: Vec<Credential<'a>>,
    headers: Vec<(&'a Header, String)>,
}

/// What a scheme takes together: its values, or the key that signs its requests.
struct Credential<'a> {
    auth: &'a Auth,
    signs: bool,
    variables: Vec<String>,
}

impl<'a> Variables<'a> {
    fn of(api: &'a Api) -> Self {
        let prefix = api.name.to_shouty_snake_case();
        let mut names = Names { taken: BTreeSet::new(), prefix };
        let environment = names.one(&["ENVIRONMENT".to_owned()]);
        let base_url = names.one(&["BASE_URL".to_owned()]);
        let services = api.services.iter().map(|service| {
            let name = service.name.to_shouty_snake_case();
            (service, names.one(&[format!("{name}_BASE_URL"), format!("SERVICE_{name}_BASE_URL")]))
        });
        let services = services.collect();
        let mut hosts: Vec<(&HostVariable, String)> = Vec::new();
        for variable in api.environments.iter().flat_map(|environment| &environment.variables) {
            if hosts.iter().all(|(known, _)| known.name != variable.name) {
                let name = variable.name.to_shouty_snake_case();
                hosts.push((variable, names.one(&[name.clone(), format!("HOST_{name}")])));
            }
        }
        let parts: Vec<(&Auth, bool, Vec<String>)> = api.auth.iter().flat_map(parts).collect();
        let is_shared = |name: &String| parts.iter().filter(|(.., names)| names.contains(name)).count() > 1;
        let credentials = parts.iter().map(|(auth, signs, own)| {
            let scheme = auth.name.to_shouty_snake_case();
            let with = |before: &str| own.iter().map(|name| format!("{before}{scheme}_{name}")).collect::<Vec<_>>();
            let short = Some(own.clone()).filter(|own| !own.iter().any(is_shared));
            let ways: Vec<_> = short.into_iter().chain([with(""), with("AUTH_")]).collect();
            Credential { auth, signs: *signs, variables: names.first_free(&ways) }
        });
        let credentials = credentials.collect();
        let headers = needed_headers(api).map(|header| {
            let name = header.name.to_shouty_snake_case();
            (header, names.one(&[name.clone(), format!("HEADER_{name}")]))
        });
        let headers = headers.collect();
        Self { environment, base_url, hosts, services, credentials, headers }
    }
}

/// Names that are taken, and what all of them begin with.
struct Names {
    taken: BTreeSet<String>,
    prefix: String,
}

impl Names {
    fn one(&mut self, ways: &[String]) -> String {
        let ways: Vec<Vec<String>> = ways.iter().map(|way| vec![way.clone()]).collect();
        self.first_free(&ways).swap_remove(0)
    }

    /// The first of several ways to name some things that takes no name twice, or the last.
    fn first_free(&mut self, ways: &[Vec<String>]) -> Vec<String> {
        let with_prefix = |way: &Vec<String>| way.iter().map(|name| format!("{}_{name}", self.prefix)).collect();
        let mut ways = ways.iter().map(with_prefix).collect::<Vec<Vec<String>>>();
        let free = ways.iter().position(|way| !way.iter().any(|name| self.taken.contains(name)));
        let names = ways.swap_remove(free.unwrap_or(ways.len() - 1));
        self.taken.extend(names.iter().cloned());
        names
    }
}

/// What a scheme takes, in the API's own words: its values, and the key that signs its requests.
fn parts(auth: &Auth) -> Vec<(&Auth, bool, Vec<String>)> {
    let values = match (auth.scheme, &auth.parameters[..]) {
        (Scheme::Basic, _) => vec!["LOGIN".to_owned(), "PASSWORD".to_owned()],
        (Scheme::Signature, _) => Vec::new(),
        // What stands in `Authorization` has no other name than that of its scheme.
        (Scheme::Bearer, _) => vec![auth.name.to_shouty_snake_case()],
        (Scheme::Header, _) => {
            let name = auth.setter().to_shouty_snake_case();
            vec![name.strip_prefix("X_").unwrap_or(&name).to_owned()]
        }
        (Scheme::BodyParameter | Scheme::Token, names) => {
            names.iter().map(|name| name.to_shouty_snake_case()).collect()
        }
    };
    let signing = auth.signing.as_ref().filter(|signing| !signing.is_custom()).map(|signing: &Signing| {
        let key_id = signing.needs_key_id().then(|| "SIGNING_KEY_ID".to_owned());
        key_id.into_iter().chain(["SIGNING_KEY".to_owned()]).collect()
    });
    let values = Some(values).filter(|values: &Vec<String>| !values.is_empty());
    values.map(|names| (auth, false, names)).into_iter().chain(signing.map(|names| (auth, true, names))).collect()
}

/// The headers without which some operation is refused, and that have no value of their own.
fn needed_headers(api: &Api) -> impl Iterator<Item = &Header> {
    api.headers.iter().filter(|header| {
        let mut uses =
            api.modules.iter().flat_map(|module| &module.operations).flat_map(|operation| &operation.headers);
        uses.any(|used| used.name == header.name && used.required && used.value.is_none())
    })
}

/// The static that has the variables of an API.
pub(super) fn item(api: &Api) -> TokenStream {
    let Variables { environment, base_url, services, credentials, headers, .. } = Variables::of(api);
    let environments = api.environments.iter().map(|environment| &environment.name);
    let services = services.iter().map(|(service, variable)| {
        let name = &service.name;
        quote!((#name, #variable))
    });
    let credentials = credentials.iter().map(|Credential { auth, signs, variables }| {
        let scheme = &auth.name;
        quote!(payspec_http::env::EnvCredential { scheme: #scheme, signs: #signs, variables: &[#(#variables),*] })
    });
    let headers = headers.iter().map(|(header, variable)| {
        let name = &header.name;
        quote!((#name, #variable))
    });
    quote! {
        /// The environment variables of [`ClientBuilder::from_env`].
        static ENV: payspec_http::env::EnvSpec = payspec_http::env::EnvSpec {
            environment: #environment,
            environments: &[#(#environments),*],
            base_url: #base_url,
            services: &[#(#services),*],
            credentials: &[#(#credentials),*],
            headers: &[#(#headers),*],
        };
    }
}

/// The client's function.
pub(super) fn of_client() -> TokenStream {
    quote! {
        /// Creates a client from the environment variables listed at [`ClientBuilder::from_env`]. For a blocking client,
        /// use `ClientBuilder::from_env()?.build_blocking()`.
        ///
        /// # Errors
        ///
        /// Names the variable that is missing or invalid, with the accepted values. Never contains a credential.
        pub fn from_env() -> Result<Self, ConfigError> {
            ClientBuilder::from_env()?.build()
        }
    }
}

/// The builder's functions.
pub(super) fn of_builder(api: &Api) -> TokenStream {
    let variables = Variables::of(api);
    let text = docs(&format!(
        "Creates a builder from the environment variables of the process. Variables set to empty text count as \
            unset.\n\n{}\n\n# Errors\n\nNames the variable that is missing or invalid, with the accepted values. \
            Never contains a credential.",
        list(api, &variables)
    ));
    // What no arm names is the first environment: it is that of tests where there is one.
    let arms = api.environments.iter().enumerate().rev().map(|(at, environment)| {
        let (name, value) = (&environment.name, value(environment, &variables));
        let pattern = if at == 0 { quote!(_) } else { quote!(#name) };
        quote!(payspec_http::env::Place::Environment(#pattern) => Client::builder(#value),)
    });
    let none = api
        .environments
        .is_empty()
        .then(|| quote!(payspec_http::env::Place::Environment(address) => Self::at(address),));
    quote! {
        #text
        pub fn from_env() -> Result<Self, ConfigError> {
            Self::from_variables(|name| std::env::var_os(name))
        }
        /// Creates a builder like [`from_env`](Self::from_env), with variables from another source, for example in tests.
        ///
        /// # Errors
        ///
        /// The same as [`from_env`](Self::from_env).
        pub fn from_variables(lookup: impl Fn(&str) -> Option<std::ffi::OsString>) -> Result<Self, ConfigError> {
            let variables = payspec_http::env::Variables::new(&ENV, &lookup);
            let builder = match variables.place()? {
                payspec_http::env::Place::At(address) => Self::at(address),
                #(#arms)*
                #none
            };
            Ok(Self { http: variables.apply(builder.http)? })
        }
    }
}

/// An environment with the values of its variables.
fn value(environment: &Environment, variables: &Variables<'_>) -> TokenStream {
    let variant = ident(&environment.rust());
    if environment.variables.is_empty() {
        return quote!(Environment::#variant);
    }
    let fields = environment.variables.iter().map(|variable| {
        let field = ident(&variable.rust());
        let named = variables.hosts.iter().find(|(known, _)| known.name == variable.name);
        let name = named.map(|(_, name)| name.as_str()).unwrap_or_default();
        quote!(#field: variables.host_label(#name)?)
    });
    quote!(Environment::#variant { #(#fields),* })
}

/// The variables as a list.
fn list(api: &Api, variables: &Variables<'_>) -> String {
    let environments: Vec<String> =
        api.environments.iter().map(|environment| format!("`{}`", environment.name)).collect();
    let mut rows = vec![
        (format!("`{}`", variables.environment), format!("the environment: {}", environments.join(" or "))),
        (
            format!("`{}`", variables.base_url),
            "the address of a proxy or a test server, instead of an environment: see [`at`](Self::at)".to_owned(),
        ),
    ];
    for (service, variable) in &variables.services {
        let setter = service.setter();
        rows.push((format!("`{variable}`"), format!("optional, for [`{setter}`](Self::{setter})")));
    }
    for (host, variable) in &variables.hosts {
        let used = api
            .environments
            .iter()
            .filter(|environment| environment.variables.iter().any(|used| used.name == host.name));
        let used: Vec<String> = used.map(|environment| format!("`{}`", environment.name)).collect();
        rows.push((format!("`{variable}`"), format!("a part of the host of {}: `{}`", used.join(", "), host.example)));
    }
    for Credential { auth, signs, variables } in &variables.credentials {
        let setter = if *signs { auth.signing_setter() } else { auth.setter() };
        let names: Vec<String> = variables.iter().map(|variable| format!("`{variable}`")).collect();
        rows.push((names.join(", "), format!("for [`{setter}`](Self::{setter})")));
    }
    for (header, variable) in &variables.headers {
        let setter = header.rust();
        rows.push((format!("`{variable}`"), format!("for [`{setter}`](Self::{setter}), if an operation needs it")));
    }
    let needs = match variables.credentials.len() {
        0 => "",
        1 => " The credentials are required.",
        _ => " One complete set of credentials is required.",
    };
    let rows: Vec<String> = rows.iter().map(|(name, what)| format!("- {name}: {what}")).collect();
    format!("One of the first two is required.{needs}\n\n{}", rows.join("\n"))
}
