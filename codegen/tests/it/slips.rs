//! A line that is indented too deep or not deep enough is reported as that, once, and hides nothing else.

use std::fmt::Write as _;
use std::time::{Duration, Instant};

use crate::shop::{BILL, ORDER, messages, shop, with};
use crate::support::Run;

/// The shop with one line of its order indented by more columns, or by fewer.
fn shifted(text: &str, line: &str, columns: isize) -> String {
    let blanks = line.len() - line.trim_start().len();
    let moved = format!("{}{}", " ".repeat(blanks.saturating_add_signed(columns)), line.trim_start());
    let (line, moved) = (format!("\n{line}"), format!("\n{moved}"));
    assert_eq!(text.matches(&line).count(), 1, "{line}");
    text.replace(&line, &moved)
}

/// A run after the one change that the message of a run offers.
fn mended(run: &Run, text: &str) -> Run {
    let [found] = run.diagnostics.as_slice() else { panic!("{}", run.rendered()) };
    let patch = found.patch.as_ref().unwrap_or_else(|| panic!("{}", run.rendered()));
    let mut text = text.to_owned();
    text.replace_range(patch.span.range(), &patch.text);
    shop(&text, "")
}

#[test]
fn a_line_at_another_column_is_the_only_mistake() {
    let too_deep = |key: &str, by: &str| format!("`{key}` is indented too deep by {by}");
    let too_shallow = |key: &str, by: &str| format!("`{key}` is not indented deep enough by {by}");
    for (line, columns, expected) in [
        // YAML with another meaning.
        ("objects:", 2, too_deep("objects", "2 columns")),
        ("  Order:", 2, too_deep("Order", "2 columns")),
        ("  Order:", -2, too_shallow("Order", "2 columns")),
        ("    fields:", -2, too_shallow("fields", "2 columns")),
        ("operations:", 2, too_deep("operations", "2 columns")),
        ("operations:", 1, too_deep("operations", "1 column")),
        ("  create:", 2, too_deep("create", "2 columns")),
        // No YAML.
        ("    docs: Makes one.", 1, too_deep("docs", "1 column")),
        ("    docs: Makes one.", -2, too_shallow("docs", "2 columns")),
        ("    method: POST", 1, too_deep("method", "1 column")),
        ("    method: POST", 2, too_deep("method", "2 columns")),
        ("    method: POST", -2, too_shallow("method", "2 columns")),
        ("    method: POST", -1, too_shallow("method", "1 column")),
    ] {
        let text = shifted(ORDER, line, columns);
        let run = shop(&text, "");
        assert_eq!(messages(&run), [expected], "{line:?} by {columns}:\n{}", run.rendered());
        assert_eq!(messages(&mended(&run, &text)), [] as [&str; 0], "{line:?} by {columns}:\n{}", run.rendered());
    }
}

/// Without its key, what is indented like the block of text above it is read as text.
#[test]
fn keys_that_became_part_of_a_text_are_reported() {
    let docs = "    docs: |-
      An order.

      ```yaml
      It is complete.
      note: code
      ```

      See the page.
";
    let order = with(ORDER, "    docs: An order.\n", docs);
    assert_eq!(messages(&shop(&order, "")), [] as [&str; 0]);
    let evidence = "      level: inferred\n      note: Public clients read it.\n";
    let text = with(&order, docs, &format!("{docs}{evidence}"));
    let run = shop(&text, "");
    assert_eq!(messages(&run), ["missing `evidence:` above this line"], "{}", run.rendered());
    assert_eq!(messages(&mended(&run, &text)), [] as [&str; 0], "{}", run.rendered());
}

#[test]
fn a_block_that_moved_as_a_whole_is_moved_back_as_a_whole() {
    let fields =
        "    fields:\n      id: { type: OrderId, docs: Its id. }\n      size: { type: Size, docs: Its size. }\n";
    let text = with(ORDER, fields, &fields.lines().map(|line| format!("{}\n", &line[2..])).collect::<String>());
    let run = shop(&text, "");
    assert_eq!(messages(&run), ["`fields` is not indented deep enough by 2 columns"], "{}", run.rendered());
    let patch = run.diagnostics[0].patch.as_ref().expect("the block is moved");
    assert_eq!(format!("{}\n", patch.text), fields);
}

#[test]
fn what_a_line_belongs_to_is_named() {
    for (line, columns, owner) in [
        ("    fields:", -2, "probably belongs to `Order`"),
        ("  create:", 2, "probably belongs to `operations`"),
        ("operations:", 2, "probably belongs to the top level of the file"),
    ] {
        let run = shop(&shifted(ORDER, line, columns), "");
        assert_eq!(run.diagnostics[0].label, owner, "{}", run.rendered());
    }
}

/// A second mistake is reported next to the line, wherever it stands.
#[test]
fn a_second_mistake_is_reported() {
    for (line, columns) in [("operations:", 2), ("  Order:", 2), ("    method: PUT", -2), ("  replace:", -2)] {
        for (what, order, bill, expected) in [
            ("in another file", ORDER.to_owned(), BILL, "unknown type `Bil`"),
            (
                "another value",
                with(ORDER, "  Refused: { docs: An error.", "  Refused: { docs: []"),
                "",
                "expected text, found a list",
            ),
            ("another key", with(ORDER, "    docs: Reads it.", "    docz: Reads it."), "", "unknown key `docz`"),
            (
                "another type",
                with(ORDER, "body: Refused, docs: Not made.", "body: Rejected, docs: Not made."),
                "",
                "unknown type `Rejected`",
            ),
        ] {
            let run = shop(&shifted(&order, line, columns), bill);
            let found = messages(&run);
            assert_eq!(found.len(), 2, "{line:?}, {what}:\n{}", run.rendered());
            assert!(found.iter().any(|found| found == expected), "{line:?}, {what}: {found:?}");
        }
    }
}

#[test]
fn two_lines_at_other_columns_are_two_mistakes() {
    let bill = BILL.replace("Bil>", "Order>");
    for (line, columns, other, by) in [
        ("  Order:", 2, "operations:", 2),
        ("operations:", 2, "    path: /bills", -2),
        ("    fields:", -2, "  list:", 2),
    ] {
        let run = shop(&shifted(ORDER, line, columns), &shifted(&bill, other, by));
        assert_eq!(run.codes(), ["indentation"], "{}", run.rendered());
        assert_eq!(run.diagnostics.len(), 2, "{}", run.rendered());
    }
}

/// What is no matter of columns is reported as before.
#[test]
fn other_mistakes_are_no_slips() {
    for (from, to) in [
        ("    method: POST", "    methodd: POST"),
        ("    docs: Reads it.\n", ""),
        ("    docs: Reads it.", "    docs: Reads it.\n    docs: Reads it."),
        ("body: Order, docs: Made. }\n      \"400\"", "body: Oder, docs: Made. }\n      \"400\""),
        ("operations:", "operatoins:"),
        ("    fields:", "    qxqx:"),
    ] {
        let run = shop(&with(ORDER, from, to), "");
        assert!(!run.codes().is_empty() && !run.codes().contains(&"indentation"), "{to}\n{}", run.rendered());
    }
}

/// A file with a mistake in each of thousands of operations: lines are moved in a bounded number of attempts.
#[test]
fn a_large_file_full_of_mistakes_takes_seconds() {
    let mut large = ORDER.to_owned();
    for at in 0..1_500 {
        write!(
            large,
            "  send-{at}:\n    docs: Sends it.\n  method: POST\n    path: /orders/{at}\n    responses:\n      \"200\": {{ outcome: sucess }}\n",
        )
        .expect("a text takes more");
    }
    let started = Instant::now();
    let broken = shop(&large, "");
    assert!(!broken.diagnostics.is_empty());
    let mixed =
        large.replace("\n  method: POST\n", "\n    methodd: POST\n").replace("    responses:\n", "  responses:\n");
    let found = shop(&mixed, "");
    assert!(!found.diagnostics.is_empty());
    assert!(started.elapsed() < Duration::from_secs(120), "{:?}", started.elapsed());
}
