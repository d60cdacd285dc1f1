//! Links: which member of a response another operation takes as a parameter. Ids are types, so the spec says it.

use payspec_core::{BodyFormat, Path};

use super::super::node::Members;
use super::Document;
use super::responses::fields_of;
use crate::ir::{Field, Kind, Operation};

impl Document<'_> {
    /// The links of a successful response with this status.
    pub(super) fn links(&self, operation: &Operation, status: u16) -> Members {
        let output = operation.output.by_status().find(|(known, _)| *known == status).map(|(_, output)| output);
        let fields = fields_of(self, output.as_ref().unwrap_or(&operation.output));
        let mut links = Members::new();
        for field in fields.iter().filter(|field| !field.ty.list) {
            let Kind::Id(id) = &field.ty.kind else { continue };
            for target in self.operations() {
                let Some(parameter) = only_id(target).filter(|known| known.ty.kind == field.ty.kind) else { continue };
                let place = if parameter.in_path { "path" } else { "query" };
                let parameters =
                    Members::new().with(format!("{place}.{}", parameter.wire), expression(operation, &field.wire));
                let link = Members::new()
                    .with("operationId", &target.id)
                    .with("parameters", parameters)
                    .with("description", format!("`{}` identifies the `{id}` that `{}` takes.", field.wire, target.id));
                links.put(format!("{}.{}", component(&field.wire), target.id), link);
            }
        }
        links
    }
}

/// The one parameter outside of the body that an operation needs, if it is an id.
fn only_id(operation: &Operation) -> Option<&Field> {
    let is_outside = |field: &&Field| field.in_path || (operation.body == BodyFormat::Query && field.required);
    let mut needed = operation.params.iter().filter(is_outside);
    let first = needed.next().filter(|field| matches!(field.ty.kind, Kind::Id(_)) && !field.ty.list)?;
    needed.next().is_none().then_some(first)
}

/// Where the member stands in the response.
fn expression(operation: &Operation, wire: &str) -> String {
    let around = operation.response_wrap.as_deref().map(|path| Path::new(path).steps().collect::<Vec<_>>());
    let steps = around.unwrap_or_default().into_iter().chain([wire]);
    let pointer: String = steps.map(|step| format!("/{}", step.replace('~', "~0").replace('/', "~1"))).collect();
    format!("$response.body#{pointer}")
}

/// A name in the letters that names of components may have.
fn component(wire: &str) -> String {
    wire.chars().map(|c| if c.is_ascii_alphanumeric() || "._-".contains(c) { c } else { '_' }).collect()
}
