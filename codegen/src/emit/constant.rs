//! Data of the IR as constants of payspec-core's types.

use payspec_core::{
    BodyFormat, CompactDate, ErrorKind, EvidenceLevel, HashAlgorithm, KeyEncoding, ListStyle, Method,
    SignatureEncoding, SigningAlgorithm, TextFormat, TimeFormat,
};
use proc_macro2::{Ident, Literal, TokenStream};
use quote::quote;

use super::scope::Scope;
use super::tokens::{ident, integer, option, variant};
use crate::ir::{
    Carrier, Check, Condition, Evidence, HeaderUse, PagingStyle, Part, Precondition, Profile, Reason, Rule, Success,
    SuccessCodes, SuccessId, Test, ToldBy,
};
use crate::raw::outcome::Outcome;

/// What can be written as a constant. Types of payspec-core that it names are imported.
pub(super) trait Constant {
    fn constant(&self, scope: &mut Scope) -> TokenStream;
}

/// A struct of payspec-core: its fields, and the values that they have.
macro_rules! constant {
    ($scope:ident, $Kind:ident { $($field:ident: $value:expr),* $(,)? }) => {{
        let kind = $scope.core(stringify!($Kind));
        $(let $field = $crate::emit::constant::Constant::constant(&$value, $scope);)*
        quote::quote!(#kind { $($field: #$field),* })
    }};
}
pub(super) use constant;

/// Tokens that are a constant already.
pub(super) struct Written(pub(super) TokenStream);

impl Constant for Written {
    fn constant(&self, _: &mut Scope) -> TokenStream {
        self.0.clone()
    }
}

impl<T: Constant + ?Sized> Constant for &T {
    fn constant(&self, scope: &mut Scope) -> TokenStream {
        (*self).constant(scope)
    }
}

impl Constant for str {
    fn constant(&self, _: &mut Scope) -> TokenStream {
        quote!(#self)
    }
}

impl Constant for String {
    fn constant(&self, _: &mut Scope) -> TokenStream {
        quote!(#self)
    }
}

impl Constant for bool {
    fn constant(&self, _: &mut Scope) -> TokenStream {
        quote!(#self)
    }
}

impl Constant for i64 {
    fn constant(&self, _: &mut Scope) -> TokenStream {
        integer(*self)
    }
}

impl Constant for u32 {
    fn constant(&self, _: &mut Scope) -> TokenStream {
        integer(i64::from(*self))
    }
}

impl Constant for u16 {
    fn constant(&self, _: &mut Scope) -> TokenStream {
        let literal = Literal::u16_unsuffixed(*self);
        quote!(#literal)
    }
}

impl<T: Constant> Constant for Option<T> {
    fn constant(&self, scope: &mut Scope) -> TokenStream {
        option(self.as_ref().map(|value| value.constant(scope)))
    }
}

impl<T: Constant> Constant for [T] {
    fn constant(&self, scope: &mut Scope) -> TokenStream {
        let items = self.iter().map(|item| item.constant(scope));
        let items: Vec<_> = items.collect();
        quote!(&[#(#items),*])
    }
}

impl<T: Constant> Constant for Vec<T> {
    fn constant(&self, scope: &mut Scope) -> TokenStream {
        self.as_slice().constant(scope)
    }
}

impl<A: Constant, B: Constant> Constant for (A, B) {
    fn constant(&self, scope: &mut Scope) -> TokenStream {
        let (first, second) = (self.0.constant(scope), self.1.constant(scope));
        quote!((#first, #second))
    }
}

/// Closed vocabularies of payspec-core: the generator has the very types.
macro_rules! vocabularies {
    ($($Kind:ident)*) => {
        $(impl Constant for $Kind {
            fn constant(&self, scope: &mut Scope) -> TokenStream {
                let (kind, variant) = (scope.core(stringify!($Kind)), variant(self));
                quote!(#kind::#variant)
            }
        })*
    };
}
vocabularies!(
    BodyFormat CompactDate ErrorKind EvidenceLevel HashAlgorithm KeyEncoding ListStyle Method SignatureEncoding
    SigningAlgorithm TextFormat TimeFormat
);

impl Constant for Evidence {
    fn constant(&self, scope: &mut Scope) -> TokenStream {
        let (kind, at, note, level) = (scope.core("Evidence"), self.place(), &self.note, level(self));
        quote!(#kind::#level(#at, #note))
    }
}

impl Constant for Test {
    fn constant(&self, scope: &mut Scope) -> TokenStream {
        let kind = scope.core("Test");
        match self {
            Self::Present => quote!(#kind::Present),
            Self::Absent => quote!(#kind::Absent),
            Self::OneOf(values) => {
                let values = values.constant(scope);
                quote!(#kind::OneOf(#values))
            }
            Self::NoneOf(values) => {
                let values = values.constant(scope);
                quote!(#kind::NoneOf(#values))
            }
        }
    }
}

/// A call of a method that sets what is said of a constant; nothing where nothing is said.
macro_rules! said {
    ($scope:ident, $value:expr, $method:ident) => {
        $value.as_ref().map(|value| {
            let value = value.constant($scope);
            quote!(.$method(#value))
        })
    };
}

/// The calls that set how a rule or a profile is known.
fn known(evidence: Option<&Evidence>) -> Option<TokenStream> {
    evidence.map(|evidence| {
        let (level, at) = (level(evidence), evidence.place());
        let note = Some(&evidence.note).filter(|note| !note.is_empty()).map(|note| quote!(.note(#note)));
        quote!(.#level(#at) #note)
    })
}

/// The name of a constructor of `Evidence`.
fn level(evidence: &Evidence) -> Ident {
    ident(&evidence.level.as_str().replace('-', "_"))
}

/// The call that sets when a rule or a profile applies.
fn when(condition: Option<&Condition>, scope: &mut Scope) -> Option<TokenStream> {
    condition.map(|Condition { field, test }| {
        let test = test.constant(scope);
        quote!(.when(#field, #test))
    })
}

impl Constant for Rule {
    fn constant(&self, scope: &mut Scope) -> TokenStream {
        let (kind, name, because) = (scope.core("Rule"), &self.name, self.because.trim());
        let (when, check) = (when(self.when.as_ref(), scope), self.check.constant(scope));
        let evidence = known(self.evidence.as_ref());
        quote!(#kind::new(#name, #check) #when .because(#because) #evidence)
    }
}

impl Constant for Precondition {
    fn constant(&self, scope: &mut Scope) -> TokenStream {
        let (rule, object, id) = (self.rule.constant(scope), &self.object, self.id.constant(scope));
        quote!(#rule.against(#object, #id))
    }
}

impl Constant for Profile {
    fn constant(&self, scope: &mut Scope) -> TokenStream {
        let (kind, name, because) = (scope.core("Profile"), &self.name, self.because.trim());
        let when = when(self.when.as_ref(), scope);
        let given = |fields: &Vec<String>| Some(fields.clone()).filter(|fields| !fields.is_empty());
        let requires = said!(scope, given(&self.requires), requires);
        let forbids = said!(scope, given(&self.forbids), forbids);
        let evidence = known(self.evidence.as_ref());
        quote!(#kind::new(#name) #when #requires #forbids .because(#because) #evidence)
    }
}

impl Constant for HeaderUse {
    fn constant(&self, scope: &mut Scope) -> TokenStream {
        let (kind, name, setter, docs) = (scope.core("HeaderUse"), &self.name, self.setter(), &self.docs.text);
        let required = self.required.then(|| quote!(.required()));
        let value = said!(scope, self.value, value);
        quote!(#kind::new(#name, #setter, #docs) #required #value)
    }
}

impl Constant for SuccessCodes {
    fn constant(&self, scope: &mut Scope) -> TokenStream {
        constant!(scope, SuccessCodes { codes: self.codes, unlisted_are_responses: self.unlisted_are_responses })
    }
}

impl Constant for Success {
    fn constant(&self, scope: &mut Scope) -> TokenStream {
        let kind = scope.core("SuccessSpec");
        match self {
            Self { has_body: false, .. } => quote!(#kind::EMPTY),
            Self { ids, any_of, .. } if ids.is_empty() && any_of.is_empty() => quote!(#kind::ANY),
            Self { ids, any_of, .. } => {
                let ids = (!ids.is_empty()).then(|| ids.constant(scope)).map(|ids| quote!(ids: #ids,));
                let any_of = (!any_of.is_empty()).then(|| any_of.constant(scope)).map(|names| quote!(any_of: #names,));
                quote!(#kind { #ids #any_of ..#kind::ANY })
            }
        }
    }
}

impl Constant for SuccessId {
    fn constant(&self, scope: &mut Scope) -> TokenStream {
        let (kind, names) = (scope.core("SuccessId"), self.names.constant(scope));
        let within = Some(&self.within).filter(|within| !within.is_empty());
        let within = said!(scope, within, within);
        let parameter = said!(scope, self.parameter, parameter);
        let guaranteed = self.guaranteed.then(|| quote!(.guaranteed()));
        let ignore_case = self.ignore_case.then(|| quote!(.ignore_case()));
        quote!(#kind::new(#names) #within #parameter #guaranteed #ignore_case)
    }
}

impl Constant for Reason {
    fn constant(&self, scope: &mut Scope) -> TokenStream {
        let (name, status, told_by) = (&self.name, self.status, &self.told_by);
        constant!(scope, ReasonSpec { name: name, status: status, told_by: told_by, meaning: self.docs.text })
    }
}

impl Constant for Part {
    fn constant(&self, scope: &mut Scope) -> TokenStream {
        let kind = scope.core("SigningPart");
        match self {
            Self::Digest(hash, encoding) => {
                let (hash, encoding) = (hash.constant(scope), encoding.constant(scope));
                quote!(#kind::Digest(#hash, #encoding))
            }
            Self::Header(name) => quote!(#kind::Header(#name)),
            Self::Text(text) => quote!(#kind::Text(#text)),
            // Refused in descriptions of requests.
            Self::Field(_) => quote!(#kind::Text("")),
            word => {
                let word = variant(word);
                quote!(#kind::#word)
            }
        }
    }
}

impl Constant for ToldBy {
    fn constant(&self, scope: &mut Scope) -> TokenStream {
        let kind = scope.core("ToldBy");
        match self {
            Self::Message(message) => quote!(#kind::Message(#message)),
            Self::Code(code) => quote!(#kind::Code(#code)),
        }
    }
}

impl Constant for PagingStyle {
    fn constant(&self, scope: &mut Scope) -> TokenStream {
        let kind = scope.core("PagingStyle");
        match self {
            Self::Page(first) => {
                let first = first.constant(scope);
                quote!(#kind::Page { first: #first })
            }
            Self::Offset => quote!(#kind::Offset),
            Self::Cursor(member) => quote!(#kind::Cursor { member: #member }),
            Self::LastId => quote!(#kind::LastId),
            Self::Link(member) => quote!(#kind::Link { member: #member }),
            Self::LinkHeader => quote!(#kind::LinkHeader),
        }
    }
}

impl Constant for crate::ir::Paging {
    fn constant(&self, scope: &mut Scope) -> TokenStream {
        constant!(
            scope,
            PagingSpec {
                style: self.style,
                parameter: self.parameter,
                size_parameter: self.size,
                more: self.more,
                evidence: self.evidence,
            }
        )
    }
}

impl Constant for Carrier {
    fn constant(&self, scope: &mut Scope) -> TokenStream {
        let kind = scope.core("TokenCarrier");
        match self {
            Self::Bearer => quote!(#kind::Bearer),
            Self::Query(name) => quote!(#kind::Query { name: #name }),
            Self::Header(name, prefix) => quote!(#kind::Header { name: #name, prefix: #prefix }),
        }
    }
}

/// Codes with the errors that they mean. None of them is a success; that is checked.
pub(super) fn outcomes(outcomes: &[(String, Outcome)]) -> Vec<(&str, ErrorKind)> {
    outcomes.iter().filter_map(|(code, outcome)| Some((code.as_str(), outcome.error()?))).collect()
}

macro_rules! define_checks {
    (
        presence { $($(#[$presence_docs:meta])* $presence_key:ident $Presence:ident;)* }
        plain { $($(#[$plain_docs:meta])* $plain_key:ident $Plain:ident;)* }
        values { $($(#[$docs:meta])* $key:ident $Value:ident { $($(#[$field_docs:meta])* $field:ident $(as $name:literal)?: $kind:ident,)* })* }
        implied { $($(#[$implied_docs:meta])* $Implied:ident { $($(#[$of_docs:meta])* $of:ident: $of_kind:ident,)* })* }
    ) => {
        impl Constant for Check {
            fn constant(&self, scope: &mut Scope) -> TokenStream {
                let kind = scope.core("Check");
                let check = match self {
                    $(Self::$Presence(fields) => {
                        let fields = fields.constant(scope);
                        quote!($Presence(#fields))
                    })*
                    $(Self::$Plain { field } => quote!($Plain { field: #field }),)*
                    $(Self::$Value { $($field),* } => {
                        $(let $field = $field.constant(scope);)*
                        quote!($Value { $($field: #$field),* })
                    })*
                    $(Self::$Implied { $($of),* } => {
                        $(let $of = $of.constant(scope);)*
                        quote!($Implied { $($of: #$of),* })
                    })*
                };
                quote!(#kind::#check)
            }
        }
    };
}
payspec_core::rule_checks!(define_checks);
