//! Fourth stage: a checked spec becomes the IR.
//!
//! Lowering resolves every reference, pointer and default once. It runs after a clean check; where a spec
//! would still not make sense it leaves the item out rather than panic.

mod accepted;
mod amounts;
mod behaviours;
mod bounds;
mod docs;
mod file;
mod format;
mod ids;
mod library;
mod operation;
mod paging;
mod refetch;
mod refusal;
mod required;
mod responses;
mod rule;
mod service;
mod signing;
mod success;
mod token;
mod types;
mod usage;
mod webhooks;

use std::collections::{BTreeMap, HashMap};

pub(crate) use behaviours::lower as behaviours;
use payspec_core::{BodyFormat, ListStyle};

use crate::ir;
use crate::raw::api::Api as RawApi;
use crate::raw::{Document, event::Form};
use crate::source::Sources;
use crate::symbols::{RawSet, Symbols};

/// The libraries that an API uses, by name.
type Libraries<'a> = HashMap<&'a str, &'a RawSet>;

/// What lowering needs to know about the API it is in.
struct Context<'a> {
    api: &'a RawApi,
    symbols: Symbols<'a>,
    libraries: Libraries<'a>,
    /// The members that identify the objects of resources.
    object_ids: HashMap<&'a str, &'a str>,
}

/// Lowers all libraries of a run.
pub fn libraries(sets: &[RawSet], sources: &Sources) -> Vec<ir::Library> {
    sets.iter().filter_map(|set| library::lower(set, sources)).collect()
}

/// Lowers all APIs of a run.
pub fn all(sets: &[RawSet], sources: &Sources) -> Vec<ir::Api> {
    let libraries: Libraries<'_> =
        sets.iter().filter(|set| set.is_library()).map(|set| (set.folder.as_str(), set)).collect();
    sets.iter().filter_map(|set| api(set, &libraries, sources)).collect()
}

fn api(set: &RawSet, libraries: &Libraries<'_>, sources: &Sources) -> Option<ir::Api> {
    let (file, raw) = set.files.iter().find_map(|(file, document)| Some((*file, document.api.as_ref()?)))?;
    let libraries = raw.uses.iter().filter_map(|name| libraries.get_key_value(name.as_str()));
    let context = Context {
        api: raw,
        symbols: Symbols::of(set),
        libraries: libraries.map(|(name, set)| (*name, *set)).collect(),
        object_ids: set
            .files
            .iter()
            .filter_map(|(_, document)| document.resource.as_ref())
            .filter_map(|resource| Some((resource.object.as_ref()?.as_str(), resource.id.as_ref()?.as_str())))
            .collect(),
    };
    let mut lowered = header(&context, sources.file(file).path.clone());
    for ((file, document), name) in set.files.iter().zip(&set.modules) {
        let source = &sources.file(*file).path;
        lowered.modules.push(module(&context, document, name.clone(), source));
        bounds::collect(&context, document, source, &mut lowered);
    }
    lowered.modules.sort_by(|a, b| a.name.cmp(&b.name));
    amounts::collect(&context, &mut lowered);
    usage::mark(&mut lowered);
    ids::describe(&mut lowered);
    rule::spread_object_rules(&mut lowered, &context);
    refetch::add(&mut lowered, set);
    Some(lowered)
}

fn header(context: &Context<'_>, source: String) -> ir::Api {
    let raw = context.api;
    let environments = raw.environments.iter().map(|(name, environment)| ir::Environment {
        name: name.value.clone(),
        base_url: environment.base_url.value.clone(),
        variables: service::variables(context, name),
        scripts: service::scripts(context, environment),
        docs: docs::known(&environment.docs, environment.evidence.as_ref(), context),
    });
    let services = raw.services.iter().map(|(name, service)| service::lower(context, name, service));
    let auth = raw.auth.iter().map(|(name, auth)| ir::Auth {
        name: name.value.clone(),
        scheme: auth.scheme.value,
        parameters: auth.parameter.iter().chain(auth.parameters.iter()).map(|name| name.value.clone()).collect(),
        prefix: auth.prefix.as_ref().map(|prefix| prefix.value.clone()),
        token: auth.token.as_ref().map(|token| token::lower(raw, token)),
        signing: auth.signing.as_ref().map(|signing| signing::lower(signing)),
        instead_of: auth.instead_of.as_ref().map(|other| other.value.clone()),
        hosts: service::hosts(context, &auth.environments),
        docs: docs::known(&auth.docs, auth.evidence.as_ref(), context),
    });
    let headers = raw.headers.iter().map(|(name, header)| ir::Header {
        name: name.value.clone(),
        docs: docs::known(&header.docs, header.evidence.as_ref(), context),
    });
    ir::Api {
        name: raw.name.value.clone(),
        title: raw.title.value.clone(),
        docs: docs::plain(&raw.docs),
        ours: raw.ours,
        source,
        environments: environments.collect(),
        services: services.collect(),
        auth: auth.collect(),
        amounts: amounts::of_api(context),
        content_type_without_body: raw.without_body.as_ref().and_then(|given| match given.content_type.value {
            BodyFormat::Form => Some("application/x-www-form-urlencoded"),
            BodyFormat::Json => Some("application/json"),
            BodyFormat::None | BodyFormat::Query | BodyFormat::Multipart => None,
        }),
        lists: raw.lists.as_ref().map_or(ListStyle::Brackets, |lists| lists.value),
        headers: headers.collect(),
        request_id: raw.request_id.as_ref().map(|named| named.header.value.clone()),
        idempotency: raw.idempotency.as_ref().map(|idempotency| ir::Idempotency {
            header: idempotency.header.value.clone(),
            window_seconds: idempotency.window_hours.value.saturating_mul(3600),
            reused_codes: idempotency.reused_codes.iter().map(|code| code.value.clone()).collect(),
        }),
        errors: raw.errors.as_ref().map_or_else(ir::Errors::default, |errors| ir::Errors {
            fields: errors.fields.as_ref().map(|fields| fields.value.clone()),
            messages: errors.messages.iter().map(|message| message.value.value.clone()).collect(),
            code: errors.code.as_ref().map(|code| code.value.clone()),
            listed: errors
                .listed
                .as_ref()
                .map(|listed| (listed.at.value.clone(), listed.field.value.clone(), listed.message.value.clone())),
            field_name: errors.field_name.as_ref().map(|member| member.value.clone()),
            outcomes: errors.outcomes.iter().map(|(code, outcome)| (code.value.clone(), outcome.value)).collect(),
            request_id: errors.request_id.as_ref().map(|member| member.value.clone()),
        }),
        paging: raw.paging.as_ref().map(|raw| paging::lower(context, raw)),
        webhooks: raw.webhooks.as_ref().map(|webhooks| webhooks::lower(context, webhooks)),
        modules: Vec::new(),
        windows: Vec::new(),
        limits: Vec::new(),
        behaviours: None,
        samples: BTreeMap::new(),
    }
}

/// An object with its fields, and where it says why it was refused.
fn object(context: &Context<'_>, name: &str, raw: &crate::raw::types::Object) -> ir::Object {
    let refusal = raw.refusal.as_ref().and_then(|refusal| refusal::lower(context, raw, refusal));
    let fields = required::fields(context, &raw.fields, raw.required_evidence.as_ref());
    ir::Object { fields, refusal, ..types::object(context, name, raw) }
}

fn module(context: &Context<'_>, document: &Document, name: String, source: &str) -> ir::Module {
    let resource = document.resource.as_ref().map(|raw| ir::Resource {
        plural: raw.plural.value.clone(),
        docs: ir::Docs { vendor_term: docs::term(raw.vendor_term.as_ref()), ..docs::plain(&raw.docs) },
    });
    let of_resource = document.resource.as_ref().map(|raw| &raw.value);
    ir::Module {
        name,
        source: source.to_owned(),
        page: document.module.as_ref().map(|module| docs::plain(&module.docs)),
        resource,
        ids: document.ids.iter().map(|(name, raw)| types::id(name, raw)).collect(),
        enums: document.enums.iter().map(|(name, raw)| types::enumeration(context, name, raw)).collect(),
        tables: document
            .tables
            .iter()
            .filter(|(_, raw)| raw.extends.is_none())
            .map(|(name, raw)| types::table(context, name, raw))
            .collect(),
        extensions: document.tables.iter().filter_map(|(name, raw)| types::extension(context, name, raw)).collect(),
        objects: document.objects.iter().map(|(name, raw)| object(context, name, raw)).collect(),
        unions: document.unions.iter().map(|(name, raw)| types::union(context, name, raw)).collect(),
        operations: document
            .operations
            .iter()
            .map(|(verb, raw)| operation::lower(context, of_resource, verb, raw))
            .collect(),
        events: document.events.iter().filter_map(|(wire, raw)| event(context, wire, raw)).collect(),
        files: document.files.iter().map(|(name, raw)| file::lower(context, name, raw)).collect(),
    }
}

fn event(context: &Context<'_>, wire: &str, raw: &crate::raw::event::Event) -> Option<ir::Event> {
    let form = |wanted: Form| raw.forms.iter().any(|form| form.value == wanted);
    Some(ir::Event {
        wire: wire.to_owned(),
        rust_name: types::rust_name(raw.rust.as_ref()),
        docs: ir::Docs {
            vendor_term: docs::term(raw.vendor_term.as_ref()),
            deviation: docs::deviation(raw.deviation.as_ref()),
            ..docs::known(&raw.docs, raw.evidence.as_ref(), context)
        },
        previous: raw.previous,
        payload: raw.payload.as_ref()?.value.clone(),
        alternative: raw.alternative.as_ref().map(|alternative| ir::Alternative {
            payload: alternative.payload.value.clone(),
            lacks: alternative.lacks.value.clone(),
            docs: docs::known("The same event, with another object.", alternative.evidence.as_ref(), context),
        }),
        enveloped: context.api.webhooks.as_ref().is_none_or(|webhooks| webhooks.envelope.is_some())
            && (raw.forms.is_empty() || form(Form::Enveloped)),
        unenveloped: form(Form::Unenveloped)
            || context.api.webhooks.as_ref().is_some_and(|webhooks| webhooks.envelope.is_none()),
        unsigned: raw.unsigned,
        deprecated: raw.deprecated.as_ref().map(|why| why.value.clone()),
    })
}
