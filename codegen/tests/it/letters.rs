//! Letters that nobody sees are refused by name, wherever they stand.

use crate::support::{API, Run};

const ORDER: &str = "# A comment.
resource: { name: order, plural: orders, docs: An order. }
enums: { Size: { docs: A size., values: [{ code: small, docs: Small. }] } }
operations:
  read:
    docs: \"Reads all.\"
    method: GET
    path: /orders
    evidence: { level: documented, source: manual, at: page 1 }
    params: { size: { type: Size, docs: Its size. } }
    responses: { \"200\": { outcome: success, docs: Done. } }
";

fn letters() -> impl Iterator<Item = char> {
    let ranges = [0x200B..=0x200F, 0x2028..=0x2029, 0x202A..=0x202E, 0x2066..=0x2069, 0xFEFF..=0xFEFF];
    ranges.into_iter().flatten().filter_map(char::from_u32)
}

fn run(order: &str) -> Run {
    Run::over([("spec/shop/api.yaml", API), ("spec/shop/order.yaml", order)])
}

#[test]
fn each_is_the_only_mistake_wherever_it_stands() {
    assert_eq!(run(ORDER).codes(), [] as [&str; 0]);
    for letter in letters() {
        let code = format!("U+{:04X}", u32::from(letter));
        let escape = format!("\\u{:04X}", u32::from(letter));
        let places = [
            ("a comment", "A comment.", format!("A {letter}comment.")),
            ("a text", "Its size.", format!("Its {letter}size.")),
            ("a text in quotes", "Reads all.", format!("Reads {letter}all.")),
            ("an escape", "Reads all.", format!("Reads {escape}all.")),
            ("a key", "evidence:", format!("evid{letter}ence:")),
            ("a word", "outcome: success", format!("outcome: succ{letter}ess")),
            ("the name of a type", "enums: { Size:", format!("enums: {{ Si{letter}ze:")),
            ("a type", "type: Size", format!("type: Si{letter}ze")),
            ("a wire name", "{ size: { type", format!("{{ si{letter}ze: {{ type")),
            ("a code", "code: small", format!("code: sm{letter}all")),
            ("the end", "docs: Done. } }\n", format!("docs: Done. }} }}\n# {letter}")),
        ];
        for (what, from, to) in places {
            assert_eq!(ORDER.matches(from).count(), 1, "{from}");
            let run = run(&ORDER.replace(from, &to));
            let found: Vec<_> = run.diagnostics.iter().map(|found| (found.code.name, &found.message)).collect();
            assert_eq!(found.len(), 1, "{code} in {what}: {found:#?}");
            assert_eq!(found[0].0, "invisible", "{code} in {what}: {found:#?}");
            assert!(found[0].1.starts_with(&code), "{code} in {what}: {found:#?}");
        }
    }
}

#[test]
fn a_byte_order_mark_at_the_start_is_none() {
    let run = run(&format!("\u{FEFF}{ORDER}"));
    assert_eq!(run.codes(), [] as [&str; 0]);
}

/// What is made of a type takes its name along: its own name is the mistake, told once.
#[test]
fn a_letter_that_looks_like_another_is_one_mistake_in_the_name_of_any_type() {
    const TYPES: &str = "resource: { name: order, plural: orders, docs: An order. }
tables: { Unit: { docs: A unit., columns: { label: { type: string, docs: Its name. } }, rows: [{ code: KG, label: Kilo }] } }
unions: { Item: { docs: An item., tag: kind, variants: { shoe: { docs: A shoe. }, hat: { docs: A hat. } } } }
operations:
  make:
    docs: Makes one.
    method: POST
    path: /orders
    evidence: { level: documented, source: manual, at: page 1 }
    params:
      unit: { type: Unit, docs: Its unit. }
      item: { type: Item, docs: What it is of. }
    responses: { \"200\": { outcome: success, docs: Done. } }
";
    assert_eq!(run(TYPES).codes(), [] as [&str; 0], "{}", run(TYPES).rendered());
    for (from, to) in [("{ Unit: {", "{ Un\u{456}t: {"), ("{ Item: {", "{ It\u{435}m: {")] {
        let run = run(&TYPES.replace(from, to));
        assert_eq!(run.diagnostics.len(), 1, "{}", run.rendered());
    }
}
