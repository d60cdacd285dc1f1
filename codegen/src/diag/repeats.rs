//! One problem, one message: what is found at many places is reported once.

use std::collections::HashMap;

use super::{About, Code, Diagnostic, Repeated, code};

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

/// More types than these are counted, not named.
const NAMED: usize = 5;

/// Joins the types of a folder that nothing uses: something that used all of them is missing, or all of them can go.
/// They must be sorted.
pub(super) fn unused_together(found: Vec<Diagnostic>) -> Vec<Diagnostic> {
    let folder = |found: &Diagnostic| {
        let about = found.about.as_ref().filter(|_| found.code == code::UNUSED_TYPE)?;
        about.holder.clone()
    };
    let mut firsts: HashMap<String, usize> = HashMap::new();
    let mut joined: Vec<(Diagnostic, Vec<Diagnostic>)> = Vec::new();
    for diagnostic in found {
        let folder = folder(&diagnostic);
        if let Some(first) = folder.as_ref().and_then(|folder| firsts.get(folder)) {
            joined[*first].1.push(diagnostic);
        } else {
            firsts.extend(folder.map(|folder| (folder, joined.len())));
            joined.push((diagnostic, Vec::new()));
        }
    }
    joined.into_iter().map(|(first, more)| if more.is_empty() { first } else { all_unused(first, &more) }).collect()
}

fn all_unused(mut first: Diagnostic, more: &[Diagnostic]) -> Diagnostic {
    let types = std::iter::once(&first).chain(more).filter_map(|found| found.about.as_ref());
    let names: Vec<String> = types.map(|About { name, .. }| format!("`{name}`")).collect();
    let shown = names[..names.len().min(NAMED)].join(", ");
    let rest = names.len().saturating_sub(NAMED);
    let others = if rest == 0 { String::new() } else { format!(" and {rest} more") };
    first.message = format!("the types {shown}{others} are never used");
    first.also.extend(more.iter().take(SHOWN).map(|found| (found.span, "also never used".to_owned())));
    first
}

fn key(diagnostic: &Diagnostic) -> (&'static str, String) {
    let Diagnostic { code: Code { id, .. }, group, message, .. } = diagnostic;
    (id, if group.is_empty() { message.clone() } else { group.clone() })
}
