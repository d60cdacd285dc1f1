//! One small spec a mistake: `tests/diagnostics/<rule>.yaml`, or `<rule>.<detail>.yaml` for more of a rule.
//!
//! A case is a file of the API `shop`; what every case needs stands in `diagnostics/prelude`. Comments on top of
//! a case say what is special: `# alone` for no prelude, `# second: <file>` for one more file of it. A case breaks
//! its rule and no other.

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
    fn rule(&self) -> &str {
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
        files.push((format!("spec/shop/{}.yaml", self.name), self.text.clone()));
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

pub(crate) fn cases() -> Vec<Case> {
    let entries = fs::read_dir(folder()).expect("the cases are in the repository");
    let paths = entries.map(|entry| entry.expect("an entry of the folder can be read").path());
    let mut cases: Vec<Case> = paths
        .filter(|path| path.extension().is_some_and(|extension| extension == "yaml"))
        .map(|path| Case {
            name: path.file_stem().expect("a file has a name").to_string_lossy().into_owned(),
            text: fs::read_to_string(&path).expect("a case can be read"),
        })
        .collect();
    cases.sort_by(|a, b| a.name.cmp(&b.name));
    cases
}

#[test]
fn every_case_breaks_its_rule_and_no_other() {
    let mut wrong = Vec::new();
    for case in cases() {
        let broken = case.run().rules();
        if broken != [case.rule()] {
            wrong.push(format!("{} breaks {broken:?}", case.name));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_rule_has_a_case() {
    let cases = cases();
    let of_rules: BTreeSet<&str> = cases.iter().map(Case::rule).collect();
    let rules: BTreeSet<&str> = code::ALL.iter().map(|rule| rule.name).collect();
    assert_eq!(of_rules, rules);
}

#[test]
fn no_snapshot_or_prelude_is_left_over() {
    let cases = cases();
    let snapshots = crate::support::folder().join("tests/it/snapshots");
    for name in file_stems(&snapshots) {
        let is_a_case = cases.iter().any(|case| case.name == name);
        assert!(is_a_case || name == "json-line", "no case makes the snapshot `{name}`");
    }
    for name in file_stems(&folder().join("prelude")) {
        let is_named = cases.iter().any(|case| case.says("second") == Some(&format!("{name}.yaml")));
        assert!(is_named || matches!(name.as_str(), "api" | "units"), "no case uses the prelude `{name}`");
    }
}

fn file_stems(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).expect("the folder is in the repository");
    let paths = entries.map(|entry| entry.expect("an entry of the folder can be read").path());
    paths.filter_map(|path| Some(path.file_stem()?.to_string_lossy().into_owned())).collect()
}

#[test]
fn every_diagnostic_says_where_and_how_to_mend_it() {
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

/// What people see. Read every change of these snapshots as a newcomer would.
#[test]
fn snapshots() {
    let mut settings = insta::Settings::clone_current();
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.bind(|| {
        for case in cases() {
            insta::assert_snapshot!(case.name.clone(), case.run().rendered());
        }
    });
}

#[test]
fn ids_of_rules_are_grouped_by_subject() {
    let mut by_group: BTreeMap<&str, usize> = BTreeMap::new();
    for rule in code::ALL {
        assert!(rule.id.len() == 5 && rule.id.starts_with('E'), "{}", rule.id);
        *by_group.entry(&rule.id[..3]).or_default() += 1;
    }
    assert_eq!(by_group.len(), 10, "reading, layout, types, names, operations, rules, codes, events, honesty, files");
}
