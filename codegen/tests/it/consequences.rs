//! What is only found because of a mistake is not reported next to it.

use crate::pairs;
use crate::shop::{messages, with};
use crate::support::Run;

/// The files of a pair.
pub(crate) fn files(pair: &str) -> Vec<(String, String)> {
    let pairs = pairs::pairs();
    let pair = pairs.iter().find(|known| known.name == pair).unwrap_or_else(|| panic!("there is no pair {pair}"));
    pair.files().into_iter().map(|(api, name, text)| (format!("spec/{api}/{name}"), text)).collect()
}

/// The files of a pair with other text in one of them.
pub(crate) fn changed(pair: &str, from: &str, to: &str) -> Run {
    let mut files = files(pair);
    let (_, text) = files.iter_mut().find(|(_, text)| text.contains(from)).unwrap_or_else(|| panic!("{pair}: {from}"));
    *text = with(text, from, to);
    Run::over(files)
}

#[test]
fn each_mistake_is_reported_alone() {
    let prefix = "    const_prefix: CODE\n";
    let constant = "the derived Rust name of the constant `05` cannot be used";
    let capitals = "the name of a constant prefix must be in capitals";
    let blank = "the text is empty or has leading or trailing spaces";
    let row = "[{ code: ST, price: 1 }]";
    let mistakes = [
        ("table", prefix, "", constant),
        ("table", prefix, "    const_prefix: ''\n", capitals),
        ("table", prefix, "    const_prefix: ' '\n", capitals),
        ("table", prefix, "    const_prefix: code-\n", capitals),
        ("table", "code: \"51\"", "code: ' '", blank),
        ("table", "code: \"51\"", "code: ''", blank),
        ("table", "code: \"51\", label", "\"\": 5, label", "a name is empty"),
        ("table", "also: [\"051\"]", "also: [\"51\"]", "`Decline` lists the code `51` twice"),
        ("table-extends", row, "[{ code: ST, also: [ST], price: 1 }]", "the code of an API has only one spelling"),
        ("table-extends", row, "[{ code: ' ', price: 1 }]", blank),
        ("table-extends", row, "[{ code: '-', price: 1 }]", "the derived Rust name of the constant `-` cannot be used"),
        ("table-extends", "{ KG: { price: 9 } }", "{ KG: 5 }", "expected a mapping, found the number 5"),
        ("table-extends", "{ KG: { price: 9 } }", "{ KG: {} }", "`adds` has no value for this row"),
        (
            "table-extends",
            "[{ code: KG, name: Kilogram }, { code: G, name: Gram }]",
            "[]",
            "the table `Unit` has no rows",
        ),
        (
            "table-accepts",
            "[{ code: KG, name: Kilogram }, { code: G, name: Gram }]",
            "[]",
            "the table `Unit` has no rows",
        ),
        ("docs-of-an-object", "L10:", "L10x:", "expected a line number, found `L10x`"),
        (
            "docs-of-an-object",
            "L1: Cover, L10: Orders",
            "L10: Orders, L1: Cover",
            "this page begins before the previous one",
        ),
        ("status", ", to: [PAID]", "", "the status `OPEN` is a dead end"),
        ("status", ", initial: true", "", "the enum `OrderStatus` has transitions, but no initial status"),
        ("status", ", final: true", "", "the status `PAID` is a dead end"),
    ];
    for (pair, from, to, expected) in mistakes {
        let run = changed(pair, from, to);
        assert_eq!(messages(&run), [expected], "{pair}: {to}\n{}", run.rendered());
    }
}

#[test]
fn a_spelling_that_stands_twice_is_reported_at_its_place() {
    let run = changed("table", "also: [\"051\"]", "also: [\"51\"]");
    let text = &run.sources.file(run.diagnostics[0].span.file).text;
    assert_eq!(&text[run.diagnostics[0].span.range()], "[\"51\"]");
}

#[test]
fn citations_are_not_reported_where_the_list_of_pages_is_wrong() {
    let whole = files("docs-of-an-object");
    let (_, text) = whole.last().expect("a pair has a file");
    let titles = &text[text.find("titles: ").expect("it lists pages")..];
    let titles = &titles[..=titles.find('}').expect("in braces")];
    let title = titles.trim_start_matches("titles: { L1: ").split(',').next().expect("a title");
    for (to, rule) in [
        (titles.replace(title, "\"\""), "empty-docs"),
        ("titles: {}".to_owned(), "pages"),
        ("titles: []".to_owned(), "wrong-kind"),
        ("titles:".to_owned(), "wrong-kind"),
    ] {
        let run = changed("docs-of-an-object", titles, &to);
        assert_eq!((run.codes(), run.diagnostics.len()), (vec![rule], 1), "{to}\n{}", run.rendered());
    }
}

/// A title stands once in the list of pages and before each of its lines.
#[test]
fn lines_of_a_page_that_is_listed_wrong_are_reported_once() {
    for (from, to) in
        [(", L10:", ", L900:"), ("L10: Orders", "L10: Ordres"), (", L10: Orders", ""), ("L10: Orders", "L10: Carts")]
    {
        let run = changed("docs-of-an-object", from, to);
        assert_eq!((run.codes(), run.diagnostics.len()), (vec!["page-title"], 1), "{to}\n{}", run.rendered());
    }
}

#[test]
fn a_folder_that_does_not_say_what_it_is_is_reported_once() {
    for (pair, left_out) in [("table-extends", "spec/shop/api.yaml"), ("table-accepts", "spec/shop/api.yaml")] {
        let left = files(pair).into_iter().filter(|(path, _)| path != left_out);
        assert_eq!(messages(&Run::over(left)), ["no file of `spec/shop` has an `api` section"], "{pair}");
    }
    let library = changed("table-extends", "library: { name: units, docs: Units of weight. }\n", "");
    assert_eq!(messages(&library), ["no file of `spec/units` has an `api` section"]);
}

#[test]
fn a_file_without_text_is_reported_once() {
    for pair in ["table-extends", "table-accepts", "status", "docs-of-an-object"] {
        for at in 0..files(pair).len() {
            for blank in ["", "\n", "# nothing\n", "{}\n"] {
                let mut files = files(pair);
                files[at].1 = blank.to_owned();
                let path = files[at].0.clone();
                assert_eq!(messages(&Run::over(files)), ["this spec file is empty"], "{pair}: {path}: {blank:?}");
            }
        }
    }
}

#[test]
fn bounds_that_are_no_integers_are_reported_as_such() {
    for (min, max) in [("2026-01-01", "5"), ("0.5", "5"), ("5", "0.5"), ("'1'", "5"), ("5", "[]")] {
        for field in ["total", "day"] {
            let run = crate::shop::shop(&rule(&format!("range: {{ field: {field}, min: {min}, max: {max} }}")), "");
            assert_eq!(run.codes(), ["wrong-kind"], "{field} {min} {max}\n{}", run.rendered());
            assert_eq!(run.diagnostics.len(), 1, "{field} {min} {max}\n{}", run.rendered());
        }
    }
}

fn rule(check: &str) -> String {
    let to = format!(
        "in: path, required: true }}, total: {{ type: integer, docs: How many. }}, day: {{ type: date, docs: When. }}, sizes: {{ type: list<Size>, docs: How large. }} }}\n    \
         rules: [{{ name: within, because: It is so., {check} }}]"
    );
    with(crate::shop::ORDER, "in: path, required: true } }", &to)
}

#[test]
fn a_number_out_of_bounds_is_reported_with_them() {
    for (number, bounds) in [("99999999999", "0 to 4294967295"), ("-1", "0 to 4294967295"), ("0.5", ""), ("five", "")] {
        let run = crate::shop::shop(&rule(&format!("max_items: {{ field: sizes, max: {number} }}")), "");
        let found = messages(&run);
        let expected =
            if bounds.is_empty() { "a whole number".to_owned() } else { format!("a whole number from {bounds}") };
        assert_eq!(found.len(), 1, "{found:#?}");
        assert!(found[0].starts_with(&format!("expected {expected}, found ")), "{found:#?}");
    }
}

/// The place of a text in a block ends where the text ends.
#[test]
fn a_block_of_text_is_underlined_to_its_end() {
    for (block, end) in [("|", "it\n"), (">", "it\n"), ("|-", "it"), ("|+", "it\n\n")] {
        let docs = format!("    docs: {block}\n      Reads `it\n{}", if end.ends_with("\n\n") { "\n" } else { "" });
        let run = crate::shop::shop(&with(crate::shop::ORDER, "    docs: Reads it.\n", &docs), "");
        assert!(!run.diagnostics.is_empty());
        for found in &run.diagnostics {
            let text = &run.sources.file(found.span.file).text[found.span.range()];
            assert!(text.ends_with("it"), "{block}: {text:?}: {}", run.rendered());
        }
    }
}
