//! The `api` section of a draft.

use super::Head;
use super::auth::{Kind as AuthKind, Scheme};
use super::draft::Parts;
use super::model::Def;
use super::write::{SCHEMA, SOURCE, documented, inferred, number, paging, response};
use super::yaml::{self, Key, Map, Node};

/// The file `api.yaml`.
pub(super) fn file(parts: &Parts, head: &Head<'_>) -> String {
    let mut api = Map::default();
    api.add("language", number(&1)).word("name", head.name).text("title", &head.title).text("docs", &head.docs);
    let has_currency = parts.used.iter().any(|id| matches!(parts.defs[*id].def, Def::Currency { .. }));
    if has_currency {
        api.add("uses", Node::List(vec![Node::Word("iso".to_owned())]));
    }
    let source = Map::default().text("title", &head.source).short();
    api.add("sources", Map::default().add(SOURCE, source).lines());
    if !parts.servers.variables.is_empty() {
        let mut variables = Map::default();
        for variable in &parts.servers.variables {
            let one = Map::default().text("docs", &variable.docs).word("example", &variable.example).short();
            variables.add(variable.name.as_str(), one);
        }
        api.add("host_variables", variables.lines());
    }
    let mut environments = Map::default();
    for server in &parts.servers.all {
        let mut one = Map::default();
        one.word("base_url", &server.url).text("docs", &server.docs);
        let evidence = if server.is_made_up {
            inferred("Placeholder: the document does not contain the host.")
        } else {
            documented(&server.pointer)
        };
        environments.add(server.name.as_str(), one.add("evidence", evidence).lines());
    }
    api.add("environments", environments.lines());
    if !parts.services.is_empty() {
        let mut services = Map::default();
        for service in &parts.services {
            let mut hosts = Map::default();
            for (environment, url, pointer) in &service.hosts {
                let host = Map::default().word("base_url", url).add("evidence", documented(pointer)).short();
                hosts.add(environment.as_str(), host);
            }
            let one = Map::default().text("docs", &service.docs).add("environments", hosts.lines()).lines();
            services.add(service.name.as_str(), one);
        }
        api.add("services", services.lines());
    }
    api.word("encoding", parts.encoding);
    api.some("lists", parts.lists);
    if parts.object_lists {
        api.word("object_lists", "indexed");
    }
    if !parts.schemes.is_empty() {
        let mut schemes = Map::default();
        for scheme in &parts.schemes {
            schemes.add(scheme.name.as_str(), auth(scheme));
        }
        api.add("auth", schemes.lines());
        api.some("default_auth", parts.default_auth.as_deref());
    }
    if !parts.headers.is_empty() {
        let mut headers = Map::default();
        for header in &parts.headers {
            let mut one = Map::default();
            if let Some(value) = &header.value {
                one.add("value", Node::Text(value.clone()));
            }
            headers.add(
                header.name.as_str(),
                one.text("docs", &header.docs).add("evidence", documented(&header.pointer)).lines(),
            );
        }
        api.add("headers", headers.lines());
    }
    if is_anything_required(parts) {
        let at = "`required` of the parameter or schema";
        let evidence = Map::default().word("level", "documented").word("source", SOURCE).text("at", at).short();
        api.add("required_evidence", evidence);
    }
    if let Some(idempotency) = &parts.idempotency {
        let mut one = Map::default();
        one.word("header", &idempotency.header).add("window_hours", number(&idempotency.hours.unwrap_or(1)));
        let evidence = match idempotency.hours {
            Some(_) => documented(&idempotency.pointer),
            None => {
                inferred("The header is documented, but not how long a key is kept; an hour is a cautious assumption.")
            }
        };
        api.add("idempotency", one.text("docs", &idempotency.docs).add("evidence", evidence).lines());
    }
    if let Some(errors) = &parts.errors {
        api.add("errors", self::errors(errors));
    }
    if !parts.responses.is_empty() {
        let mut responses = Map::default();
        for one in &parts.responses {
            responses.add(Key::quoted(&one.status), response(parts, one));
        }
        api.add("responses", responses.lines());
    }
    if let Some(paging) = &parts.paging {
        api.add("paging", self::paging(paging));
    }
    if let Some(events) = &parts.events {
        let mut envelope = Map::default();
        envelope.word("type", &events.envelope.kind);
        envelope.some("payload", events.envelope.payload.as_deref());
        envelope.some("id", events.envelope.id.as_deref()).some("created", events.envelope.created.as_deref());
        let docs = "According to the document, it is not signed, so the object is read again.";
        let security = Map::default().word("scheme", "unsigned").text("docs", docs).short();
        let mut webhooks = Map::default();
        webhooks.text("docs", "Deliveries of events.").add("envelope", envelope.short()).add("security", security);
        api.add("webhooks", webhooks.add("evidence", documented(&events.pointer)).lines());
    }
    let head = format!(
        "{SCHEMA}#\n# A first draft, created from `{}` by `cargo xtask spec import`. NOTES.md lists what is \
            missing and what was\n# guessed. Texts are those of the document: write your own before you publish \
            anything.\n",
        head.file
    );
    yaml::document(&head, Map::default().add("api", api.lines()).lines())
}

fn is_anything_required(parts: &Parts) -> bool {
    let params =
        parts.resources.iter().flat_map(|resource| &resource.operations).flat_map(|operation| &operation.params);
    let fields = parts.used.iter().flat_map(|id| parts.defs[*id].def.fields());
    params.chain(fields).any(|field| field.required && !field.in_path)
}

fn auth(scheme: &Scheme) -> Node {
    let mut one = Map::default();
    match &scheme.kind {
        AuthKind::Basic => {
            one.word("scheme", "basic");
        }
        AuthKind::Bearer => {
            one.word("scheme", "bearer");
        }
        AuthKind::Header(header) => {
            one.word("scheme", "header").word("parameter", header);
        }
        AuthKind::Token(token) => {
            let names = ["client_id", "client_secret"].map(|name| Node::Word(name.to_owned()));
            let mut exchange = Map::default();
            exchange.some("service", token.host.as_deref()).word("path", &token.path);
            exchange.add("send", Map::default().word("grant_type", "client_credentials").short());
            exchange.word("answer", "access_token").word("lifetime", "expires_in");
            exchange.add("lifetime_seconds", number(&300)).word("as", "bearer");
            one.word("scheme", "token").add("parameters", Node::List(names.into())).add("token", exchange.lines());
        }
    }
    one.some("instead_of", scheme.instead_of.as_deref());
    one.text("docs", &scheme.docs).add("evidence", documented(&scheme.pointer)).lines()
}

fn errors(errors: &super::errors::Errors) -> Node {
    let mut one = Map::default();
    one.some("code", errors.code.as_deref());
    if !errors.messages.is_empty() {
        one.add("messages", Node::List(errors.messages.iter().map(|path| Node::Word(path.clone())).collect()));
    }
    if let Some(listed) = &errors.listed {
        let mut list = Map::default();
        one.add(
            "listed",
            list.word("at", &listed.at).word("field", &listed.field).word("message", &listed.message).short(),
        );
    }
    one.some("field_name", errors.field_name.as_deref()).some("request_id", errors.request_id.as_deref());
    one.text("docs", "The common body of errors.").add("evidence", documented(&errors.pointer)).lines()
}
