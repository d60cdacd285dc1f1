//! One problem, one message: what is found at many places is told once.

use std::collections::HashMap;

use super::{Code, Diagnostic, Repeated};

/// So many places are shown one by one.
const SHOWN: usize = 3;

/// Joins the problems of one kind, where there are many, into the first of them. They must be sorted.
pub(super) fn grouped(found: Vec<Diagnostic>) -> Vec<Diagnostic> {
    let mut counts: HashMap<(&'static str, String), usize> = HashMap::new();
    for diagnostic in &found {
        *counts.entry(key(diagnostic)).or_default() += 1;
    }
    let mut firsts: HashMap<(&'static str, String), usize> = HashMap::new();
    let mut grouped: Vec<Diagnostic> = Vec::new();
    for diagnostic in found {
        let key = key(&diagnostic);
        let shown = if diagnostic.has_common_cause { 1 } else { SHOWN };
        if counts.get(&key).is_none_or(|count| *count <= shown) {
            grouped.push(diagnostic);
        } else if let Some(first) = firsts.get(&key) {
            grouped[*first].repeated.push(Repeated { span: diagnostic.span, patch: diagnostic.patch });
            grouped[*first].repeated.extend(diagnostic.repeated);
        } else {
            firsts.insert(key, grouped.len());
            grouped.push(diagnostic);
        }
    }
    grouped
}

fn key(diagnostic: &Diagnostic) -> (&'static str, String) {
    let Diagnostic { code: Code { id, .. }, group, message, .. } = diagnostic;
    (id, if group.is_empty() { message.clone() } else { group.clone() })
}
