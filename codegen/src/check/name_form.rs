//! Names are written in the case their place needs.

use super::scope::Scope;
use super::text;
use crate::diag::{About, Diagnostic, code, suggest};
use crate::names;
use crate::raw::api::{Api, Scheme};
use crate::raw::evidence::RustName;
use crate::raw::token::Carrier;
use crate::raw::{Document, Sp};

/// What other parts of a spec name.
const NAMED_ELSEWHERE: [&str; 6] = ["type", "source", "environment", "host variable", "service", "auth scheme"];

pub(super) fn check(scope: &Scope<'_>) {
    scope.api.iter().for_each(|api| api_names(scope, api));
    scope.library.iter().for_each(|library| kebab(scope, "library", &library.name));
    for symbol in &scope.symbols.all {
        let name = Sp { value: symbol.name.to_owned(), span: symbol.span };
        pascal(scope, "type", &name);
    }
    for (_, document) in &scope.set.files {
        document_names(scope, document);
    }
    for group in scope.groups() {
        for (wire, field) in group.fields {
            wire_name(scope, wire);
            field.also.iter().for_each(|other| wire_name(scope, other));
            field.rust.iter().for_each(|rust| snake(scope, "field", &rust.name));
        }
        group.rules.iter().for_each(|rule| kebab(scope, "rule", &rule.name));
        group.profiles.iter().flat_map(|profiles| profiles.iter()).for_each(|(name, _)| kebab(scope, "profile", name));
    }
    for operation in scope.operations() {
        kebab(scope, "operation", operation.verb);
        let reasons = operation.raw.responses.iter().flat_map(|(_, response)| response.reasons.iter());
        reasons.for_each(|(name, _)| kebab(scope, "reason", name));
        rust_type(scope, "params type", operation.raw.rust.as_ref());
    }
}

fn api_names(scope: &Scope<'_>, api: &Api) {
    kebab(scope, "API", &api.name);
    api.sources.iter().for_each(|(name, _)| kebab(scope, "source", name));
    api.environments.iter().for_each(|(name, _)| kebab(scope, "environment", name));
    let scripts = api.environments.iter().flat_map(|(_, environment)| &environment.scripts);
    scripts.for_each(|(name, _)| kebab(scope, "script", name));
    api.host_variables.iter().for_each(|(name, _)| kebab(scope, "host variable", name));
    api.services.iter().for_each(|(name, _)| kebab(scope, "service", name));
    for (name, auth) in &api.auth {
        kebab(scope, "auth scheme", name);
        if auth.scheme.value == Scheme::Header {
            auth.parameter.iter().for_each(|parameter| header(scope, parameter));
        }
        if let Some(token) = auth.token.as_ref().filter(|token| token.carrier.value == Carrier::Header) {
            token.parameter.iter().for_each(|parameter| header(scope, parameter));
        }
    }
    api.headers.iter().for_each(|(name, _)| header(scope, name));
    api.request_id.iter().for_each(|named| header(scope, &named.header));
    api.idempotency.iter().for_each(|idempotency| header(scope, &idempotency.header));
}

fn document_names(scope: &Scope<'_>, document: &Document) {
    if let Some(resource) = &document.resource {
        kebab(scope, "resource", &resource.name);
        kebab(scope, "resource", &resource.plural);
    }
    for value in document.enums.iter().flat_map(|(_, raw)| raw.values.iter()) {
        code(scope, &value.code);
        value.also.iter().for_each(|also| code(scope, also));
        rust_type(scope, "variant", value.rust.as_ref());
    }
    document.windows.iter().for_each(|(name, _)| kebab(scope, "window", name));
    document.limits.iter().for_each(|(name, _)| kebab(scope, "limit", name));
    for (name, union) in &document.unions {
        union.tag.iter().for_each(|tag| wire_name(scope, tag));
        for (tag, variant) in &union.variants {
            code(scope, tag);
            if scope.usage.sent.contains(name.as_str()) {
                sent_tag(scope, tag);
            }
            rust_type(scope, "variant", variant.rust.as_ref());
        }
    }
    for (_, table) in &document.tables {
        table.const_prefix.iter().for_each(|prefix| constant(scope, prefix));
    }
    document.files.iter().for_each(|(name, _)| kebab(scope, "file", name));
    for (wire, event) in &document.events {
        code(scope, wire);
        rust_type(scope, "variant", event.rust.as_ref());
    }
}

fn report(scope: &Scope<'_>, name: &Sp<String>, what: &str, form: &str, mended: &str) {
    let message = format!("the name of {} {what} must be in {form}", super::say::article(what));
    let mut diagnostic =
        Diagnostic::new(code::NAME_FORM, name.span, message).label(format!("`{}` is not", suggest::shown(name)));
    diagnostic = diagnostic.about(About::misspelt(name));
    // A keyword would be the next mistake.
    let mended = if names::is_identifier(&mended.replace('-', "_")) { mended } else { "" };
    diagnostic = match text::inner(name) {
        // Elsewhere it is used as it is written here: changing one place would not fix anything.
        _ if NAMED_ELSEWHERE.contains(&what) && !mended.is_empty() && mended != name.value => {
            diagnostic.help(format!("rename it to `{mended}`, here and wherever it is used"))
        }
        Some(place) if !mended.is_empty() && mended != name.value => {
            diagnostic.patch(place, mended, format!("write it in {form}"))
        }
        _ => diagnostic.help(format!("choose a name in {form} that starts with a letter")),
    };
    scope.report(suggest::look_alikes(diagnostic, name));
}

fn kebab(scope: &Scope<'_>, what: &str, name: &Sp<String>) {
    if !names::is_kebab(name) || !name.is_ascii() {
        // An API and a library have the name of their folder.
        let is_of_folder = matches!(what, "API" | "library") && names::is_kebab(&scope.set.folder);
        let mended = if is_of_folder { scope.set.folder.clone() } else { names::snake(name).replace('_', "-") };
        let mended = if names::is_kebab(&mended) { mended } else { String::new() };
        report(scope, name, what, "kebab-case", &mended);
    }
}

fn pascal(scope: &Scope<'_>, what: &str, name: &Sp<String>) {
    if !names::is_pascal(name) {
        let mended = names::type_name(name);
        let mended = if names::is_pascal(&mended) { mended } else { String::new() };
        report(scope, name, what, "PascalCase", &mended);
    }
}

fn rust_type(scope: &Scope<'_>, what: &str, rust: Option<&Sp<RustName>>) {
    if let Some(rust) = rust {
        pascal(scope, what, &rust.name);
    }
}

fn snake(scope: &Scope<'_>, what: &str, name: &Sp<String>) {
    let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_';
    if !name.starts_with(|c: char| c.is_ascii_lowercase()) || !name.chars().all(plain) || name.contains("__") {
        let mended = names::field(name);
        let mended = if mended.is_ascii() { mended } else { String::new() };
        report(scope, name, what, "snake_case", &mended);
    }
}

/// Whether constants can start with a text.
pub(super) fn is_constant_prefix(name: &str) -> bool {
    let plain = |c: char| c.is_ascii_uppercase() || c.is_ascii_digit() || c == '_';
    name.starts_with(|c: char| c.is_ascii_uppercase()) && name.chars().all(plain) && !name.ends_with('_')
}

fn constant(scope: &Scope<'_>, name: &Sp<String>) {
    if !is_constant_prefix(name) {
        let mended = names::snake(name).to_ascii_uppercase();
        report(scope, name, "constant prefix", "capitals", if mended.is_ascii() { &mended } else { "" });
    }
}

/// Rules name a variant by its tag.
fn sent_tag(scope: &Scope<'_>, tag: &Sp<String>) {
    if tag.contains(is_strange) {
        let message = format!("rules cannot refer to the variant `{}` of a request", suggest::shown(tag));
        scope.report(
            Diagnostic::new(code::NAME_FORM, tag.span, message)
                .label("contains spaces, dots, brackets, braces, `&` or `=`")
                .help("remove the variant: callers send it with `other`"),
        );
    }
}

fn is_strange(c: char) -> bool {
    c.is_whitespace() || c.is_control() || matches!(c, '[' | ']' | '{' | '}' | '.' | '&' | '=')
}

/// Brackets build names of forms, dots step into objects in rules, braces stand in paths.
fn wire_name(scope: &Scope<'_>, name: &Sp<String>) {
    if !name.is_empty() && !name.contains(is_strange) {
        return;
    }
    let message = format!("invalid wire name `{}`", suggest::shown(name));
    let found = Diagnostic::new(code::NAME_FORM, name.span, message)
        .label("empty, or contains spaces, dots, brackets, braces, `&` or `=`");
    let joined: String = name.split(' ').collect();
    // A slip of the pen cuts a name; what the wire calls so has more to it.
    scope.report(match name.split(' ').count() {
        2 if !joined.contains(is_strange) && text::inner(name).is_some() => {
            found.patch(text::inner(name).unwrap_or(name.span), joined, "remove the space")
        }
        _ => found.help("declare an object for a name with brackets: `card[number]` is the field `number` of `card`"),
    });
}

fn code(scope: &Scope<'_>, code: &Sp<String>) {
    if code.is_empty() || code.trim() != code.value || code.contains(char::is_control) {
        scope.report(
            Diagnostic::new(code::NAME_FORM, code.span, "a code is empty or has leading or trailing spaces")
                .label("matches nothing on the wire")
                .help("write the code as it appears on the wire"),
        );
    }
}

/// Header names are tokens of RFC 9110.
pub(super) fn header(scope: &Scope<'_>, name: &Sp<String>) {
    let token = |c: char| c.is_ascii_alphanumeric() || "!#$%&'*+-.^_`|~".contains(c);
    if name.is_empty() || !name.chars().all(token) {
        scope.report(
            Diagnostic::new(code::NAME_FORM, name.span, format!("invalid header name `{}`", name.value))
                .label("contains characters that HTTP does not allow")
                .help("header names consist of letters, digits and dashes, such as `X-Request-Id`"),
        );
    }
}
