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
    let ranges = [0x200B..=0x200F, 0x2028..=0x2029, 0x202A..=0x202E, 0x2060..=0x2069, 0xFEFF..=0xFEFF];
    let single =
        [0xAD, 0x34F, 0x61C, 0x115F, 0x17B4, 0x180B, 0x180E, 0x206A, 0x3164, 0xFE00, 0xFE0F, 0xFFA0, 0xFFF0, 0xFFF9];
    let far = [0x1BCA0, 0x1D173, 0xE0001, 0xE0041, 0xE007F, 0xE0100, 0xE0FFF];
    ranges.into_iter().flatten().chain(single).chain(far).filter_map(char::from_u32)
}

fn run(order: &str) -> Run {
    Run::over([("spec/shop/api.yaml", API), ("spec/shop/order.yaml", order)])
}

#[test]
fn each_is_the_only_mistake_wherever_it_stands() {
    assert_eq!(run(ORDER).codes(), [] as [&str; 0]);
    for letter in letters() {
        let code = format!("U+{:04X}", u32::from(letter));
        let escape = format!("\\U{:08X}", u32::from(letter));
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

/// What emoji are made of is needed to write them.
#[test]
fn emoji_are_ordinary_text() {
    for emoji in [
        "\u{2764}\u{FE0F}",
        "1\u{FE0F}\u{20E3}",
        "\u{1F469}\u{1F3FD}\u{200D}\u{1F4BB}",
        "\u{1F3F3}\u{FE0F}\u{200D}\u{1F308}",
    ] {
        let text = run(&ORDER.replace("Its size.", &format!("Its size {emoji} here.")));
        assert_eq!(text.codes(), [] as [&str; 0], "{}", text.rendered());
        let escape: String = emoji.chars().map(|letter| format!("\\U{:08X}", u32::from(letter))).collect();
        let text = run(&ORDER.replace("Reads all.", &format!("Reads all {escape} here.")));
        assert_eq!(text.codes(), [] as [&str; 0], "{}", text.rendered());
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
