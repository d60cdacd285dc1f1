//! What every example has.

use std::fs;

use payspec_test_support::files::root;

#[test]
fn every_example_says_how_to_run_it_and_is_run_here() {
    let folder = root().join("examples");
    let read = |path: &str| fs::read_to_string(folder.join(path)).expect("a readable file");
    let tests = ["programs", "receivers", "shop"].map(|name| read(&format!("tests/it/{name}.rs"))).concat();
    let mut count = 0;
    for entry in fs::read_dir(folder.join("src/bin")).expect("a readable folder") {
        let path = entry.expect("a readable folder").path();
        let name = path.file_stem().and_then(|name| name.to_str()).expect("text");
        let text = fs::read_to_string(&path).expect("a readable file");
        let (head, _) = text.split_once("\n\n").expect("docs, then code");
        assert!(head.lines().all(|line| line.starts_with("//!")), "{name} begins with what it shows");
        assert!(
            head.contains(&format!("cargo run --bin {name} -- ")) || head.ends_with(&format!("--bin {name}\n//! ```")),
            "{name} says how to run it"
        );
        assert!(tests.contains(&format!("CARGO_BIN_EXE_{name}\"")), "no test runs {name}");
        assert!(text.lines().count() < 300, "{name} is too long to be read at one go");
        count += 1;
    }
    assert_eq!(count, 11);
}
