//! The imports of a generated file, collected while its items are made.

use std::collections::BTreeSet;

use proc_macro2::{Ident, TokenStream};
use quote::quote;

use super::tokens::ident;
use crate::ir::{Field, Kind, Type};
use crate::types::Builtin;

/// What a file imports.
#[derive(Debug, Default)]
pub(super) struct Scope {
    core: BTreeSet<String>,
    sibling: BTreeSet<String>,
    own: BTreeSet<String>,
}

impl Scope {
    /// A type that this file defines: not imported.
    pub(super) fn define(&mut self, name: &str) {
        self.own.insert(name.to_owned());
    }

    /// A name of `payspec_core`.
    pub(super) fn core(&mut self, name: &str) -> Ident {
        self.core.insert(name.to_owned());
        ident(name)
    }

    /// A type of the same crate.
    pub(super) fn local(&mut self, name: &str) -> Ident {
        self.sibling.insert(name.to_owned());
        ident(name)
    }

    /// What a type is without list and option.
    pub(super) fn kind(&mut self, kind: &Kind) -> TokenStream {
        if let Kind::Map(value) = kind {
            let (map, value) = (self.core("Map"), self.kind(value));
            return quote!(#map<#value>);
        }
        if let Kind::Expandable(name) = kind {
            let (expandable, name) = (self.core("Expandable"), self.local(name));
            return quote!(#expandable<#name>);
        }
        let Kind::Builtin(builtin) = kind else {
            let name = self.local(kind.declared().unwrap_or_default());
            return quote!(#name);
        };
        let core = |scope: &mut Self, name: &str| {
            let name = scope.core(name);
            quote!(#name)
        };
        match builtin {
            Builtin::String => quote!(String),
            Builtin::Integer => quote!(i64),
            Builtin::Boolean => quote!(bool),
            Builtin::Amount => core(self, "Amount"),
            Builtin::Date | Builtin::DateTime => core(self, "DateTime"),
            Builtin::Json => quote!(serde_json::Value),
            Builtin::Metadata => core(self, "Metadata"),
            Builtin::CardNumber => core(self, "CardNumber"),
            Builtin::Secret => core(self, "Secret"),
            Builtin::Decimal => core(self, "Decimal"),
            Builtin::Iterations => core(self, "Iterations"),
            Builtin::Bytes => core(self, "Blob"),
        }
    }

    /// A type with its list.
    pub(super) fn ty(&mut self, ty: &Type) -> TokenStream {
        let kind = self.kind(&ty.kind);
        if ty.list { quote!(Vec<#kind>) } else { kind }
    }

    /// The type of a field, with option and box.
    pub(super) fn field(&mut self, field: &Field) -> TokenStream {
        let ty = self.ty(&field.ty);
        let ty = if field.boxed { quote!(Box<#ty>) } else { ty };
        if field.nullable {
            let patch = self.core("Patch");
            return quote!(#patch<#ty>);
        }
        if field.required { ty } else { quote!(Option<#ty>) }
    }

    /// What a caller may pass for a field.
    pub(super) fn argument(&mut self, field: &Field) -> TokenStream {
        let kind = self.kind(&field.ty.kind);
        match (field.ty.list, converts(&field.ty.kind)) {
            (false, false) => kind,
            (false, true) => quote!(impl Into<#kind>),
            (true, false) => quote!(impl IntoIterator<Item = #kind>),
            (true, true) => quote!(impl IntoIterator<Item = impl Into<#kind>>),
        }
    }

    /// The `use` items. `siblings` is where the crate's own types are imported from.
    pub(super) fn uses(&self, siblings: &TokenStream) -> Vec<TokenStream> {
        let mut uses = Vec::new();
        if !self.core.is_empty() {
            let names = self.core.iter().map(|name| ident(name));
            uses.push(quote!(use payspec_core::{#(#names),*};));
        }
        let names: Vec<_> = self.sibling.difference(&self.own).map(|name| ident(name)).collect();
        if !names.is_empty() {
            uses.push(quote!(use #siblings::{#(#names),*};));
        }
        uses
    }
}

/// Whether callers may pass anything that becomes the type: text for an id, say. Numbers stay exact types.
pub(super) fn converts(kind: &Kind) -> bool {
    !matches!(
        kind,
        Kind::Object(_)
            | Kind::Map(_)
            | Kind::Builtin(
                Builtin::Integer
                    | Builtin::Boolean
                    | Builtin::Amount
                    | Builtin::Decimal
                    | Builtin::Iterations
                    | Builtin::Json
                    | Builtin::Metadata
            )
    )
}
