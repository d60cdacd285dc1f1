//! A request reaches its objects in a number of ways that rules can be spread over.

use super::scope::Scope;
use super::types::Known;
use crate::diag::{Diagnostic, code};
use crate::raw::Sp;
use crate::raw::field::Field;
use crate::symbols::Decl;

/// In so many ways the objects of one request are reached, each by a path of its own. The largest request known has some
/// hundreds; objects that hold each other have more than anybody can count.
const MAX_PATHS: usize = 5_000;

pub(super) fn check(scope: &Scope<'_>) {
    for operation in scope.operations() {
        let mut count = Count { scope, above: Vec::new(), left: MAX_PATHS };
        if count.fields(operation.raw.params.iter()).is_none() {
            let message = format!("this request contains objects in more than {MAX_PATHS} ways");
            scope.report(
                Diagnostic::new(code::REQUEST_SIZE, operation.verb.span, message)
                    .label("has nested objects in several members")
                    .help("declare rarely sent members as `json`, or as an object without nested objects")
                    .of_one_cause("too many paths"),
            );
        }
    }
}

/// Counts as the rules of objects are spread: by path, but never through an object that is already on the way.
struct Count<'s, 'a> {
    scope: &'s Scope<'a>,
    above: Vec<&'a str>,
    left: usize,
}

impl<'a> Count<'_, 'a> {
    fn fields(&mut self, fields: impl Iterator<Item = &'a (Sp<String>, Sp<Field>)>) -> Option<()> {
        for (_, field) in fields {
            let Some(declared) = Known::of(self.scope, &field.kind).and_then(|known| known.declared()) else {
                continue;
            };
            if self.above.contains(&declared.name) {
                continue;
            }
            self.above.push(declared.name);
            match declared.decl {
                Decl::Object(object) => {
                    self.left = self.left.checked_sub(1)?;
                    self.fields(object.fields.iter())?;
                }
                Decl::Union(union) => {
                    self.left = self.left.checked_sub(1)?;
                    self.fields(union.all_fields())?;
                }
                _ => {}
            }
            self.above.pop();
        }
        Some(())
    }
}
