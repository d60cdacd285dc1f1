//! A call of every operation with every parameter, what it answers, and a delivery of every event, for tests that run over
//! all of them.
//!
//! Values are the examples of the spec; where it gives none, one of the type is made up. The parameters together may
//! break rules of the API, such as "one of the two": the calls show what travels, not what makes sense.

use heck::ToKebabCase;
use payspec_core::{CompactDate, TextFormat};
use proc_macro2::{Literal, TokenStream};
use quote::quote;
use serde_json::Value;

mod samples;

use self::samples::Sample;
use super::tokens::{ident, integer};
use super::{Content, Output};
use crate::ir::{Api, Auth, Field, Header, Id, Kind, Module, Object, Operation};
use crate::names;
use crate::raw::api::Scheme;
use crate::types::Builtin;

/// How deep objects in objects are filled.
const DEPTH: usize = 4;

/// The files of all APIs, below the folder of the crate that has them.
pub(super) fn emit(apis: &[Api], crate_dir: &str) -> Vec<Output> {
    let mut outputs = Vec::new();
    let modules = apis.iter().map(|api| ident(&names::snake(&api.name)));
    let visits = apis.iter().map(|api| {
        let module = ident(&names::snake(&api.name));
        quote!(visitor.api(&#module::API); #module::visit(visitor);)
    });
    let mut root: Vec<TokenStream> = modules.map(|module| quote!(mod #module;)).collect();
    let all = apis.iter().map(|api| ident(&names::snake(&api.name)));
    root.push(quote! {
        /// All APIs.
        pub static APIS: &[&crate::ApiClient] = &[#(&#all::API),*];
    });
    root.push(quote! {
        /// Visits every operation of every API.
        pub fn visit(visitor: &mut impl crate::Visitor) {
            #(#visits)*
        }
    });
    let mut push = |file: String, source: &str, items: Vec<TokenStream>| {
        let path = format!("{crate_dir}/src/generated/{file}.rs");
        outputs.push(Output { path, source: source.to_owned(), content: Content::Rust(items) });
    };
    push("mod".to_owned(), "spec", root);
    for api in apis {
        let folder = names::snake(&api.name);
        push(format!("{folder}/mod"), &api.source, api_items(api));
        for module in with_operations(api) {
            push(format!("{folder}/{}", module.name), &module.source, module_items(api, module));
        }
    }
    outputs
}

fn with_operations(api: &Api) -> impl Iterator<Item = &Module> {
    api.modules.iter().filter(|module| !module.operations.is_empty())
}

/// The API's module of the crate that people add.
fn client(api: &Api) -> TokenStream {
    let module = ident(&names::snake(&api.name));
    quote!(payspec::#module)
}

fn api_items(api: &Api) -> Vec<TokenStream> {
    let client = client(api);
    let modules: Vec<_> = with_operations(api).map(|module| ident(&module.name)).collect();
    let resources = with_operations(api).map(|module| &module.name);
    let services = api.services.iter().map(|service| {
        let (setter, path) = (ident(&service.setter()), format!("/{}", service.name));
        quote!(.#setter(format!("{url}{}", #path)))
    });
    // A scheme that takes the place of another would do so for all calls.
    let auth = usual(api).map(credentials);
    let headers = headers(api);
    let (environments, webhook) = (environments(api), webhook(api));
    let mut items: Vec<TokenStream> = modules.iter().map(|module| quote!(mod #module;)).collect();
    items.push(quote! {
        /// The API, and how a client of it is made.
        pub(super) static API: crate::ApiClient = crate::ApiClient {
            spec: &#client::model::API,
            client: |url, change| Ok(builder(url) #(#services)*.configure(change).build()?.http().clone()),
            without_services: |url, change| Ok(builder(url).configure(change).build()?.http().clone()),
            environments: &[#(#environments),*],
            webhook: #webhook,
        };
    });
    items.push(quote! {
        fn builder(url: &str) -> #client::ClientBuilder {
            #client::ClientBuilder::at(url) #(#auth)* #(#headers)*
        }
    });
    items.push(quote! {
        pub(super) fn visit(visitor: &mut impl crate::Visitor) {
            #(visitor.resource(#resources); #modules::visit(visitor);)*
        }
    });
    items
}

/// The schemes that a client is given. One that takes the place of another would do so for all calls.
fn usual(api: &Api) -> impl Iterator<Item = &Auth> {
    api.auth.iter().filter(|auth| auth.instead_of.is_none())
}

/// The builder's calls that give the headers.
fn headers(api: &Api) -> Vec<TokenStream> {
    let set = |header: &Header| {
        let (setter, value) = (ident(&header.rust()), format!("value-of-{}", header.name.to_ascii_lowercase()));
        quote!(.#setter(#value))
    };
    api.headers.iter().map(set).collect()
}

/// A client of each environment: with the usual credentials, and with each that take the place of those.
fn environments(api: &Api) -> Vec<TokenStream> {
    let mut entries = Vec::new();
    for environment in &api.environments {
        let others = api.auth.iter().filter(|auth| auth.instead_of.is_some());
        for other in std::iter::once(None).chain(others.map(Some)) {
            let replaced = other.and_then(|other| other.instead_of.as_deref());
            let given: Vec<&Auth> =
                usual(api).filter(|auth| Some(auth.name.as_str()) != replaced).chain(other).collect();
            let own = given.iter().flat_map(|auth| &auth.hosts).find(|host| host.environment == environment.name);
            let url = own.map_or(&environment.base_url, |host| &host.base_url);
            let (client, headers) = (client(api), headers(api));
            let (name, rust) = (&environment.name, ident(&environment.rust()));
            let auth = given.into_iter().map(credentials);
            entries.push(quote! {
                crate::EnvironmentClient {
                    name: #name,
                    base_url: #url,
                    client: |change| {
                        let builder = #client::Client::builder(#client::model::Environment::#rust) #(#auth)* #(#headers)*;
                        Ok(builder.configure(change).build()?.http().clone())
                    },
                }
            });
        }
    }
    entries
}

/// How deliveries are read and verified, and one of each event.
fn webhook(api: &Api) -> TokenStream {
    let Some(webhooks) = &api.webhooks else { return quote!(None) };
    let client = client(api);
    let header = webhooks.signature.as_ref().and_then(|signature| signature.headers.first());
    let verify = header.map_or_else(
        || quote!(None),
        |header| {
            quote! {
                Some(|signature, body| {
                    let verifier = #client::webhook::Verifier::new("a secret nobody knows");
                    verifier.verify([(#header, signature)], body).is_ok()
                })
            }
        },
    );
    let makes = Maker { api };
    let events = api.events().flat_map(|event| {
        let other = event.alternative.as_ref().map(|other| other.payload.as_str());
        std::iter::once(event.payload.as_str()).chain(other).map(move |payload| (event, payload))
    });
    let events = events.map(|(event, payload)| {
        let sample = sample(makes.delivery(event, payload));
        let wire = &event.wire;
        let has_envelope = webhooks.envelope.is_some() && (event.enveloped || !event.unenveloped);
        quote!(crate::EventSample { event: #wire, has_envelope: #has_envelope, message: #sample })
    });
    quote! {
        Some(crate::Webhook {
            receive: |body| {
                let event = #client::webhook::decode(body);
                crate::Received {
                    event: event.event_type().map(|event| event.to_string()),
                    is_known: !matches!(
                        event,
                        #client::webhook::Event::Unknown(_) | #client::webhook::Event::Undecodable(_)
                    ),
                    problem: match &event {
                        #client::webhook::Event::Undecodable(problem) => Some(problem.to_string()),
                        _ => None,
                    },
                    shown: format!("{event:?}"),
                    raw: event.raw().as_bytes().to_vec(),
                    json: serde_json::to_value(&event).ok(),
                }
            },
            verify: #verify,
            events: &[#(#events),*],
        })
    }
}

fn sample(sample: Sample) -> TokenStream {
    let Sample { least, all, guaranteed } = sample;
    quote!(crate::Message { least: #least, all: #all, guaranteed: &[#(#guaranteed),*] })
}

/// The builder's call that gives the credentials of a scheme.
fn credentials(auth: &Auth) -> TokenStream {
    let setter = if auth.scheme == Scheme::Basic { ident("credentials") } else { ident(&auth.setter()) };
    let values = match auth.scheme {
        Scheme::Basic => vec!["login".to_owned(), "password".to_owned()],
        Scheme::Header | Scheme::Bearer => vec!["key".to_owned()],
        Scheme::Token | Scheme::BodyParameter => {
            auth.parameters.iter().map(|name| format!("value-of-{}", name.to_ascii_lowercase())).collect()
        }
    };
    quote!(.#setter(#(#values),*))
}

fn module_items(api: &Api, module: &Module) -> Vec<TokenStream> {
    let client = client(api);
    let makes = Maker { api };
    let calls = module.operations.iter().map(|operation| {
        let (params, response) = (makes.params(operation), sample(makes.response(operation)));
        quote!(visitor.call(#params, &#response);)
    });
    vec![
        quote!(use #client::model;),
        quote! {
            #[allow(deprecated)]
            pub(super) fn visit(visitor: &mut impl crate::Visitor) {
                #(#calls)*
            }
        },
    ]
}

/// Objects that hold themselves have to end somewhere.
fn is_too_deep(field: &Field, depth: usize) -> bool {
    depth >= DEPTH && matches!(field.ty.kind, Kind::Object(_))
}

/// Makes values.
struct Maker<'a> {
    api: &'a Api,
}

impl Maker<'_> {
    fn params(&self, operation: &Operation) -> TokenStream {
        let name = ident(&operation.type_name);
        self.built(&quote!(model::#name), &operation.params, None, 0)
    }

    /// `new` with what is required, and a setter for each of the others.
    fn built(&self, ty: &TokenStream, fields: &[Field], example: Option<&Value>, depth: usize) -> TokenStream {
        let value = |field: &Field| {
            let given = example.and_then(|example| example.get(&field.wire));
            self.field(field, given.or(field.example.as_ref()), depth)
        };
        let required = fields.iter().filter(|field| field.required).map(value);
        let optional = fields.iter().filter(|field| !field.required && !is_too_deep(field, depth)).map(|field| {
            let (setter, value) = (ident(&field.rust()), value(field));
            quote!(.#setter(#value))
        });
        quote!(#ty::new(#(#required),*) #(#optional)*)
    }

    fn field(&self, field: &Field, example: Option<&Value>, depth: usize) -> TokenStream {
        if !field.ty.list {
            return self.value(field, example, depth);
        }
        let items: Vec<TokenStream> = match example.and_then(Value::as_array) {
            Some(items) if !items.is_empty() => items.iter().map(|item| self.value(field, Some(item), depth)).collect(),
            _ => vec![self.value(field, None, depth)],
        };
        quote!([#(#items),*])
    }

    fn value(&self, field: &Field, example: Option<&Value>, depth: usize) -> TokenStream {
        let core = quote!(payspec_core);
        let builtin = match &field.ty.kind {
            Kind::Builtin(builtin) => *builtin,
            Kind::Object(name) => {
                let fields = self.object(name).map(|object| object.fields.as_slice()).unwrap_or_default();
                let name = ident(name);
                return self.built(&quote!(model::#name), fields, example, depth + 1);
            }
            declared => {
                let text = text(example).unwrap_or_else(|| self.code(declared));
                return quote!(#text);
            }
        };
        match builtin {
            Builtin::Integer => integer(example.and_then(Value::as_i64).unwrap_or(2)),
            Builtin::Boolean => {
                let boolean = example.and_then(Value::as_bool).unwrap_or(true);
                quote!(#boolean)
            }
            Builtin::Amount => {
                let number = integer(example.and_then(Value::as_i64).unwrap_or(1250));
                quote!(#core::Amount::from_minor(#number))
            }
            Builtin::Iterations => {
                let number = Literal::u32_unsuffixed(
                    example.and_then(Value::as_u64).and_then(|count| u32::try_from(count).ok()).unwrap_or(12),
                );
                quote!(crate::iterations(#number))
            }
            Builtin::Decimal => {
                let number = example.filter(|example| example.is_number()).map_or("1.25".to_owned(), Value::to_string);
                quote!(crate::decimal(#number))
            }
            Builtin::Json => {
                let json = example.cloned().unwrap_or_else(|| serde_json::json!({"any": ["json", 1]})).to_string();
                quote!(crate::json(#json))
            }
            Builtin::Metadata => {
                let pairs: Vec<TokenStream> = match example.and_then(Value::as_object) {
                    Some(members) => members
                        .iter()
                        .map(|(name, value)| (name.clone(), text(Some(value)).unwrap_or_else(|| value.to_string())))
                        .map(|(name, value)| quote!((#name, #value)))
                        .collect(),
                    None => vec![quote!(("order", "4711"))],
                };
                quote!([#(#pairs),*].into_iter().collect::<#core::Metadata>())
            }
            Builtin::Bytes => quote!(b"%PDF-1.7".to_vec()),
            Builtin::String | Builtin::Date | Builtin::DateTime | Builtin::CardNumber | Builtin::Secret => {
                let text = text(example).unwrap_or_else(|| made_up(builtin, field));
                quote!(#text)
            }
        }
    }

    fn object(&self, name: &str) -> Option<&Object> {
        self.api.modules.iter().flat_map(|module| &module.objects).find(|object| object.name == name)
    }

    /// A code of a declared type: the example of an id, the first value of an enum, the first row of a table.
    fn code(&self, kind: &Kind) -> String {
        let name = kind.declared().unwrap_or_default();
        let modules = self.api.modules.iter();
        let found = match kind {
            Kind::Id(_) => {
                modules.flat_map(|module| &module.ids).find(|id| id.name == name).and_then(|id: &Id| id.example.clone())
            }
            Kind::Enum(_) => modules
                .flat_map(|module| &module.enums)
                .find(|declared| declared.name == name)
                .and_then(|declared| Some(declared.values.first()?.wire.clone())),
            Kind::Table(_) => {
                let own = self.api.modules.iter().flat_map(|module| &module.tables).find(|table| table.name == name);
                let shared = self.api.extensions().find(|extension| extension.name == name);
                let accepted = shared.and_then(|shared| shared.constants.iter().find(|constant| constant.is_listed));
                let first = accepted.map(|constant| &constant.code);
                first
                    .or_else(|| shared.and_then(|shared| shared.codes.first()))
                    .or_else(|| own.and_then(|table| Some(&table.rows.first()?.code)))
                    .cloned()
            }
            _ => None,
        };
        found.unwrap_or_else(|| name.to_kebab_case())
    }
}

fn text(example: Option<&Value>) -> Option<String> {
    example.and_then(Value::as_str).map(str::to_owned)
}

/// A text of the type that a field has no example of.
fn made_up(builtin: Builtin, field: &Field) -> String {
    let text = match (builtin, field.compact, field.format) {
        (Builtin::Date, None, _) => "2026-01-31",
        (Builtin::DateTime, None, _) => "2026-01-31T12:30:00Z",
        (_, Some(CompactDate::Day), _) => "20260131",
        (_, Some(CompactDate::Minute), _) => "202601311230",
        (_, Some(CompactDate::Second), _) => "20260131123000",
        // A published test card.
        (Builtin::CardNumber, ..) => "4000001000000067",
        (_, _, Some(TextFormat::Url)) => "https://shop.example/here",
        (_, _, Some(TextFormat::IpAddress)) => "203.0.113.7",
        (_, _, Some(TextFormat::Email)) => "jane@example.com",
        (_, _, Some(TextFormat::Phone)) => "+33123456789",
        (_, _, Some(TextFormat::Country)) => "FR",
        _ => return format!("{} of the caller", names::snake(&field.wire).replace('_', " ")),
    };
    text.to_owned()
}
