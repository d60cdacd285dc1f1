//! One walk over the files of a folder: fields, operations, evidence and texts, wherever they stand.

use payspec_core::{BodyFormat, Method};

use crate::raw::api::{Api, Resource};
use crate::raw::evidence::{Deviation, Evidence, RustName};
use crate::raw::field::Field;
use crate::raw::file::File;
use crate::raw::operation::Operation;
use crate::raw::paging::Paging;
use crate::raw::rule::{Profile, Rule};
use crate::raw::service::Service;
use crate::raw::types as raw;
use crate::raw::unions::Union;
use crate::raw::{Document, Named, Sp};
use crate::symbols::RawSet;

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

/// A text for people.
#[derive(Clone, Copy)]
pub(super) struct TextAt<'a> {
    pub(super) key: &'static str,
    pub(super) text: &'a Sp<String>,
    /// A whole sentence, as opposed to a name or a quotation.
    pub(super) sentence: bool,
    /// It stands alone in the documentation, so it may hold a block of code.
    pub(super) block: bool,
}

/// Everything of a folder by kind, in the order of files and lines.
#[derive(Default)]
pub(super) struct Walk<'a> {
    pub(super) operations: Vec<OperationAt<'a>>,
    pub(super) groups: Vec<Group<'a>>,
    pub(super) evidence: Vec<&'a Sp<Evidence>>,
    pub(super) texts: Vec<TextAt<'a>>,
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
        if let Some(api) = &document.api {
            self.api(api);
        }
        if let Some(library) = &document.library {
            self.sentence("docs", &library.docs);
        }
        if let Some(module) = &document.module {
            self.sentence("docs", &module.docs);
        }
        if let Some(resource) = &document.resource {
            self.sentence("docs", &resource.docs);
            self.term(resource.vendor_term.as_ref());
        }
        document.ids.iter().for_each(|(_, id)| self.sentence("docs", &id.docs));
        document.enums.iter().for_each(|(_, raw)| self.enumeration(raw));
        document.statuses.iter().for_each(|(_, raw)| self.status(raw));
        document.tables.iter().for_each(|(_, raw)| self.table(raw));
        document.objects.iter().for_each(|(name, raw)| self.object(name, raw));
        document.unions.iter().for_each(|(name, raw)| self.union(name, raw));
        for (_, window) in &document.windows {
            self.sentence("docs", &window.docs);
            self.sentence("starts", &window.starts);
            self.known(window.evidence.as_ref());
            self.deviation(window.deviation.as_ref());
        }
        for (_, limit) in &document.limits {
            self.sentence("docs", &limit.docs);
            self.known(limit.evidence.as_ref());
            self.deviation(limit.deviation.as_ref());
        }
        for (_, title) in document.pages.iter().flat_map(|pages| &pages.titles) {
            self.phrase("title", title);
        }
        for (verb, raw) in &document.operations {
            self.operation(OperationAt { resource: document.resource.as_ref(), verb, raw });
        }
        for (_, event) in &document.events {
            if let Some(alternative) = &event.alternative {
                self.known(alternative.evidence.as_ref());
            }
            self.sentence("docs", &event.docs);
            self.known(event.evidence.as_ref());
            self.deviation(event.deviation.as_ref());
            self.rust(event.rust.as_ref());
            self.term(event.vendor_term.as_ref());
            self.deprecated(event.deprecated.as_ref());
        }
        document.files.iter().for_each(|(name, raw)| self.file(name, raw));
    }

    fn api(&mut self, api: &'a Api) {
        self.phrase("title", &api.title);
        self.sentence("docs", &api.docs);
        for (_, source) in &api.sources {
            self.phrase("title", &source.title);
        }
        for (_, environment) in &api.environments {
            self.sentence("docs", &environment.docs);
            self.known(environment.evidence.as_ref());
        }
        for (_, service) in &api.services {
            self.sentence("docs", &service.docs);
            self.known(service.evidence.as_ref());
            service.environments.iter().for_each(|(_, host)| self.known(host.evidence.as_ref()));
        }
        if let Some(without_body) = &api.without_body {
            self.sentence("docs", &without_body.docs);
            self.known(without_body.evidence.as_ref());
        }
        for (_, auth) in &api.auth {
            self.sentence("docs", &auth.docs);
            self.known(auth.evidence.as_ref());
            auth.environments.iter().for_each(|(_, host)| self.known(host.evidence.as_ref()));
        }
        for (_, header) in &api.headers {
            self.sentence("docs", &header.docs);
            self.known(header.evidence.as_ref());
        }
        if let Some(header) = &api.request_id {
            self.sentence("docs", &header.docs);
            self.known(header.evidence.as_ref());
        }
        self.known(api.required_evidence.as_ref());
        if let Some(idempotency) = &api.idempotency {
            self.sentence("docs", &idempotency.docs);
            self.known(idempotency.evidence.as_ref());
        }
        if let Some(errors) = &api.errors {
            self.sentence("docs", &errors.docs);
            self.known(errors.evidence.as_ref());
        }
        for (_, response) in &api.responses {
            self.within("docs", &response.docs);
            self.known(response.evidence.as_ref());
        }
        self.paging(api.paging.as_ref());
        if let Some(webhooks) = &api.webhooks {
            self.sentence("docs", &webhooks.docs);
            self.known(webhooks.evidence.as_ref());
            webhooks.security.docs.iter().for_each(|docs| self.sentence("docs", docs));
            self.known(webhooks.security.evidence.as_ref());
        }
    }

    fn enumeration(&mut self, raw: &'a raw::Enum) {
        self.sentence("docs", &raw.docs);
        self.known(raw.evidence.as_ref());
        self.deviation(raw.deviation.as_ref());
        for value in raw.values.iter() {
            self.sentence("docs", &value.docs);
            self.rust(value.rust.as_ref());
            self.known(value.evidence.as_ref());
            self.deviation(value.deviation.as_ref());
            self.deprecated(value.deprecated.as_ref());
        }
    }

    fn status(&mut self, raw: &'a raw::Status) {
        self.sentence("docs", &raw.docs);
        self.known(raw.evidence.as_ref());
        self.deviation(raw.deviation.as_ref());
        for value in raw.values.iter() {
            self.sentence("docs", &value.docs);
            self.rust(value.rust.as_ref());
            self.known(value.evidence.as_ref());
            self.deviation(value.deviation.as_ref());
            self.deprecated(value.deprecated.as_ref());
        }
    }

    fn table(&mut self, raw: &'a raw::Table) {
        self.sentence("docs", &raw.docs);
        self.known(raw.evidence.as_ref());
        raw.columns.iter().for_each(|(_, column)| self.sentence("docs", &column.docs));
        raw.deviation.iter().for_each(|(_, deviation)| self.deviation(Some(deviation)));
    }

    fn object(&mut self, name: &'a Sp<String>, raw: &'a raw::Object) {
        self.sentence("docs", &raw.docs);
        self.known(raw.evidence.as_ref());
        self.known(raw.required_evidence.as_ref());
        self.term(raw.vendor_term.as_ref());
        self.group(Group { owner: Owner::Object(name), fields: &raw.fields, rules: &raw.rules, profiles: None });
    }

    fn union(&mut self, name: &'a Sp<String>, raw: &'a Union) {
        self.sentence("docs", &raw.docs);
        self.known(raw.evidence.as_ref());
        self.term(raw.vendor_term.as_ref());
        self.group(Group { owner: Owner::Union(name), fields: &raw.fields, rules: &[], profiles: None });
        for (tag, variant) in &raw.variants {
            self.sentence("docs", &variant.docs);
            self.rust(variant.rust.as_ref());
            self.known(variant.evidence.as_ref());
            self.term(variant.vendor_term.as_ref());
            self.deprecated(variant.deprecated.as_ref());
            let owner = Owner::Variant(name, tag);
            self.group(Group { owner, fields: &variant.fields, rules: &[], profiles: None });
        }
    }

    fn operation(&mut self, at: OperationAt<'a>) {
        let raw = &at.raw.value;
        self.operations.push(at);
        self.sentence("docs", &raw.docs);
        self.known(raw.evidence.as_ref());
        self.known(raw.path_evidence.as_ref());
        self.known(raw.required_evidence.as_ref());
        self.rust(raw.rust.as_ref());
        self.term(raw.vendor_term.as_ref());
        self.deprecated(raw.deprecated.as_ref());
        self.paging(raw.paging.as_ref());
        for (_, response) in &raw.responses {
            self.within("docs", &response.docs);
            self.known(response.evidence.as_ref());
            for (_, reason) in &response.reasons {
                self.within("docs", &reason.docs);
                self.known(reason.evidence.as_ref());
            }
        }
        for (_, profile) in &raw.profiles {
            self.within("docs", &profile.docs);
            self.sentence("because", &profile.because);
            self.known(profile.evidence.as_ref());
        }
        let owner = Owner::Operation(at);
        self.group(Group { owner, fields: &raw.params, rules: &raw.rules, profiles: Some(&raw.profiles) });
    }

    fn paging(&mut self, paging: Option<&'a Sp<Paging>>) {
        if let Some(paging) = paging {
            self.within("docs", &paging.docs);
            self.known(paging.evidence.as_ref());
        }
    }

    fn file(&mut self, name: &'a Sp<String>, raw: &'a File) {
        self.sentence("docs", &raw.docs);
        self.known(raw.evidence.as_ref());
        self.known(raw.csv.evidence.as_ref());
        self.known(raw.amounts.as_ref().and_then(|amounts| amounts.evidence.as_ref()));
        self.term(raw.vendor_term.as_ref());
        self.group(Group { owner: Owner::File(name, raw), fields: &raw.columns, rules: &raw.rules, profiles: None });
    }

    fn group(&mut self, group: Group<'a>) {
        self.groups.push(group);
        for (_, field) in group.fields {
            self.sentence("docs", &field.docs);
            self.rust(field.rust.as_ref());
            self.known(field.evidence.as_ref());
            self.known(field.required_evidence.as_ref());
            self.deviation(field.deviation.as_ref());
            self.term(field.vendor_term.as_ref());
            self.deprecated(field.deprecated.as_ref());
        }
        for rule in group.rules {
            self.sentence("because", &rule.because);
            self.known(rule.evidence.as_ref());
            if let Some(pattern) = &rule.pattern {
                self.phrase("means", &pattern.means);
            }
        }
    }

    fn sentence(&mut self, key: &'static str, text: &'a Sp<String>) {
        self.texts.push(TextAt { key, text, sentence: true, block: key == "docs" });
    }

    /// A sentence that the documentation shows in a list or within another text.
    fn within(&mut self, key: &'static str, text: &'a Sp<String>) {
        self.texts.push(TextAt { key, text, sentence: true, block: false });
    }

    fn phrase(&mut self, key: &'static str, text: &'a Sp<String>) {
        self.texts.push(TextAt { key, text, sentence: false, block: false });
    }

    fn known(&mut self, evidence: Option<&'a Sp<Evidence>>) {
        let Some(evidence) = evidence else { return };
        self.evidence.push(evidence);
        if let Some(at) = &evidence.at {
            self.phrase("at", at);
        }
        if let Some(note) = &evidence.note {
            self.sentence("note", note);
        }
    }

    fn deviation(&mut self, deviation: Option<&'a Sp<Deviation>>) {
        let Some(deviation) = deviation else { return };
        self.phrase("says", &deviation.says);
        self.sentence("note", &deviation.note);
        self.phrase("at", &deviation.at);
    }

    fn rust(&mut self, rust: Option<&'a Sp<RustName>>) {
        if let Some(rust) = rust {
            self.sentence("because", &rust.because);
        }
    }

    fn term(&mut self, vendor_term: Option<&'a Sp<String>>) {
        if let Some(vendor_term) = vendor_term {
            self.phrase("vendor_term", vendor_term);
        }
    }

    fn deprecated(&mut self, why: Option<&'a Sp<String>>) {
        if let Some(why) = why {
            self.sentence("deprecated", why);
        }
    }
}
