//! The crates of an API stand alone: whoever adds one of them can name what its functions take and return, without a
//! dependency on a runtime of payspec.
//!
//! It is read from the public surface of each generated crate, those of the showcase APIs among them. What is compiled and
//! run is in `tests/workspace/new_api`, and in `crates/payspec/tests`.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use payspec_test_support::files::root;

use crate::surface::{Surface, crates_in};

/// The crates whose names users of an API meet.
const RUNTIMES: [&str; 4] = ["payspec-core", "payspec-files", "payspec-http", "payspec-webhook"];

/// The macros that make a type.
const MAKERS: [&str; 4] = ["open_enum", "tagged_union", "sent_union", "id"];

/// The names in a text that could be those of types and traits, but for those that stand behind a path: `payspec_core::Form`
/// is there with the crate.
fn names(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !c.is_alphanumeric() && c != '_' && c != ':')
        .filter(|word| !word.starts_with("payspec_"))
        .filter(|word| word.starts_with(|c: char| c.is_ascii_uppercase()))
        .map(|word| word.split(':').next().unwrap_or(word))
}

/// What a line says of types: what a function takes and returns, the type of a field, the content of a variant.
fn signature(line: &str) -> Option<&str> {
    let is_named_only = ["impl", "static ", "struct ", "enum ", "mod "].iter().any(|word| line.starts_with(word));
    let at = line.find(['(', '{']).into_iter().chain(line.find(": ")).min()?;
    // What a macro is given is written by the generator for the generator.
    (!is_named_only && !line.contains("!(")).then_some(&line[at..])
}

/// What one crate has for its users.
#[derive(Default)]
struct Public {
    /// Types and traits that it declares.
    declared: BTreeSet<String>,
    /// What it re-exports: single names, whole crates and modules.
    exported: BTreeSet<String>,
    /// The crates of which it re-exports everything at its top.
    globs: Vec<String>,
    /// The lines that are neither.
    lines: Vec<String>,
}

impl Public {
    fn of(folder: &Path) -> Self {
        let mut public = Self::default();
        for line in Surface::of(&folder.join("src/lib.rs")).lines() {
            // What a feature adds is there with the feature.
            let line = line.split_once("] ").filter(|_| line.starts_with("#[cfg")).map_or(line, |(_, line)| line);
            if let Some(tree) = line.strip_prefix("use ") {
                match tree.strip_suffix("::*") {
                    Some(krate) => public.globs.push(krate.to_owned()),
                    None => public.exported.extend(exported(tree)),
                }
                continue;
            }
            let declared = ["struct ", "enum ", "trait ", "type "].iter().find_map(|word| line.strip_prefix(word));
            let made = || line.split_once("!(").filter(|(name, _)| MAKERS.iter().any(|maker| name.ends_with(maker)));
            let path = declared.or_else(|| made().map(|(_, path)| path));
            if let Some(path) = path.and_then(|path| path.split(['<', ' ', ')', ',']).next()) {
                public.declared.insert(path.rsplit("::").next().unwrap_or(path).to_owned());
            }
            public.lines.push(line.to_owned());
        }
        public
    }
}

/// The names under which a `use` re-exports something.
fn exported(tree: &str) -> Vec<String> {
    let (path, list) = tree.split_once('{').unwrap_or(("", tree));
    let one = |item: &str| {
        let item = item.trim_end_matches('}').trim();
        let name = item.split_once(" as ").map_or(item, |(_, name)| name);
        let name = if name == "self" { path.trim_end_matches("::") } else { name };
        (!name.is_empty()).then(|| name.rsplit("::").next().unwrap_or(name).to_owned())
    };
    list.split(',').filter_map(one).collect()
}

/// The generated crates by name: of the real APIs, and of those that the generator is tested with.
fn of_apis() -> BTreeMap<String, PathBuf> {
    let all = ["crates", "tests/language/crates"].into_iter().flat_map(|folder| crates_in(&root().join(folder)));
    let products = ["client", "files", "model", "sdk", "webhook"];
    let is_product = |folder: &Path| products.iter().any(|product| folder.ends_with(product));
    let is_runtime = |folder: &Path| folder.parent().is_some_and(|parent| parent.ends_with("runtime"));
    all.filter(|(_, folder)| is_product(folder) && !is_runtime(folder)).collect()
}

#[test]
fn every_type_of_a_signature_can_be_named_through_its_crate() {
    let runtimes: BTreeMap<&str, Public> = RUNTIMES
        .iter()
        .map(|name| {
            let folder = name.strip_prefix("payspec-").expect("a runtime of ours");
            (*name, Public::of(&root().join("crates/runtime").join(folder)))
        })
        .collect();
    let theirs: BTreeSet<&str> = runtimes.values().flat_map(|public| &public.declared).map(String::as_str).collect();
    assert!(["Violations", "Error", "RawBody", "CsvReader"].iter().all(|name| theirs.contains(name)), "{theirs:?}");

    // What is in a module of a runtime can be named where the module is re-exported: `polling::Polling`.
    let in_modules: BTreeSet<(&str, &str)> = runtimes
        .values()
        .flat_map(|public| &public.lines)
        .flat_map(|line| line.split(|c: char| !c.is_alphanumeric() && !matches!(c, '_' | ':')))
        .filter_map(|path| path.split_once("::"))
        .collect();

    let crates: BTreeMap<String, Public> =
        of_apis().into_iter().map(|(name, folder)| (name, Public::of(&folder))).collect();
    assert!(crates.len() >= 40, "{:?}", crates.keys());
    let mut missing = Vec::new();
    for (name, public) in &crates {
        let (api, product) = name.rsplit_once('-').expect("`<api>-<product>`");
        let within = |product: &str| crates.get(&format!("{api}-{product}"));
        let through_globs = public.globs.iter().filter_map(|krate| crates.get(&krate.replace('_', "-")));
        let exported: BTreeSet<&str> =
            through_globs.chain([public]).flat_map(|public| &public.exported).map(String::as_str).collect();
        let client = within("client").filter(|_| product == "sdk");
        let own: BTreeSet<&str> = [Some(public), within("model"), within("files"), within("webhook"), client]
            .into_iter()
            .flatten()
            .flat_map(|public| &public.declared)
            .map(String::as_str)
            .collect();
        for (line, types) in public.lines.iter().filter_map(|line| Some((line, signature(line)?))) {
            let through_module =
                |name: &str| in_modules.iter().any(|(module, of)| *of == name && exported.contains(*module));
            let is_unnamed = |name: &&str| {
                theirs.contains(name) && !own.contains(name) && !exported.contains(name) && !through_module(name)
            };
            let unnamed = names(types).filter(is_unnamed);
            missing.extend(unnamed.map(|found| format!("{name}: `{found}`, as in {line}")));
        }
        let whole: &[&str] = match product {
            "client" => &["model", "payspec_core", "payspec_http"],
            "files" => &["model", "payspec_core", "payspec_files"],
            "model" => &["payspec_core"],
            // What it has of payspec-core is the model's.
            "webhook" => &["model", "payspec_webhook"],
            _ => &["model", "payspec_core"],
        };
        missing.extend(whole.iter().filter(|krate| !exported.contains(*krate)).map(|krate| format!("{name}: {krate}")));
    }
    missing.sort();
    missing.dedup_by_key(|line| line.split(", as in").next().unwrap_or_default().to_owned());
    assert!(missing.is_empty(), "users of these crates cannot name:\n{}", missing.join("\n"));
}

/// Whoever wants a feature of a runtime turns on that of the crate they have added.
#[test]
fn the_features_of_the_runtimes_are_features_of_the_crate_that_people_add() {
    let features = |krate: &str| -> BTreeSet<String> {
        let path = root().join("crates").join(krate).join("Cargo.toml");
        let manifest = std::fs::read_to_string(path).expect("a crate has a manifest");
        let (_, features) = manifest.split_once("\n[features]\n").expect("it has features");
        let lines = features.split("\n[").next().unwrap_or_default().lines();
        lines.filter_map(|line| Some(line.split_once(" = ")?.0.to_owned())).collect()
    };
    // Those that the generator turns on where an API needs them, what is on already, and what is for the generator alone.
    let others = ["default", "ring", "rsa", "signature", "signing", "spec"];
    let ours = features("payspec");
    let missing: Vec<String> = ["runtime/core", "runtime/http", "runtime/webhook"]
        .into_iter()
        .flat_map(features)
        .filter(|feature| !others.contains(&feature.as_str()) && !ours.contains(feature))
        .collect();
    assert!(ours.contains("tracing") && missing.is_empty(), "{missing:?}");
}
