//! The table of what a sandbox models: what is wrong with it is told with its place, like mistakes in descriptions.

use std::fs;

use payspec_codegen::diag::render;
use payspec_codegen::emit::Sandbox;
use payspec_codegen::print::File;
use payspec_codegen::run::{self, Project, RunError};

use crate::shop::ORDER;
use crate::support::API;

const PROJECT: Project = Project {
    sandbox: Some(Sandbox { page: "docs/sandbox.md", crate_dir: "crates/sandbox" }),
    ..Project::plain("spec", "crates")
};

const PAGES: &str = "pages: { of: [manual], titles: { L1: Manual, L10: Orders, L20: Events } }\n";

const TABLE: &str = "\
behaviours:
  orders-are-kept:
    page: Orders
    lines: L11-12, L15
    also: Events, L21
    behaviour: An order is kept.
    operations: [order.create]
    test: an_order_is_kept
  orders-are-sent:
    page: Orders
    lines: L13
    behaviour: An order is sent.
chosen:
  order-of-orders:
    behaviour: The oldest order comes first.
    why: Nobody says otherwise.
    at: Orders, L14
    test: an_order_is_kept
  no-limit:
    behaviour: Any number of orders is kept.
    why: No page has a limit.
";

/// What a run makes of the shop with a table, or says about it.
fn made(table: &str) -> Result<Vec<File>, String> {
    let files = [("api.yaml", API), ("order.yaml", ORDER), ("pages.yaml", PAGES), ("sandbox.yaml", table)];
    made_of(&files.map(|(name, text)| (format!("spec/shop/{name}"), text.to_owned())))
}

/// What a run makes of files of APIs, some with a table, given by path and text; or says about them.
pub(crate) fn made_of(files: &[(String, String)]) -> Result<Vec<File>, String> {
    let root = tempfile::tempdir().expect("a temporary folder");
    for (path, text) in files {
        let path = root.path().join(path);
        fs::create_dir_all(path.parent().expect("a file is in a folder")).expect("a writable folder");
        fs::write(path, text).expect("a writable folder");
    }
    let generated = run::generate(root.path(), &[PROJECT]);
    let validated = run::validate(root.path(), &[PROJECT]);
    assert_eq!(validated.is_ok(), generated.is_ok(), "a table is checked whether something is made of it or not");
    match generated {
        Ok(generated) => Ok(generated.files),
        Err(RunError::Spec { found, sources }) => Err(render::all(&found, &sources, false)),
        Err(other) => panic!("{other}"),
    }
}

fn text<'f>(files: &'f [File], path: &str) -> &'f str {
    let file = files.iter().find(|file| file.path == path);
    file.map_or_else(|| panic!("{path} is not made"), |file| file.text.as_str())
}

#[test]
fn a_page_and_a_table_of_constants_are_made() {
    let files = made(TABLE).unwrap_or_else(|said| panic!("{said}"));
    let page = text(&files, "docs/sandbox.md");
    let at = |line: &str| page.find(line).unwrap_or_else(|| panic!("no `{line}` in\n{page}"));
    assert!(page.contains("| | proved by a test | not | all |"), "{page}");
    assert!(page.contains("| documented behaviours | 1 | 1 | 2 |"), "{page}");
    assert!(
        at(
            "### Choices that no test proves: 1\n\nSome are in effect already; responses do not name them.\n\n- `no-limit`"
        ) > at("- An order is sent.")
    );
    assert!(at("### Behaviours that a test proves: 1") < at("- An order is kept."));
    assert!(
        at("- `order-of-orders`: The oldest order comes first. Why: Nobody says otherwise.")
            < at("### Behaviours that no test proves: 1")
    );
    assert!(at("### Behaviours that no test proves: 1") < at("- An order is sent."));
    assert!(at("- An order is sent.") < at("- `no-limit`: Any number of orders is kept."));
    let constants = text(&files, "crates/sandbox/src/generated/shop.rs");
    assert!(constants.contains("ORDER_OF_ORDERS: &str = \"order-of-orders\""), "{constants}");
    assert!(!constants.contains("no-limit"), "the program can name what no test proves: {constants}");
}

#[test]
fn mistakes_are_reported_with_their_place() {
    for (written, instead, message, place) in [
        ("[order.create]", "[order.creat]", "unknown operation `order.creat`", "7:18"),
        ("page: Orders\n    lines: L13", "page: Order\n    lines: L13", "unknown page `Order`", "10:11"),
        ("L11-12", "L21", "`L21` is not on the page `Orders` but on `Events`", "4:12"),
        ("lines: L13", "lines: the end", "`the end` names no lines", "11:12"),
        ("also: Events, L21", "also: Orders, L21", "`L21` is not on the page `Orders` but on `Events`", "5:19"),
        ("at: Orders, L14", "at: Events, L14", "`L14` is not on the page `Events` but on `Orders`", "17:17"),
        ("    test: an_order_is_kept\n  orders", "    tests: an_order_is_kept\n  orders", "unknown key `tests`", "8:5"),
        (
            "    test: an_order_is_kept\n  orders",
            "    test: An order\n  orders",
            "`An order` is not the name of a test",
            "8:11",
        ),
        ("    why: Nobody says otherwise.\n", "", "missing key `why`", "15:5"),
        ("  no-limit:", "  order-of-orders:", "order-of-orders", "19:3"),
        ("  no-limit:", "  No_Limit:", "the choice `No_Limit` is not in kebab-case", "19:3"),
        ("  no-limit:", "  chosen:", "the name `chosen` is used by the list of all choices", "19:3"),
        ("An order is sent.", "An order is sent", "does not end with a full stop", "12:16"),
        ("    lines: L13\n", "    lines: L13\n    events: [ORDER_MAED]\n", "unknown event `ORDER_MAED`", "12:14"),
    ] {
        assert!(TABLE.contains(written), "{written}");
        let said = made(&TABLE.replacen(written, instead, 1)).map(|files| files.len()).expect_err(instead);
        assert!(
            said.contains(message) && said.contains(&format!("spec/shop/sandbox.yaml:{place}")),
            "{instead}: {said}"
        );
        assert!(said.contains("1 problem"), "{said}");
    }
}
