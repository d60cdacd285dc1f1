//! Operation specs: what the runtime needs to know of an operation, as constant data.

use payspec_core::{BodyFormat, CompactDate, TextFormat};
use proc_macro2::{Ident, TokenStream};
use quote::quote;

use crate::emit::scope::Scope;
use crate::emit::tokens::{ident, integer, option, texts, variant};
use crate::ir::{
    Check, Condition, Evidence, Operation, OwnPaging, Paging, PagingStyle, Precondition, Profile, Rule, Success, Test,
    ToldBy,
};
use crate::names;

/// The static that holds the spec.
pub(super) fn name(operation: &Operation) -> Ident {
    ident(&names::constant(&names::snake(&operation.type_name), None))
}

/// The static, with the list of its responses.
pub(super) fn item(operation: &Operation, responses: TokenStream, scope: &mut Scope) -> TokenStream {
    let name = name(operation);
    let (id, path) = (&operation.id, &operation.path);
    for core in ["Evidence", "EvidenceLevel", "Method", "OperationSpec"] {
        scope.core(core);
    }
    let method = variant(operation.method);
    let body = (operation.body != BodyFormat::None).then(|| variant(operation.body));
    let body = body.map(|body| {
        let kind = scope.core("BodyFormat");
        quote!(#kind::#body)
    });
    let auth = option(operation.auth.map(|index| {
        let auth = scope.local("AUTH");
        let index = proc_macro2::Literal::usize_unsuffixed(index);
        quote!(&#auth[#index])
    }));
    let service = option(operation.service.map(|index| {
        let services = scope.local("SERVICES");
        let index = proc_macro2::Literal::usize_unsuffixed(index);
        quote!(&#services[#index])
    }));
    let (keyed, changes) = (operation.idempotency_key, operation.changes_state);
    let paging = option(operation.paging.as_ref().map(|whose| match whose {
        OwnPaging::Shared => {
            let shared = scope.local("PAGING");
            quote!(&#shared)
        }
        OwnPaging::Own(own) => {
            scope.core("PagingSpec");
            scope.core("PagingStyle");
            let own = self::paging(own);
            quote!(&#own)
        }
    }));
    let item_id = texts(&operation.item_id);
    let headers = headers(operation, scope);
    let query = pairs(&operation.query);
    let success_codes = option(operation.success_codes.as_ref().map(|success_codes| {
        let kind = scope.core("SuccessCodes");
        let (success, others) = (texts(&success_codes.codes), success_codes.unlisted_are_responses);
        quote!(#kind { codes: #success, unlisted_are_responses: #others })
    }));
    let success = success(&operation.success, scope);
    let warnings = rules(operation.all_warnings(), scope);
    let known_values = known_values(operation, scope);
    let reasons = reasons(operation, scope);
    let preconditions = preconditions(&operation.preconditions, scope);
    let rules = rules(operation.all_rules(), scope);
    let profiles = profiles(&operation.profiles, scope);
    let (evidence, of_path) = (evidence(&operation.evidence), self::evidence(&operation.path_evidence));
    let path_evidence = option((of_path.to_string() != evidence.to_string()).then_some(of_path));
    // What is as in `OperationSpec::EMPTY` is not written.
    let parts = [
        ("body", body.unwrap_or_default()),
        ("query", query),
        ("service", service),
        ("auth", auth),
        ("idempotency_key", quote!(#keyed)),
        ("changes_state", quote!(#changes)),
        ("paging", paging),
        ("item_id", item_id),
        ("headers", headers),
        ("responses", responses),
        ("success", success),
        ("reasons", reasons),
        ("success_codes", success_codes),
        ("rules", rules),
        ("warnings", warnings),
        ("known_values", known_values),
        ("preconditions", preconditions),
        ("profiles", profiles),
        ("evidence", evidence),
        ("path_evidence", path_evidence),
    ];
    let is_said = |value: &TokenStream| !matches!(&*value.to_string(), "" | "None" | "false" | "& []");
    let (said, left): (Vec<_>, Vec<_>) = parts.into_iter().partition(|(_, value)| is_said(value));
    let said = said.into_iter().map(|(name, value)| {
        let name = ident(name);
        quote!(#name: #value,)
    });
    let rest = if left.is_empty() { TokenStream::new() } else { quote!(..OperationSpec::EMPTY) };
    quote! {
        pub(super) static #name: OperationSpec = OperationSpec {
            id: #id,
            method: Method::#method,
            path: #path,
            #(#said)*
            #rest
        };
    }
}

pub(super) fn paging(paging: &Paging) -> TokenStream {
    let style = match &paging.style {
        PagingStyle::Page(first) => {
            let first = proc_macro2::Literal::u32_unsuffixed(*first);
            quote!(Page { first: #first })
        }
        PagingStyle::Offset => quote!(Offset),
        PagingStyle::Cursor(member) => quote!(Cursor { member: #member }),
    };
    let (parameter, size, evidence) = (&paging.parameter, option(paging.size.as_ref()), evidence(&paging.evidence));
    quote!(PagingSpec {
        style: PagingStyle::#style,
        parameter: #parameter,
        size_parameter: #size,
        evidence: #evidence,
    })
}

pub(super) fn evidence(evidence: &Evidence) -> TokenStream {
    let level = variant(evidence.level);
    let (at, note) = (evidence.place(), &evidence.note);
    quote!(Evidence { level: EvidenceLevel::#level, at: #at, note: #note })
}

fn headers(operation: &Operation, scope: &mut Scope) -> TokenStream {
    let uses = operation.headers.iter().map(|header| {
        let kind = scope.core("HeaderUse");
        let (name, required, docs, setter) = (&header.name, header.required, &header.docs.text, &header.setter());
        let value = option(header.value.as_ref());
        quote!(#kind { name: #name, required: #required, docs: #docs, value: #value, setter: #setter })
    });
    let uses: Vec<_> = uses.collect();
    quote!(&[#(#uses),*])
}

fn success(success: &Success, scope: &mut Scope) -> TokenStream {
    let kind = scope.core("SuccessSpec");
    let Success { has_body, ids, any_of } = success;
    if !has_body {
        return quote!(#kind::EMPTY);
    }
    if ids.is_empty() && any_of.is_empty() {
        return quote!(#kind::ANY);
    }
    let ids = ids.iter().map(|id| {
        let kind = scope.core("SuccessId");
        let (within, names) = (texts(&id.within), texts(&id.names));
        let (parameter, guaranteed, ignore_case) = (option(id.parameter.as_ref()), id.guaranteed, id.ignore_case);
        quote! {
            #kind {
                within: #within,
                names: #names,
                parameter: #parameter,
                guaranteed: #guaranteed,
                ignore_case: #ignore_case,
            }
        }
    });
    let ids: Vec<_> = ids.collect();
    let any_of = texts(any_of);
    quote!(#kind { has_body: true, ids: &[#(#ids),*], any_of: #any_of })
}

fn reasons(operation: &Operation, scope: &mut Scope) -> TokenStream {
    let reasons = operation.reasons.iter().map(|reason| {
        let (kind, told_by) = (scope.core("ReasonSpec"), scope.core("ToldBy"));
        let (name, meaning) = (&reason.name, &reason.docs.text);
        let status = proc_macro2::Literal::u16_unsuffixed(reason.status);
        let sign = match &reason.told_by {
            ToldBy::Message(message) => quote!(Message(#message)),
            ToldBy::Code(code) => quote!(Code(#code)),
        };
        quote!(#kind { name: #name, status: #status, told_by: #told_by::#sign, meaning: #meaning })
    });
    let reasons: Vec<_> = reasons.collect();
    quote!(&[#(#reasons),*])
}

/// Names with their values.
pub(super) fn pairs(pairs: &[(String, String)]) -> TokenStream {
    let pairs = pairs.iter().map(|(name, value)| quote!((#name, #value)));
    quote!(&[#(#pairs),*])
}

pub(in crate::emit) fn rules<'r>(rules: impl Iterator<Item = &'r Rule>, scope: &mut Scope) -> TokenStream {
    let rules: Vec<_> = rules.map(|rule| one_rule(rule, scope)).collect();
    quote!(&[#(#rules),*])
}

fn preconditions(rules: &[Precondition], scope: &mut Scope) -> TokenStream {
    let rules = rules.iter().map(|against| {
        let kind = scope.core("Precondition");
        let (object, rule) = (&against.object, one_rule(&against.rule, scope));
        let id = option(against.id.as_ref().map(|id| quote!(#id)));
        quote!(#kind { object: #object, id: #id, rule: #rule })
    });
    let rules: Vec<_> = rules.collect();
    quote!(&[#(#rules),*])
}

fn one_rule(rule: &Rule, scope: &mut Scope) -> TokenStream {
    let kind = scope.core("Rule");
    let (name, because) = (&rule.name, rule.because.trim());
    let when = option(rule.when.as_ref().map(|when| condition(when, scope)));
    let check = check(&rule.check, scope);
    let known = known(rule.evidence.as_ref(), scope);
    quote!(#kind { name: #name, when: #when, check: #check, because: #because, evidence: #known })
}

/// Evidence that need not be there.
fn known(known: Option<&Evidence>, scope: &mut Scope) -> TokenStream {
    option(known.map(|known| {
        let _ = (scope.core("Evidence"), scope.core("EvidenceLevel"));
        evidence(known)
    }))
}

fn profiles(profiles: &[Profile], scope: &mut Scope) -> TokenStream {
    let profiles = profiles.iter().map(|profile| {
        let kind = scope.core("Profile");
        let (name, because) = (&profile.name, profile.because.trim());
        let when = option(profile.when.as_ref().map(|when| condition(when, scope)));
        let (requires, forbids) = (texts(&profile.requires), texts(&profile.forbids));
        let known = known(profile.evidence.as_ref(), scope);
        quote! {
            #kind {
                name: #name,
                when: #when,
                requires: #requires,
                forbids: #forbids,
                because: #because,
                evidence: #known,
            }
        }
    });
    let profiles: Vec<_> = profiles.collect();
    quote!(&[#(#profiles),*])
}

fn condition(condition: &Condition, scope: &mut Scope) -> TokenStream {
    let (kind, test_kind) = (scope.core("Condition"), scope.core("Test"));
    let field = &condition.field;
    let test = match &condition.test {
        Test::Present => quote!(Present),
        Test::Absent => quote!(Absent),
        Test::OneOf(values) => {
            let values = texts(values);
            quote!(OneOf(#values))
        }
        Test::NoneOf(values) => {
            let values = texts(values);
            quote!(NoneOf(#values))
        }
    };
    quote!(#kind { field: #field, is: #test_kind::#test })
}

/// A value of a check as a constant.
trait Value {
    fn constant(&self, scope: &mut Scope) -> TokenStream;
}

impl Value for String {
    fn constant(&self, _: &mut Scope) -> TokenStream {
        quote!(#self)
    }
}

impl Value for Vec<String> {
    fn constant(&self, _: &mut Scope) -> TokenStream {
        texts(self)
    }
}

impl Value for i64 {
    fn constant(&self, _: &mut Scope) -> TokenStream {
        integer(*self)
    }
}

impl Value for u32 {
    fn constant(&self, _: &mut Scope) -> TokenStream {
        integer(i64::from(*self))
    }
}

impl<T: Value> Value for Option<T> {
    fn constant(&self, scope: &mut Scope) -> TokenStream {
        option(self.as_ref().map(|value| value.constant(scope)))
    }
}

impl Value for CompactDate {
    fn constant(&self, scope: &mut Scope) -> TokenStream {
        let (kind, variant) = (scope.core("CompactDate"), variant(self));
        quote!(#kind::#variant)
    }
}

impl Value for TextFormat {
    fn constant(&self, scope: &mut Scope) -> TokenStream {
        let (kind, variant) = (scope.core("TextFormat"), variant(self));
        quote!(#kind::#variant)
    }
}

macro_rules! define_writing {
    (
        presence { $($(#[$presence_docs:meta])* $presence_key:ident $Presence:ident;)* }
        plain { $($(#[$plain_docs:meta])* $plain_key:ident $Plain:ident;)* }
        values { $($(#[$docs:meta])* $key:ident $Value:ident { $($(#[$field_docs:meta])* $field:ident $(as $name:literal)?: $kind:ident,)* })* }
        implied { $($(#[$implied_docs:meta])* $Implied:ident { $($(#[$of_docs:meta])* $of:ident: $of_kind:ident,)* })* }
    ) => {
        fn check(check: &Check, scope: &mut Scope) -> TokenStream {
            let kind = scope.core("Check");
            let check = match check {
                $(Check::$Presence(fields) => {
                    let fields = fields.constant(scope);
                    quote!($Presence(#fields))
                })*
                $(Check::$Plain { field } => quote!($Plain { field: #field }),)*
                $(Check::$Value { $($field),* } => {
                    $(let $field = $field.constant(scope);)*
                    quote!($Value { $($field: #$field),* })
                })*
                $(Check::$Implied { $($of),* } => {
                    $(let $of = $of.constant(scope);)*
                    quote!($Implied { $($of: #$of),* })
                })*
            };
            quote!(#kind::#check)
        }
    };
}

payspec_core::rule_checks!(define_writing);

/// The parameters with the lists of their values, which stand with their types.
fn known_values(operation: &Operation, scope: &mut Scope) -> TokenStream {
    let known = operation.known_values.iter().map(|known| {
        let kind = scope.core("KnownValues");
        let (field, of, sensitive) = (&known.field, &known.of, known.sensitive);
        let list = if known.has_own_list { scope.local(&names::codes_module(of)) } else { scope.local(of) };
        quote!(#kind { field: #field, of: #of, values: #list::WIRE_VALUES, sensitive: #sensitive })
    });
    let known: Vec<_> = known.collect();
    quote!(&[#(#known),*])
}
