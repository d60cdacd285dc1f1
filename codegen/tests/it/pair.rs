//! A pair: a small spec, and what of the generated Rust shows its construct.
//!
//! Also part of the build script of `tests/language`, which compiles what these specs become.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use payspec_codegen::diag::render;
use payspec_codegen::load::Folder;
use payspec_codegen::run::{self, CompileError, Project};
use payspec_codegen::source::{SourceFile, Sources};

/// A small spec.
pub(crate) struct Pair {
    /// Its construct, and the name of its file.
    pub(crate) name: String,
    /// The spec with its comments.
    pub(crate) text: String,
    folder: PathBuf,
}

/// A generated Rust file of a pair.
pub(crate) struct Generated {
    /// The crate: `model`, `client`, `webhook`, `files`, `sdk`, or the name of a library.
    pub(crate) product: String,
    /// The name of the file without its extension.
    pub(crate) file: String,
    pub(crate) text: String,
}

/// The pairs in a folder, by name.
pub(crate) fn all(folder: &Path) -> Vec<Pair> {
    let entries = fs::read_dir(folder).expect("the pairs are in the repository");
    let paths: BTreeSet<PathBuf> = entries.map(|entry| entry.expect("an entry can be read").path()).collect();
    let specs = paths.iter().filter(|path| path.extension().is_some_and(|extension| extension == "yaml"));
    let pair = |path: &PathBuf| Pair {
        name: path.file_stem().expect("a file has a name").to_string_lossy().into_owned(),
        text: fs::read_to_string(path).expect("a pair can be read"),
        folder: folder.to_owned(),
    };
    specs.map(pair).collect()
}

impl Pair {
    /// What the comments on top of the spec say about a key, one entry a line.
    pub(crate) fn says<'a>(&'a self, key: &'a str) -> impl Iterator<Item = &'a str> {
        let comments = self.text.lines().map_while(|line| line.strip_prefix("# "));
        comments.filter_map(move |comment| comment.strip_prefix(key)?.strip_prefix(": "))
    }

    /// Everything that the spec becomes in Rust; or what is wrong with the spec, as people see it.
    pub(crate) fn compile(&self) -> Result<Vec<Generated>, String> {
        let project = Project::plain("spec", "crates");
        let mut sources = Sources::new();
        let mut folders: Vec<Folder> = Vec::new();
        for (api, name, text) in self.files() {
            let file = sources.add(SourceFile { path: format!("spec/{api}/{name}"), text });
            match folders.iter_mut().find(|folder| folder.name == api) {
                Some(folder) => folder.files.push(file),
                None => folders.push(Folder {
                    name: api.to_owned(),
                    path: format!("spec/{api}"),
                    files: vec![file],
                    ..Folder::default()
                }),
            }
        }
        let generated = run::compile(vec![(project, folders)], &sources).map_err(|error| match error {
            CompileError::Spec(found) => format!("{}:\n{}", self.name, render::all(&found, &sources, false)),
            CompileError::Print(error) => format!("{}: {error}", self.name),
        })?;
        let rust = generated.files.into_iter().filter_map(|file| {
            let path = file.path.strip_prefix("crates/")?.strip_suffix(".rs")?;
            let (krate, name) = path.split_once("/src/generated/")?;
            let product = krate.rsplit('/').next()?;
            Some(Generated { product: product.to_owned(), file: name.to_owned(), text: file.text })
        });
        Ok(rust.collect())
    }

    /// Folder, name and text of each file: those of the prelude that the spec needs, then its own.
    pub(crate) fn files(&self) -> Vec<(&'static str, String, String)> {
        let prelude = |name: &str| {
            let text = fs::read_to_string(self.folder.join("prelude").join(name));
            text.unwrap_or_else(|error| panic!("{}: prelude/{name}: {error}", self.name))
        };
        let mut files = Vec::new();
        let has = |section: &str| self.text.lines().any(|line| line.starts_with(section));
        if has("library:") {
            return vec![("units", format!("{}.yaml", self.name), self.text.clone())];
        }
        if !has("api:") {
            files.push(("units", "units.yaml".to_owned(), prelude("units.yaml")));
            files.push(("shop", "api.yaml".to_owned(), prelude("api.yaml")));
        }
        for name in self.says("with") {
            files.push(("shop", name.to_owned(), prelude(name)));
        }
        files.push(("shop", format!("{}.yaml", self.name), self.text.clone()));
        files
    }

    /// The items that show the construct; or what is wrong, with the spec or with the comments that name them.
    pub(crate) fn shown(&self) -> Result<String, String> {
        let generated = self.compile()?;
        let mut shown = String::new();
        for place in self.says("shows") {
            let (path, items) = place.split_once(": ").unwrap_or((place, ""));
            let file = generated.iter().find(|file| path == format!("{}/{}", file.product, file.file));
            let names = || generated.iter().map(|file| format!(" {}/{}", file.product, file.file)).collect::<String>();
            let file = file.ok_or_else(|| format!("{}: {path} is none of{}", self.name, names()))?;
            shown.push_str(&format!("// {path}.rs\n\n"));
            let wanted: Vec<&str> = items.split(", ").filter(|item| !item.is_empty()).collect();
            let found = if wanted.is_empty() { Ok(whole(&file.text)) } else { some(&file.text, &wanted) };
            let found =
                found.map_err(|item| format!("{}: {path} has no `{item}`, but\n{}", self.name, heads(&file.text)));
            for item in found? {
                shown.push_str(item.trim_end());
                shown.push_str("\n\n");
            }
        }
        Ok(shown)
    }
}

/// All items of a file but its imports.
fn whole(text: &str) -> Vec<String> {
    items(text).filter(|item| !item.starts_with("use ")).map(str::to_owned).collect()
}

/// Items in the order of the file: those whose first line of code has one of these words, `Order` or `impl Order`. After a
/// dot, only some members of it: `ORDER.rules`, `impl Order.new.total`.
pub(crate) fn some<'a>(text: &str, wanted: &[&'a str]) -> Result<Vec<String>, &'a str> {
    let (mut found, mut missing) = (Vec::new(), wanted.to_vec());
    for item in items(text).filter(|item| !item.starts_with("use ")) {
        let before = found.len();
        for wanted in wanted {
            let mut members = wanted.split('.');
            if !has(item, members.next().unwrap_or_default()) {
                continue;
            }
            let members: Vec<&str> = members.collect();
            let shown = if members.is_empty() { Some(item.to_owned()) } else { of_members(item, &members) };
            if let Some(shown) = shown {
                missing.retain(|missing| missing != wanted);
                found.truncate(before);
                found.push(shown);
            }
        }
    }
    missing.first().map_or(Ok(found), |missing| Err(*missing))
}

/// The items of a file, without its header.
fn items(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = text.split_once("\n\n").map_or("", |(_, rest)| rest);
    std::iter::from_fn(move || {
        if rest.is_empty() {
            return None;
        }
        let ends = rest.match_indices("\n\n").map(|(at, _)| at);
        let is_item = |at: &usize| !rest[at + 2..].starts_with([' ', '}', '\n']);
        let end = ends.into_iter().find(is_item);
        let (item, after) = end.map_or((rest, ""), |end| (&rest[..end], &rest[end + 2..]));
        rest = after;
        Some(item)
    })
}

/// The first line of code of each item.
fn heads(text: &str) -> String {
    let first = |item: &str| {
        let lines: Vec<&str> = item.lines().collect();
        format!("  {}\n", lines.get(head(&lines)).copied().unwrap_or_default())
    };
    items(text).map(first).collect()
}

/// Where the code of an item begins, after its docs and attributes.
fn head(lines: &[&str]) -> usize {
    lines.iter().position(|line| !line.starts_with("///") && !line.starts_with("#[")).unwrap_or_default()
}

/// Whether the first line of code of an item has some words.
fn has(item: &str, words: &str) -> bool {
    let lines: Vec<&str> = item.lines().collect();
    let code = lines.get(head(&lines)).copied().unwrap_or_default();
    let is_part = |c: char| c.is_alphanumeric() || c == '_';
    code.match_indices(words).any(|(at, _)| {
        let (before, after) = (&code[..at], &code[at + words.len()..]);
        !before.ends_with(is_part) && !after.starts_with(is_part)
    })
}

/// The first line of code of an item and some of its members, with `..` for what is left out; nothing where it lacks one.
fn of_members(item: &str, members: &[&str]) -> Option<String> {
    let lines: Vec<&str> = item.lines().collect();
    let head = head(&lines);
    let last = lines.len() - 1;
    let is_outermost = |line: &str| line.strip_prefix("    ").is_some_and(|rest| !rest.starts_with(' '));
    let mut shown = format!("{}\n", lines[head]);
    let mut next = head + 1;
    for member in members {
        let at = (next..last).find(|at| is_outermost(lines[*at]) && declares(lines[*at], member))?;
        let is_docs = |line: &str| line.starts_with("    ///") || line.starts_with("    #[");
        let start = (next..at).rev().take_while(|before| is_docs(lines[*before])).last().unwrap_or(at);
        let goes_on = |line: &str| line[4..].starts_with(['}', ')', ']', '{']) || line == "    where";
        let end = (at + 1..last).find(|after| is_outermost(lines[*after]) && !goes_on(lines[*after])).unwrap_or(last);
        if start > next {
            shown.push_str("    ..\n");
        }
        shown.push_str(lines[start..end].join("\n").trim_end());
        shown.push('\n');
        next = end;
    }
    if next < last {
        shown.push_str("    ..\n");
    }
    shown.push_str(lines[last]);
    Some(shown)
}

/// Whether a line is where a field, method or constant of this name begins.
fn declares(line: &str, member: &str) -> bool {
    let mut words = line.split(|c: char| !c.is_alphanumeric() && c != '_').filter(|word| !word.is_empty());
    words.find(|word| !matches!(*word, "pub" | "crate" | "const" | "fn" | "type")) == Some(member)
}
