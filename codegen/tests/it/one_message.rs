//! One mistake gives one message, and no mistake hides another that has nothing to do with it.

use payspec_codegen::load::Folder;
use payspec_codegen::run::{self, CompileError, Target};
use payspec_codegen::source::{SourceFile, Sources};

use crate::support::{API, Run, showcase};

/// A resource with an object, an enum and three operations.
const ORDER: &str = "resource: { name: order, plural: orders, docs: An order., object: Order, id: id }
ids: { OrderId: { docs: Identifies an order. } }
enums: { Size: { docs: A size., values: [{ code: small, docs: Small. }, { code: large, docs: Large. }] } }
objects:
  Order:
    docs: An order.
    fields:
      id: { type: OrderId, docs: Its id. }
      size: { type: Size, docs: Its size. }
  Refused: { docs: An error., fields: { text: { type: string, docs: In words. } } }
operations:
  read:
    docs: Reads it.
    method: GET
    path: /orders/{id}
    evidence: { level: documented, source: manual, at: page 1 }
    params: { id: { type: OrderId, docs: Which one., in: path, required: true } }
    responses:
      \"200\": { outcome: success, body: Order, docs: Found. }
      \"400\": { outcome: invalid, body: Refused, docs: Not found. }
  create:
    docs: Makes one.
    method: POST
    path: /orders
    evidence: { level: documented, source: manual, at: page 1 }
    params: { size: { type: Size, docs: How large., required: true } }
    responses:
      \"200\": { outcome: success, body: Order, docs: Made. }
      \"400\": { outcome: invalid, body: Refused, docs: Not made. }
  replace:
    docs: Replaces all.
    method: PUT
    path: /orders
    evidence: { level: documented, source: manual, at: page 1 }
    params: { size: { type: Size, docs: How large., required: true } }
    responses: { \"200\": { outcome: success, body: Order, docs: Made. } }
";

/// Another file of the API, which names a type that nobody declares.
const BILL: &str = "resource: { name: bill, plural: bills, docs: A bill. }
operations:
  list:
    docs: Lists them.
    method: GET
    path: /bills
    evidence: { level: documented, source: manual, at: page 1 }
    responses: { \"200\": { outcome: success, body: list<Bil>, docs: All. } }
";

fn shop(order: &str, bill: &str) -> Run {
    let files = [("spec/shop/api.yaml", API), ("spec/shop/order.yaml", order), ("spec/shop/zbill.yaml", bill)];
    Run::over(files.into_iter().filter(|(_, text)| !text.is_empty()))
}

fn messages(run: &Run) -> Vec<String> {
    run.diagnostics.iter().map(|found| found.message.clone()).collect()
}

/// The one place of a text.
fn with(text: &str, from: &str, to: &str) -> String {
    assert_eq!(text.matches(from).count(), 1, "{from}");
    text.replace(from, to)
}

#[test]
fn the_shop_is_right() {
    assert_eq!(messages(&shop(ORDER, "")), [] as [&str; 0]);
}

#[test]
fn a_mistake_in_one_file_hides_none_in_another() {
    let mistakes = [
        (
            "an unknown key",
            "      size: { type: Size, docs: Its size. }",
            "      size: { type: Size, docs: Its size., colour: red }",
        ),
        ("a misspelt key", "    path: /orders/{id}", "    pathh: /orders/{id}"),
        ("a missing key", "  Refused: { docs: An error., fields", "  Refused: { fields"),
        ("a value of the wrong kind", "{ type: Size, docs: Its size. }", "{ type: Size, docs: [] }"),
        ("a key that stands twice", "{ type: Size, docs: Its size. }", "{ type: Size, type: Size, docs: Its size. }"),
        ("a section that is misspelt", "ids:", "idds:"),
        ("a resource that cannot be read", "resource: { name: order, ", "resource: { "),
        ("what is no YAML", "    docs: Reads it.", "    docs: Reads: it."),
    ];
    for (what, from, to) in mistakes {
        let found = messages(&shop(&with(ORDER, from, to), BILL));
        assert_eq!(found.len(), 2, "{what}: {found:#?}");
        assert!(found.contains(&"unknown type `Bil`".to_owned()), "{what}: {found:#?}");
    }
}

#[test]
fn what_was_lost_is_told_once() {
    let mistakes = [
        ("the names of a misspelt section", "enums:", "emuns:"),
        ("the names of a section that is unknown", "enums:", "colours:"),
        ("an object without docs", "  Order:\n    docs: An order.", "  Order:"),
        (
            "an object whose fields are no mapping",
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
        assert_eq!(found, ["the text ends in a `\"` that nothing opens"], "{text}");
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
        assert_eq!(run.rules(), ["name-form"], "{to}: {:#?}", messages(&run));
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
fn a_mistake_in_one_api_hides_none_in_another() {
    let desk = API.replace("shop", "desk");
    let bad = with(ORDER, "enums:", "emuns:");
    let run = Run::over([
        ("spec/desk/api.yaml", desk.as_str()),
        ("spec/desk/order.yaml", bad.as_str()),
        ("spec/shop/api.yaml", API),
        ("spec/shop/order.yaml", &with(ORDER, "  create:", "  create:\n    echoes: { colour: id }")),
        ("spec/shop/zbill.yaml", &BILL.replace("Bil>", "Size>").replace("GET", "POST")),
        ("spec/shop/zz.yaml", "objects: { Dead: { docs: Unused., fields: { a: { type: string, docs: A. } } } }"),
    ]);
    let found = messages(&run);
    assert_eq!(found.len(), 3, "{found:#?}");
    assert!(found.contains(&"the type `Dead` is not used".to_owned()), "{found:#?}");
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

/// Every word of a closed list in the showcase, with a letter too few: one message each.
#[test]
fn every_misspelt_word_of_the_showcase_gives_one_message() {
    let whole = showcase();
    let words = [
        "method",
        "outcome",
        "encoding",
        "scheme",
        "level",
        "in",
        "as",
        "direction",
        "unit",
        "mark",
        "separator",
        "by",
        "signed",
        "form",
        "codes",
    ];
    let (mut tried, mut wrong) = (0, Vec::new());
    for (index, (path, text)) in whole.iter().enumerate() {
        for key in words {
            let Some(value) = value_of(text, key) else { continue };
            let mut files = whole.clone();
            let word = &text[value.clone()];
            if word.len() < 3 {
                continue;
            }
            files[index].1.replace_range(value.clone(), &format!("{}{}", &word[..1], &word[2..]));
            let run = Run::over(files);
            tried += 1;
            if run.diagnostics.len() != 1 {
                wrong.push(format!("{path}: {key}: {word}: {:#?}", messages(&run)));
            }
        }
    }
    assert!(tried > 20, "only {tried} words");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// The first plain value of a key.
fn value_of(text: &str, key: &str) -> Option<std::ops::Range<usize>> {
    let start = [format!(" {key}: "), format!("{{ {key}: ")]
        .iter()
        .filter_map(|key| Some(text.find(key)? + key.len()))
        .min()?;
    let length = text[start..].find(|c: char| !c.is_ascii_alphanumeric() && c != '-')?;
    (length > 0).then_some(start..start + length)
}

/// Every third key of the showcase, changed by `change` so that it is unknown; `wrong` says what must not be found.
fn each_unknown_key(change: fn(&mut String, std::ops::Range<usize>), wrong: fn(&Run, &str) -> Option<String>) {
    let whole = showcase();
    let (mut tried, mut found) = (0, Vec::new());
    for (index, (path, text)) in whole.iter().enumerate() {
        let mut seen = std::collections::HashSet::new();
        for key in keys(text).into_iter().skip(index % 3).step_by(3) {
            let word = &text[key.clone()];
            if !seen.insert(word) {
                continue;
            }
            let mut files = whole.clone();
            change(&mut files[index].1, key);
            let run = Run::over(files);
            if run.rules().contains(&"unknown-key") {
                tried += 1;
                found.extend(wrong(&run, word).map(|wrong| format!("{path}: {word}: {wrong}")));
            }
        }
    }
    assert!(tried > 60, "only {tried} keys");
    assert!(found.is_empty(), "{} of {tried}\n{}", found.len(), found.join("\n"));
}

/// Every key of the showcase, misspelt: one message each.
#[test]
fn every_misspelt_key_of_the_showcase_gives_one_message() {
    each_unknown_key(
        |text, key| text.insert_str(key.end - 1, "zz"),
        |run, _| (run.diagnostics.len() != 1).then(|| format!("{:#?}", messages(run))),
    );
}

/// Every key of the showcase, replaced by what is near to none: what it held is lost, and nothing else is wrong.
#[test]
fn what_an_unknown_key_loses_is_not_missed() {
    each_unknown_key(
        |text, key| text.replace_range(key, "qxqxqxqxqxqxqx"),
        |run, word| {
            // Where a construct needs the key, both may be said.
            let others = run.diagnostics.iter().filter(|found| found.rule.name != "unknown-key");
            let others: Vec<_> = others.map(|found| (found.rule.name, &found.message)).collect();
            let is_told =
                |(rule, message): &(&str, &String)| *rule == "missing-key" || message.contains(&format!("`{word}`"));
            (!others.iter().all(is_told)).then(|| format!("{others:#?}"))
        },
    );
}

/// The words that a colon follows.
fn keys(text: &str) -> Vec<std::ops::Range<usize>> {
    let mut found = Vec::new();
    for (colon, _) in text.match_indices(": ").chain(text.match_indices(":\n")) {
        let start = text[..colon].rfind(|c: char| !c.is_ascii_lowercase() && c != '_').map_or(0, |at| at + 1);
        if colon - start > 2 {
            found.push(start..colon);
        }
    }
    found
}

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
            table("{ type: string, docs: A name. }", "\"#\"").replace("columns: { name", "columns: { naem"),
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
            messages(&run).into_iter().filter(|found| !found.contains("the type `Size` is not used")).collect();
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
fn a_name_without_end_is_told_in_short() {
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

/// What is found in the folders of one target does not depend on those of another.
#[test]
fn a_mistake_in_one_target_is_not_forgotten_with_the_next() {
    for (from, to) in [("method: PUT", "method: PT"), ("enums:", "emuns:"), ("method: PUT", "path: 1")] {
        let mut sources = Sources::new();
        let mut folder = |name: &str, order: &str| {
            let api = SourceFile { path: format!("spec/{name}/api.yaml"), text: API.replace("shop", name) };
            let order = SourceFile { path: format!("spec/{name}/order.yaml"), text: order.to_owned() };
            let files = vec![sources.add(api), sources.add(order)];
            Folder { name: name.to_owned(), path: format!("spec/{name}"), files }
        };
        let (bad, good) = (folder("shop", &with(ORDER, from, to)), folder("desk", ORDER));
        let target = Target { spec_dir: "spec", crates_dir: "crates", coverage: None, umbrella: None, suite: None };
        let loaded = vec![(target, vec![bad]), (target, vec![good])];
        let Err(CompileError::Spec(found)) = run::compile(loaded, &sources) else { panic!("{to} is no mistake") };
        assert!(!found.is_empty(), "{to}");
    }
}
