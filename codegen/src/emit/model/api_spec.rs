//! The API as a whole: auth schemes, services, errors, operations, as constant data.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::responses::Shared;
use crate::emit::constant::{Constant, Written, constant, outcomes};
use crate::emit::rustdoc;
use crate::emit::scope::Scope;
use crate::emit::tokens::docs;
use crate::ir::{Api, Auth, Signing, Token};
use crate::raw::api::Scheme;

pub(super) fn items(api: &Api) -> Vec<TokenStream> {
    let mut scope = Scope::default();
    let mut items = vec![auth(api, &mut scope)];
    if !api.services.is_empty() {
        items.push(services(api, &mut scope));
    }
    if let Some(paging) = &api.paging {
        let paging = paging.constant(&mut scope);
        items.push(quote! {
            /// The paging of searches, unless an operation sets its own.
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
        /// The services: additional hosts, as named by operations.
        pub static SERVICES: [ServiceSpec; #count] = [#(#services),*];
    }
}

fn auth(api: &Api, scope: &mut Scope) -> TokenStream {
    let kind = scope.core("AuthSpec");
    let schemes = api.auth.iter().map(|auth| {
        let scheme = Written(scheme(auth, scope));
        let (name, setter, instead_of) = (&auth.name, auth.setter(), &auth.instead_of);
        let signing =
            auth.signing.as_ref().map(|signing| Written(self::signing(signing, &auth.signing_setter(), scope)));
        constant!(
            scope,
            AuthSpec { name: name, scheme: scheme, setter: setter, instead_of: instead_of, signing: signing }
        )
    });
    let schemes: Vec<_> = schemes.collect();
    let count = Literal::usize_unsuffixed(schemes.len());
    quote! {
        /// The auth schemes, as named by operations.
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
        Scheme::Signature => quote!(#kind::Signature),
    }
}

fn signing(signing: &Signing, setter: &str, scope: &mut Scope) -> TokenStream {
    if signing.is_custom() {
        let kind = scope.core("SigningSpec");
        return quote!(#kind { setter: #setter, ..#kind::CUSTOM });
    }
    constant!(
        scope,
        SigningSpec {
            algorithm: signing.algorithm,
            key_encoding: signing.key_encoding,
            encoding: signing.encoding,
            time_format: signing.time_format,
            signed: signing.signed,
            headers: signing.headers,
            setter: setter,
        }
    )
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
            field_name: api.errors.field_name,
            messages: api.errors.messages,
            code: api.errors.code,
            outcomes: outcomes(&api.errors.outcomes),
            request_id: api.errors.request_id,
        }
    ));
    let all = |list: TokenStream, is_empty: bool| Written(if is_empty { quote!(&[]) } else { quote!(&#list) });
    let operations = operations(api).into_iter().map(|name| {
        let (params, _) = (scope.local(name), scope.core("Operation"));
        quote!(#params::SPEC)
    });
    let operations: Vec<_> = operations.collect();
    let (length, operation_spec) = (Literal::usize_unsuffixed(operations.len()), scope.core("OperationSpec"));
    let operation_name = scope.core("OperationName");
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
            operations: Written(quote!(&#operation_name::list(&OPERATIONS))),
        }
    );
    let text = docs(&rustdoc::api(api, Shared::of(api).iter()));
    quote! {
        /// All operations, by the names of their parameters.
        pub static OPERATIONS: [&#operation_spec; #length] = [#(#operations),*];

        #text
        pub static API: #kind = #value;
    }
}
