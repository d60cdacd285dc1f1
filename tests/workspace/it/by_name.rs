//! What is made of more than three values, or of two next to each other that take the same argument, takes them by name:
//! positions that are mixed up would compile. Checked are the functions and methods of sdk and model crates that make
//! something, as the surfaces list them. A text converts into every id, enum and code, so all of these are one type here.

use std::collections::BTreeSet;
use std::fs;

use payspec_test_support::files::root;

/// Functions that may take two values of one type, and why nobody mixes them up.
const IN_ORDER: [(&str, &str); 4] = [
    ("portal_rules::Facts::with", "a name and its value, as everywhere"),
    ("report::MonthlyReport::of_days", "the first and the last day, in the order of time"),
    ("three_ds::FrameOptions::size", "the width and the height, as everywhere"),
    ("three_ds::PriorAuthentication::authenticate", "four types, none of which is made of another"),
];

/// What a line of a surface says of a function: its name, the types of its parameters but a receiver, and its result.
fn function(line: &str) -> Option<(String, Vec<String>, String)> {
    let (_, rest) = line.split_once("fn ")?;
    let (head, result) = rest.rsplit_once(" -> ")?;
    // The parameters begin at the first parenthesis outside of generics.
    let mut depth = 0_i32;
    let open = head.char_indices().find(|(_, c)| {
        depth += i32::from(*c == '<') - i32::from(*c == '>');
        *c == '(' && depth == 0
    })?;
    let (name, parameters) = head.split_at(open.0);
    let parameters = parameters.strip_prefix('(')?.strip_suffix(')')?;
    let (mut types, mut depth, mut start) = (Vec::new(), 0_i32, 0);
    for (at, c) in parameters.char_indices().chain([(parameters.len(), ',')]) {
        depth += i32::from("(<[".contains(c)) - i32::from(")>]".contains(c));
        if c == ',' && depth == 0 {
            // A receiver has no type of its own.
            types.extend(parameters[start..at].split_once(':').map(|(_, ty)| ty.trim().to_owned()));
            start = at + 1;
        }
    }
    let name = name.split('<').next().unwrap_or(name);
    Some((name.to_owned(), types, result.to_owned()))
}

/// The types that a text converts into, of a line of a surface.
fn made_of_text(line: &str) -> Option<&str> {
    let made =
        ["payspec_core::id!(", "payspec_core::open_enum!(", "payspec_core::code_table!(", "impl From<&str> for "];
    let rest = made.iter().find_map(|made| line.strip_prefix(made))?;
    rest.split(|c: char| !c.is_alphanumeric()).next()
}

/// A type as a caller sees it: all that a text can be given for are one.
fn kind(ty: &str, texts: &BTreeSet<String>) -> String {
    if let Some(item) = ty.strip_prefix("impl IntoIterator<Item = ").and_then(|rest| rest.strip_suffix('>')) {
        return format!("list of {}", kind(item, texts));
    }
    let into = ty.strip_prefix("impl Into<").and_then(|rest| rest.strip_suffix('>'));
    let is_text = matches!(ty, "&str" | "String" | "impl AsRef<str>") || into.is_some_and(|into| texts.contains(into));
    if is_text { "text".to_owned() } else { ty.to_owned() }
}

fn can_be_mixed_up(types: &[String]) -> bool {
    types.len() > 3 || types.windows(2).any(|two| two[0] == two[1])
}

#[test]
fn what_could_be_mixed_up_is_taken_by_name() {
    let surfaces = fs::read_dir(root().join("tests/workspace/it/surface")).expect("the surfaces are there");
    let surfaces: Vec<(String, String)> = surfaces
        .map(|entry| {
            let path = entry.expect("an entry can be read").path();
            let file = path.file_name().expect("a file has a name").to_string_lossy().into_owned();
            (file, fs::read_to_string(&path).expect("a surface can be read"))
        })
        .collect();
    let lines = surfaces.iter().flat_map(|(_, text)| text.lines());
    let texts: BTreeSet<String> =
        lines.filter_map(made_of_text).chain(["String", "Currency"]).map(str::to_owned).collect();
    let (mut wrong, mut functions) = (Vec::new(), 0);
    for (file, text) in &surfaces {
        if !file.ends_with("-sdk.snap") && !file.ends_with("-model.snap") {
            continue;
        }
        for (name, types, result) in text.lines().filter_map(function) {
            let kinds: Vec<String> = types.iter().map(|ty| kind(ty, &texts)).collect();
            functions += 1;
            if can_be_mixed_up(&kinds) && !IN_ORDER.iter().any(|(known, _)| *known == name) {
                wrong.push(format!("{file}: {name}({}) -> {result}", types.join(", ")));
            }
        }
    }
    assert!(functions > 100, "{functions} functions");
    assert!(wrong.is_empty(), "give these a struct with a field for each value:\n{}", wrong.join("\n"));
}

#[test]
fn a_line_is_understood() {
    let types = |line| function(line).map(|(name, types, _)| (name, types.len(), can_be_mixed_up(&types)));
    assert_eq!(types("const fn a::B::new(x: u32, y: u32) -> Self"), Some(("a::B::new".to_owned(), 2, true)));
    assert_eq!(types("fn new(x: impl Into<A<u8, u8>>, y: u32) -> Self"), Some(("new".to_owned(), 2, false)));
    assert_eq!(types("fn of<T: Into<(u8, u8)>>(x: T) -> Self"), Some(("of".to_owned(), 1, false)));
    assert_eq!(types("fn four(a: A, b: B, c: C, d: D) -> Result<Self, E>"), Some(("four".to_owned(), 4, true)));
    assert_eq!(types("fn set(&self, x: u32, y: u32) -> u32"), Some(("set".to_owned(), 2, true)));
    assert_eq!(types("fn set(mut self, x: u32, y: &str) -> Self"), Some(("set".to_owned(), 2, false)));
    assert_eq!(made_of_text("payspec_core::id!(XId)"), Some("XId"));
    assert_eq!(made_of_text("payspec_core::open_enum!(X A = \"a\")"), Some("X"));
    let texts = BTreeSet::from([String::from("XId")]);
    let kinds = ["impl Into<XId>", "&str", "u32", "impl Into<Blob>", "impl IntoIterator<Item = impl Into<XId>>"];
    let kinds = kinds.map(|ty| kind(ty, &texts));
    assert_eq!(kinds, ["text", "text", "u32", "impl Into<Blob>", "list of text"]);
}
