//! Windows and limits.

use super::{Context, docs};
use crate::ir;
use crate::ir::bounds::{Limit, Window};
use crate::raw::Document;
use crate::resolve::figures::length;

/// All windows and limits of a file, added to those of the API.
pub(super) fn collect(context: &Context<'_>, document: &Document, source: &str, api: &mut ir::Api) {
    for (name, raw) in &document.windows {
        let Some(length) = length(&raw.length) else { continue };
        api.windows.push(Window {
            name: name.value.clone(),
            length,
            starts: raw.starts.trim().to_owned(),
            docs: ir::Docs {
                deviation: docs::deviation(raw.deviation.as_ref()),
                ..docs::known(&raw.docs, raw.evidence.as_ref(), context)
            },
            source: source.to_owned(),
        });
    }
    for (name, raw) in &document.limits {
        api.limits.push(Limit {
            name: name.value.clone(),
            kind: raw.kind.value,
            value: raw.value.value.value,
            docs: ir::Docs {
                deviation: docs::deviation(raw.deviation.as_ref()),
                ..docs::known(&raw.docs, raw.evidence.as_ref(), context)
            },
            source: source.to_owned(),
        });
    }
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
