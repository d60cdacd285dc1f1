//! What rustdoc says is there is there. Links are checked by rustdoc itself; what only stands in backticks is checked here.

use std::collections::BTreeSet;
use std::fs;
use std::path::PathBuf;

use payspec_test_support::files::root;

/// What the documentation calls and is not ours: an attribute, a formula.
const OF_OTHERS: &[&str] = &["serde", "sha1", "var_os"];

/// The sources of all crates, those of the generator's tests too.
fn sources() -> Vec<(PathBuf, String)> {
    let mut found = Vec::new();
    let mut folders: Vec<PathBuf> = ["crates", "tests/language/crates"].map(|folder| root().join(folder)).into();
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).expect("a folder of the repository").flatten() {
            let path = entry.path();
            if path.is_dir() && !path.ends_with("tests") && !path.ends_with("benches") {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                let text = fs::read_to_string(&path).expect("a source is text");
                found.push((path, text));
            }
        }
    }
    found
}

/// The lines of documentation outside of blocks of code.
fn documentation(text: &str) -> impl Iterator<Item = &str> {
    let mut in_block = false;
    let lines = text.lines().filter_map(|line| {
        let line = line.trim_start();
        line.strip_prefix("//!").or_else(|| line.strip_prefix("///"))
    });
    lines.filter(move |line| {
        let is_fence = line.trim_start().starts_with("```");
        in_block ^= is_fence;
        !in_block && !is_fence
    })
}

/// The methods and functions that a line calls in backticks: `client.call(operation).wait()` has two.
fn called(line: &str) -> Vec<&str> {
    let code = line.split('`').skip(1).step_by(2);
    code.flat_map(|code| {
        let ends = code.match_indices('(').map(|(at, _)| &code[..at]);
        ends.filter_map(|before| before.rsplit(|c: char| !c.is_alphanumeric() && c != '_').next())
    })
    .filter(|name| name.starts_with(|c: char| c.is_ascii_lowercase()))
    .collect()
}

/// A reference to lines of a document, `L5297-5305`, which no reader of the API docs has.
fn cites_lines(line: &str) -> bool {
    line.split(|c: char| !c.is_ascii_alphanumeric()).any(|word| {
        word.strip_prefix('L')
            .is_some_and(|digits| digits.len() > 1 && digits.bytes().all(|byte| byte.is_ascii_digit()))
    })
}

#[test]
fn no_documentation_cites_lines_of_the_vendors_documents() {
    for (path, text) in &sources() {
        let citing: Vec<&str> = documentation(text).filter(|line| cites_lines(line)).collect();
        assert!(citing.is_empty(), "{}: {citing:#?}", path.display());
    }
    assert!(cites_lines("R-transaction carte, L5297-5305.") && !cites_lines("L, HTML5, L2a"));
}

#[test]
fn methods_that_the_documentation_calls_exist() {
    let sources = sources();
    let mut known: BTreeSet<&str> = OF_OTHERS.iter().copied().collect();
    for (_, text) in &sources {
        // Public ones, and those of traits: what only the crate itself can call is no answer to a reader.
        let lines = text.lines().map(str::trim_start).filter(|line| !line.starts_with("pub("));
        for word in ["fn ", "macro_rules! "] {
            let names = lines.clone().filter_map(|line| line.split_once(word)).map(|(_, rest)| rest);
            known.extend(names.filter_map(|rest| rest.split(|c: char| !c.is_alphanumeric() && c != '_').next()));
        }
        // What stands in `setters!` becomes methods: `name: Type = value;`.
        let setters = text.split("\npayspec_core::setters! {").skip(1).filter_map(|rest| rest.split("\n} }").next());
        known.extend(setters.flat_map(str::lines).filter_map(|line| Some(line.trim_start().split_once(": ")?.0)));
    }
    let mut missing = Vec::new();
    for (path, text) in &sources {
        for name in documentation(text).flat_map(called).filter(|name| !known.contains(name)) {
            missing.push(format!("{}: `{name}`", path.display()));
        }
    }
    assert!(missing.is_empty(), "there is no such method:\n{}", missing.join("\n"));
}

/// Clients and models know nothing of the sandbox of this project. What a vendor has is called so by its own name or page.
#[test]
fn only_the_sandbox_speaks_of_a_sandbox_of_ours() {
    let ours =
        ["payspec-core", "payspec-http", "payspec-webhook", "payspec-files", "-client/src/generated", "centralpay/"];
    let mut found = Vec::new();
    for (path, text) in sources() {
        let path = path.display().to_string();
        if path.contains("crates/sandbox/") {
            continue;
        }
        // An attribute of HTML has the same name.
        let lines = documentation(&text).filter(|line| line.contains("sandbox") && !line.contains("`sandbox`"));
        if ours.iter().any(|part| path.contains(part)) {
            found.extend(lines.map(|line| format!("{path}:{line}")));
        }
    }
    assert!(found.is_empty(), "{}", found.join("\n"));
}
