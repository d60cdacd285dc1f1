//! Small specs with a mistake each, and what people are told: `tests/diagnostics/<code-name>.md` has the cases of a code.
//!
//! A case is a heading, `## <code-name>` or `## <code-name>.<detail>`, a block with its spec and a block with the message,
//! which `INSTA_UPDATE=always` writes. The spec is a file of the API `shop`; what every case needs stands in
//! `diagnostics/prelude`. Comments on top of it say what is special: `# alone` for no prelude, `# second: <file>` for one
//! more file of it, `# file: <file>` and `# folder: <folder>` for another place. A case has its code and no other.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use payspec_codegen::diag::code;

use crate::support::Run;

/// A mistake and what is around it.
pub(crate) struct Case {
    pub(crate) name: String,
    text: String,
}

impl Case {
    fn code(&self) -> &str {
        self.name.split('.').next().unwrap_or_default()
    }

    /// What a comment on top of the file says about a key.
    fn says(&self, key: &str) -> Option<&str> {
        let comments = self.text.lines().map_while(|line| line.strip_prefix("# "));
        comments.filter_map(|comment| comment.strip_prefix(key)).map(|rest| rest.trim_start_matches(':').trim()).next()
    }

    /// Its files, by path.
    pub(crate) fn files(&self) -> Vec<(String, String)> {
        let mut files = vec![("spec/units/units.yaml".to_owned(), prelude("units.yaml"))];
        if self.says("alone").is_none() {
            files.push(("spec/shop/api.yaml".to_owned(), prelude("api.yaml")));
        }
        if let Some(second) = self.says("second") {
            files.push((format!("spec/shop/{second}"), prelude(second)));
        }
        let file = self.says("file").map_or_else(|| format!("{}.yaml", self.name), str::to_owned);
        let folder = self.says("folder").unwrap_or("shop");
        files.push((format!("spec/{folder}/{file}"), self.text.clone()));
        files
    }

    pub(crate) fn run(&self) -> Run {
        Run::over(self.files())
    }
}

fn folder() -> PathBuf {
    crate::support::folder().join("tests/diagnostics")
}

fn prelude(file: &str) -> String {
    fs::read_to_string(folder().join("prelude").join(file)).expect("the prelude of the cases is in the repository")
}

/// The file of a code.
fn file(code: &str) -> PathBuf {
    folder().join(code).with_extension("md")
}

/// The cases of a code, in the order of its file.
fn cases_of(code: &str) -> Vec<Case> {
    let path = file(code);
    let text = fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    let case = |part: &str| {
        let (name, rest) = part.split_once('\n').unwrap_or((part, ""));
        let spec = rest.split_once("````yaml\n").and_then(|(_, rest)| rest.split_once("````\n"));
        let (spec, _) = spec.unwrap_or_else(|| panic!("{code}.md: `{name}` has no block of YAML"));
        Case { name: name.to_owned(), text: spec.to_owned() }
    };
    let cases: Vec<Case> = text.split("\n## ").skip(1).map(case).collect();
    assert_eq!(cases.len(), text.matches("\n````yaml\n").count(), "{code}.md: a case is a heading and a block of YAML");
    cases
}

pub(crate) fn cases() -> Vec<Case> {
    code::ALL.iter().flat_map(|code| cases_of(code.name)).collect()
}

#[test]
fn every_case_has_its_code_and_no_other() {
    let mut wrong = Vec::new();
    for case in cases() {
        let found = case.run().codes();
        if found != [case.code()] {
            wrong.push(format!("{} has {found:?}", case.name));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_code_has_a_file_and_every_case_stands_in_that_of_its_code() {
    let mut files = file_stems(&folder());
    files.remove("prelude");
    assert_eq!(files, code::ALL.iter().map(|code| code.name.to_owned()).collect());
    let mut names = BTreeSet::new();
    for code in code::ALL {
        let cases = cases_of(code.name);
        assert!(!cases.is_empty(), "{} has no case", code.name);
        for case in cases {
            assert_eq!(case.code(), code.name, "`{}` stands in the file of another code", case.name);
            assert!(names.insert(case.name.clone()), "there are two cases `{}`", case.name);
        }
    }
}

#[test]
fn no_prelude_is_left_over() {
    let cases = cases();
    for name in file_stems(&folder().join("prelude")) {
        let is_named = cases.iter().any(|case| case.says("second") == Some(&format!("{name}.yaml")));
        assert!(is_named || matches!(name.as_str(), "api" | "units"), "no case uses the prelude `{name}`");
    }
}

fn file_stems(folder: &Path) -> BTreeSet<String> {
    let entries = fs::read_dir(folder).expect("the folder is in the repository");
    let paths = entries.map(|entry| entry.expect("an entry of the folder can be read").path());
    paths.filter_map(|path| Some(path.file_stem()?.to_string_lossy().into_owned())).collect()
}

#[test]
fn every_diagnostic_says_where_and_how_to_fix_it() {
    for case in cases() {
        let run = case.run();
        for found in &run.diagnostics {
            assert!(!found.message.is_empty(), "{}", case.name);
            assert!(
                !found.help.is_empty() || found.patch.is_some() || !found.label.is_empty(),
                "{}: nothing says how to mend `{}`",
                case.name,
                found.message
            );
            run.assert_places_exist(found);
        }
    }
}

/// What people see. Read every change of these messages as a newcomer would.
#[test]
fn messages_are_those_of_the_files() {
    let accepts = std::env::var("INSTA_UPDATE").is_ok_and(|how| how == "always");
    let mut changed = Vec::new();
    for code in code::ALL {
        let mut text = format!("# {} {}\n", code.id, code.name);
        for case in cases_of(code.name) {
            let (Case { name, text: spec }, message) = (&case, case.run().rendered());
            let written = format!("\n## {name}\n\n````yaml\n{spec}````\n\n````text\n{}\n````\n", message.trim_end());
            text.push_str(&written);
        }
        let path = file(code.name);
        let before = fs::read_to_string(&path).expect("the cases are in the repository");
        if accepts && before != text {
            fs::write(&path, &text).expect("the file of a code can be written");
        } else if before != text {
            let at = before.lines().zip(text.lines()).take_while(|(before, now)| before == now).count();
            let line = text.lines().nth(at).unwrap_or_default();
            changed.push(format!("{}:{}: is now\n{line}", path.display(), at + 1));
        }
    }
    assert!(changed.is_empty(), "accept with INSTA_UPDATE=always, then read the diff\n{}", changed.join("\n"));
}

#[test]
fn codes_are_grouped_by_subject() {
    let mut by_group: BTreeMap<&str, usize> = BTreeMap::new();
    for code in code::ALL {
        assert!(code.id.len() == 5 && code.id.starts_with('E'), "{}", code.id);
        *by_group.entry(&code.id[..3]).or_default() += 1;
    }
    assert_eq!(by_group.len(), 10, "reading, layout, types, names, operations, rules, codes, events, honesty, files");
}
