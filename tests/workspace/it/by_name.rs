//! What is made of more than three values, or of two of one type next to each other, takes them by name: positions that are
//! mixed up would compile. Held to it are the functions and methods of sdk and model crates that make something, as the surfaces
//! have them. In those of sdk crates, all that a
//! text can be given for is one type: a text in the wrong place becomes an ID as well as a name.

use std::fs;

use payspec_test_support::files::root;

/// Functions that may take two values of one type, and why nobody mixes them up.
const IN_ORDER: [(&str, &str); 3] = [
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

/// A type, or what all types that a text can be given for have in common.
fn kind(ty: &str) -> String {
    let into = ty.strip_prefix("impl Into<").and_then(|rest| rest.strip_suffix('>'));
    let is_text = matches!(ty, "&str" | "String" | "impl AsRef<str>")
        || into.is_some_and(|into| matches!(into, "String" | "Currency") || into.ends_with("Id"));
    if is_text { "text".to_owned() } else { ty.to_owned() }
}

fn can_be_mixed_up(types: &[String]) -> bool {
    types.len() > 3 || types.windows(2).any(|two| two[0] == two[1])
}

#[test]
fn what_could_be_mixed_up_is_taken_by_name() {
    let (mut wrong, mut functions) = (Vec::new(), 0);
    let surfaces = fs::read_dir(root().join("tests/workspace/it/surface")).expect("the surfaces are there");
    for path in surfaces.map(|entry| entry.expect("an entry can be read").path()) {
        let file = path.file_name().expect("a file has a name").to_string_lossy().into_owned();
        if !file.ends_with("-sdk.snap") && !file.ends_with("-model.snap") {
            continue;
        }
        let text = fs::read_to_string(&path).expect("a surface can be read");
        for (name, mut types, result) in text.lines().filter_map(function) {
            if file.ends_with("-sdk.snap") {
                types = types.iter().map(|ty| kind(ty)).collect();
            }
            functions += 1;
            if can_be_mixed_up(&types) && !IN_ORDER.iter().any(|(known, _)| *known == name) {
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
    assert_eq!((kind("impl Into<XId>"), kind("&str"), kind("u32")), ("text".into(), "text".into(), "u32".into()));
}
