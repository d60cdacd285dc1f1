//! Filling the parameters of an operation.

use std::collections::HashSet;

use super::error::{DecodeError, DecodeErrorKind, DecodeProblem, MAX_PROBLEMS};
use super::reading::{self, Step};
use super::source::One;
use super::tree::{Members, Node};
use crate::major::MemberError;
use crate::object::{Failed, ReadFields, Shape};

/// The received parameters of an operation, for generated code.
pub struct Parameters {
    members: Members,
    /// Whether a form has them, which cannot express an empty list.
    is_form: bool,
    problems: Vec<DecodeProblem>,
    omitted: usize,
}

impl std::fmt::Debug for Parameters {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Parameters").finish_non_exhaustive()
    }
}

impl Parameters {
    pub(super) fn of(members: Members, is_form: bool) -> Self {
        Self { members, is_form, problems: Vec::new(), omitted: 0 }
    }

    /// Reads all parameters; returns `None` if one is missing or does not match.
    pub fn fill<T: ReadFields>(&mut self, mut fields: T, shape: &'static Shape) -> Option<T> {
        self.fill_fields(&mut fields, shape);
        self.problems.is_empty().then_some(fields)
    }

    fn fill_fields(&mut self, fields: &mut dyn ReadFields, shape: &'static Shape) {
        let mut seen = HashSet::new();
        for (name, node) in std::mem::take(&mut self.members) {
            reading::with(|reading| reading.step(0, Some(Step::Member(name.clone()))));
            let Some(field) = shape.field(&name, 0) else {
                reading::leave(&name, node.to_json());
                continue;
            };
            if !seen.insert(field) {
                self.invalid(Failed::said("given more than once"));
                continue;
            }
            if let Err(failed) = fields.read_field(field, &mut One(Some(node))) {
                self.invalid(failed);
            }
        }
        for name in shape.required {
            let Some(field) = shape.field(name, 0).filter(|field| !seen.contains(field)) else { continue };
            reading::with(|reading| reading.step(0, Some(Step::Member((*name).to_owned()))));
            if !self.is_form || fields.read_field(field, &mut One(Some(Node::Nothing))).is_err() {
                self.missing((*name).to_owned());
            }
        }
        reading::with(|reading| reading.step(0, None));
    }

    /// Notes a conversion that failed once all parameters were read.
    pub fn convert<T>(&mut self, converted: Result<T, MemberError>) -> Option<T> {
        converted
            .map_err(|MemberError { name, why }| {
                reading::fail_at(0, name);
                self.invalid(Failed::said(why));
            })
            .ok()
    }

    fn invalid(&mut self, failed: Failed) {
        reading::fail(&failed);
        let (path, is_missing) = reading::with(|reading| (reading::dotted(&reading.path), reading.is_missing));
        if is_missing {
            self.missing(path);
        } else {
            self.problem(path, DecodeErrorKind::Invalid, failed.message());
        }
    }

    fn missing(&mut self, field: String) {
        self.problem(field, DecodeErrorKind::Missing, "missing, but required".to_owned());
    }

    fn problem(&mut self, field: String, kind: DecodeErrorKind, message: String) {
        if self.problems.len() < MAX_PROBLEMS {
            self.problems.push(DecodeProblem { field, kind, message });
        } else {
            self.omitted += 1;
        }
    }

    pub(super) fn into_error(self) -> DecodeError {
        DecodeError::of(self.problems, self.omitted)
    }
}
