//! The folder of an API is removed: what was made of it goes, and what people wrote stays and is told.

use std::fs;
use std::path::{Path, PathBuf};

use payspec_codegen::run::{Project, generate};
use payspec_codegen::sync::Plan;

use crate::manual;

/// With and without a crate that people add, which examples name.
const PROJECTS: [Project; 2] = [
    Project::plain("spec", "crates"),
    Project { spec_dir: "spec", crates_dir: "crates", coverage: None, umbrella: Some("crates/payspec"), suite: None },
];

const METALS: &str = "\
library: { name: metals, docs: Metals. }
tables:
  Metal:
    docs: A metal.
    columns: { name: { type: string, docs: Its name. } }
    rows: [{ code: AU, name: Gold }]
";

/// A repository with the manual's example, a second API, and what is made of both.
fn repository(project: Project) -> tempfile::TempDir {
    let root = tempfile::tempdir().expect("a temporary folder");
    for (path, text) in manual::example() {
        let other = path.replace("spec/shop/", "spec/stall/");
        if other != path {
            put(root.path(), &other, &text.replace("name: shop", "name: stall"));
        }
        put(root.path(), &path, &text);
    }
    plan(root.path(), project).apply(root.path()).expect("a writable folder");
    root
}

fn put(root: &Path, path: &str, text: &str) {
    let path = root.join(path);
    fs::create_dir_all(path.parent().expect("a file is in a folder")).expect("a writable folder");
    fs::write(path, text).expect("a writable folder");
}

fn plan(root: &Path, project: Project) -> Plan {
    let generated = generate(root, &[project]).expect("the specs are right");
    Plan::make(root, &generated.files, &generated.crates_dirs).expect("a readable folder")
}

/// The files in a folder.
fn files(folder: &Path) -> Vec<PathBuf> {
    let Ok(entries) = fs::read_dir(folder) else { return Vec::new() };
    let paths = entries.map(|entry| entry.expect("a readable folder").path());
    paths.flat_map(|path| if path.is_dir() { files(&path) } else { vec![path] }).collect()
}

#[test]
fn what_was_made_of_it_goes_with_its_folders() {
    for project in PROJECTS {
        let root = repository(project);
        let others = files(&root.path().join("crates/shop"));
        assert!(root.path().join("crates/stall/sdk/Cargo.toml").is_file());
        fs::remove_dir_all(root.path().join("spec/stall")).expect("the folder is there");
        let plan = plan(root.path(), project);
        assert!(!plan.is_clean() && plan.abandoned.is_empty(), "{}", plan.report());
        plan.apply(root.path()).expect("a writable folder");
        assert!(!root.path().join("crates/stall").exists(), "{:?}", files(&root.path().join("crates/stall")));
        assert_eq!(files(&root.path().join("crates/shop")), others);
        assert!(self::plan(root.path(), project).is_clean());
    }
}

#[test]
fn what_people_wrote_stays_and_the_folder_is_named() {
    let project = PROJECTS[0];
    let root = repository(project);
    let page =
        "//! Unofficial: Shop, and what to know of it.\n\n#[rustfmt::skip]\nmod generated;\n\npub use generated::*;\n";
    put(root.path(), "crates/stall/sdk/src/lib.rs", page);
    put(root.path(), "crates/stall/sdk/tests/flow.rs", "#[test]\nfn flow() {}\n");
    let manifest = root.path().join("crates/stall/sdk/Cargo.toml");
    let mended =
        fs::read_to_string(&manifest).expect("it was made") + "\n[dev-dependencies]\nserde_json.workspace = true\n";
    fs::write(&manifest, &mended).expect("a writable folder");
    fs::remove_dir_all(root.path().join("spec/stall")).expect("the folder is there");
    // It is told until somebody removes the folder.
    for _ in 0..2 {
        let plan = plan(root.path(), project);
        assert!(!plan.is_clean());
        let told = "abandoned: crates/stall: nothing in the spec makes it any more, and people wrote sdk/Cargo.toml, sdk/src/lib.rs, \
                    sdk/tests/flow.rs; keep what you need of them and delete the folder crates/stall";
        assert!(plan.report().contains(told), "{}", plan.report());
        assert!(plan.json_lines().contains("{\"file\":\"crates/stall/sdk/src/lib.rs\",\"state\":\"abandoned\"}"));
        plan.apply(root.path()).expect("a writable folder");
        let left: Vec<_> = files(&root.path().join("crates/stall"));
        assert_eq!(left.len(), 3, "{left:?}");
        assert_eq!(fs::read_to_string(&manifest).ok().as_deref(), Some(mended.as_str()));
    }
    fs::remove_dir_all(root.path().join("crates/stall")).expect("the folder is there");
    assert!(plan(root.path(), project).is_clean());
}

/// A crate that an API does not need any more goes alone.
#[test]
fn a_crate_of_an_api_that_is_still_there_goes_alone() {
    let project = PROJECTS[0];
    let root = repository(project);
    // Nothing in the specs makes files.
    put(root.path(), "crates/kiosk/files/src/lib.rs", "//! Rows of mine.\n\nmod generated;\n");
    let plan = plan(root.path(), project);
    let told = "abandoned: crates/kiosk/files: nothing in the spec makes it any more, and people wrote src/lib.rs; keep what you need \
                of them and delete the folder crates/kiosk/files";
    assert!(plan.report().contains(told), "{}", plan.report());
}

/// Libraries have crates too.
#[test]
fn the_crate_of_a_library_goes_as_well() {
    let project = PROJECTS[0];
    let root = repository(project);
    put(root.path(), "spec/metals/metals.yaml", METALS);
    let Ok(generated) = generate(root.path(), &[project]) else { panic!("the library is right") };
    let made = Plan::make(root.path(), &generated.files, &generated.crates_dirs).expect("a readable folder");
    made.apply(root.path()).expect("a writable folder");
    assert!(root.path().join("crates/runtime/metals/Cargo.toml").is_file());
    fs::remove_dir_all(root.path().join("spec/metals")).expect("the folder is there");
    // What people made beside the crates of libraries is theirs.
    put(root.path(), "crates/runtime/core/src/lib.rs", "//! By hand.\n");
    let plan = plan(root.path(), project);
    assert!(plan.abandoned.is_empty(), "{}", plan.report());
    plan.apply(root.path()).expect("a writable folder");
    assert!(!root.path().join("crates/runtime/metals").exists());
    assert!(root.path().join("crates/runtime/core/src/lib.rs").is_file());
}
