//! One mistake causes one message.

use crate::shop::{ORDER, messages, shop, with};
use crate::support::{API, Run, spec_of};

#[test]
fn the_shop_is_valid() {
    assert_eq!(messages(&shop(ORDER, "")), [] as [&str; 0]);
}

#[test]
fn a_lost_value_is_reported_once() {
    let mistakes = [
        ("the names of a misspelt section", "enums:", "emuns:"),
        ("the names of a section that is unknown", "enums:", "colours:"),
        ("an object without docs", "  Order:\n    docs: An order.", "  Order:"),
        (
            "an object whose fields are not a mapping",
            "fields: { text: { type: string, docs: In words. } }",
            "fields: none",
        ),
        (
            "a section that is a word",
            "enums: { Size: { docs: A size., values: [{ code: small, docs: Small. }, { code: large, docs: Large. }] } }",
            "enums: none",
        ),
        ("an operation without method", "    method: GET\n", ""),
        ("the type of an unused declaration", "{ type: Size, docs: Its size. }", "{ typee: Size, docs: Its size. }"),
        (
            "a response that cannot be read",
            "responses: { \"200\": { outcome: success, body: Order, docs: Made. } }",
            "responses: { \"200\": { outcome: success, body: Order } }",
        ),
    ];
    for (what, from, to) in mistakes {
        let found = messages(&shop(&with(ORDER, from, to), ""));
        assert_eq!(found.len(), 1, "{what}: {found:#?}");
    }
}

#[test]
fn a_stray_quotation_mark_is_the_only_mistake() {
    for text in ["5\"", "Its size. \"", "true\""] {
        let to = format!("{{ type: Size, docs: {text} }}");
        let found = messages(&shop(&with(ORDER, "{ type: Size, docs: Its size. }", &to), ""));
        assert_eq!(found, ["unmatched `\"` at the end of the text"], "{text}");
    }
}

/// `\u{0435}`, a Cyrillic letter that looks like an `e`.
#[test]
fn a_look_alike_letter_in_a_name_is_one_mistake() {
    for (from, to) in [
        ("  create:", "  cr\u{0435}ate:"),
        ("resource: { name: order,", "resource: { name: ord\u{0435}r,"),
        ("plural: orders", "plural: ord\u{0435}rs"),
    ] {
        let run = shop(&with(ORDER, from, to), "");
        assert_eq!(run.codes(), ["name-form"], "{to}: {:#?}", messages(&run));
        assert_eq!(run.diagnostics.len(), 1, "{to}: {:#?}", messages(&run));
    }
}

#[test]
fn a_key_in_the_place_of_a_required_one_is_one_mistake() {
    for (from, to, missing) in [
        ("    method: PUT", "    qxqxqx: PUT", "method"),
        ("{ type: Size, docs: Its size. }", "{ type: Size, qxqxqx: Its size. }", "docs"),
    ] {
        let found = messages(&shop(&with(ORDER, from, to), ""));
        assert_eq!(found, [format!("unknown key `qxqxqx`, and the key `{missing}` is missing")]);
    }
}

#[test]
fn an_unknown_word_is_the_only_mistake() {
    let mistakes = [
        (
            "\"400\": { outcome: invalid, body: Refused, docs: Not made. }",
            "\"400\": { outcome: nvalid, body: Refused, docs: Not made. }",
        ),
        (
            "\"400\": { outcome: invalid, body: Refused, docs: Not made. }",
            "\"400\": { outcome: whatever, body: Refused, docs: Not made. }",
        ),
        ("responses: { \"200\": { outcome: success,", "responses: { \"200\": { outcome: fine,"),
        ("method: POST", "method: PT"),
        ("method: PUT", "method: PT"),
        ("method: PUT", "method: FETCH"),
        ("method: GET", "method: FETCH"),
        ("in: path", "in: route"),
        ("in: path, required: true", "in: path, required: yes"),
        (
            "level: documented, source: manual, at: page 1 }\n    params: { id",
            "level: dokumented, source: manual, at: page 1 }\n    params: { id",
        ),
    ];
    for (from, to) in mistakes {
        let found = messages(&shop(&with(ORDER, from, to), ""));
        assert_eq!(found.len(), 1, "{to}: {found:#?}");
    }
}

#[test]
fn a_name_without_a_value_is_not_reported_as_missing() {
    for (from, to) in [
        ("body: Order, docs: Found.", "body: [], docs: Found."),
        ("{ code: small, docs: Small. }", "{ code: [], docs: Small. }"),
        ("body: Refused, docs: Not made.", "body: {}, docs: Not made."),
        ("body: Order, docs: Found.", "body: 5, docs: Found."),
    ] {
        let run = shop(&with(ORDER, from, to), "");
        assert_eq!(run.codes(), ["wrong-kind"], "{to}: {:#?}", messages(&run));
        assert_eq!(run.diagnostics.len(), 1, "{to}: {:#?}", messages(&run));
    }
}

#[test]
fn a_key_without_a_value_is_reported_by_name() {
    for (from, to, key) in [
        ("object: Order, id: id", "object:, id: id", "object"),
        (
            "\"400\": { outcome: invalid, body: Refused, docs: Not made. }",
            "\"400\": { outcome: invalid, body: , docs: Not made. }",
            "body",
        ),
        (
            "evidence: { level: documented, source: manual, at: page 1 }\n    params: { id",
            "evidence:\n    params: { id",
            "evidence",
        ),
    ] {
        assert_eq!(messages(&shop(&with(ORDER, from, to), "")), [format!("`{key}` has no value")]);
    }
}

#[test]
fn a_misspelt_declaration_is_reported_once_with_its_uses() {
    for declared in ["Sizze", "SIZE", "S\u{0456}ze", "Qxqx", "qxqx"] {
        let run = shop(&with(ORDER, "enums: { Size:", &format!("enums: {{ {declared}:")), "");
        let expected = format!("`{declared}` is declared but never used; `Size` is used 3 times but not declared");
        assert_eq!(messages(&run), [expected]);
        assert_eq!(run.diagnostics[0].also.len(), 3, "the uses are shown");
    }
    for (from, to) in [("sources: { manual:", "sources: { manuel:"), ("sources: { manual:", "sources: { qxqx:")] {
        let api = with(API, from, to);
        let run = Run::over([("spec/shop/api.yaml", api.as_str()), ("spec/shop/order.yaml", ORDER)]);
        let declared = &to["sources: { ".len()..to.len() - 1];
        let expected = format!("`{declared}` is declared but never used; `manual` is used 3 times but not declared");
        assert_eq!(messages(&run), [expected]);
    }
}

/// If no declaration matches a name, both are reported.
#[test]
fn an_unused_type_hides_no_unknown_one() {
    let dead = with(ORDER, "ids: {", "ids: { Dead: { docs: Unused. },");
    let run = shop(
        &with(
            &dead,
            "id: { type: OrderId, docs: Its id. }",
            "id: { type: OrderId, docs: Its id. }\n      note: { type: Bil, docs: A. }\n      other: { type: Cart, docs: A. }",
        ),
        "",
    );
    let found = messages(&run);
    for name in ["`Dead`", "`Bil`", "`Cart`"] {
        assert!(found.iter().any(|found| found.contains(name)), "{name}: {found:#?}");
    }
}

#[test]
fn the_words_of_a_field_belong_in_an_enum() {
    let run = shop(&with(ORDER, "{ type: Size, docs: Its size. }", "{ enum: [small, large], docs: Its size. }"), "");
    assert_eq!(messages(&run), ["unknown key `enum`, and the key `type` is missing"]);
    assert!(run.rendered().contains("declare the values in the section `enums`"), "{}", run.rendered());
}

#[test]
fn a_text_in_quotes_without_a_colon_is_one_mistake() {
    for text in ["\"Its size.\"", "\"Its size, which is known.\"", "\"Its size, one, or another.\""] {
        let run = shop(&with(ORDER, "docs: Its size. }", &format!("docs {text} }}")), "");
        assert_eq!(run.codes(), ["unknown-key"], "{text}: {:#?}", messages(&run));
        assert_eq!(run.diagnostics.len(), 1, "{text}: {:#?}", messages(&run));
        let patch = run.diagnostics[0].patch.as_ref().expect("a colon is suggested");
        assert_eq!(patch.text, ":");
    }
}

#[test]
fn a_comment_that_ends_a_text_suggests_quotes() {
    for (from, to) in [
        ("    docs: Reads it.", "    docs: Reads #it."),
        ("{ type: Size, docs: Its size. }", "{ type: Size, docs: Its #size. }"),
    ] {
        let text = with(ORDER, from, to);
        let run = shop(&text, "");
        assert_eq!(messages(&run), ["` #` starts a comment, so `docs` ends here"]);
        let patch = run.diagnostics[0].patch.clone().expect("quotes are suggested");
        let mut fixed = text;
        fixed.replace_range(patch.span.range(), &patch.text);
        assert_eq!(messages(&shop(&fixed, "")), [] as [&str; 0], "{fixed}");
    }
    let comment = with(ORDER, "    docs: Reads it.", "    docs: Reads it. #a remark.");
    assert_eq!(messages(&shop(&comment, "")), [] as [&str; 0]);
}

#[test]
fn a_tab_before_blanks_becomes_as_many_blanks_as_its_neighbours_have() {
    for (from, to) in [("    docs: Reads it.", "\t   docs: Reads it."), ("    docs: Reads it.", "\t\tdocs: Reads it.")]
    {
        let text = with(ORDER, from, to);
        let run = shop(&text, "");
        assert_eq!(run.codes(), ["yaml"]);
        let patch = run.diagnostics[0].patch.clone().expect("blanks are suggested");
        let mut fixed = text;
        fixed.replace_range(patch.span.range(), &patch.text);
        assert_eq!(messages(&shop(&fixed, "")), [] as [&str; 0]);
    }
}

/// The consequences of a renamed key are not reported as separate mistakes.
#[test]
fn a_renamed_parameter_or_key_of_a_real_spec_is_one_mistake() {
    for (file, from, to) in [
        (
            "primer/dispute.yaml",
            "refetch: { operation: payment.get, with: { id:",
            "refetch: { operation: payment.get, with: { xyzzy:",
        ),
        ("primer/payment-instrument.yaml", "      paymentMethodToken: {", "      xyzzy: {"),
        ("primer/client-session.yaml", "rust: { name: warning_type", "xyzzy: { name: warning_type"),
    ] {
        let mut files = spec_of("primer");
        let (_, text) = files.iter_mut().find(|(path, _)| path.ends_with(file)).expect("the file exists");
        assert!(text.contains(from), "{file} holds {from}");
        *text = text.replacen(from, to, 1);
        let found = messages(&Run::over(files));
        assert_eq!(found.len(), 1, "{file}: {found:#?}");
    }
}

#[test]
fn a_key_without_a_colon_before_a_text_with_brackets_is_one_mistake() {
    let size = "{ type: Size, docs: Its size. }";
    for text in ["\"Its [size].\"", "'Its {size}.'", "\"[A] size.\""] {
        let found = shop(&with(ORDER, size, &format!("{{ type: Size, docs {text} }}")), "");
        assert_eq!(found.diagnostics.len(), 1, "{text}: {:#?}", messages(&found));
        let label = &found.diagnostics[0].label;
        assert_eq!(label, "missing colon after the key", "{text}: {:#?}", messages(&found));
    }
}

/// If the declaration of a type is misspelt, the message at its use mentions that the declaration is unused.
#[test]
fn a_misspelt_declaration_with_one_use_is_one_mistake_even_if_another_name_is_nearer() {
    let objects = |name: &str| {
        format!("  {name}: {{ docs: An error., fields: {{ text: {{ type: string, docs: In words. }} }} }}")
    };
    let order = with(ORDER, &objects("Refused"), &format!("{}\n{}", objects("Refused"), objects("Refusezzr")));
    let order = with(&order, "body: Refused, docs: Not made.", "body: Refuser, docs: Not made.");
    let run = shop(&order, "");
    assert_eq!(messages(&run), ["unknown type `Refuser`"]);
    let also: Vec<&str> = run.diagnostics[0].also.iter().map(|(_, said)| said.as_str()).collect();
    assert_eq!(also, ["declared; is this what `Refuser` means?"]);
}

#[test]
fn a_misspelt_move_is_one_mistake_even_if_nothing_else_leads_there() {
    let values = "[{ code: small, docs: Small. }, { code: large, docs: Large. }]";
    let moves =
        "[{ code: small, docs: Small., initial: true, to: [lagre] }, { code: large, docs: Large., final: true }]";
    let found = shop(&with(ORDER, values, moves), "");
    assert_eq!(found.codes(), ["unknown-status"], "{:#?}", messages(&found));
}
