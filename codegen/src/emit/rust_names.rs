//! The names that items of the IR have in Rust: those of the spec in the form that their place needs, unless the spec gives
//! one itself.

use crate::ir::bounds::{Limit, Window};
use crate::ir::{
    Advice, Auth, BodyVariant, Column, Enum, EnumValue, Environment, Event, Field, FieldName, File, Header, HeaderUse,
    HostVariable, Operation, Profile, Reason, Resource, Service, Signing, Union, Variant,
};
use crate::names;
use crate::raw::api::Scheme;

fn given(name: Option<&String>, derive: impl FnOnce() -> String) -> String {
    name.cloned().unwrap_or_else(derive)
}

impl Field {
    /// The field of a struct, and its setter.
    pub(crate) fn rust(&self) -> String {
        given(self.rust_name.as_ref(), || names::field(&self.wire))
    }
}

impl FieldName {
    /// The field of a struct, and its setter.
    pub(crate) fn rust(&self) -> String {
        given(self.rust_name.as_ref(), || names::field(&self.wire))
    }
}

impl EnumValue {
    /// The variant.
    pub(crate) fn rust(&self) -> String {
        given(self.rust_name.as_ref(), || names::variant(&self.wire))
    }
}

impl Enum {
    /// The variant of a value.
    pub(super) fn variant_of(&self, wire: &str) -> String {
        let value = self.values.iter().find(|value| value.wire == wire);
        value.map_or_else(|| names::variant(wire), EnumValue::rust)
    }
}

impl Union {
    /// The enum of its variants.
    pub(super) fn variants_enum(&self) -> String {
        names::variants(&self.name)
    }
}

impl Variant {
    /// The variant.
    pub(crate) fn rust(&self) -> String {
        given(self.rust_name.as_ref(), || names::variant(&self.tag))
    }
}

impl Event {
    /// The variant.
    pub(crate) fn rust(&self) -> String {
        given(self.rust_name.as_ref(), || names::variant(&self.wire))
    }

    /// The variant of the same event about another object.
    pub(crate) fn rust_about(&self, object: &str) -> String {
        names::variant_about(&self.rust(), object)
    }
}

impl Column {
    /// The field of a row.
    pub(crate) fn rust(&self) -> String {
        names::field(&self.name)
    }
}

impl Advice {
    /// The field of a row.
    pub(crate) fn rust(&self) -> String {
        names::field(&self.column)
    }
}

impl Operation {
    /// The method of a client.
    pub(super) fn method_name(&self) -> String {
        names::snake(&self.verb)
    }
}

impl Profile {
    /// The constant.
    pub(crate) fn rust(&self) -> String {
        names::constant(&self.name, None)
    }
}

impl Reason {
    /// The constant.
    pub(crate) fn rust(&self) -> String {
        names::constant(&self.name, None)
    }
}

impl Window {
    pub(super) fn constant(&self) -> String {
        names::constant(&self.name, None)
    }
}

impl Limit {
    pub(super) fn constant(&self) -> String {
        names::constant(&self.name, None)
    }
}

impl File {
    /// The struct of a row.
    pub(crate) fn rust(&self) -> String {
        names::type_name(&self.name)
    }
}

impl Resource {
    /// The method of a client that gives its operations (`card_tokens`).
    pub(super) fn accessor(&self) -> String {
        names::snake(&self.plural)
    }

    /// The type of what that method gives (`CardTokens`).
    pub(crate) fn rust(&self) -> String {
        names::type_name(&self.plural)
    }
}

impl Environment {
    /// The variant.
    pub(crate) fn rust(&self) -> String {
        names::type_name(&self.name)
    }
}

impl HostVariable {
    /// The field of an environment's variant.
    pub(crate) fn rust(&self) -> String {
        names::snake(&self.name)
    }
}

impl BodyVariant {
    /// The variant: called after its object or union.
    pub(crate) fn rust(&self) -> &str {
        self.body.as_ref().and_then(|body| body.kind.declared()).unwrap_or(names::EMPTY_VARIANT)
    }
}

impl Service {
    /// The builder's method that takes its address.
    pub(super) fn setter(&self) -> String {
        names::address_setter(&self.name)
    }

    /// The method of an environment that gives its address.
    pub(super) fn getter(&self) -> String {
        names::address_getter(&self.name)
    }
}

impl Auth {
    /// The builder's method. There is at most one Basic scheme; a key is called as the API calls it, but for one in
    /// `Authorization`, where every key may stand.
    pub(super) fn setter(&self) -> String {
        match (self.scheme, &self.parameters[..]) {
            (Scheme::Basic, _) => "credentials".to_owned(),
            (Scheme::Header | Scheme::BodyParameter, [parameter]) if !names::is_authorization(parameter) => {
                names::snake(parameter)
            }
            _ => names::snake(&self.name),
        }
    }

    /// The builder's method that takes what signs requests: the scheme's own, where nothing else proves who calls.
    pub(super) fn signing_setter(&self) -> String {
        let is_custom = self.signing.as_ref().is_some_and(Signing::is_custom);
        match self.scheme {
            Scheme::Signature => names::snake(&self.name),
            _ => names::signing_setter(&self.name, is_custom),
        }
    }

    /// The method of an environment that gives the address for these credentials.
    pub(super) fn getter(&self) -> String {
        names::address_getter_for(&self.name)
    }
}

impl Header {
    /// The builder's method.
    pub(crate) fn rust(&self) -> String {
        names::snake(&self.name)
    }
}

impl HeaderUse {
    /// The builder's method.
    pub(super) fn setter(&self) -> String {
        names::snake(&self.name)
    }
}
