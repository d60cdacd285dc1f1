//! Where a name is declared that is used in another spelling, for names that belong to something: fields, statuses, columns.
//!
//! Of a name that is used several times in one spelling and declared in another one, the declaration is the slip. That is so only
//! where nothing uses the name as it is declared.

use super::scope::Scope;
use super::walk::Owner;
use crate::diag::About;
use crate::source::{FileId, Span};
use crate::symbols::Decl;

/// The declaration of `near` in what should have a name, if nothing uses it: its place, the name there, and what it should be.
pub(super) fn of(scope: &Scope<'_>, about: &About, file: FileId, near: &str) -> Option<(Span, String, String)> {
    let one = |span| Some((span, near.to_owned(), about.name.clone()));
    match about.what {
        "field" => one(field(scope, about.holder.as_deref()?, file, near)?),
        "status" => one(status(scope, about.holder.as_deref()?, near)?),
        "value" => one(value(scope, about.holder.as_deref()?, near)?),
        "column" => one(column(scope, about.holder.as_deref()?, near)?),
        "host variable" => one(host_variable(scope, near)?),
        "operation" => operation(scope, &about.name, near),
        _ => None,
    }
}

fn field(scope: &Scope<'_>, holder: &str, file: FileId, near: &str) -> Option<Span> {
    let is_holder = |owner: &Owner<'_>, of_file: FileId| {
        // Two operations may have the same verb in two files.
        owner.describe() == holder && (of_file == file || !matches!(owner, Owner::Operation(_)))
    };
    let mut fields = scope.groups().iter().flat_map(|group| group.fields.iter().map(move |field| (group, field)));
    let (group, (wire, _)) =
        fields.find(|(group, (wire, _))| wire.value == near && is_holder(&group.owner, wire.span.file))?;
    let is_of_path = match group.owner {
        Owner::Operation(operation) => operation.raw.path.contains(&format!("{{{near}}}")),
        _ => false,
    };
    let resources = || scope.set.files.iter().filter_map(|(_, document)| document.resource.as_ref());
    let is_id = resources().any(|own| own.id.as_ref().is_some_and(|id| id.value == near));
    let is_currency =
        group.fields.iter().any(|(_, other)| other.currency.as_ref().is_some_and(|currency| currency.value == near));
    (!is_of_path && !is_id && !is_currency && !scope.is_used(near)).then_some(wire.span)
}

fn status(scope: &Scope<'_>, holder: &str, near: &str) -> Option<Span> {
    let mut enums = scope.symbols.all.iter().filter(|symbol| format!("the enum `{}`", symbol.name) == holder);
    let Decl::Enum(raw) = enums.next()?.decl else { return None };
    let is_used = raw.values.iter().any(|value| value.to.iter().any(|to| to.value == near));
    let value = raw.values.iter().find(|value| value.code.value == near && !is_used)?;
    Some(value.code.span)
}

fn value(scope: &Scope<'_>, holder: &str, near: &str) -> Option<Span> {
    let mut enums = scope.symbols.all.iter().filter(|symbol| {
        matches!(symbol.decl, Decl::Enum(raw) if !raw.is_status()) && holder == format!("the enum `{}`", symbol.name)
    });
    let mut values = enums.next()?.decl.values();
    let (code, _) = values.find(|(code, _)| code.value == near && !scope.is_used(near))?;
    Some(code.span)
}

fn column(scope: &Scope<'_>, holder: &str, near: &str) -> Option<Span> {
    let mut tables = scope.symbols.all.iter().filter(|symbol| format!("the table `{}`", symbol.name) == holder);
    let Decl::Table(raw) = tables.next()?.decl else { return None };
    let is_used = raw.rows.iter().any(|row| row.get(near).is_some());
    let (name, _) = raw.columns.iter().find(|(name, _)| name.value == near && !is_used)?;
    Some(name.span)
}

fn host_variable(scope: &Scope<'_>, near: &str) -> Option<Span> {
    let api = scope.api?;
    let of_services = api.services.iter().flat_map(|(_, service)| service.environments.iter());
    let of_schemes = api.auth.iter().flat_map(|(_, auth)| auth.environments.iter());
    let hosts = of_services.chain(of_schemes).map(|(_, host)| &host.base_url);
    let mut urls = api.environments.iter().map(|(_, environment)| &environment.base_url).chain(hosts);
    let is_used = urls.any(|url| url.contains(&format!("{{{near}}}")));
    let (name, _) = api.host_variables.iter().find(|(name, _)| name.value == near && !is_used)?;
    Some(name.span)
}

/// An operation is named with its resource: the part that differs is the one that is misspelt.
fn operation(scope: &Scope<'_>, written: &str, near: &str) -> Option<(Span, String, String)> {
    let ((resource, verb), (near_resource, near_verb)) = (written.split_once('.')?, near.split_once('.')?);
    let events = scope.set.files.iter().flat_map(|(_, document)| document.events.iter());
    let mut named = events.filter_map(|(_, event)| Some(event.refetch.as_ref()?.operation.as_str()));
    if resource != near_resource && verb != near_verb || named.any(|name| name == near) {
        return None;
    }
    let is_it = |name: &str, verb: &str| name == near_resource && verb == near_verb;
    let mut operations = scope.operations().iter().filter_map(|at| Some((at.resource?, at.verb)));
    let (of, at) = operations.find(|(of, at)| is_it(&of.name, at))?;
    Some(if resource == near_resource {
        (at.span, near_verb.to_owned(), verb.to_owned())
    } else {
        (of.name.span, near_resource.to_owned(), resource.to_owned())
    })
}
