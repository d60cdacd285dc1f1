//! What is found many times, or has no end, is reported in short.

use crate::shop::{ORDER, messages, shop, with};
use crate::support::{API, Run};

/// The rows of one column that are all wrong in the same way are one mistake.
#[test]
fn one_column_gives_one_message() {
    let rows = |cell: &str| -> String {
        (0..178)
            .map(|row| format!("      - {{ code: C{row:03}, name: {} }}\n", cell.replace('#', &format!("n{row}"))))
            .collect()
    };
    let table = |kind: &str, cell: &str| {
        format!(
            "tables:\n  Code:\n    docs: A code.\n    lookup: true\n    columns: {{ name: {kind} }}\n    rows:\n{}",
            rows(cell)
        )
    };
    let wrong = [
        ("integers that are texts", table("{ type: integer, docs: A name. }", "\"#\"")),
        ("words of another list", table("{ type: Size, docs: A name. }", "\"#\"")),
        (
            "a column that is not declared",
            table("{ type: string, docs: A name. }", "\"#\"").replace("columns: { name", "columns: { weight"),
        ),
        ("a key that is none", table("{ type: string, key: true, docs: A name. }", "\"same\"")),
        (
            "numbers of cards",
            table("{ type: string, docs: A name. }", "\"#\"").replace("lookup", "codes: card-number\n    lookup"),
        ),
        ("a type that is not declared", table("{ type: Sizes, docs: A name. }", "\"#\"")),
        ("codes that are no names", table("{ type: string, docs: A name. }", "\"#\"").replace("code: C", "code: 9-")),
        ("no value", table("{ type: string, docs: A name. }", "")),
        ("numbers without quotes", table("{ type: string, docs: A name. }", "1")),
    ];
    for (what, text) in wrong {
        let run =
            Run::over([("spec/shop/api.yaml", API), ("spec/shop/order.yaml", ORDER), ("spec/shop/t.yaml", &text)]);
        let found: Vec<String> =
            messages(&run).into_iter().filter(|found| !found.contains("the type `Size` is never used")).collect();
        assert_eq!(found.len(), 1, "{what}: {found:#?}");
        if what != "a type that is not declared" {
            let places = if what == "a key that is none" { 177 } else { 178 };
            assert!(
                run.rendered().contains(&format!("found at {places} places; the next are spec/shop/t.yaml:")),
                "{what}"
            );
            assert_eq!(run.diagnostics[0].repeated.len(), places - 1, "{what}");
        }
    }
}

/// Names that are too long to be meant are compared with nothing, and messages show how they start.
#[test]
fn a_name_without_end_is_reported_in_short() {
    let long = "A".repeat(400_000);
    let places = [
        ("a type", with(ORDER, "{ type: Size, docs: Its size. }", &format!("{{ type: {long}, docs: Its size. }}"))),
        (
            "a list",
            with(ORDER, "{ type: Size, docs: Its size. }", &format!("{{ type: list<{long}>, docs: Its size. }}")),
        ),
        ("no type", with(ORDER, "{ type: Size, docs: Its size. }", &format!("{{ type: a_{long}, docs: Its size. }}"))),
        ("a word", with(ORDER, "method: PUT", &format!("method: {long}"))),
        ("a scheme", with(ORDER, "  create:", &format!("  create:\n    auth: {long}"))),
        ("a verb", with(ORDER, "  create:", &format!("  ? {long}\n  :"))),
        (
            "a declared type",
            with(
                ORDER,
                "enums: {",
                &format!("enums: {{ {long}: {{ docs: A size., values: [{{ code: a, docs: A. }}] }},"),
            ),
        ),
        ("a code", with(ORDER, "{ code: small, docs: Small. }", &format!("{{ code: \"{long} \", docs: Small. }}"))),
        ("a path", with(ORDER, "path: /orders/{id}", &format!("path: /orders/{{{long}}}"))),
        ("a text", with(ORDER, "{ type: Size, docs: Its size. }", &format!("{{ type: Size, docs: {long} }}"))),
        (
            "a number",
            with(
                ORDER,
                "{ type: Size, docs: Its size. }",
                &format!("{{ type: Size, docs: {} }}", long.replace('A', "1")),
            ),
        ),
    ];
    for (what, order) in places {
        let run = shop(&order, "");
        assert!(!run.diagnostics.is_empty(), "{what}");
        for found in &run.diagnostics {
            let texts = [&found.message, &found.label].into_iter().chain(&found.help);
            let longest = texts.map(String::len).max().unwrap_or(0);
            assert!(longest < 1_000, "{what}: a text of {longest} bytes");
        }
        let rendered = run.rendered().len();
        assert!(rendered < 20_000, "{what}: {rendered} bytes");
    }
}
