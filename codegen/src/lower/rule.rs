//! Rules and profiles.

use std::collections::{HashMap, HashSet};

use payspec_core::BodyFormat;

use super::{Context, accepted, docs, format};
use crate::ir::{self, Check, Kind};
use crate::names;
use crate::raw::evidence::Evidence;
use crate::raw::{Sp, rule as raw};
use crate::resolve::rules::{condition, for_each_path, rule as resolved, texts};
use crate::types::Builtin;

/// Rules that look at the request alone.
pub(super) fn lower_all(context: &Context<'_>, rules: &[Sp<raw::Rule>]) -> Vec<ir::Rule> {
    let judging = rules.iter().filter(|rule| rule.against.is_none() && !rule.warning);
    judging.filter_map(|rule| lower(context, rule)).collect()
}

/// Rules that warn.
pub(super) fn lower_warnings(context: &Context<'_>, rules: &[Sp<raw::Rule>]) -> Vec<ir::Rule> {
    rules.iter().filter(|rule| rule.warning).filter_map(|rule| lower(context, rule)).collect()
}

/// Rules that hold the request against an object.
pub(super) fn lower_against(context: &Context<'_>, rules: &[Sp<raw::Rule>]) -> Vec<ir::Precondition> {
    let known = rules.iter().filter_map(|raw| Some((raw.against.as_ref()?, lower(context, raw)?)));
    let lowered = known.map(|(object, rule)| ir::Precondition {
        object: object.value.clone(),
        id: context.object_ids.get(object.as_str()).map(|id| (*id).to_owned()),
        rule,
    });
    lowered.collect()
}

fn lower(context: &Context<'_>, raw: &raw::Rule) -> Option<ir::Rule> {
    Some(ir::Rule { evidence: evidence(context, raw.evidence.as_ref()), ..resolved(raw)? })
}

fn evidence(context: &Context<'_>, raw: Option<&Sp<Evidence>>) -> Option<ir::Evidence> {
    raw.map(|raw| docs::evidence(raw, context))
}

pub(super) fn profile(context: &Context<'_>, name: &str, raw: &raw::Profile) -> ir::Profile {
    ir::Profile {
        name: name.to_owned(),
        docs: docs::plain(&raw.docs),
        when: raw.when.as_ref().and_then(|when| condition(when)),
        requires: texts(&raw.requires),
        forbids: texts(&raw.forbids),
        because: raw.because.trim().to_owned(),
        evidence: evidence(context, raw.evidence.as_ref()),
    }
}

/// What the declarations of parameters already demand. In JSON an empty list is a list; in a form it is nothing.
pub(super) fn implied(params: &[ir::Field], json: bool) -> Vec<ir::Rule> {
    let compact = params.iter().filter_map(|field| {
        let form = field.compact?;
        Some(ir::Rule {
            name: names::form_rule(&field.wire),
            when: None,
            check: Check::Date { field: field.wire.clone(), form },
            because: "The API requires this date without separators.".to_owned(),
            evidence: None,
        })
    });
    let can_be_nothing: Vec<ir::Field> = params
        .iter()
        .filter(|field| !(json && (field.ty.list || matches!(field.ty.kind, Kind::Map(_)))))
        .cloned()
        .collect();
    required(&can_be_nothing, "The API").into_iter().chain(compact).chain(format::rules(params)).collect()
}

/// `new` asks for what is required, but cannot keep a caller from giving an empty text.
pub(super) fn required(params: &[ir::Field], whoever: &str) -> Option<ir::Rule> {
    let needed = params.iter().filter(|field| field.required && !field.in_path && can_be_empty(&field.ty));
    let needed: Vec<&ir::Field> = needed.collect();
    let fields: Vec<String> = needed.iter().map(|field| field.wire.clone()).collect();
    (!fields.is_empty()).then(|| ir::Rule {
        name: ir::rule::REQUIRED.to_owned(),
        when: None,
        check: Check::Requires(fields),
        because: format!("{whoever} requires it, and empty text does not count."),
        evidence: shared_evidence(&needed),
    })
}

/// How it is known that the fields are required, as far as it is known of all in the same way.
fn shared_evidence(fields: &[&ir::Field]) -> Option<ir::Evidence> {
    let mut known = fields.iter().map(|field| field.required_evidence.as_ref());
    let mut shared = known.next()??.clone();
    for other in known {
        let other = other.filter(|other| other.level == shared.level)?;
        if *other != shared {
            shared = ir::Evidence::of(shared.level);
        }
    }
    Some(shared)
}

fn can_be_empty(ty: &ir::Type) -> bool {
    match &ty.kind {
        Kind::Builtin(builtin) => matches!(
            builtin,
            Builtin::String | Builtin::Date | Builtin::DateTime | Builtin::CardNumber | Builtin::Secret
        ),
        // An object whose texts are all empty counts as not given, and an empty map is nothing in a form.
        Kind::Id(_)
        | Kind::Enum(_)
        | Kind::Table(_)
        | Kind::Object(_)
        | Kind::Union(_)
        | Kind::Map(_)
        | Kind::Expandable(_) => true,
    }
}

/// Rules of an object hold wherever a request sends it: each operation gets them under the object's path.
pub(super) fn spread_object_rules(api: &mut ir::Api, context: &Context<'_>) {
    let parts = Parts::of(api);
    // Tables of libraries to which the API adds codes, so that the library's list is not all there is.
    let has_more = api.extensions().filter(|extension| extension.unlisted().next().is_some());
    let lists: HashSet<String> = has_more.map(|extension| extension.name.clone()).collect();
    for operation in api.modules.iter_mut().flat_map(|module| &mut module.operations) {
        let mut spread = Spread { parts: &parts, json: operation.body == BodyFormat::Json, context, above: Vec::new() };
        let mut found = Found::default();
        spread.fields(&operation.params, "", &mut found);
        operation.inherited_rules = found.rules;
        operation.inherited_warnings = found.warnings;
        operation.known_values = known_values(&operation.params, &parts, &lists);
    }
}

/// What rules of a request may find: the objects and unions of an API by name, and the variants of unions.
struct Parts(HashMap<String, Part>);

/// An object, a variant, or what the variants of a union have in common.
#[derive(Default)]
struct Part {
    fields: Vec<ir::Field>,
    rules: Vec<ir::Rule>,
    warnings: Vec<ir::Rule>,
    /// The variants of a union: what rules call each, and its name.
    variants: Vec<(String, String)>,
}

impl Parts {
    fn of(api: &ir::Api) -> Self {
        let of_object = |object: &ir::Object| {
            let (fields, rules, warnings) = (object.fields.clone(), object.rules.clone(), object.warnings.clone());
            (object.name.clone(), Part { fields, rules, warnings, variants: Vec::new() })
        };
        let unions = || api.modules.iter().flat_map(|module| &module.unions);
        let of_union = |union: &ir::Union| {
            let variants = union.variants.iter().map(|variant| (variant.tag.clone(), variant.object.name.clone()));
            let part = Part { fields: union.fields.clone(), variants: variants.collect(), ..Part::default() };
            (union.name.clone(), part)
        };
        let objects = api.modules.iter().flat_map(|module| &module.objects);
        let variants = unions().flat_map(|union| &union.variants).map(|variant| &variant.object);
        Self(objects.chain(variants).map(of_object).chain(unions().map(of_union)).collect())
    }

    /// The object or union of a field.
    fn of_field<'a>(&'a self, field: &'a ir::Field) -> Option<(&'a str, &'a Part)> {
        let (Kind::Object(name) | Kind::Union(name)) = &field.ty.kind else { return None };
        Some((name, self.0.get(name)?))
    }

    /// The variants of a union, with what rules call each.
    fn variants<'a>(&'a self, part: &'a Part) -> impl Iterator<Item = (&'a str, &'a Part)> {
        part.variants.iter().filter_map(|(tag, name)| Some((tag.as_str(), self.0.get(name)?)))
    }
}

/// Rules of objects, under their paths.
#[derive(Default)]
struct Found {
    rules: Vec<ir::Rule>,
    warnings: Vec<ir::Rule>,
}

/// The way of rules into one operation.
struct Spread<'p, 'c> {
    parts: &'p Parts,
    json: bool,
    context: &'p Context<'c>,
    above: Vec<&'p str>,
}

impl<'p> Spread<'p, '_> {
    fn fields(&mut self, fields: &'p [ir::Field], prefix: &str, found: &mut Found) {
        for field in fields {
            let Some((name, part)) = self.parts.of_field(field).filter(|(name, _)| !self.above.contains(name)) else {
                continue;
            };
            let path = format!("{prefix}{}", field.wire);
            self.above.push(name);
            self.part(part, &path, found);
            // Rules see a variant as a member with the name of its tag.
            for (tag, variant) in self.parts.variants(part) {
                self.part(variant, &format!("{path}.{tag}"), found);
            }
            self.above.pop();
        }
    }

    fn part(&mut self, part: &'p Part, path: &str, found: &mut Found) {
        let own = part.rules.iter().cloned().chain(implied(&part.fields, self.json));
        let rules = own.chain(accepted::rules(self.context, &part.fields));
        // A rule speaks of an object, or of each item of a list; where there is none it says nothing.
        found.rules.extend(rules.map(|rule| under(rule, path)));
        let warnings = part.warnings.iter().cloned().chain(format::warnings(&part.fields));
        found.warnings.extend(warnings.map(|rule| under(rule, path)));
        self.fields(&part.fields, &format!("{path}."), found);
    }
}

/// The parameters whose values an enum or a table lists, those at the top first, then those inside of objects.
fn known_values(params: &[ir::Field], parts: &Parts, lists: &HashSet<String>) -> Vec<ir::KnownValues> {
    let mut found = Vec::new();
    // A list of open objects in place of recursion, each with the objects around it: one may hold another of its kind,
    // whose values are those of the first.
    let mut open: Vec<(&[ir::Field], String, bool, Vec<&str>)> = vec![(params, String::new(), false, Vec::new())];
    while let Some((fields, prefix, is_hidden, above)) = open.pop() {
        for field in fields {
            let (path, sensitive) = (format!("{prefix}{}", field.wire), is_hidden || field.sensitive);
            if let Kind::Enum(of) | Kind::Table(of) = &field.ty.kind {
                let (of, has_own_list) = (of.clone(), lists.contains(of));
                let also = field.also_by.iter().flat_map(|also| also.values.clone()).collect();
                found.push(ir::KnownValues { field: path, of, has_own_list, sensitive, also });
                continue;
            }
            let Some((name, part)) = parts.of_field(field).filter(|(name, _)| !above.contains(name)) else { continue };
            let around: Vec<&str> = above.iter().copied().chain([name]).collect();
            open.push((&part.fields, format!("{path}."), sensitive, around.clone()));
            let variants = parts.variants(part);
            open.extend(
                variants.map(|(tag, part)| (&*part.fields, format!("{path}.{tag}."), sensitive, around.clone())),
            );
        }
    }
    found
}

/// The rule with every field under `path`.
fn under(mut rule: ir::Rule, path: &str) -> ir::Rule {
    for_each_path(&mut rule, |field| *field = format!("{path}.{field}"));
    rule.name = format!("{path}-{}", rule.name).replace('.', "-");
    rule
}
