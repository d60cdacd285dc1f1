//! How a parameter is written in a query, a form or a multipart body.

use payspec_core::ListStyle;

use super::super::node::Members;
use crate::ir::{Field, Kind};
use crate::raw::lists::ObjectLists;
use crate::types::Builtin;

/// How a parameter is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Written {
    /// `name=value`
    Plain,
    /// `name[]=a&name[]=b`, or the same without brackets
    Repeated,
    /// `name=a,b`
    Commas,
    /// `name[member]=value`
    Bracketed,
    /// `name={"member":"value"}`, and each item by itself in a list
    Json,
    /// `name[0][member]=value`, which OpenAPI cannot express.
    IndexedObjects,
    /// `name[][member]=value`, which OpenAPI cannot express.
    RepeatedObjects,
}

impl Written {
    pub(super) fn of(field: &Field, lists: ListStyle) -> Self {
        let has_members =
            matches!(field.ty.kind, Kind::Object(_) | Kind::Union(_) | Kind::Expandable(_) | Kind::Map(_))
                || matches!(field.ty.kind, Kind::Builtin(Builtin::Metadata));
        let is_json = matches!(field.ty.kind, Kind::Builtin(Builtin::Json));
        match (field.ty.list, has_members) {
            _ if field.json_text || is_json => Self::Json,
            (false, false) => Self::Plain,
            (false, true) => Self::Bracketed,
            (true, false) if lists == ListStyle::Commas => Self::Commas,
            (true, false) => Self::Repeated,
            (true, true) => match field.object_lists {
                None | Some(ObjectLists::Json) => Self::Json,
                Some(ObjectLists::Indexed) => Self::IndexedObjects,
                Some(ObjectLists::Bracketed) => Self::RepeatedObjects,
            },
        }
    }

    /// The name of the parameter as it is sent.
    pub(super) fn name(self, field: &Field, lists: ListStyle) -> String {
        let is_list_in_brackets = field.ty.list && !field.json_text && lists == ListStyle::Brackets;
        match self {
            Self::Repeated | Self::Json if is_list_in_brackets => format!("{}[]", field.wire),
            _ => field.wire.clone(),
        }
    }

    /// The style of the parameter in OpenAPI; `None` for the default one.
    pub(super) fn style(self) -> Option<Members> {
        let style = |name: &str, explode: bool| Some(Members::new().with("style", name).with("explode", explode));
        match self {
            Self::Plain | Self::Json => None,
            Self::Repeated => style("form", true),
            Self::Commas => style("form", false),
            Self::Bracketed | Self::IndexedObjects | Self::RepeatedObjects => style("deepObject", true),
        }
    }

    /// What is sent, where no style of OpenAPI says so.
    pub(super) fn in_words(self, name: &str) -> Option<String> {
        let example = match self {
            Self::IndexedObjects => format!("{name}[0][member]=value"),
            Self::RepeatedObjects => format!("{name}[][member]=value"),
            Self::Plain | Self::Repeated | Self::Commas | Self::Bracketed | Self::Json => return None,
        };
        Some(format!("Sent as `{example}`, which OpenAPI has no style for."))
    }
}
