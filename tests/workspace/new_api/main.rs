//! Adding an API is its folder in `spec/` and `cargo xtask codegen`: a copy of the repository gets the folders of two APIs
//! and the drafts that are made of the documents of two others, and nothing else. Then it compiles, promises what all APIs
//! promise, and holds what its specs make. Nothing of the drafts is edited. A program that depends on the crates of two of the
//! APIs alone uses them: `user.rs`. In the end the folders are removed, and nothing is left of them.
//!
//! The copy has the target folder of the repository, so that only what the new APIs change is compiled.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::{env, fs};

use payspec_test_support::files::root;

/// An API of some forty lines.
const LANTERN: &str = include_str!("lantern.yaml");

/// A program that uses them, and its manifest.
const USER: (&str, &str) = (include_str!("user.rs"), include_str!("user.toml"));

/// The pages with the example of the manual: blocks that say which file they are, ```` ```yaml spec/shop/api.yaml ````.
const PAGES: [&str; 2] = ["spec/README.md", "spec/CASES.md"];

/// The documents of APIs that do not exist, which are imported: a name, and the file.
const DOCUMENTS: [(&str, &str); 2] = [("tidewater", "tidewater.yaml"), ("gannet", "gannet.json")];

/// What cargo compiles into: that of the test itself.
fn target() -> PathBuf {
    let program = env::current_exe().expect("a test is a program");
    let target = program.ancestors().nth(3).expect("a test lies in `<target>/<profile>/deps`");
    target.to_owned()
}

/// What is made in the repository and belongs to nobody's copy.
const MADE: [&str; 4] = ["target", ".git", "corpus", "artifacts"];

/// All files of the repository but what is made in it, from its root.
fn sources() -> Vec<PathBuf> {
    let (mut files, mut folders) = (Vec::new(), vec![PathBuf::new()]);
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(root().join(&folder)).expect("a readable folder") {
            let entry = entry.expect("a readable folder");
            let path = folder.join(entry.file_name());
            let kind = entry.file_type().expect("a file or folder");
            if kind.is_dir() && !MADE.iter().any(|made| entry.file_name() == *made) {
                folders.push(path);
            } else if kind.is_file() {
                files.push(path);
            }
        }
    }
    files
}

/// A copy of the repository. Files keep the time at which they were changed, by which cargo knows what is compiled already.
struct Copy(PathBuf);

impl Copy {
    fn make() -> Self {
        let copy = target().join("new-api");
        let _ = fs::remove_dir_all(&copy);
        for path in sources() {
            let (from, to) = (root().join(&path), copy.join(&path));
            fs::create_dir_all(to.parent().expect("a file is in a folder")).expect("a writable folder");
            fs::copy(&from, &to).expect("a file that can be copied");
            let changed = fs::metadata(&from).and_then(|from| from.modified()).expect("a file has a time");
            let file = fs::File::options().write(true).open(&to).expect("a writable file");
            file.set_modified(changed).expect("a writable file");
        }
        Self(copy)
    }

    fn add(&self, path: &str, text: &str) {
        let path = self.0.join(path);
        fs::create_dir_all(path.parent().expect("a file is in a folder")).expect("a writable folder");
        fs::write(path, text).expect("a writable folder");
    }

    /// Runs cargo in the copy, without the network.
    fn cargo(&self, arguments: &str) {
        self.cargo_in("", arguments);
    }

    /// The same in a folder of it.
    fn cargo_in(&self, folder: &str, arguments: &str) {
        let (succeeds, text) = self.try_cargo(folder, arguments);
        assert!(succeeds, "cargo {arguments}\n{text}");
    }

    /// Whether cargo does something in a folder, and what it says.
    fn try_cargo(&self, folder: &str, arguments: &str) -> (bool, String) {
        println!("cargo {arguments}");
        let output = Command::new(env!("CARGO"))
            .args(arguments.split(' '))
            .env("CARGO_TARGET_DIR", target())
            .env("CARGO_NET_OFFLINE", "true")
            .env_remove("INSTA_UPDATE")
            // insta holds back what has changed where it knows that it runs in CI.
            .env_remove("CI")
            .current_dir(self.0.join(folder))
            .output()
            .expect("cargo runs");
        let [out, err] = [output.stdout, output.stderr].map(|text| String::from_utf8_lossy(&text).into_owned());
        (output.status.success(), format!("{out}\n{err}"))
    }

    /// The files in a folder, by their paths below it.
    fn files(folder: &Path) -> BTreeMap<PathBuf, String> {
        let (mut files, mut folders) = (BTreeMap::new(), vec![folder.to_owned()]);
        while let Some(inner) = folders.pop() {
            for entry in fs::read_dir(&inner).expect("a readable folder") {
                let path = entry.expect("a readable folder").path();
                if path.is_dir() {
                    folders.push(path);
                } else {
                    let text = fs::read_to_string(&path).expect("text");
                    files.insert(path.strip_prefix(folder).expect("it is below").to_owned(), text);
                }
            }
        }
        files
    }
}

impl Drop for Copy {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

/// The files of the manual's example.
fn example() -> Vec<(String, String)> {
    let pages = PAGES.map(|page| fs::read_to_string(root().join(page)).expect("the manual is in the repository"));
    let mut files = Vec::new();
    for block in pages.iter().flat_map(|page| page.split("\n```yaml ").skip(1)) {
        let (path, rest) = block.split_once('\n').expect("a block has a first line");
        let (text, _) = rest.split_once("\n```").expect("a block is closed");
        files.push((path.to_owned(), format!("{text}\n")));
    }
    assert!(files.iter().any(|(path, _)| path.ends_with("/api.yaml")) && files.len() >= 4, "{files:?}");
    files
}

#[test]
fn an_api_is_its_folder_of_the_spec_and_nothing_else() {
    let copy = Copy::make();
    copy.add("spec/lantern/api.yaml", LANTERN);
    for (path, text) in &example() {
        copy.add(path, text);
    }

    for (name, file) in DOCUMENTS {
        let import = format!("xtask spec import --openapi codegen/tests/import/{file} --api {name}");
        copy.cargo(&import);
        let (succeeds, text) = copy.try_cargo("", &import);
        assert!(!succeeds && text.contains("already exists and is not overwritten"), "{text}");
    }
    let (succeeds, text) = copy.try_cargo("", "xtask spec import --openapi nowhere.yaml --api nowhere");
    assert!(!succeeds && text.contains("file not found: nowhere.yaml"), "{text}");

    copy.cargo("xtask codegen");
    copy.cargo("check --locked -p lantern-sdk -p shop-sdk -p tidewater-sdk -p gannet-sdk");
    // The program comes with the versions of the repository.
    let lock = fs::read_to_string(copy.0.join("Cargo.lock")).expect("the repository has a lock file");
    for (path, text) in [("user/src/main.rs", USER.0), ("user/Cargo.toml", USER.1), ("user/Cargo.lock", &lock)] {
        copy.add(path, text);
    }
    copy.cargo_in("user", "run");
    fs::remove_dir_all(copy.0.join("user")).expect("the program can be removed");

    copy.cargo("test --locked -p payspec-conformance --all-features");
    copy.cargo("test --locked -p payspec-workspace --test it -- surface:: packages::every packages::packages_require");
    copy.cargo("xtask codegen --check");

    let new = |folder: &str| {
        let [ours, theirs] = [root(), copy.0.as_path()].map(|root| Copy::files(&root.join(folder)));
        let is_new = |(path, text): &(PathBuf, String)| ours.get(path) != Some(text);
        theirs.into_iter().filter(is_new).map(|(path, _)| path).collect::<Vec<_>>()
    };
    let of_drafts = |path: &PathBuf| DOCUMENTS.iter().any(|(name, _)| path.starts_with(format!("requests/{name}")));
    let (drafted, requests): (Vec<_>, Vec<_>) =
        new("tests/conformance/tests/snapshots").into_iter().partition(of_drafts);
    let expected = ["requests/lantern/api.snap", "requests/shop/refund.snap"];
    assert_eq!(requests, expected.map(Path::new), "only those of the new APIs");
    assert!(drafted.len() > 12, "one for each resource of the drafts: {drafted:?}");
    let surfaces = new("tests/workspace/it/surface");
    let is_of_new = |path: &PathBuf| {
        let path = path.to_string_lossy();
        ["lantern-", "shop-", "tidewater-", "gannet-"].iter().any(|api| path.starts_with(api))
    };
    assert!(surfaces.len() >= 13 && surfaces.iter().all(is_of_new), "only those of the new APIs: {surfaces:?}");

    // Nothing of an API stays where its folder goes.
    for name in ["lantern", "shop", "tidewater", "gannet"] {
        fs::remove_dir_all(copy.0.join("spec").join(name)).expect("the folder is there");
    }
    copy.cargo("xtask codegen");
    copy.cargo("metadata --locked --no-deps --format-version 1");
    assert_eq!(new("crates"), Vec::<PathBuf>::new());

    // What generates depends on nothing generated, so it repairs crates that do not compile.
    copy.add("crates/centralpay/model/src/generated/mod.rs", "this is not Rust");
    assert!(!copy.try_cargo("", "xtask codegen --check").0, "the file is not what the specs make");
    copy.cargo("xtask codegen");
    assert_eq!(new("crates"), Vec::<PathBuf>::new());
}
