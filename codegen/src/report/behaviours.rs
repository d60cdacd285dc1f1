//! What a sandbox models, as a page.

use std::fmt::Write as _;

use crate::ir::Api;
use crate::ir::behaviours::{Behaviour, Behaviours, Choice};
use crate::print::markdown_header;

/// The page about all APIs that have a table.
pub(crate) fn markdown(apis: &[Api]) -> String {
    let mut page = format!(
        "{}\n\
         # What the sandbox models\n\n\
         One line for each sentence of the vendors' documents that states a behaviour. *Modelled* means that a test of\n\
         `crates/sandbox` proves it: the row in `spec/<api>/sandbox.yaml` names the test, the page of the vendor and its lines.\n\
         Operations and parameters that are not modelled are answered with 501, never with a canned response.\n",
        markdown_header("spec/<api>/sandbox.yaml")
    );
    for (api, table) in apis.iter().filter_map(|api| Some((api, api.behaviours.as_ref()?))) {
        // Writing to a `String` does not fail.
        let _ = write!(page, "\n## {}\n", api.title);
        counts(&mut page, table);
        rows(&mut page, "Modelled", table, true);
        choices(&mut page, table);
        rows(&mut page, "Not modelled", table, false);
        later(&mut page, table);
    }
    page
}

fn counts(page: &mut String, table: &Behaviours) {
    let modelled = table.documented.iter().filter(|row| row.test.is_some()).count();
    let in_effect = table.chosen.iter().filter(|row| row.test.is_some()).count();
    let (documented, chosen) = (table.documented.len(), table.chosen.len());
    let _ = write!(
        page,
        "\n| | modelled | not modelled | all |\n| --- | ---: | ---: | ---: |\n\
         | documented behaviours | {modelled} | {} | {documented} |\n\
         | choices where documents are silent | {in_effect} | {} | {chosen} |\n",
        documented - modelled,
        chosen - in_effect,
    );
}

/// The documented behaviours by page, in the order of the document.
fn rows(page: &mut String, title: &str, table: &Behaviours, is_modelled: bool) {
    let shown: Vec<&Behaviour> = table.documented.iter().filter(|row| row.test.is_some() == is_modelled).collect();
    let _ = write!(page, "\n### {title}: {}\n", shown.len());
    let mut last = "";
    for row in shown {
        if row.page != last {
            last = &row.page;
            let _ = write!(page, "\n**{last}**\n\n");
        }
        let _ = writeln!(page, "- {}", row.text);
    }
}

fn choices(page: &mut String, table: &Behaviours) {
    let shown: Vec<&Choice> = table.chosen.iter().filter(|row| row.test.is_some()).collect();
    let _ = write!(
        page,
        "\n### Chosen by us: {}\n\n\
         Where the documents are silent or contradict each other. Responses that depend on a choice name it in the header\n\
         `Payspec-Sandbox`.\n\n",
        shown.len()
    );
    for row in shown {
        let _ = writeln!(page, "- `{}`: {} Why: {}", row.key, row.does, row.because);
    }
}

/// Choices that nothing depends on yet.
fn later(page: &mut String, table: &Behaviours) {
    let planned: Vec<&Choice> = table.chosen.iter().filter(|row| row.test.is_none()).collect();
    let _ = write!(page, "\n### Choices for what is not modelled yet: {}\n\n", planned.len());
    for row in planned {
        let _ = writeln!(page, "- `{}`: {}", row.key, row.does);
    }
}
