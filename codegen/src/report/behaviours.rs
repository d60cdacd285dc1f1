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
         One line for each sentence of the vendors' documents that states a behaviour, and for each choice where they leave it\n\
         open. The rows are in `spec/<api>/sandbox.yaml`, with the page of the vendor and its lines, and with the test of\n\
         `crates/sandbox` that proves the behaviour. Without a test, it may still be modelled, or be modelled in part.\n\
         Operations and parameters that are not modelled are answered with 501, never with a canned response.\n",
        markdown_header("spec/<api>/sandbox.yaml")
    );
    for (api, table) in apis.iter().filter_map(|api| Some((api, api.behaviours.as_ref()?))) {
        // Writing to a `String` does not fail.
        let _ = write!(page, "\n## {}\n", api.title);
        counts(&mut page, table);
        rows(&mut page, "Behaviours that a test proves", table, true);
        proved_choices(&mut page, table);
        rows(&mut page, "Behaviours that no test proves", table, false);
        other_choices(&mut page, table);
    }
    page
}

fn counts(page: &mut String, table: &Behaviours) {
    let proved_behaviours = table.documented.iter().filter(|row| row.test.is_some()).count();
    let proved_choices = table.chosen.iter().filter(|row| row.test.is_some()).count();
    let (documented, chosen) = (table.documented.len(), table.chosen.len());
    let _ = write!(
        page,
        "\n| | proved by a test | not | all |\n| --- | ---: | ---: | ---: |\n\
         | documented behaviours | {proved_behaviours} | {} | {documented} |\n\
         | choices where documents are silent | {proved_choices} | {} | {chosen} |\n",
        documented - proved_behaviours,
        chosen - proved_choices,
    );
}

/// The documented behaviours by page, in the order of the document.
fn rows(page: &mut String, title: &str, table: &Behaviours, is_proved: bool) {
    let shown: Vec<&Behaviour> = table.documented.iter().filter(|row| row.test.is_some() == is_proved).collect();
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

fn proved_choices(page: &mut String, table: &Behaviours) {
    let shown: Vec<&Choice> = table.chosen.iter().filter(|row| row.test.is_some()).collect();
    let _ = write!(
        page,
        "\n### Choices that a test proves: {}\n\n\
         Where the documents are silent or contradict each other. Responses that depend on a choice name it in the header\n\
         `Payspec-Sandbox`.\n\n",
        shown.len()
    );
    for row in shown {
        let _ = writeln!(page, "- `{}`: {} Why: {}", row.key, row.does, row.because);
    }
}

/// No response names these, whether they are in effect or not.
fn other_choices(page: &mut String, table: &Behaviours) {
    let other: Vec<&Choice> = table.chosen.iter().filter(|row| row.test.is_none()).collect();
    let _ = write!(
        page,
        "\n### Choices that no test proves: {}\n\nSome are in effect already; responses do not name them.\n\n",
        other.len()
    );
    for row in other {
        let _ = writeln!(page, "- `{}`: {}", row.key, row.does);
    }
}
