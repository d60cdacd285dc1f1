//! The table of a sandbox.

use crate::ir::behaviours::{Behaviour, Behaviours, Choice, Test};
use crate::raw::Sp;
use crate::raw::behaviours::Document;
use crate::source::{FileId, Sources};

pub(crate) fn lower(document: &Document, file: FileId, sources: &Sources) -> Behaviours {
    let test = |test: &Option<Sp<String>>| {
        let test = test.as_ref()?;
        Some(Test { function: test.value.clone(), line: sources.line_column(test.span).0 })
    };
    let documented = document.behaviours.iter().map(|(name, row)| Behaviour {
        name: name.value.clone(),
        page: row.page.value.clone(),
        text: one_line(&row.behaviour),
        test: test(&row.test),
    });
    let chosen = document.chosen.iter().map(|(key, row)| Choice {
        key: key.value.clone(),
        does: one_line(&row.behaviour),
        because: one_line(&row.why),
        test: test(&row.test),
    });
    Behaviours { source: sources.file(file).path.clone(), documented: documented.collect(), chosen: chosen.collect() }
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
