//! One change of a file that explains what is found in it is told instead, and hides nothing else.

use crate::shop::{BILL, ORDER, messages, shop, with};
use crate::support::Run;

/// The one thing that is reported of the shop with another text in one place, and that its change makes the shop right.
fn only(from: &str, to: &str) -> String {
    let text = with(ORDER, from, to);
    let run = shop(&text, "");
    let [found] = run.diagnostics.as_slice() else { panic!("{to}\n{}", run.rendered()) };
    if let Some(patch) = &found.patch {
        let mut mended = text;
        mended.replace_range(patch.span.range(), &patch.text);
        assert_eq!(messages(&shop(&mended, "")), [] as [&str; 0], "{to}\n{}", run.rendered());
    }
    let is_offered = if found.patch.is_some() { "" } else { ", to be written by hand" };
    format!("{}{is_offered}", found.message)
}

#[test]
fn a_missing_sign_is_offered_where_it_belongs() {
    let size = "      size: { type: Size, docs: Its size. }";
    for (from, to, sign) in [
        (size, "      size: type: Size, docs: Its size. }", "{"),
        (size, "      size: { type: Size, docs: Its size.", "}"),
        (size, "      size: { type: Size docs: Its size. }", ","),
        (size, "      size { type: Size, docs: Its size. }", ":"),
        ("docs: Its id. }", "docs: \"Its id. }", "\""),
        ("    method: PUT", "    method PUT", ":"),
        ("body: Order, docs: Found. }", "body: Order docs: Found. }", ","),
        ("values: [{ code: small,", "values: { code: small,", "["),
        ("docs: Large. }] } }", "docs: Large. } } }", "]"),
        ("docs: Small. }, {", "docs: Small. } {", ","),
        ("{ docs: An error., fields: { text:", "{ docs: An error., fields: text:", "{"),
    ] {
        assert_eq!(only(from, to), format!("invalid YAML: missing `{sign}`"), "{to}");
    }
}

#[test]
fn a_key_that_is_missing_above_its_block_is_offered() {
    for (key, line) in [("objects", "objects:\n"), ("fields", "    fields:\n"), ("operations", "operations:\n")] {
        assert_eq!(only(line, ""), format!("missing `{key}:` above this line"));
    }
    // A name that is used nowhere else is not known.
    assert_eq!(only("  create:\n", ""), "missing name above this line, to be written by hand");
    assert_eq!(only("  Order:\n", ""), "missing `Order:` above this line");
}

#[test]
fn a_key_line_that_stands_twice_is_removed_once() {
    for line in ["    fields:\n", "objects:\n", "  create:\n", "    method: PUT\n"] {
        let key = line.trim().split(':').next().unwrap_or_default();
        assert_eq!(only(line, &line.repeat(2)), format!("duplicate key `{key}`"));
    }
}

#[test]
fn what_stands_in_the_column_of_its_key_is_moved_as_one() {
    let fields = "      id: { type: OrderId, docs: Its id. }\n      size: { type: Size, docs: Its size. }\n";
    let moved = fields.replace("      ", "    ");
    assert_eq!(only(fields, &moved), "the block that starts with `id` is not indented deep enough by 2 columns");
}

#[test]
fn a_line_below_the_key_that_it_belongs_above_is_moved_up() {
    assert_eq!(
        only("  Order:\n    docs: An order.\n", "    docs: An order.\n  Order:\n"),
        "`Order` is below `docs` and probably belongs above it"
    );
}

#[test]
fn tab_stops_become_the_blanks_that_fit() {
    let found = "invalid YAML: a line is indented with a tab";
    for (from, to) in [
        ("    docs: Reads it.", "\tdocs: Reads it."),
        ("    fields:", "\t\tfields:"),
        ("      id: { type: OrderId,", "\t\t\tid: { type: OrderId,"),
        ("  create:\n    docs: Makes one.", "\tcreate:\n\t\tdocs: Makes one."),
    ] {
        assert_eq!(only(from, to), found, "{to:?}");
    }
}

/// A change that leaves a file unreadable, or that makes another mistake of it, is not offered.
#[test]
fn what_does_not_help_is_not_offered() {
    for to in
        ["    <<: *base\n    docs: Reads it.", "    docs: *base, or not: [\n", "    }{: x: [\n    docs: Reads it."]
    {
        let run = shop(&with(ORDER, "    docs: Reads it.", to), "");
        assert_eq!(run.codes(), ["yaml"], "{to}\n{}", run.rendered());
        assert_eq!(run.diagnostics.len(), 1, "{to}\n{}", run.rendered());
        assert!(run.diagnostics[0].patch.is_none(), "{to}\n{}", run.rendered());
    }
}

/// What is no YAML hides no other mistake of its file, whether it can be corrected or is left out.
#[test]
fn what_is_no_yaml_hides_nothing_else_of_its_file() {
    let others = with(ORDER, "    docs: Makes one.", "    docz: Makes one.");
    let others = with(&others, "text: { type: string,", "text: { type: strin,");
    for (from, to) in [
        ("    docs: Reads it.", "    docs: Reads: it."),
        ("    docs: Reads it.", "    }{: x: ["),
        ("    method: GET", "    method GET"),
        ("      size: { type: Size,", "      size: type: Size,"),
        ("      id: { type: OrderId, docs: Its id. }", "      id: { type: [OrderId, docs: { Its id."),
        ("    path: /orders/{id}", "    <<: *base"),
    ] {
        let run = shop(&with(&others, from, to), BILL);
        let found = messages(&run);
        for expected in ["unknown key `docz`", "unknown type `strin`", "unknown type `Bil`"] {
            assert!(found.iter().any(|found| found == expected), "{to}: no {expected}\n{}", run.rendered());
        }
        assert_eq!(found.len(), 4, "{to}\n{}", run.rendered());
    }
}

/// Nothing is said to be missing or unused that the part which cannot be read may have held or used.
#[test]
fn what_cannot_be_read_is_not_missed() {
    for (from, to) in [
        ("  Refused: { docs: An error., fields:", "  Refused: }{ docs: An error., fields:"),
        ("enums: { Size: {", "enums: }{ Size: {"),
        ("ids: { OrderId:", "ids: }{ OrderId:"),
        ("    params: { id: {", "    params: }{ id: {"),
        (
            "    responses:\n      \"200\": { outcome: success, body: Order, docs: Made. }",
            "    responses: ]\n      \"200\": { outcome: success, body: Order, docs: Made. }",
        ),
        ("    fields:\n      id: { type: OrderId,", "    fields: }{\n      id: { type: OrderId,"),
    ] {
        let run = shop(&with(ORDER, from, to), "");
        assert_eq!(run.codes(), ["yaml"], "{to}\n{}", run.rendered());
    }
}

/// A bracket that opens in one part and closes in another is one mistake.
#[test]
fn one_bracket_over_several_lines_is_one_mistake() {
    let text = with(
        ORDER,
        "  Order:\n    docs: An order.\n    fields:\n      id: { type: OrderId, docs: Its id. }\n      size: { type: Size, docs: Its size. }\n",
        "  Order:\n    { qxqx: docs: An order.\n    fields: 5\n    rules: [] }\n",
    );
    let run = shop(&text, "");
    assert_eq!(run.codes(), ["yaml"], "{}", run.rendered());
    assert_eq!(run.diagnostics.len(), 1, "{}", run.rendered());
}

#[test]
fn two_parts_that_cannot_be_read_are_reported_both() {
    let text = with(ORDER, "    docs: Reads it.", "    }{: x: [");
    let text = with(&text, "    method: PUT", "    method: PUT: x");
    let run = shop(&text, "");
    assert_eq!(run.codes(), ["yaml"], "{}", run.rendered());
    assert_eq!(run.diagnostics.len(), 2, "{}", run.rendered());
}

/// What goes away with the change that a message offers is its consequence.
#[test]
fn what_a_patch_corrects_as_well_is_not_reported() {
    let run = Run::over([
        ("spec/shop/api.yaml", crate::support::API.to_owned()),
        ("spec/shop/order.yaml", with(ORDER, "    fields:\n", "    fields:\n    fields:\n")),
    ]);
    assert_eq!(messages(&run), ["duplicate key `fields`"]);
}

#[test]
fn a_block_of_code_without_an_end_is_the_only_mistake() {
    let text = with(ORDER, "    docs: Reads it.", "    docs: |\n      Reads it.\n\n      ```\n      so");
    assert_eq!(messages(&shop(&text, "")), ["unclosed code block in `docs`"]);
}
