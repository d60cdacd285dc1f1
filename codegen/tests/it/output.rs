//! The forms in which diagnostics leave the generator.

use payspec_codegen::diag::{json, render};
use serde_json::Value;

use crate::support::Run;

const API: &str = "\
api:
  language: 1
  name: shop
  title: Shop
  docs: A shop.
  sources: { manual: { title: Manual } }
  environments: { test: { base_url: https://shop.example/, docs: Sells nothing. } }
  encoding: form
";

const ORDER: &str = "\
resource: { name: order, plural: orders, docs: An order. }
operations:
  read:
    docs: Reads it
    method: GET
    path: /orders/{id}
    evidence: { level: documented, source: manuel, at: page 1 }
    params: { size: { type: Syze, docs: A size. } }
    responses: { \"200\": { outcome: success, docs: Done. } }
";

const SIZE: &str = "\
ids: { Size: { docs: Identifies a size. } }
enums:
  Size:
    docs: A size.
    values: [{ code: XL, docs: Large. }, { code: XL, docs: Large. }]
";

fn several_files() -> Run {
    Run::over([("spec/shop/api.yaml", API), ("spec/shop/order.yaml", ORDER), ("spec/shop/size.yaml", SIZE)])
}

#[test]
fn one_run_shows_all_problems_of_all_files() {
    let run = several_files();
    let found: Vec<String> = run
        .diagnostics
        .iter()
        .map(|diagnostic| {
            let (line, column) = run.sources.line_column(diagnostic.span);
            let file = &run.sources.file(diagnostic.span.file).path;
            format!("{file}:{line}:{column} {} {}", diagnostic.code.id, diagnostic.code.name)
        })
        .collect();
    assert_eq!(
        found,
        [
            "spec/shop/api.yaml:7:37 E0103 base-url",
            "spec/shop/order.yaml:4:11 E0803 empty-docs",
            "spec/shop/order.yaml:6:20 E0402 path-parameter",
            "spec/shop/order.yaml:7:44 E0102 unknown-reference",
            "spec/shop/order.yaml:8:29 E0201 unknown-type",
            "spec/shop/size.yaml:3:3 E0203 duplicate-type",
            "spec/shop/size.yaml:5:50 E0601 duplicate-code",
        ]
    );
    assert!(run.rendered().ends_with("7 problems in the spec; spec/DIAGNOSTICS.md explains each code\n"));
}

/// A file that cannot be read does not hide what is wrong in others, and what it might declare is not called unknown.
#[test]
fn a_broken_file_hides_no_other_and_starts_no_avalanche() {
    let broken = SIZE.replace("ids: {", "ids: {{");
    let run =
        Run::over([("spec/shop/api.yaml", API), ("spec/shop/order.yaml", ORDER), ("spec/shop/size.yaml", &*broken)]);
    let rest =
        ["base-url", "duplicate-code", "empty-docs", "path-parameter", "unknown-reference", "unknown-type", "yaml"];
    assert_eq!(run.codes(), rest, "`Syze` stands nowhere in the broken file");
    let order = ORDER.replace("Syze", "Size");
    let run =
        Run::over([("spec/shop/api.yaml", API), ("spec/shop/order.yaml", &*order), ("spec/shop/size.yaml", &*broken)]);
    let rest = ["base-url", "duplicate-code", "empty-docs", "path-parameter", "unknown-reference", "yaml"];
    assert_eq!(run.codes(), rest);
}

#[test]
fn json_lines_say_everything() {
    let run = several_files();
    let text = json::lines(&run.diagnostics, &run.sources);
    let lines: Vec<Value> = text.lines().map(|line| serde_json::from_str(line).expect("a line is JSON")).collect();
    assert_eq!(lines.len(), run.diagnostics.len());
    let unknown_type = lines.iter().find(|line| line["code"] == "E0201").expect("the spec names an unknown type");
    insta::with_settings!({ prepend_module_to_snapshot => false, omit_expression => true }, {
        insta::assert_snapshot!("json-line", serde_json::to_string_pretty(unknown_type).expect("it was JSON"));
    });
    let duplicate = lines.iter().find(|line| line["code"] == "E0601").expect("the spec has a code twice");
    assert_eq!(duplicate["also"][0]["at"]["line"], 5);
    assert_eq!(duplicate["patch"], Value::Null);
}

/// What a patch says, once applied, fixes the problem.
#[test]
fn patches_mend() {
    let run = Run::over([("spec/shop/api.yaml", API)]);
    let [found] = &run.diagnostics[..] else { panic!("{}", run.rendered()) };
    let patch = found.patch.as_ref().expect("a slash too many can be removed");
    let mut mended = API.to_owned();
    mended.replace_range(patch.span.range(), &patch.text);
    let again = Run::over([("spec/shop/api.yaml", mended)]);
    assert!(again.diagnostics.is_empty(), "{}", again.rendered());
}

#[test]
fn colours_change_nothing_but_the_look() {
    let run = several_files();
    let plain = render::all(&run.diagnostics, &run.sources, false);
    let coloured = render::all(&run.diagnostics, &run.sources, true);
    assert!(!plain.contains('\u{1b}') && coloured.contains('\u{1b}'));
}
