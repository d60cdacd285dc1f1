//! One walk over the files of a folder: fields, operations and evidence, wherever they stand.

use std::collections::HashSet;

use payspec_core::{BodyFormat, Method};

use crate::raw::api::{Api, Resource};
use crate::raw::evidence::{Deviation, Evidence};
use crate::raw::field::Field;
use crate::raw::file::File;
use crate::raw::operation::Operation;
use crate::raw::rule::{Profile, Rule};
use crate::raw::service::Service;
use crate::raw::types as raw;
use crate::raw::unions::Union;
use crate::raw::{Document, Named, Sp};
use crate::symbols::RawSet;
use crate::types::parse;

/// An operation with its resource and verb.
#[derive(Clone, Copy)]
pub(super) struct OperationAt<'a> {
    pub(super) resource: Option<&'a Sp<Resource>>,
    pub(super) verb: &'a Sp<String>,
    pub(super) raw: &'a Sp<Operation>,
}

impl<'a> OperationAt<'a> {
    /// The service it is sent to: by its own word or the resource's.
    pub(super) fn service(&self, api: &'a Api) -> Option<&'a Sp<Service>> {
        let of_resource = self.resource.and_then(|resource| resource.service.as_ref());
        api.services.get(self.raw.service.as_ref().or(of_resource)?)
    }

    /// The name of its scheme: by its own word, the service's or the API's.
    pub(super) fn auth(&self, api: &'a Api) -> Option<&'a Sp<String>> {
        let of_service = || self.service(api)?.auth.as_ref();
        self.raw.auth.as_ref().or_else(of_service).or(api.default_auth.as_ref())
    }

    /// Whether the parameters travel in the query, by the method.
    pub(super) fn in_query(&self) -> bool {
        matches!(self.raw.method.value, Method::Get | Method::Delete)
    }

    /// Whether the parameters travel as a JSON object.
    pub(super) fn sends_json(&self, api: Option<&Api>) -> bool {
        self.sends(BodyFormat::Json, api)
    }

    /// Whether the parameters travel in this way, by the operation's own word or the API's.
    pub(super) fn sends(&self, encoding: BodyFormat, api: Option<&Api>) -> bool {
        let has_body = !matches!(self.raw.method.value, Method::Get | Method::Delete);
        let of_api = api.filter(|_| has_body).map(|api| api.encoding.value);
        self.raw.encoding.as_ref().map(|encoding| encoding.value).or(of_api) == Some(encoding)
    }
}

/// Fields that stand together: those of an object, of a union or one of its kinds, the parameters of an operation, or
/// the columns of a file.
#[derive(Clone, Copy)]
pub(super) struct Group<'a> {
    pub(super) owner: Owner<'a>,
    pub(super) fields: &'a Named<Field>,
    pub(super) rules: &'a [Sp<Rule>],
    pub(super) profiles: Option<&'a Named<Profile>>,
}

/// Whose fields they are.
#[derive(Clone, Copy)]
pub(super) enum Owner<'a> {
    Object(&'a str),
    Union(&'a str),
    Variant(&'a str, &'a str),
    Operation(OperationAt<'a>),
    File(&'a str, &'a File),
}

impl Owner<'_> {
    /// How messages name it.
    pub(super) fn describe(&self) -> String {
        match self {
            Self::Object(name) => format!("the object `{name}`"),
            Self::Union(name) => format!("the union `{name}`"),
            Self::Variant(union, tag) => format!("the variant `{tag}` of `{union}`"),
            Self::Operation(operation) => format!("the parameters of `{}`", operation.verb.value),
            Self::File(name, _) => format!("the columns of `{name}`"),
        }
    }
}

/// Everything of a folder by kind, in the order of files and lines.
#[derive(Default)]
pub(super) struct Walk<'a> {
    pub(super) operations: Vec<OperationAt<'a>>,
    pub(super) groups: Vec<Group<'a>>,
    pub(super) evidence: Vec<&'a Sp<Evidence>>,
    pub(super) deviations: Vec<&'a Sp<Deviation>>,
}

impl<'a> Walk<'a> {
    pub(super) fn of(set: &'a RawSet) -> Self {
        let mut walk = Self::default();
        for (_, document) in &set.files {
            walk.document(document);
        }
        walk
    }

    fn document(&mut self, document: &'a Document) {
        document.api.iter().for_each(|api| self.api(api));
        for (_, raw) in &document.enums {
            self.known(raw.evidence.as_ref());
            self.deviations.extend(&raw.deviation);
            for value in raw.values.iter() {
                self.known(value.evidence.as_ref());
                self.deviations.extend(&value.deviation);
            }
        }
        for (_, table) in &document.tables {
            self.known(table.evidence.as_ref());
            self.deviations.extend(table.deviation.iter().map(|(_, deviation)| deviation));
        }
        document.objects.iter().for_each(|(name, raw)| self.object(name, raw));
        document.unions.iter().for_each(|(name, raw)| self.union(name, raw));
        for (_, window) in &document.windows {
            self.known(window.evidence.as_ref());
            self.deviations.extend(&window.deviation);
        }
        for (_, limit) in &document.limits {
            self.known(limit.evidence.as_ref());
            self.deviations.extend(&limit.deviation);
        }
        for (verb, raw) in &document.operations {
            self.operation(OperationAt { resource: document.resource.as_ref(), verb, raw });
        }
        for (_, event) in &document.events {
            event.alternative.iter().for_each(|alternative| self.known(alternative.evidence.as_ref()));
            self.known(event.evidence.as_ref());
            self.deviations.extend(&event.deviation);
        }
        document.files.iter().for_each(|(name, raw)| self.file(name, raw));
    }

    fn api(&mut self, api: &'a Api) {
        let hosts = api.services.iter().map(|(_, service)| &service.environments);
        let hosts = hosts.chain(api.auth.iter().map(|(_, auth)| &auth.environments)).flatten();
        hosts.for_each(|(_, host)| self.known(host.evidence.as_ref()));
        api.environments.iter().for_each(|(_, environment)| self.known(environment.evidence.as_ref()));
        let scripts = api.environments.iter().flat_map(|(_, environment)| &environment.scripts);
        scripts.for_each(|(_, script)| self.known(script.evidence.as_ref()));
        api.services.iter().for_each(|(_, service)| self.known(service.evidence.as_ref()));
        api.auth.iter().for_each(|(_, auth)| self.known(auth.evidence.as_ref()));
        api.headers.iter().for_each(|(_, header)| self.known(header.evidence.as_ref()));
        api.responses.iter().for_each(|(_, response)| self.known(response.evidence.as_ref()));
        api.without_body.iter().for_each(|without_body| self.known(without_body.evidence.as_ref()));
        api.request_id.iter().for_each(|header| self.known(header.evidence.as_ref()));
        api.idempotency.iter().for_each(|idempotency| self.known(idempotency.evidence.as_ref()));
        api.errors.iter().for_each(|errors| self.known(errors.evidence.as_ref()));
        api.paging.iter().for_each(|paging| self.known(paging.evidence.as_ref()));
        self.known(api.required_evidence.as_ref());
        if let Some(webhooks) = &api.webhooks {
            self.known(webhooks.evidence.as_ref());
            self.known(webhooks.security.evidence.as_ref());
            webhooks.retry.iter().for_each(|retry| self.known(retry.evidence.as_ref()));
        }
    }

    fn object(&mut self, name: &'a Sp<String>, raw: &'a raw::Object) {
        self.known(raw.evidence.as_ref());
        self.known(raw.required_evidence.as_ref());
        self.group(Group { owner: Owner::Object(name), fields: &raw.fields, rules: &raw.rules, profiles: None });
    }

    fn union(&mut self, name: &'a Sp<String>, raw: &'a Union) {
        self.known(raw.evidence.as_ref());
        self.group(Group { owner: Owner::Union(name), fields: &raw.fields, rules: &[], profiles: None });
        for (tag, variant) in &raw.variants {
            self.known(variant.evidence.as_ref());
            let owner = Owner::Variant(name, tag);
            self.group(Group { owner, fields: &variant.fields, rules: &variant.rules, profiles: None });
        }
    }

    fn operation(&mut self, at: OperationAt<'a>) {
        let raw = &at.raw.value;
        self.operations.push(at);
        self.known(raw.evidence.as_ref());
        self.known(raw.path_evidence.as_ref());
        self.known(raw.required_evidence.as_ref());
        raw.paging.iter().for_each(|paging| self.known(paging.evidence.as_ref()));
        for (_, response) in &raw.responses {
            self.known(response.evidence.as_ref());
            response.reasons.iter().for_each(|(_, reason)| self.known(reason.evidence.as_ref()));
        }
        raw.profiles.iter().for_each(|(_, profile)| self.known(profile.evidence.as_ref()));
        let owner = Owner::Operation(at);
        self.group(Group { owner, fields: &raw.params, rules: &raw.rules, profiles: Some(&raw.profiles) });
    }

    fn file(&mut self, name: &'a Sp<String>, raw: &'a File) {
        self.known(raw.evidence.as_ref());
        self.known(raw.csv.evidence.as_ref());
        raw.amounts.iter().for_each(|amounts| self.known(amounts.evidence.as_ref()));
        self.group(Group { owner: Owner::File(name, raw), fields: &raw.columns, rules: &raw.rules, profiles: None });
    }

    fn group(&mut self, group: Group<'a>) {
        self.groups.push(group);
        for (_, field) in group.fields {
            self.known(field.evidence.as_ref());
            self.known(field.required_evidence.as_ref());
            self.deviations.extend(&field.deviation);
        }
        group.rules.iter().for_each(|rule| self.known(rule.evidence.as_ref()));
    }

    fn known(&mut self, evidence: Option<&'a Sp<Evidence>>) {
        self.evidence.extend(evidence);
    }
}

/// Every type that is named anywhere, in its own declaration or by what is not used as well.
pub(super) fn named_types<'a>(set: &'a RawSet, walk: &Walk<'a>) -> HashSet<&'a str> {
    let groups = walk.groups.iter().flat_map(|group| group.fields.iter().map(|(_, field)| &field.kind));
    let bodies = walk.operations.iter().flat_map(|at| at.raw.responses.iter());
    let bodies = bodies.filter_map(|(_, response)| response.body.as_ref());
    let of_files = set.files.iter().flat_map(|(_, document)| {
        let payloads = document.events.iter().flat_map(|(_, event)| {
            event.payload.iter().chain(event.alternative.as_ref().map(|alternative| &alternative.payload))
        });
        let object = document.resource.iter().filter_map(|resource| resource.object.as_ref());
        let columns = document.tables.iter().flat_map(|(_, table)| table.columns.iter());
        payloads.chain(object).chain(columns.map(|(_, column)| &column.kind))
    });
    let written = groups.chain(bodies).chain(of_files);
    written.map(|written| parse(written).map_or(written.as_str(), |expression| expression.name)).collect()
}
