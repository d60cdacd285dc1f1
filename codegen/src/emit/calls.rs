//! A call of every operation with every parameter, and clients and receivers of every API, for tests that run over all
//! of them.
//!
//! The parameters together may break rules of the API, such as "one of the two": the calls show what travels, not what
//! makes sense.

use payspec_core::vocabulary::KeyEncoding;
use proc_macro2::{Literal, TokenStream};
use quote::quote;
use serde_json::Value;

use super::example::Examples;
use super::tokens::{ident, integer, option};
use super::{Content, Output, required};
use crate::ir::webhooks::{Proof, Signature};
use crate::ir::{Api, Auth, Field, Header, Kind, Module, Operation, Tagging};
use crate::names;
use crate::raw::api::Scheme;
use crate::samples::{DEPTH, Maker, made_up, of_a_map, text};
use crate::types::Builtin;

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

/// The API's module of the crate that people add. An API of our own is not in it.
fn client(api: &Api) -> TokenStream {
    let name = names::snake(&api.name);
    if api.ours {
        let krate = ident(&format!("{name}_client"));
        return quote!(#krate);
    }
    let module = ident(&name);
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
    let (environments, (webhook, received)) = (environments(api), webhook(api));
    let has_operations = with_operations(api).next().is_some();
    let responses = option(has_operations.then(|| quote!(#client::model::testing::MESSAGES)));
    let mut items: Vec<TokenStream> = modules.iter().map(|module| quote!(mod #module;)).collect();
    items.push(quote! {
        /// The API, and how a client of it is made.
        pub(super) static API: crate::ApiClient = crate::ApiClient {
            spec: &#client::model::API,
            operations: &#client::model::OPERATIONS,
            client: |url, change| Ok(builder(url) #(#services)*.configure(change).build()?.http().clone()),
            without_services: |url, change| Ok(builder(url).configure(change).build()?.http().clone()),
            environments: &[#(#environments),*],
            webhook: #webhook,
            responses: #responses,
        };
    });
    items.extend(received);
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
            let values = environment.variables.iter().map(|variable| (&variable.name, &variable.example));
            let (variables, examples): (Vec<_>, Vec<_>) = values.unzip();
            let (client, headers) = (client(api), headers(api));
            let (name, rust) = (&environment.name, ident(&environment.rust()));
            let fields = environment.variables.iter().map(|variable| ident(&variable.rust()));
            let values = (!variables.is_empty())
                .then(|| quote!({ #(#fields: #examples.parse().expect("the spec was checked")),* }));
            let auth = given.into_iter().map(credentials);
            entries.push(quote! {
                crate::EnvironmentClient {
                    name: #name,
                    base_url: #url,
                    variables: &[#((#variables, #examples)),*],
                    client: |change| {
                        let builder = #client::Client::builder(#client::model::Environment::#rust #values) #(#auth)* #(#headers)*;
                        Ok(builder.configure(change).build()?.http().clone())
                    },
                }
            });
        }
    }
    entries
}

/// How deliveries are read and verified, and the function that tells what one was read as.
fn webhook(api: &Api) -> (TokenStream, Option<TokenStream>) {
    let Some(webhooks) = &api.webhooks else { return (quote!(None), None) };
    let client = client(api);
    let is_list = webhooks.events().is_some();
    let needs_target = webhooks.signature.as_ref().is_some_and(Signature::needs_target);
    let target =
        needs_target.then(|| quote!(payspec_webhook::DeliveryTarget::new("POST", "https://receiver.example/"),));
    let has_own = webhooks.signature.as_ref().is_some_and(|signature| signature.member.is_some());
    let verified = if has_own {
        let verify = ident(if is_list { "verify_event" } else { "verify" });
        // Headers say nothing where each event has its own signature.
        quote! {
            let _ = headers;
            Ok(received(&verifier.#verify(body)?))
        }
    } else if is_list {
        // The signature is that of the body; what it is is reported of an event alone.
        quote! {
            let _ = verifier.verify(#target headers.iter().copied(), body)?;
            Ok(received(&#client::webhook::decode_event(body)))
        }
    } else {
        quote!(Ok(received(&verifier.verify(#target headers.iter().copied(), body)?)))
    };
    let decode = ident(if is_list { "decode_event" } else { "decode" });
    let list = option(is_list.then(|| {
        quote! {
            crate::EventList {
                spec: &#client::webhook::EVENTS,
                receive: |body| #client::webhook::decode(body).map(|event| received(&event)).collect(),
            }
        }
    }));
    // Only users know how a custom signature is made.
    let described = webhooks.signature.as_ref().filter(|signature| !matches!(signature.proof, Proof::Custom));
    let signed = option(described.map(|signature| {
        let id = signature.rsa().and_then(|rsa| rsa.key_id.as_ref()).map(|_| quote!("key-1",));
        let (private, public) = match signature.rsa() {
            None => (quote!(crate::SECRET), quote!(crate::SECRET)),
            Some(_) => (quote!(crate::PRIVATE_KEY), quote!(crate::PUBLIC_KEY)),
        };
        quote! {
            crate::Signed {
                spec: &#client::webhook::SIGNATURE,
                sign: |body, at| #client::webhook::testing::sign(#id #private, #target body, at),
                verify: |headers, body| {
                    let verifier = #client::webhook::Verifier::new(#id #public);
                    let verifier = verifier.configure(|verifier| verifier.tolerance(std::time::Duration::MAX));
                    #verified
                },
            }
        }
    }));
    let webhook = quote! {
        Some(crate::Webhook {
            receive: |body| received(&#client::webhook::#decode(body)),
            list: #list,
            signed: #signed,
            fixtures: #client::webhook::testing::fixtures::FIXTURES,
        })
    };
    let received = quote! {
        fn received(event: &#client::webhook::Event) -> crate::Received {
            use #client::webhook::Event;
            crate::Received {
                event: event.event_type().map(|event| event.to_string()),
                is_known: !matches!(event, Event::Unknown(_) | Event::Undecodable(_)),
                problem: match event {
                    Event::Undecodable(problem) => Some(problem.to_string()),
                    _ => None,
                },
                shown: format!("{event:?}"),
                raw: event.raw().as_bytes().to_vec(),
                json: serde_json::to_value(event).ok(),
            }
        }
    };
    (webhook, Some(received))
}

/// The builder's calls that give the credentials of a scheme, and what signs its requests.
fn credentials(auth: &Auth) -> TokenStream {
    let signing = auth.signing.as_ref().map(|signing| {
        let setter = ident(&auth.signing_setter());
        let key_id = signing.needs_key_id().then(|| quote!("value-of-key-id",));
        let key = match signing.key_encoding {
            _ if signing.is_custom() => quote!(crate::NoSignature),
            _ if signing.is_rsa() => quote!(crate::PRIVATE_KEY),
            KeyEncoding::Text | KeyEncoding::Base64 => quote!("c2VjcmV0"),
            KeyEncoding::Hex => quote!("736563726574"),
        };
        quote!(.#setter(#key_id #key))
    });
    let key = (auth.scheme != Scheme::Signature).then(|| key(auth));
    quote!(#key #signing)
}

fn key(auth: &Auth) -> TokenStream {
    let setter = if auth.scheme == Scheme::Basic { ident("credentials") } else { ident(&auth.setter()) };
    let values = match auth.scheme {
        Scheme::Basic => vec!["login".to_owned(), "password".to_owned()],
        Scheme::Header | Scheme::Bearer => vec!["key".to_owned()],
        Scheme::Token | Scheme::BodyParameter | Scheme::Signature => {
            auth.parameters.iter().map(|name| format!("value-of-{}", name.to_ascii_lowercase())).collect()
        }
    };
    quote!(.#setter(#(#values),*))
}

fn module_items(api: &Api, module: &Module) -> Vec<TokenStream> {
    let client = client(api);
    let makes = Maker { api };
    let examples = Examples::at(api, client.clone());
    let calls = module.operations.iter().map(|operation| {
        let example = examples.params(operation).map(|params| {
            let (uses, value) = (examples.uses(&params), &params.value);
            quote!(visitor.example(|| { #uses Ok(#value) });)
        });
        if operation.params.is_empty() {
            let name = ident(&operation.type_name);
            return quote!(visitor.call(model::#name::new); #example);
        }
        let params = makes.params(operation);
        quote!(visitor.call(|| #params); #example)
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
    depth >= DEPTH && matches!(field.ty.kind.value(), Kind::Object(_) | Kind::Union(_))
}

impl Maker<'_> {
    fn params(&self, operation: &Operation) -> TokenStream {
        self.built(&operation.type_name, &operation.params, None, 0)
    }

    /// `new` with what is required, and a setter for each of the others.
    fn built(&self, rust: &str, fields: &[Field], example: Option<&Value>, depth: usize) -> TokenStream {
        let value = |field: &Field| {
            let given = example.and_then(|example| example.get(&field.wire));
            self.field(field, given.or(field.example.as_ref()), depth)
        };
        let required = fields.iter().filter(|field| field.required);
        let required: Vec<_> = required.map(|field| required::Value { code: value(field), ty: None }).collect();
        let new = required::call(&quote!(model::), rust, fields, &required);
        let optional = fields.iter().filter(|field| !field.required && !is_too_deep(field, depth)).map(|field| {
            let (setter, value) = (ident(&field.rust()), value(field));
            quote!(.#setter(#value))
        });
        quote!(#new #(#optional)*)
    }

    /// The variant of an example, or the first one.
    fn variant(&self, union: &str, example: Option<&Value>, depth: usize) -> TokenStream {
        let Some(union) = self.union(union) else { return TokenStream::new() };
        let given = match &union.tagging {
            Tagging::Inside(member) => example.and_then(|example| example.get(member)?.as_str()),
            // An example is the variant in a member with its tag.
            _ => example.and_then(|example| example.as_object()?.keys().next()).map(String::as_str),
        };
        let example = match (&union.tagging, given) {
            (Tagging::Beside(_) | Tagging::Member, Some(tag)) => example.and_then(|example| example.get(tag)),
            _ => example,
        };
        let variant = union.variants.iter().find(|variant| given == Some(&variant.tag)).or(union.variants.first());
        let Some(object) = variant.map(|variant| &variant.object) else { return TokenStream::new() };
        self.built(&object.name, &object.fields, example, depth + 1)
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
            Kind::Map(kind) => {
                let first = example.and_then(Value::as_object).and_then(|entries| entries.iter().next());
                let (key, example) = first.map_or(("a-key", None), |(key, value)| (key.as_str(), Some(value)));
                let value = self.value(&of_a_map(field, kind), example, depth);
                return quote!([(#key, #value)].into_iter().collect());
            }
            Kind::Builtin(builtin) => *builtin,
            Kind::Object(name) => {
                let fields = self.object(name).map(|object| object.fields.as_slice()).unwrap_or_default();
                return self.built(name, fields, example, depth + 1);
            }
            Kind::Union(name) => return self.variant(name, example, depth),
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
}
