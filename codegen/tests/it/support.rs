//! Spec text in, diagnostics out.

use std::collections::BTreeSet;
use std::path::PathBuf;
use std::sync::LazyLock;

/// The `api` section of a small shop.
pub(crate) const API: &str = "api:
  language: 1
  name: shop
  title: Shop
  docs: A shop.
  sources: { manual: { title: Manual of the shop } }
  environments: { test: { base_url: https://shop.example, docs: Sells nothing. } }
  encoding: form
  auth: { account: { scheme: basic, docs: Login and password. } }
  default_auth: account
";

use payspec_codegen::diag::{Diagnostic, Sink};
use payspec_codegen::load::{self, Folder};
use payspec_codegen::run::{self, Cache, CompileError, Generated, Project};
use payspec_codegen::source::{SourceFile, Sources};

/// Most runs read files that another one has read: a spec, with one mistake in one of its files.
static CACHE: LazyLock<Cache> = LazyLock::new(Cache::default);

/// What a run over some files found.
pub(crate) struct Run {
    pub(crate) sources: Sources,
    pub(crate) diagnostics: Vec<Diagnostic>,
}

impl Run {
    /// Parses and checks files of `spec/<folder>/...`, given by path and text.
    pub(crate) fn over<P: Into<String>, T: Into<String>>(files: impl IntoIterator<Item = (P, T)>) -> Self {
        let (mut sources, sink) = (Sources::new(), Sink::new());
        let folders = folders(files, &mut sources);
        run::checked_again(&folders, &sources, &CACHE, &sink);
        Self { diagnostics: sink.into_sorted(), sources }
    }

    /// The names of the codes that were found, sorted, each once.
    pub(crate) fn codes(&self) -> Vec<&'static str> {
        let mut names: Vec<_> = self.diagnostics.iter().map(|diagnostic| diagnostic.code.name).collect();
        names.sort_unstable();
        names.dedup();
        names
    }

    /// Everything found, as people see it.
    pub(crate) fn rendered(&self) -> String {
        payspec_codegen::diag::render::all(&self.diagnostics, &self.sources, false)
    }

    /// Asserts that every place of a diagnostic lies in its file, between characters.
    pub(crate) fn assert_places_exist(&self, found: &Diagnostic) {
        let others = found.also.iter().map(|(span, _)| *span).chain(found.patch.iter().map(|patch| patch.span));
        for span in others.chain([found.span]) {
            let text = &self.sources.file(span.file).text;
            assert!(text.get(span.range()).is_some(), "{}: {:?} is not a place of its file", found.message, span);
        }
    }
}

/// The folders of files of `spec/<folder>/...`, given by path and text.
pub(crate) fn folders<P: Into<String>, T: Into<String>>(
    files: impl IntoIterator<Item = (P, T)>,
    sources: &mut Sources,
) -> Vec<Folder> {
    let mut folders: Vec<Folder> = Vec::new();
    for (path, text) in files {
        let path = path.into();
        let below = path.find("spec/").map(|at| at + "spec/".len()).expect("a file lies in a folder of specs");
        let end = below + path[below..].find('/').expect("a file lies in the folder of an API");
        let (folder, name) = (path[..end].to_owned(), path[below..end].to_owned());
        let file = sources.add(SourceFile { path, text: text.into() });
        match folders.iter_mut().find(|known| known.path == folder) {
            Some(known) => known.files.push(file),
            None => folders.push(Folder { name, path: folder, files: vec![file], ..Folder::default() }),
        }
    }
    folders
}

/// What such files become.
pub(crate) fn compile(files: &[(String, String)]) -> Result<Generated, CompileError> {
    let mut sources = Sources::new();
    let folders = folders(files.iter().cloned(), &mut sources);
    run::compile(vec![(Project::plain("spec", "crates"), folders)], &sources)
}

/// The folder of this crate in the checkout that the test runs in, which need not be the one it was compiled in where
/// two share a target folder.
pub(crate) fn folder() -> PathBuf {
    std::env::var_os("CARGO_MANIFEST_DIR").map_or_else(|| env!("CARGO_MANIFEST_DIR").into(), PathBuf::from)
}

/// Where the showcase APIs are described, and the public APIs next to them.
const LANGUAGE: &str = "tests/language/spec";

/// The files of the showcase APIs and their library, by path from the root of the repository.
pub(crate) fn showcase() -> Vec<(String, String)> {
    let public = public_apis();
    let is_public = |path: &str| public.iter().any(|api| path.starts_with(&format!("{LANGUAGE}/{api}/")));
    specs(LANGUAGE).into_iter().filter(|(path, _)| !is_public(path)).collect()
}

/// The public APIs that are described next to the showcase APIs, by their folders.
pub(crate) fn public_apis() -> Vec<String> {
    let root = folder().join("..").join(LANGUAGE);
    let entries = std::fs::read_dir(root).expect("the specs are in the repository");
    let names = entries.map(|entry| entry.expect("an entry can be read").file_name().to_string_lossy().into_owned());
    let mut apis: Vec<String> = names.filter(|name| !name.starts_with("showcase") && name != "units").collect();
    apis.sort();
    apis
}

/// The files of one of them, and of the library.
pub(crate) fn public_api(api: &str) -> Vec<(String, String)> {
    let is_of = |path: &str, folder: &str| path.starts_with(&format!("{LANGUAGE}/{folder}/"));
    specs(LANGUAGE).into_iter().filter(|(path, _)| is_of(path, api) || is_of(path, "units")).collect()
}

/// The real APIs, by their folders.
pub(crate) fn real_apis() -> Vec<String> {
    let all = specs("spec");
    let sections = all.iter().filter(|(_, text)| text.lines().any(|line| line == "api:"));
    sections.filter_map(|(path, _)| path.split('/').nth(1)).map(str::to_owned).collect()
}

/// The files of one of the real APIs and of the libraries, by path from the root of the repository.
pub(crate) fn spec_of(api: &str) -> Vec<(String, String)> {
    let all = specs("spec");
    let is_library =
        |folder: &str| all.iter().any(|(path, text)| path.starts_with(folder) && text.contains("\nlibrary:"));
    let of_it = all.iter().filter(|(path, _)| {
        let folder = path.split('/').nth(1).unwrap_or_default();
        folder == api || is_library(&format!("spec/{folder}/"))
    });
    of_it.cloned().collect()
}

fn specs(spec_dir: &str) -> Vec<(String, String)> {
    let folder = folder();
    let root = folder.parent().expect("the crate lies in the repository");
    let mut sources = Sources::new();
    let folders = load::folders(root, spec_dir, &mut sources).expect("the specs are in the repository");
    let files = folders.iter().flat_map(|folder| &folder.files).map(|&file| sources.file(file));
    files.map(|file| (file.path.clone(), file.text.clone())).collect()
}

/// The folders of all specs: of APIs and libraries.
pub(crate) fn folders_of() -> Vec<String> {
    let of_dir = |dir: &str| {
        let files = specs(dir);
        let names = files.iter().filter_map(|(path, _)| Some(path[dir.len() + 1..].split_once('/')?.0.to_owned()));
        names.map(|name| format!("{dir}/{name}/")).collect::<BTreeSet<_>>()
    };
    ["spec", LANGUAGE].into_iter().flat_map(of_dir).collect()
}

/// The files of one of them, of the libraries it may use, and where they are showcases of all showcases.
pub(crate) fn folder_of(folder: &str) -> Vec<(String, String)> {
    let name = folder.trim_end_matches('/').rsplit('/').next().unwrap_or_default();
    match folder.strip_prefix(LANGUAGE) {
        None if name == "iso" => specs("spec"),
        None => spec_of(name),
        Some(_) if name.starts_with("showcase") || name == "units" => showcase(),
        Some(_) => public_api(name),
    }
}
