//! The samples of the specs: documented requests, answers and webhooks.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use serde_json::Value;

/// The root of the repository: of the checkout that the test runs in, which need not be the one it was compiled in where
/// two share a target folder.
pub fn root() -> &'static Path {
    static ROOT: LazyLock<PathBuf> = LazyLock::new(|| {
        let here = std::env::var_os("CARGO_MANIFEST_DIR").map(PathBuf::from);
        let here = here.unwrap_or_else(|| env!("CARGO_MANIFEST_DIR").into());
        let root = here.ancestors().find(|folder| folder.join("spec/README.md").is_file());
        root.expect("the test runs inside the repository").to_owned()
    });
    &ROOT
}

fn folder(kind: &str) -> PathBuf {
    folder_of("centralpay", kind)
}

fn folder_of(api: &str, kind: &str) -> PathBuf {
    root().join("spec").join(api).join("samples").join(kind)
}

/// All files of a kind (`webhooks`, `responses`, `requests`) of CentralPay by name, sorted.
pub fn all(kind: &str) -> Vec<(String, Value)> {
    all_of("centralpay", kind)
}

/// All JSON files of a kind of an API by name, sorted.
pub fn all_of(api: &str, kind: &str) -> Vec<(String, Value)> {
    // An API that nothing is shown of has no folder.
    let mut files: Vec<(String, Value)> = fs::read_dir(folder_of(api, kind))
        .into_iter()
        .flatten()
        .map(|entry| entry.expect("a readable folder").path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "json"))
        .map(|path| {
            let name = path.file_stem().expect("a file has a name").to_string_lossy().into_owned();
            (name, read(&path))
        })
        .collect();
    files.sort_by(|a, b| a.0.cmp(&b.0));
    files
}

/// All files of a kind of an API, whatever their form, as they travel, sorted by name.
pub fn bytes_of(api: &str, kind: &str) -> Vec<Vec<u8>> {
    let entries = fs::read_dir(folder_of(api, kind)).into_iter().flatten();
    let mut paths: Vec<PathBuf> = entries.map(|entry| entry.expect("a readable folder").path()).collect();
    paths.sort();
    paths.iter().map(|path| fs::read(path).expect("a readable file").trim_ascii_end().to_vec()).collect()
}

/// One file of CentralPay.
pub fn one(kind: &str, name: &str) -> Value {
    of("centralpay", kind, name)
}

/// One file of an API.
pub fn of(api: &str, kind: &str, name: &str) -> Value {
    read(&folder_of(api, kind).join(format!("{name}.json")))
}

/// One file of an API that is no JSON, without the end of its line.
pub fn text_of(api: &str, kind: &str, file: &str) -> String {
    let path = folder_of(api, kind).join(file);
    let text = fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    text.trim_end_matches('\n').to_owned()
}

/// The rows of a table as the page prints it: columns between tabs, nothing trimmed.
pub fn table(name: &str) -> Vec<Vec<String>> {
    table_of("centralpay", name)
}

/// The same of an API.
pub fn table_of(api: &str, name: &str) -> Vec<Vec<String>> {
    let path = folder_of(api, "tables").join(format!("{name}.tsv"));
    let text = fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    text.lines().map(|line| line.split('\t').map(str::to_owned).collect()).collect()
}

/// Whether an API has a table of this name.
pub fn has_table(api: &str, name: &str) -> bool {
    folder_of(api, "tables").join(format!("{name}.tsv")).is_file()
}

/// The folders of all APIs, by name, sorted.
pub fn apis() -> Vec<String> {
    let folders = fs::read_dir(root().join("spec")).expect("the specs are part of the repository");
    let folders = folders.map(|entry| entry.expect("a readable folder").path());
    let apis = folders.filter(|folder| folder.join("api.yaml").is_file());
    let mut names: Vec<String> =
        apis.filter_map(|folder| Some(folder.file_name()?.to_string_lossy().into_owned())).collect();
    names.sort();
    names
}

/// The names of all tables.
pub fn tables() -> Vec<String> {
    let entries = fs::read_dir(folder("tables")).expect("samples are part of the repository");
    let paths = entries.map(|entry| entry.expect("a readable folder").path());
    let mut names: Vec<String> =
        paths.filter_map(|path| Some(path.file_stem()?.to_string_lossy().into_owned())).collect();
    names.sort();
    names
}

fn read(path: &Path) -> Value {
    let text = fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    serde_json::from_str(&text).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}
