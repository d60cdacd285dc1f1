//! The tests that the table of a sandbox names exist, so that what it calls modelled is tested.

use std::collections::BTreeMap;
use std::fs;

use payspec_codegen::run;
use payspec_test_support::files::root;

/// Where the tests of the sandbox are.
const TESTS: &str = "crates/sandbox/tests/it";

/// The tests of the sandbox that run, by name, each with its files.
fn tests() -> BTreeMap<String, Vec<String>> {
    let mut tests: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for entry in fs::read_dir(root().join(TESTS)).expect("the sandbox has tests") {
        let path = entry.expect("a readable folder").path();
        let text = fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        let file = syn::parse_file(&text).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        for function in functions(file.items) {
            let has = |wanted: &str| {
                function
                    .attrs
                    .iter()
                    .any(|attribute| attribute.path().segments.last().is_some_and(|last| last.ident == wanted))
            };
            if has("test") && !has("ignore") {
                tests.entry(function.sig.ident.to_string()).or_default().push(name.clone());
            }
        }
    }
    tests
}

/// The functions of a file, also those inside of `proptest!`.
fn functions(items: Vec<syn::Item>) -> Vec<syn::ItemFn> {
    items
        .into_iter()
        .flat_map(|item| match item {
            syn::Item::Fn(function) => vec![function],
            syn::Item::Macro(item) if item.mac.path.is_ident("proptest") => in_proptest(&item.mac.tokens.to_string()),
            _ => Vec::new(),
        })
        .collect()
}

/// Parameters of properties are no Rust, so only their names and attributes are read.
fn in_proptest(tokens: &str) -> Vec<syn::ItemFn> {
    let names = tokens.split("fn ").skip(1).filter_map(|rest| rest.split(['(', ' ']).next());
    names.filter_map(|name| syn::parse_str(&format!("#[test] fn {name}() {{}}")).ok()).collect()
}

#[test]
fn rows_name_tests_that_exist() {
    let (tests, mut named) = (tests(), 0);
    assert!(tests.len() > 50, "{tests:?}");
    let generated = run::generate(root(), &run::PROJECTS[..1]).expect("the spec is right");
    for table in generated.apis.iter().flat_map(|(_, apis)| apis).filter_map(|api| api.behaviours.as_ref()) {
        for (row, test) in table.tests() {
            let place = format!("{}:{}", table.source, test.line);
            match tests.get(&test.function).map(Vec::as_slice) {
                Some([_]) => named += 1,
                Some(files) => {
                    panic!("{place}: `{row}` names `{}`, which several files have: {files:?}", test.function)
                }
                None => panic!("{place}: `{row}` names `{}`, which is no test in {TESTS}", test.function),
            }
        }
    }
    assert!(named > 200, "{named}");
}
