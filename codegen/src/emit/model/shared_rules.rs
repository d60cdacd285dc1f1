//! Rules that several operations of a resource have are constants.

use proc_macro2::{Ident, TokenStream};
use quote::quote;

use super::spec;
use crate::emit::constant::Constant;
use crate::emit::scope::Scope;
use crate::emit::tokens::ident;
use crate::ir::{Module, Rule};
use crate::names;

/// The rules that stand in several operations of a module, with the names of their constants.
pub(super) struct SharedRules<'a>(Vec<(String, &'a Rule)>);

impl<'a> SharedRules<'a> {
    pub(super) fn of(module: &'a Module) -> Self {
        let operations = module.operations.iter();
        let all: Vec<&Rule> =
            operations.flat_map(|operation| operation.all_rules().chain(operation.all_warnings())).collect();
        let mut shared: Vec<(String, &Rule)> = Vec::new();
        for (at, rule) in all.iter().enumerate() {
            let is_first = !all[..at].contains(rule);
            if is_first && all[at + 1..].contains(rule) {
                let is_free = |name: &String| {
                    !shared.iter().any(|(other, _)| other == name)
                        && !module.operations.iter().any(|operation| spec::name(operation) == name)
                };
                let name = names::constant(&names::snake(&rule.name), Some("RULE"));
                let further = (2..).map(|number| format!("{name}_{number}"));
                let free = std::iter::once(name.clone()).chain(further).find(is_free);
                shared.extend(free.map(|name| (name, *rule)));
            }
        }
        Self(shared)
    }

    /// The constants.
    pub(super) fn items(&self, scope: &mut Scope) -> Vec<TokenStream> {
        let items = self.0.iter().map(|(name, rule)| {
            let (name, kind, value) = (ident(name), scope.core("Rule"), rule.constant(scope));
            quote!(const #name: #kind = #value;)
        });
        items.collect()
    }

    /// Rules as a list, those that are shared by their names.
    pub(super) fn list<'r>(&self, rules: impl Iterator<Item = &'r Rule>, scope: &mut Scope) -> TokenStream {
        let rules = rules.map(|rule| match self.name(rule) {
            Some(name) => quote!(#name),
            None => rule.constant(scope),
        });
        let rules: Vec<_> = rules.collect();
        quote!(&[#(#rules),*])
    }

    fn name(&self, rule: &Rule) -> Option<Ident> {
        let shared = self.0.iter().find(|(_, shared)| *shared == rule);
        shared.map(|(name, _)| ident(name))
    }
}
