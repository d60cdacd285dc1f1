//! The spec, resolved: every name is known, every choice made once. Emitters only read it.
//!
//! A closed list of words is defined once, in payspec-core, for descriptions, the IR and the runtimes. An enum whose variants
//! carry data is one type a stage ([`PagingStyle`], [`Carrier`], [`ToldBy`], [`Test`], [`Part`]): a description has the word
//! and the data under keys of their own, with positions; the IR owns both together; a runtime refers to them from statics.

pub mod amounts;
pub mod behaviours;
pub mod bounds;
pub mod check;
mod docs;
pub mod evidence;
pub mod file;
pub mod operation;
pub mod rule;
pub mod signing;
pub mod token;
pub mod types;
pub mod webhooks;

pub use amounts::{ApiAmounts, CurrencyField, Major};
pub use check::Check;
pub use docs::{Deviation, Docs};
pub use evidence::Evidence;
pub use file::File;
pub use operation::{
    BodyVariant, ByStatus, HeaderUse, KnownValues, Operation, Output, OwnPaging, Paging, PagingStyle, Precondition,
    Profile, Reason, Response, Success, SuccessCodes, SuccessId, ToldBy,
};
pub use rule::{Condition, Rule, Test};
pub use signing::{Part, Signing};
pub use token::{Carrier, Token};
pub use types::{
    Advice, AlsoBy, Cell, Column, Constant, Enum, EnumValue, Extension, Field, FieldName, Id, Kind, Object, Place,
    Refetch, Refusal, Row, Step, Table, Tagging, Type, Union, Variant, Way,
};
pub use webhooks::{Envelope, Hmac, Proof, Retry, Rsa, Signature, TimePlace, Timestamp, Webhooks};

use std::collections::{BTreeMap, BTreeSet};

use payspec_core::ListStyle;

use crate::raw::api::{AUTHORIZATION, BEARER, Scheme};
use crate::raw::outcome::Outcome;

/// One API.
#[derive(Debug)]
pub struct Api {
    /// The name that crates start with, in kebab-case.
    pub name: String,
    /// The name for people.
    pub title: String,
    /// What it is for.
    pub docs: Docs,
    /// Whether it is an interface of this repository, and not of a vendor.
    pub ours: bool,
    /// The file that holds the `api` section.
    pub source: String,
    /// Where it answers.
    pub environments: Vec<Environment>,
    /// Further hosts.
    pub services: Vec<Service>,
    /// Ways to authenticate.
    pub auth: Vec<Auth>,
    /// How lists are written in queries and forms.
    pub lists: ListStyle,
    /// How amounts in major units are written.
    pub amounts: Option<ApiAmounts>,
    /// The `Content-Type` of requests without a body.
    pub content_type_without_body: Option<&'static str>,
    /// Headers set once for a client.
    pub headers: Vec<Header>,
    /// The response header that identifies a request.
    pub request_id: Option<String>,
    /// How a repeated request is recognised.
    pub idempotency: Option<Idempotency>,
    /// What error bodies look like.
    pub errors: Errors,
    /// How searches go on after their first page.
    pub paging: Option<Paging>,
    /// How events are delivered.
    pub webhooks: Option<Webhooks>,
    /// One module a spec file, in the order of their names.
    pub modules: Vec<Module>,
    /// How long things are possible, whatever file says it.
    pub windows: Vec<bounds::Window>,
    /// Figures that people keep to themselves, whatever file says them.
    pub limits: Vec<bounds::Limit>,
    /// What a sandbox models of it.
    pub behaviours: Option<behaviours::Behaviours>,
    /// The samples in the folder of the spec, by the events that they are called after.
    pub samples: BTreeMap<String, String>,
}

/// Code tables that several APIs share: a crate of its own.
#[derive(Debug)]
pub struct Library {
    /// The name, which the crate's ends with.
    pub name: String,
    /// What is in it.
    pub docs: Docs,
    /// The spec file with the `library` section.
    pub source: String,
    /// One module a spec file, with enums and tables.
    pub modules: Vec<Module>,
}

/// Everything one spec file declares.
#[derive(Debug, Default)]
pub struct Module {
    /// The module's name in Rust.
    pub name: String,
    /// The spec file.
    pub source: String,
    /// The first page of the module, when it is public on its own; otherwise its types stand at the top of the crate.
    pub page: Option<Docs>,
    /// The resource of the file.
    pub resource: Option<Resource>,
    /// Identifiers.
    pub ids: Vec<Id>,
    /// Enums.
    pub enums: Vec<Enum>,
    /// Code tables.
    pub tables: Vec<Table>,
    /// Tables of libraries, with what the API says of their codes.
    pub extensions: Vec<Extension>,
    /// Objects.
    pub objects: Vec<Object>,
    /// Unions.
    pub unions: Vec<Union>,
    /// Operations.
    pub operations: Vec<Operation>,
    /// Events.
    pub events: Vec<Event>,
    /// Files of the portal.
    pub files: Vec<File>,
}

/// A resource.
#[derive(Debug)]
pub struct Resource {
    /// Its name in the plural, in kebab-case.
    pub plural: String,
    /// What it is.
    pub docs: Docs,
}

/// A place where the API answers.
#[derive(Debug)]
pub struct Environment {
    /// The name in the spec.
    pub name: String,
    /// The URL that paths are appended to.
    pub base_url: String,
    /// The variables in its host, and in those of services in it.
    pub variables: Vec<HostVariable>,
    /// Scripts of the vendor for pages in a browser.
    pub scripts: Vec<Script>,
    /// What it is for.
    pub docs: Docs,
}

/// A script of the vendor that a page in a browser loads.
#[derive(Debug)]
pub struct Script {
    /// The name in the spec.
    pub name: String,
    /// Its address.
    pub url: String,
    /// What it is for.
    pub docs: Docs,
    /// How we know the address.
    pub evidence: Evidence,
}

/// A variable in the host of a base URL.
#[derive(Debug, Clone)]
pub struct HostVariable {
    /// The name in the spec, as it stands in braces.
    pub name: String,
    /// What it is.
    pub docs: Docs,
    /// A value to show.
    pub example: String,
}

/// A further host.
#[derive(Debug)]
pub struct Service {
    /// The name in the spec.
    pub name: String,
    /// What it is for.
    pub docs: Docs,
    /// Where it answers, as far as is known.
    pub hosts: Vec<Host>,
    /// What codes mean in its answers, instead of what they mean elsewhere.
    pub outcomes: Vec<(String, Outcome)>,
}

/// Where a service answers in one environment.
#[derive(Debug)]
pub struct Host {
    /// The name of the environment in the spec.
    pub environment: String,
    /// The URL that paths are appended to.
    pub base_url: String,
    /// How we know it.
    pub evidence: Evidence,
}

/// A way to authenticate.
#[derive(Debug)]
pub struct Auth {
    /// The name in the spec.
    pub name: String,
    /// The kind.
    pub scheme: Scheme,
    /// The header or the parameters that carry the credentials.
    pub parameters: Vec<String>,
    /// What stands before the key in its header.
    pub prefix: Option<String>,
    /// How they are exchanged for a token.
    pub token: Option<Token>,
    /// How requests are signed.
    pub signing: Option<Signing>,
    /// The scheme that it takes the place of.
    pub instead_of: Option<String>,
    /// Where the API answers these credentials, where that is another address.
    pub hosts: Vec<Host>,
    /// What it is.
    pub docs: Docs,
}

impl Auth {
    /// The header that carries the key, and what stands before the key there.
    pub fn header(&self) -> Option<(&str, &str)> {
        match self.scheme {
            Scheme::Bearer => Some((AUTHORIZATION, BEARER)),
            Scheme::Header => Some((self.parameters.first()?, self.prefix.as_deref().unwrap_or_default())),
            Scheme::Basic | Scheme::BodyParameter | Scheme::Token | Scheme::Signature => None,
        }
    }
}

/// A header set once for a client.
#[derive(Debug)]
pub struct Header {
    /// Its name on the wire.
    pub name: String,
    /// What it holds.
    pub docs: Docs,
}

/// How a repeated request is recognised.
#[derive(Debug)]
pub struct Idempotency {
    /// The request header.
    pub header: String,
    /// How long the API remembers a key.
    pub window_seconds: u32,
    /// The codes of a key that is refused because it was used before.
    pub reused_codes: Vec<String>,
}

/// What error bodies look like.
#[derive(Debug, Default)]
pub struct Errors {
    /// The member that maps fields to messages.
    pub fields: Option<String>,
    /// The list of complaints, the member that names the field and the one that says what is wrong.
    pub listed: Option<(String, String, String)>,
    /// The member that names the one field that is wrong.
    pub field_name: Option<String>,
    /// What codes mean.
    pub outcomes: Vec<(String, Outcome)>,
    /// The member that identifies the request.
    pub request_id: Option<String>,
    /// Members that may hold a message.
    pub messages: Vec<String>,
    /// The member that holds a code for programs.
    pub code: Option<String>,
}

/// An event.
#[derive(Debug)]
pub struct Event {
    /// The type on the wire.
    pub wire: String,
    /// Its name in Rust, where the spec gives one.
    pub rust_name: Option<String>,
    /// When it is sent.
    pub docs: Docs,
    /// The object in Rust.
    pub payload: String,
    /// Another object that it may be about.
    pub alternative: Option<Alternative>,
    /// The object as it was before comes along.
    pub previous: bool,
    /// It comes in the envelope.
    pub enveloped: bool,
    /// It comes alone.
    pub unenveloped: bool,
    /// It is not signed, although others are.
    pub unsigned: bool,
    /// Why it is not sent any more.
    pub deprecated: Option<String>,
}

/// Another object that an event may be about.
#[derive(Debug)]
pub struct Alternative {
    /// The object in Rust.
    pub payload: String,
    /// The member of the other object that it lacks.
    pub lacks: String,
    /// What to say of it.
    pub docs: Docs,
}

/// What a run has, for the summary.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counts {
    /// Operations.
    pub operations: usize,
    /// Ids, enums, tables, objects and unions.
    pub types: usize,
    /// Events.
    pub events: usize,
}

impl Api {
    /// What it has.
    pub fn counts(&self) -> Counts {
        let sum = |count: fn(&Module) -> usize| self.modules.iter().map(count).sum();
        Counts {
            operations: sum(|module| module.operations.len()),
            types: sum(|module| {
                let objects = module.objects.len() + module.unions.len();
                let tables = module.tables.len() + module.extensions.len();
                module.ids.len() + module.enums.len() + tables + objects
            }),
            events: sum(|module| module.events.len()),
        }
    }

    /// The tables of libraries that it uses.
    pub fn extensions(&self) -> impl Iterator<Item = &Extension> {
        self.modules.iter().flat_map(|module| &module.extensions)
    }

    /// The libraries whose tables it uses.
    pub fn libraries(&self) -> BTreeSet<&str> {
        self.extensions().map(|extension| extension.library.as_str()).collect()
    }

    /// Whether the portal has files that are described.
    pub fn has_files(&self) -> bool {
        self.modules.iter().any(|module| !module.files.is_empty())
    }

    /// All events.
    pub fn events(&self) -> impl Iterator<Item = &Event> {
        self.modules.iter().flat_map(|module| &module.events)
    }
}
