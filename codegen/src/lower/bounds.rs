//! Windows and limits.

use super::{Context, docs};
use crate::ir;
use crate::ir::bounds::{Limit, Window};
use crate::names;
use crate::raw::Document;
use crate::resolve::figures::length;

/// All windows and limits of a file, added to those of the API.
pub(super) fn collect(context: &Context<'_>, document: &Document, source: &str, api: &mut ir::Api) {
    for (name, raw) in &document.windows {
        let Some(length) = length(&raw.length) else { continue };
        let mut text = docs::plain(&raw.docs);
        let starts = docs::plain(&raw.starts);
        text.push_str(&format!("\n\n{}, from: {}", raw.length.value, lower_first(&starts)));
        docs::add_evidence(&mut text, "Evidence", raw.evidence.as_ref(), context);
        docs::add_deviation(&mut text, raw.deviation.as_ref());
        let source = source.to_owned();
        api.windows.push(Window { constant: names::constant(name, None), length, docs: text, source });
    }
    for (name, raw) in &document.limits {
        let mut text = docs::with_evidence(&raw.docs, raw.evidence.as_ref(), context);
        docs::add_deviation(&mut text, raw.deviation.as_ref());
        api.limits.push(Limit {
            constant: names::constant(name, None),
            kind: raw.kind.value,
            value: raw.value.value.value,
            docs: text,
            source: source.to_owned(),
        });
    }
}

fn lower_first(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_lowercase().chain(letters).collect())
}

#[cfg(test)]
mod tests {
    use super::length;
    use crate::ir::bounds::Length;

    #[test]
    fn a_length_is_a_number_and_a_unit() {
        assert_eq!(length("13 months"), Some(Length::Months(13)));
        assert_eq!(length("1 day"), Some(Length::Days(1)));
        for wrong in ["7", "days", "7days", "7  days", "0 days", "07 days", "-7 days", "7 years", "4294967296 days"] {
            assert_eq!(length(wrong), None, "{wrong}");
        }
    }
}
