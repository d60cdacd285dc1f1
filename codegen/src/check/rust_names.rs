//! Names that are derived for Rust differ from each other and can be written.

use std::collections::{HashMap, HashSet};

use super::auth::is_mixed;
use super::name_form::is_constant_prefix;
use super::scope::Scope;
use super::walk::{OperationAt, Owner};
use crate::diag::{About, Diagnostic, code};
use crate::names;
use crate::raw::api::Scheme;
use crate::raw::evidence::RustName;
use crate::raw::signing::SigningAlgorithm;
use crate::raw::unions::Union;
use crate::raw::{Document, Named, Sp, types as raw};
use crate::resolve::operations::has_several_bodies;
use crate::source::Span;
use crate::symbols::{Decl, Symbol};

/// What a table's own column names would collide with in a row.
const ROW_FIELDS: &[&str] = &["also", "code", "deviation"];

/// What the constants of rows would collide with.
const TABLE_CONSTANTS: &[&str] = &["WIRE_VALUES"];

/// What the constants of profiles and reasons would collide with.
const PARAMS_CONSTANTS: &[&str] = &["SPEC"];

/// Methods of a row, and the name under which its cells are at hand where they are read.
const FILE_FIELDS: &[&str] = &["cells", "new", "validate"];

pub(super) fn check(scope: &Scope<'_>) {
    for group in scope.groups() {
        let reserved = match group.owner {
            Owner::Union(_) => names::RESERVED_UNION_FIELDS,
            Owner::File(..) => FILE_FIELDS,
            Owner::Operation(_) => names::RESERVED_PARAMS,
            Owner::Object(_) | Owner::Variant(..) => names::RESERVED_METHODS,
        };
        let mut space = Space::new(scope, "field", reserved).with_rust_name();
        for (wire, field) in group.fields {
            // A key that could not be read may be its name.
            if field.rust.is_some() || !scope.has_lost(field.span) {
                space.add(wire, chosen(field.rust.as_ref(), || names::field(wire)));
            }
        }
        if let Owner::Operation(operation) = group.owner {
            constants(scope, &operation);
        }
    }
    scope.set.files.iter().for_each(|(_, document)| words(scope, document));
    all_types(scope);
    accessors(scope);
    events(scope);
    api(scope);
}

/// The name that the spec gives, or the derived one.
fn chosen(rust: Option<&Sp<RustName>>, derived: impl FnOnce() -> String) -> (String, Option<Span>) {
    match rust {
        Some(rust) => (rust.name.value.clone(), Some(rust.name.span)),
        None => (derived(), None),
    }
}

/// Why generated code cannot use a name, if it cannot.
fn unusable(name: &str) -> Option<String> {
    let starts_well = name.starts_with(|c: char| c.is_ascii_alphabetic());
    if name.is_empty() {
        Some("it has no characters that are valid in Rust".to_owned())
    } else if !starts_well || !name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_') {
        Some(format!("becomes `{name}`, which is not a valid Rust identifier"))
    } else if !names::is_identifier(name) {
        Some(format!("`{name}` is a Rust keyword"))
    } else {
        None
    }
}

/// Names that must differ from each other.
struct Space<'s, 'a> {
    scope: &'s Scope<'a>,
    what: &'static str,
    reserved: &'static [&'static str],
    /// How to get another name for one that cannot be used.
    rename: &'static str,
    /// How to get two names for one.
    tell_apart: &'static str,
    seen: HashMap<String, (String, Span)>,
    /// What problems of the names are counted under; by their messages when empty.
    group: String,
    /// Whether names that cannot be used have one cause.
    has_common_cause: bool,
}

impl<'s, 'a> Space<'s, 'a> {
    fn new(scope: &'s Scope<'a>, what: &'static str, reserved: &'static [&'static str]) -> Self {
        let (rename, tell_apart) = ("rename it", "rename one of them");
        Self {
            scope,
            what,
            reserved,
            rename,
            tell_apart,
            seen: HashMap::new(),
            group: String::new(),
            has_common_cause: false,
        }
    }

    /// The names can be overridden.
    fn with_rust_name(mut self) -> Self {
        self.rename = "add `rust: { name: ..., because: ... }`";
        self.tell_apart = "add to one of them `rust: { name: ..., because: ... }`";
        self
    }

    /// Adds what a written name becomes.
    fn add(&mut self, written: &Sp<String>, (rust, given): (String, Option<Span>)) {
        self.add_at(&written.value, given.unwrap_or(written.span), rust);
    }

    fn add_at(&mut self, written: &str, span: Span, rust: String) {
        if let Some(why) = unusable(&rust) {
            self.reserve(written, span, why);
        } else if self.reserved.contains(&rust.as_str()) {
            self.reserve(written, span, format!("`{rust}` is reserved for generated code"));
        }
        match self.seen.get(&rust) {
            // The same name on the wire is another rule's business.
            Some((first, _)) if first == written => {}
            Some((first, first_span)) => self.scope.report(
                Diagnostic::new(
                    code::DUPLICATE_RUST_NAME,
                    span,
                    format!("`{first}` and `{written}` both become the {} `{rust}` in Rust", self.what),
                )
                .group(self.group.clone())
                .label(format!("becomes `{rust}`"))
                .also(*first_span, format!("also becomes `{rust}`"))
                .help(self.tell_apart),
            ),
            None => drop(self.seen.insert(rust, (written.to_owned(), span))),
        }
    }

    fn reserve(&self, written: &str, span: Span, why: String) {
        let message = format!("the derived Rust name of the {} `{written}` cannot be used", self.what);
        let found = Diagnostic::new(code::RESERVED_WORD, span, message).label(why).help(self.rename);
        let group = self.group.clone();
        let found = if self.has_common_cause { found.of_one_cause(group) } else { found.group(group) };
        self.scope.report(found.about(About::misspelt(written)));
    }
}

fn words(scope: &Scope<'_>, document: &Document) {
    const RESERVED: &[&str] = &[names::FALLBACK_VARIANT];
    for (_, raw) in &document.enums {
        let mut space = Space::new(scope, "variant", RESERVED).with_rust_name();
        for value in raw.values.iter().filter(|value| !scope.misspelt("rust", value.span)) {
            space.add(&value.code, chosen(value.rust.as_ref(), || names::variant(&value.code)));
        }
    }
    for (name, raw) in &document.unions {
        let reserved = if scope.usage.is_only_sent(name) { &[names::OTHER_VARIANT] } else { RESERVED };
        let mut space = Space::new(scope, "variant", reserved).with_rust_name();
        for (tag, variant) in raw.variants.iter().filter(|(_, variant)| !scope.misspelt("rust", variant.span)) {
            space.add(tag, chosen(variant.rust.as_ref(), || names::variant(tag)));
        }
    }
    document.tables.iter().for_each(|(_, table)| table_names(scope, table));
}

fn table_names(scope: &Scope<'_>, table: &Sp<raw::Table>) {
    let base = table.extends.as_ref().and_then(|path| scope.libraries.table(path));
    let mut columns = Space::new(scope, "column", ROW_FIELDS);
    columns_of(&mut columns, base.map(|base| &base.columns), &table.columns);
    let mut constants = Space::new(scope, "constant", TABLE_CONSTANTS);
    (constants.rename, constants.tell_apart) = match table.const_from {
        Some(_) => ("use another name in the column of `const_from`", "rename one of the rows"),
        None => (
            "set `const_prefix` of the table, such as `CODE` for `CODE_51`",
            if base.is_some() {
                "use the library's code, or remove one of them"
            } else {
                "make one of them an alternative spelling of the other with `also`"
            },
        ),
    };
    if scope.misspelt("const_prefix", table.span) || scope.misspelt("const_from", table.span) {
        return;
    }
    // A prefix that is none is reported as such.
    if table.const_prefix.as_ref().is_some_and(|prefix| !is_constant_prefix(prefix)) {
        return;
    }
    // A prefix that is missing is one mistake, whatever the number of rows.
    constants.group = format!("the constants of a table at {:?}", table.span);
    constants.has_common_cause = table.const_prefix.is_none() && table.const_from.is_none();
    let naming = table.const_from.as_ref().map_or("code", |column| column.as_str());
    // Codes that are accepted have constants next to those of the API's own.
    for row in base.iter().flat_map(|base| base.rows.iter()) {
        let code = row.get("code").and_then(|code| code.as_str()).unwrap_or_default();
        let accepted = table.accepted().iter().find(|accepted| accepted.value == code);
        if let (Some(accepted), Some(constant)) = (accepted, base.and_then(|base| base.constant(row))) {
            constants.add(accepted, (constant, None));
        }
    }
    for (row, constant) in table.rows.iter().filter_map(|row| Some((row, table.constant(row)?))) {
        let (Some(code), Some(name)) = (text_of(row, "code"), text_of(row, naming)) else { continue };
        // A blank cell is reported as such.
        if code.trim().is_empty() || name.trim().is_empty() {
            continue;
        }
        constants.add(&code, (constant, Some(name.span)));
    }
}

fn columns_of(space: &mut Space<'_, '_>, base: Option<&Named<raw::Column>>, own: &Named<raw::Column>) {
    for (name, _) in base.into_iter().flatten() {
        space.seen.insert(names::field(name), (name.value.clone(), name.span));
    }
    for (name, _) in own {
        space.add(name, (names::field(name), None));
    }
}

fn text_of(row: &raw::Row, column: &str) -> Option<Sp<String>> {
    let text = row.get(column)?;
    Some(Sp { value: text.as_str()?.to_owned(), span: text.span })
}

/// The type of an operation's parameters: `create` of `refund` gives `CreateRefund`, as lowering does.
fn params_name(operation: &OperationAt<'_>) -> (String, Option<Span>) {
    let resource = operation.resource.map_or("", |resource| resource.name.as_str());
    chosen(operation.raw.rust.as_ref(), || names::params(&operation.verb.value, resource))
}

fn all_types(scope: &Scope<'_>) {
    let mut space = Space::new(scope, "type", names::RESERVED_TYPES);
    for symbol in &scope.symbols.all {
        space.add_at(symbol.name, symbol.span, symbol.name.to_owned());
    }
    for symbol in &scope.symbols.all {
        // What is wrong with the name of a type is wrong with those that are made of it, too.
        if unusable(symbol.name).is_some() {
            continue;
        }
        if let Decl::Table(_) = symbol.decl {
            space.add_at(&format!("a row of {}", symbol.name), symbol.span, format!("{}Row", symbol.name));
        } else if let Decl::Union(union) = symbol.decl {
            union_types(&mut space, symbol, union);
        }
    }
    (space.rename, space.tell_apart) = ("choose another `plural`", "choose another `plural`");
    for resource in scope.set.files.iter().filter_map(|(_, document)| document.resource.as_ref()) {
        space.add(&resource.plural, (names::type_name(&resource.plural), None));
    }
    (space.rename, space.tell_apart) = ("choose another key", "choose another key");
    for (name, _) in scope.set.files.iter().flat_map(|(_, document)| document.files.iter()) {
        let rust = names::type_name(name);
        if names::RESERVED_ROWS.contains(&rust.as_str()) {
            space.reserve(name, name.span, format!("`{rust}` is reserved for the crate of the files"));
        }
        space.add(name, (rust, None));
    }
    space = space.with_rust_name();
    for operation in scope.operations() {
        // An operation without a resource is reported elsewhere, and so is the name of the resource.
        let resource = operation.resource.map_or("", |resource| resource.name.as_str());
        if resource.is_empty() || !resource.is_ascii() {
            continue;
        }
        let (rust, given) = params_name(operation);
        let written = format!("{resource}.{}", operation.verb.value);
        if has_several_bodies(operation.raw) {
            let response = names::response_by_status(&rust);
            space.add_at(&format!("the response of {written}"), given.unwrap_or(operation.verb.span), response);
        }
        space.add_at(&written, given.unwrap_or(operation.verb.span), rust);
        method(scope, operation);
    }
    space.rename = "choose another name";
    required(&space);
}

/// What `new` takes by name is a type as well, called after the type that it makes.
fn required(space: &Space<'_, '_>) {
    let mut taken: Vec<_> = space
        .seen
        .iter()
        .filter_map(|(rust, (written, span))| {
            let (of, _) = space.seen.get(rust.strip_suffix(names::REQUIRED)?)?;
            Some((*span, rust, written, of))
        })
        .collect();
    taken.sort_unstable_by_key(|(span, ..)| (span.file, span.start));
    for (span, rust, written, of) in taken {
        space.reserve(written, span, format!("`{rust}` holds the required arguments of `new` of {of}"));
    }
}

/// The enum of a union's kinds, and the struct of each.
fn union_types(space: &mut Space<'_, '_>, symbol: &Symbol<'_>, union: &Union) {
    space.add_at(&format!("the variants of {}", symbol.name), symbol.span, names::variants(symbol.name));
    let mut seen = HashSet::new();
    for (tag, variant) in &union.variants {
        let (rust, given) = chosen(variant.rust.as_ref(), || names::variant(tag));
        // Two variants of one name have been reported as such.
        if !seen.insert(rust.clone()) {
            continue;
        }
        let written = format!("the variant {} of {}", tag.value, symbol.name);
        space.add_at(&written, given.unwrap_or(tag.span), names::of_variant(symbol.name, &rust));
    }
}

/// The client's method. `rust` of an operation names its parameters, so a keyword needs another verb.
fn method(scope: &Scope<'_>, operation: &OperationAt<'_>) {
    let mut space = Space::new(scope, "operation", &["new"]);
    space.rename = "choose another verb";
    space.add(operation.verb, (names::snake(operation.verb), None));
}

/// Profiles and reasons are constants of one type.
fn constants(scope: &Scope<'_>, operation: &OperationAt<'_>) {
    let mut space = Space::new(scope, "constant", PARAMS_CONSTANTS);
    let reasons = operation.raw.responses.iter().flat_map(|(_, response)| response.reasons.iter());
    let reasons: Vec<_> = reasons.map(|(name, _)| name).collect();
    for (index, name) in reasons.iter().enumerate() {
        if let Some(first) = reasons[..index].iter().find(|first| first.value == name.value) {
            let message = format!("the reason `{}` is declared for two statuses", name.value);
            let found = Diagnostic::new(code::REASON, name.span, message).label("duplicate name");
            scope.report(found.also(first.span, "first defined here").help("rename one of them"));
        }
    }
    for name in operation.raw.profiles.iter().map(|(name, _)| name).chain(reasons) {
        // A name in the wrong form is reported as such.
        if names::is_kebab(name) {
            space.add(name, (names::constant(name, None), None));
        }
    }
}

/// The client's method that leads to a resource.
fn accessors(scope: &Scope<'_>) {
    for resource in scope.set.files.iter().filter_map(|(_, document)| document.resource.as_ref()) {
        let mut space = Space::new(scope, "resource", names::RESERVED_ACCESSORS);
        space.rename = "choose another `plural`";
        space.add(&resource.plural, (names::snake(&resource.plural), None));
    }
}

fn events(scope: &Scope<'_>) {
    let mut space = Space::new(scope, "event", names::RESERVED_EVENTS).with_rust_name();
    for (wire, event) in scope.set.files.iter().flat_map(|(_, document)| document.events.iter()) {
        space.add(wire, chosen(event.rust.as_ref(), || names::variant(wire)));
    }
    space.what = "variant";
    for (wire, event) in scope.set.files.iter().flat_map(|(_, document)| document.events.iter()) {
        // What is no declared type is reported as such.
        let other = event.alternative.as_ref().filter(|other| scope.symbols.get(&other.payload).is_some());
        if let Some(other) = other {
            let (name, _) = chosen(event.rust.as_ref(), || names::variant(wire));
            let variant = names::variant_about(&name, &other.payload);
            space.add_at(&format!("{} about a {}", wire.value, other.payload.value), other.payload.span, variant);
        }
    }
    for (name, object) in scope.set.files.iter().flat_map(|(_, document)| document.objects.iter()) {
        if !object.unenveloped.is_empty() {
            space.add_at(&format!("an unenveloped {}", name.value), name.span, format!("Unenveloped{}", name.value));
        }
    }
}

fn api(scope: &Scope<'_>) {
    let Some(api) = scope.api else { return };
    let mut environments = Space::new(scope, "environment", &[]);
    for (name, _) in &api.environments {
        environments.add(name, (names::type_name(name), None));
    }
    let mut variables = Space::new(scope, "host variable", &[]);
    for (name, _) in &api.host_variables {
        variables.add(name, (names::snake(name), None));
    }
    let mut builder = Space::new(scope, "setting of the client", names::RESERVED_SETTERS);
    for (name, auth) in api.auth.iter().filter(|(_, auth)| !is_mixed(auth)) {
        let parameters: Vec<_> = auth.parameter.iter().chain(auth.parameters.iter()).collect();
        match (auth.scheme.value, &parameters[..]) {
            (Scheme::Basic, _) => builder.add(name, ("credentials".to_owned(), None)),
            (Scheme::Header | Scheme::BodyParameter, [parameter]) if !names::is_authorization(parameter) => {
                builder.add(parameter, (names::snake(parameter), None));
            }
            _ => builder.add(name, (names::snake(name), None)),
        }
        if let Some(signing) = auth.signing.as_ref().filter(|_| auth.scheme.value != Scheme::Signature) {
            let is_custom = signing.algorithm.value == SigningAlgorithm::Custom;
            builder.add(name, (names::signing_setter(name, is_custom), None));
        }
    }
    for (name, _) in &api.headers {
        builder.add(name, (names::snake(name), None));
    }
    for (name, _) in &api.services {
        builder.add(name, (names::address_setter(name), None));
    }
}
