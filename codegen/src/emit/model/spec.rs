//! Operation specs: what the runtime needs to know of an operation, as constant data.

use proc_macro2::{Ident, TokenStream};
use quote::quote;

use crate::emit::scope::Scope;
use crate::emit::tokens::{compact_variant, ident, integer, option, texts};
use crate::ir::{
    Body, Check, Condition, Evidence, Operation, OwnPaging, Paging, PagingStyle, Precondition, Profile, Rule, Success,
    Test, ToldBy,
};
use crate::names;
use crate::raw::evidence::Level;
use crate::raw::field::Format;
use crate::raw::http::{Method, Outcome};

/// The static that holds the spec.
pub(super) fn name(operation: &Operation) -> Ident {
    ident(&names::constant(&names::snake(&operation.rust), None))
}

/// The static, with the list of its responses.
pub(super) fn item(operation: &Operation, responses: TokenStream, scope: &mut Scope) -> TokenStream {
    let name = name(operation);
    let (id, path) = (&operation.id, &operation.path);
    for core in ["Evidence", "Method", "OperationSpec"] {
        scope.core(core);
    }
    let method = ident(match operation.method {
        Method::Get => "Get",
        Method::Post => "Post",
        Method::Put => "Put",
        Method::Patch => "Patch",
        Method::Delete => "Delete",
    });
    let body = match operation.body {
        Body::None => None,
        Body::Query => Some("Query"),
        Body::Form => Some("Form"),
        Body::Json => Some("Json"),
        Body::Multipart => Some("Multipart"),
    };
    let body = body.map(|body| {
        let (kind, body) = (scope.core("BodyFormat"), ident(body));
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
    let (at, note) = (evidence.place(), &evidence.note);
    let level = match evidence.level {
        Level::Documented => quote!(documented),
        Level::Sample => quote!(sample),
        Level::PublicClient => quote!(public_client),
        Level::Named => quote!(named),
        Level::Inferred => quote!(inferred),
    };
    quote!(Evidence::#level(#at, #note))
}

fn headers(operation: &Operation, scope: &mut Scope) -> TokenStream {
    let uses = operation.headers.iter().map(|header| {
        let kind = scope.core("HeaderUse");
        let (name, required, docs, setter) = (&header.name, header.required, &header.docs.text, &header.setter);
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

/// The variant of `ErrorKind`; `None` for a success.
pub(super) fn error(outcome: Outcome) -> Option<Ident> {
    Some(ident(match outcome {
        Outcome::Success => return None,
        Outcome::Declined => "Declined",
        Outcome::Invalid => "Invalid",
        Outcome::Unauthenticated => "Unauthenticated",
        Outcome::Forbidden => "Forbidden",
        Outcome::NotFound => "NotFound",
        Outcome::RateLimited => "RateLimited",
        Outcome::Server => "Server",
    }))
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
        scope.core("Evidence");
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

fn check(check: &Check, scope: &mut Scope) -> TokenStream {
    let kind = scope.core("Check");
    let check = match check {
        Check::ExactlyOneOf(fields) => fields_check("ExactlyOneOf", fields),
        Check::AtLeastOneOf(fields) => fields_check("AtLeastOneOf", fields),
        Check::AtMostOneOf(fields) => fields_check("AtMostOneOf", fields),
        Check::AllOrNone(fields) => fields_check("AllOrNone", fields),
        Check::Requires(fields) => fields_check("Requires", fields),
        Check::Forbids(fields) => fields_check("Forbids", fields),
        Check::Range { field, min, max } => {
            let (min, max) = (option(min.map(integer)), option(max.map(integer)));
            quote!(Range { field: #field, min: #min, max: #max })
        }
        Check::MultipleOf { field, of } => {
            let of = integer(*of);
            quote!(MultipleOf { field: #field, of: #of })
        }
        Check::Length { field, min, max } => {
            let bound = |bound: &Option<u32>| option(bound.map(|bound| integer(i64::from(bound))));
            let (min, max) = (bound(min), bound(max));
            quote!(Length { field: #field, min: #min, max: #max })
        }
        Check::MinItems { field, min } => {
            let min = integer(i64::from(*min));
            quote!(MinItems { field: #field, min: #min })
        }
        Check::MaxItems { field, max } => {
            let max = integer(i64::from(*max));
            quote!(MaxItems { field: #field, max: #max })
        }
        Check::Pattern { field, pattern, means } => {
            quote!(Pattern { field: #field, pattern: #pattern, means: #means })
        }
        Check::OneOf { field, values } => {
            let values = texts(values);
            quote!(OneOf { field: #field, values: #values })
        }
        Check::NoneOf { field, values } => {
            let values = texts(values);
            quote!(NoneOf { field: #field, values: #values })
        }
        Check::UniqueBy { field, key } => quote!(UniqueBy { field: #field, key: #key }),
        Check::NotAbove { field, other } => quote!(NotAbove { field: #field, other: #other }),
        Check::Luhn { field } => quote!(Luhn { field: #field }),
        Check::Date { field, form } => {
            let (dates, form) = (scope.core("CompactDate"), ident(compact_variant(*form)));
            quote!(Date { field: #field, form: #dates::#form })
        }
        Check::Format { field, format } => {
            let (formats, format) = (scope.core("TextFormat"), ident(format_variant(*format)));
            quote!(Format { field: #field, format: #formats::#format })
        }
    };
    quote!(#kind::#check)
}

fn fields_check(name: &str, fields: &[String]) -> TokenStream {
    let (name, fields) = (ident(name), texts(fields));
    quote!(#name(#fields))
}

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

/// The variant of `TextFormat`.
fn format_variant(format: Format) -> &'static str {
    match format {
        Format::Url => "Url",
        Format::IpAddress => "IpAddress",
        Format::Email => "Email",
        Format::Phone => "Phone",
        Format::Country => "Country",
    }
}
