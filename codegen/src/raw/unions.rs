//! Unions.

use schemars::JsonSchema;
use serde::Deserialize;

use super::evidence::{Evidence, RustName};
use super::field::Field;
use super::rule::Rule;
use super::{Docs, Items, Named, Phrase, Sentence, Sp};

/// An object that is one of several variants, identified by a member.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Union {
    /// What it is.
    pub docs: Docs,
    /// What identifies the variant: by default, a tag among the members.
    pub told_by: Option<Sp<ToldBy>>,
    /// The member that identifies the variant; not for `told_by: member`.
    pub tag: Option<Sp<String>>,
    /// The fields shared by all variants.
    #[serde(default)]
    pub fields: Named<Field>,
    /// The known variants, by value of the tag.
    pub variants: Named<Variant>,
    /// The evidence of the union.
    pub evidence: Option<Sp<Evidence>>,
    /// The term in the vendor's portal.
    pub vendor_term: Option<Phrase>,
}

/// What identifies the variant of a union.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum ToldBy {
    /// A member of the object, `tag`.
    Tag,
    /// A sibling of the field that holds the object, `tag`.
    Sibling,
    /// The name of the only member, which holds the variant.
    Member,
}

impl Union {
    /// What tells the variant.
    pub fn told_by(&self) -> ToldBy {
        self.told_by.as_ref().map_or(ToldBy::Tag, |told_by| told_by.value)
    }

    /// The tag, where it stands among the members.
    pub fn tag_inside(&self) -> Option<&Sp<String>> {
        self.tag.as_ref().filter(|_| self.told_by() == ToldBy::Tag)
    }

    /// The tag, where it stands next to the field that holds the union.
    pub fn tag_beside(&self) -> Option<&Sp<String>> {
        self.tag.as_ref().filter(|_| self.told_by() == ToldBy::Sibling)
    }

    /// The fields of the union, common ones first.
    pub fn all_fields(&self) -> impl Iterator<Item = &(Sp<String>, Sp<Field>)> {
        self.fields.iter().chain(self.variants.iter().flat_map(|(_, variant)| variant.fields.iter()))
    }
}

/// A variant of a union.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Variant {
    /// What it is.
    pub docs: Docs,
    /// The fields specific to this variant.
    #[serde(default)]
    pub fields: Named<Field>,
    /// Rules for the variant wherever a request sends it.
    #[serde(default)]
    pub rules: Items<Rule>,
    /// A Rust name, instead of the one derived from the tag.
    pub rust: Option<Sp<RustName>>,
    /// The evidence of the variant, if contested.
    pub evidence: Option<Sp<Evidence>>,
    /// The term in the vendor's portal.
    pub vendor_term: Option<Phrase>,
    /// Why it is deprecated.
    pub deprecated: Option<Sentence>,
}
