//! One mistake, one message: what a misspelt or missing declaration causes at its uses is reported once.

use std::collections::{HashMap, HashSet};

use super::scope::Scope;
use super::usage::reached_from;
use super::{declarations, identified};
use crate::diag::{About, Code, Diagnostic, Repeated, Role, code, suggest};
use crate::names;
use crate::raw::Sp;
use crate::source::{FileId, Span};
use crate::symbols::Decl;

/// More uses of a name than these are not shown one by one.
const SHOWN: usize = 3;

/// The problems of a folder, those of one cause joined. They must be sorted.
pub(super) fn by_cause(scope: &Scope<'_>, found: Vec<Diagnostic>) -> Vec<Diagnostic> {
    let mut kept: Vec<Diagnostic> = Vec::new();
    let mut groups: Vec<Group> = Vec::new();
    let mut by_name: HashMap<(&'static str, String), Vec<usize>> = HashMap::new();
    for diagnostic in found {
        let Some(about) = diagnostic.about.clone().filter(|about| about.role == Role::Missing) else {
            kept.push(diagnostic);
            continue;
        };
        let file = diagnostic.span.file;
        let of_name = by_name.entry((about.what, about.name.clone())).or_default();
        if let Some(at) = of_name.iter().find(|at| groups[**at].is_about(&about, file)) {
            groups[*at].add(about, diagnostic);
        } else {
            of_name.push(groups.len());
            groups.push(Group { about, file, uses: vec![diagnostic] });
        }
    }
    let mut declared = Declared { scope, unused: HashMap::new() };
    let mut names: HashMap<&'static str, usize> = HashMap::new();
    for group in &groups {
        *names.entry(group.about.what).or_default() += 1;
    }
    let is_alone = |group: &Group| names.get(group.about.what) == Some(&1);
    let causes: Vec<Option<Candidate>> =
        groups.iter().map(|group| cause(&mut declared, group, is_alone(group))).collect();
    let has_form = kept.iter().any(is_misspelt);
    for (group, cause) in groups.into_iter().zip(causes) {
        let joined = match cause {
            Some(declared) => {
                forget(scope, &mut kept, group.about.what, &declared);
                group.at_declaration(&declared)
            }
            None if has_form && told_with_its_form(&mut kept, &group) => continue,
            None => {
                let instead = match group.about.what {
                    "field" => sole_unused_field(&kept).map(|at| kept.remove(at).span),
                    "type" => near_unused(&mut declared, &group).and_then(|declared| {
                        let told = kept.len();
                        forget(scope, &mut kept, group.about.what, &declared);
                        (kept.len() < told).then_some(declared.span)
                    }),
                    _ => None,
                };
                group.at_first_use(instead)
            }
        };
        kept.push(joined);
    }
    without_payload(&mut kept);
    without_place(&mut kept);
    identified::once(kept)
}

/// The uses of a name that is not declared.
struct Group {
    about: About,
    file: FileId,
    uses: Vec<Diagnostic>,
}

/// A declaration that may have been meant by another name.
#[derive(Clone)]
struct Candidate {
    name: String,
    span: Span,
    /// The name that is meant, where it is a part of the one that is used.
    meant: Option<String>,
}

impl Group {
    fn is_about(&self, other: &About, file: FileId) -> bool {
        let Self { about, .. } = self;
        // Two operations may have the same verb in two files.
        let same_holder = match (&about.holder, &other.holder) {
            (Some(known), Some(holder)) => {
                known == holder && (self.file == file || !holder.starts_with("the parameters"))
            }
            (None, _) | (_, None) => true,
        };
        about.what == other.what && about.name == other.name && same_holder
    }

    fn add(&mut self, about: About, diagnostic: Diagnostic) {
        self.about.holder = self.about.holder.take().or(about.holder);
        self.uses.push(diagnostic);
    }

    /// One problem at what was probably meant to be the declaration.
    fn at_declaration(self, declared: &Candidate) -> Diagnostic {
        let Self { about, uses, .. } = self;
        let meant = declared.meant.as_ref().unwrap_or(&about.name);
        let (name, shown) = (suggest::shown(meant), suggest::shown(&declared.name));
        let times = if uses.len() == 1 { "once".to_owned() } else { format!("{} times", uses.len()) };
        // A field may do without anything that names it.
        let unused = if about.what == "field" { "declared but never referenced" } else { "declared but never used" };
        let message = format!("`{shown}` is {unused}; `{name}` is used {times} but not declared");
        let code: &'static Code = uses.first().map_or(code::UNKNOWN_REFERENCE, |first| first.code);
        let found = Diagnostic::new(code, declared.span, message)
            .group(format!("`{shown}` is {unused}; `{name}` is used"))
            .label(format!("did you mean `{name}`?"));
        let mut found = match suggest::nearest(meant, [declared.name.as_str()]) {
            Some(_) => found.patch(declared.span, meant.clone(), "rename it to the name that is used"),
            None => found.help(format!("declare `{name}`, or use the declared {}", about.what)),
        };
        let more = uses.len().saturating_sub(SHOWN);
        for used in uses.into_iter().take(SHOWN) {
            found = found.also(used.span, "used here");
        }
        let found = if more > 0 { found.help(format!("and at {more} more places")) } else { found };
        suggest::look_alikes(found, &declared.name)
    }

    /// One problem at the first use, which names the others.
    fn at_first_use(self, instead: Option<Span>) -> Diagnostic {
        let name = self.about.name;
        let mut uses = self.uses;
        // What says most of where the name belongs is said.
        let main = uses.iter().position(|found| found.about.as_ref().is_some_and(|about| about.holder.is_some()));
        let mut first = uses.remove(main.unwrap_or(0));
        if let Some(other) = instead {
            let label = format!("declared; is this what `{}` means?", suggest::shown(&name));
            first = first.also(other, label);
        }
        let is_same = |found: &Diagnostic| {
            found.message == first.message || !first.group.is_empty() && found.group == first.group
        };
        let same = |found: &Diagnostic| found.code == first.code && is_same(found);
        if uses.iter().all(same) {
            first.repeated = uses.into_iter().map(|found| Repeated { span: found.span, patch: found.patch }).collect();
            return first;
        }
        for used in uses.iter().take(SHOWN) {
            first = first.also(used.span, "also named here");
        }
        first
    }
}

/// What is declared in a folder and named nowhere, by its kind; found when it is asked for.
struct Declared<'s, 'a> {
    scope: &'s Scope<'a>,
    unused: HashMap<&'static str, Vec<Candidate>>,
}

impl Declared<'_, '_> {
    fn unused(&mut self, what: &'static str) -> &[Candidate] {
        self.unused.entry(what).or_insert_with(|| unused(self.scope, what))
    }
}

/// The declaration that the uses of a group mean by another name.
/// `is_alone` where no other name of its kind is declared nowhere.
fn cause(declared: &mut Declared<'_, '_>, group: &Group, is_alone: bool) -> Option<Candidate> {
    let what = group.about.what;
    if group.uses.len() > 1
        && let Some(near) = group.uses.iter().find_map(|used| used.patch.as_ref())
        && let Some((span, name, meant)) = declarations::of(declared.scope, &group.about, group.file, &near.text)
    {
        return Some(Candidate { name, span, meant: Some(meant) });
    }
    let scope = declared.scope;
    let unused = declared.unused(what);
    let names = || unused.iter().map(|candidate| candidate.name.as_str());
    // Of a name that is used once it is the use that is corrected, unless the spec has the words of that name only.
    let near = suggest::nearest(&group.about.name, names());
    let near = match near {
        Some(near) if what == "type" && has_words_of(&declared_words(scope, near), &group.about.name, near) => near,
        Some(near) if group.uses.len() > 1 || !names::is_pascal(near) && what == "type" => near,
        None if (group.uses.len() > 1 || what == "type") && is_alone && unused.len() == 1 => names().next()?,
        _ => return None,
    };
    unused.iter().find(|candidate| candidate.name == near).cloned()
}

/// The words of all names of a folder but for one type.
fn declared_words(scope: &Scope<'_>, except: &str) -> HashSet<String> {
    let types = scope.symbols.all.iter().map(|symbol| symbol.name).filter(|name| *name != except);
    let fields = scope.groups().iter().flat_map(|group| group.fields.iter()).map(|(wire, _)| wire.as_str());
    let resources = scope.set.files.iter().filter_map(|(_, document)| document.resource.as_ref());
    let resources = resources.map(|resource| resource.name.as_str());
    types.chain(fields).chain(resources).flat_map(words).collect()
}

fn words(name: &str) -> Vec<String> {
    names::snake(name).split('_').map(str::to_owned).collect()
}

/// Whether all words of a name are known, and not all of another one.
fn has_words_of(known: &HashSet<String>, name: &str, other: &str) -> bool {
    let is_known = |name: &str| words(name).iter().all(|word| known.contains(word));
    is_known(name) && !is_known(other)
}

/// The declaration without a use whose name is like the one that is used, and not so like it that it is the cause.
fn near_unused(declared: &mut Declared<'_, '_>, group: &Group) -> Option<Candidate> {
    let unused = declared.unused(group.about.what);
    let near = suggest::nearest(&group.about.name, unused.iter().map(|candidate| candidate.name.as_str()))?;
    unused.iter().find(|candidate| candidate.name == near).cloned()
}

/// The declarations of a kind that nothing names.
fn unused(scope: &Scope<'_>, what: &str) -> Vec<Candidate> {
    let candidate = |name: &Sp<String>| Candidate { name: name.value.clone(), span: name.span, meant: None };
    if what == "type" {
        if scope.library.is_some() {
            return Vec::new();
        }
        let named = &scope.named_types;
        let stands_alone = |decl: Decl<'_>| matches!(decl, Decl::Table(table) if table.lookup);
        let unused =
            scope.symbols.all.iter().filter(|symbol| !named.contains(symbol.name) && !stands_alone(symbol.decl));
        return unused
            .map(|symbol| Candidate { name: symbol.name.to_owned(), span: symbol.span, meant: None })
            .collect();
    }
    let Some(api) = scope.api else { return Vec::new() };
    let (declared, named): (Vec<&Sp<String>>, HashSet<&str>) = match what {
        "source" => (api.sources.iter().map(|(name, _)| name).collect(), named_sources(scope)),
        "service" => (api.services.iter().map(|(name, _)| name).collect(), named_services(scope)),
        "auth scheme" => (api.auth.iter().map(|(name, _)| name).collect(), named_schemes(scope)),
        "environment" => {
            let of_services = api.services.iter().flat_map(|(_, service)| service.environments.iter());
            let of_schemes = api.auth.iter().flat_map(|(_, auth)| auth.environments.iter());
            let named = of_services.chain(of_schemes).map(|(name, _)| name.as_str()).collect();
            (api.environments.iter().map(|(name, _)| name).collect(), named)
        }
        "header" => {
            let of_services = api.services.iter().flat_map(|(_, service)| service.headers.iter());
            let of_operations = scope.operations().iter().flat_map(|at| at.raw.headers.iter());
            let named = of_services.chain(of_operations).map(|(name, _)| name.as_str()).collect();
            (api.headers.iter().map(|(name, _)| name).collect(), named)
        }
        _ => return Vec::new(),
    };
    declared.into_iter().filter(|name| !named.contains(name.as_str())).map(candidate).collect()
}

fn named_sources<'a>(scope: &Scope<'a>) -> HashSet<&'a str> {
    let of_evidence = scope.walk.evidence.iter().filter_map(|evidence| evidence.source.as_ref());
    let pages = scope.set.files.iter().flat_map(|(_, document)| document.pages.iter());
    let of_pages = pages.flat_map(|pages| pages.of.iter());
    of_evidence.chain(of_pages).map(|name| name.as_str()).collect()
}

fn named_services<'a>(scope: &Scope<'a>) -> HashSet<&'a str> {
    let of_resources = scope.set.files.iter().filter_map(|(_, document)| document.resource.as_ref()?.service.as_ref());
    let of_operations = scope.operations().iter().filter_map(|at| at.raw.service.as_ref());
    let schemes = scope.api.iter().flat_map(|api| api.auth.iter());
    let of_tokens = schemes.filter_map(|(_, auth)| auth.token.as_ref()?.service.as_ref());
    of_resources.chain(of_operations).chain(of_tokens).map(|name| name.as_str()).collect()
}

fn named_schemes<'a>(scope: &Scope<'a>) -> HashSet<&'a str> {
    let of_operations = scope.operations().iter().filter_map(|at| at.raw.auth.as_ref());
    let of_services =
        scope.api.iter().flat_map(|api| api.services.iter()).filter_map(|(_, service)| service.auth.as_ref());
    let others = scope.api.iter().flat_map(|api| api.auth.iter()).filter_map(|(_, auth)| auth.instead_of.as_ref());
    let default = scope.api.iter().filter_map(|api| api.default_auth.as_ref());
    of_operations.chain(of_services).chain(others).chain(default).map(|name| name.as_str()).collect()
}

/// Drops what is only found because a declaration has another name than its uses.
fn forget(scope: &Scope<'_>, kept: &mut Vec<Diagnostic>, what: &str, declared: &Candidate) {
    let mut lost: HashSet<&str> = HashSet::new();
    if what == "type" {
        lost = reached_from(&scope.symbols, &declared.name);
        lost.insert(&declared.name);
    }
    kept.retain(|found| {
        let is_unused =
            found.about.as_ref().is_some_and(|about| about.what == "type" && lost.contains(about.name.as_str()));
        let is_renamed = is_misspelt(found) && found.span == declared.span;
        !is_unused && !is_renamed
    });
}

/// Whether a name is declared in a form which it cannot have.
fn is_misspelt(found: &Diagnostic) -> bool {
    found.about.as_ref().is_some_and(|about| about.role == Role::Misspelt)
}

/// Whether the uses of a name are those of one that is declared in a form which it cannot have: in capitals, or with
/// letters that look like others. What is said of its form names the uses.
fn told_with_its_form(kept: &mut Vec<Diagnostic>, group: &Group) -> bool {
    // An operation is named with its resource.
    let name = group.about.name.rsplit('.').next().unwrap_or_default();
    let is_form = |found: &&mut Diagnostic| {
        found.about.as_ref().is_some_and(|about| about.role == Role::Misspelt && suggest::is_same(&about.name, name))
    };
    let Some(form) = kept.iter_mut().find(is_form) else { return false };
    form.also.extend(group.uses.iter().take(SHOWN).map(|used| (used.span, format!("named `{name}` here"))));
    let place = form.span;
    let is_unused = |found: &Diagnostic| found.about.as_ref().is_some_and(|about| about.role == Role::Unused);
    kept.retain(|found| !(found.span == place && is_unused(found)));
    true
}

/// The one field that is declared and has no use, where there is only one.
fn sole_unused_field(kept: &[Diagnostic]) -> Option<usize> {
    let is_unused = |found: &Diagnostic| {
        found.about.as_ref().is_some_and(|about| about.what == "field" && about.role == Role::Unused)
    };
    let mut unused = kept.iter().enumerate().filter(|(_, found)| is_unused(found));
    let (at, _) = unused.next()?;
    unused.next().is_none().then_some(at)
}

/// What names no type where one is expected, an event for example, and a type without a use are one mistake.
fn without_payload(kept: &mut Vec<Diagnostic>) {
    let is_unused = |found: &Diagnostic| found.code == code::UNUSED_TYPE;
    let lacks = |found: &Diagnostic| found.about.as_ref().is_some_and(|about| about.what == "payload");
    if kept.iter().filter(|found| is_unused(found)).count() != 1 {
        return;
    }
    if kept.iter().filter(|found| lacks(found)).count() != 1 {
        return;
    }
    let Some(holder) = kept.iter().position(lacks) else { return };
    let Some(unused) = kept.iter().position(is_unused) else { return };
    let span = kept[unused].span;
    kept[holder].also.push((span, "not used: does it belong here?".to_owned()));
    kept.remove(unused);
}

/// Where one type does not fit its place, the one type that nothing uses, or not in both directions, may belong there.
fn without_place(kept: &mut Vec<Diagnostic>) {
    let is_misplaced = |found: &Diagnostic| found.code == code::TYPE_PLACE;
    let is_left = |found: &Diagnostic| {
        let is_direction = found.about.as_ref().is_some_and(|about| about.what == "direction");
        found.code == code::UNUSED_TYPE || is_direction
    };
    let mut types = kept.iter().filter(|found| is_left(found)).filter_map(|found| Some(&found.about.as_ref()?.name));
    let first = types.next();
    if first.is_none()
        || types.any(|name| Some(name) != first)
        || kept.iter().filter(|found| is_misplaced(found)).count() != 1
    {
        return;
    }
    let left: Vec<Span> = kept.extract_if(.., |found| is_left(found)).map(|found| found.span).collect();
    let misplaced = kept.iter_mut().find(|found| is_misplaced(found));
    if let (Some(misplaced), Some(span)) = (misplaced, left.first()) {
        misplaced.also.push((*span, "does this belong there?".to_owned()));
    }
}
