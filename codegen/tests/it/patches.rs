//! What a patch says, once applied, fixes the problem and makes no new one.

use std::collections::BTreeMap;

use payspec_codegen::diag::{Diagnostic, Patch};

use crate::diagnostics::{Case, cases};
use crate::support::Run;

/// All changes of text that a diagnostic offers, those of its further places included.
fn patches(found: &Diagnostic) -> impl Iterator<Item = &Patch> {
    found.patch.iter().chain(found.repeated.iter().filter_map(|again| again.patch.as_ref()))
}

/// The files of a case with some changes. They must not overlap.
fn mended(case: &Case, run: &Run, patches: &[&Patch]) -> Run {
    let mut files = case.files();
    let mut sorted = patches.to_vec();
    sorted.sort_by_key(|patch| std::cmp::Reverse(patch.span));
    for patch in sorted {
        let path = &run.sources.file(patch.span.file).path;
        let (_, text) = files.iter_mut().find(|(file, _)| file == path).expect("a patch is for a file of the case");
        text.replace_range(patch.span.range(), &patch.text);
    }
    Run::over(files)
}

/// How often each kind of problem was found, by id and place of all its places.
fn counts(run: &Run) -> BTreeMap<&'static str, usize> {
    let mut counts = BTreeMap::new();
    for found in &run.diagnostics {
        *counts.entry(found.code.name).or_default() += 1 + found.repeated.len();
    }
    counts
}

#[test]
fn each_patch_fixes_its_problem() {
    let (mut tried, mut wrong) = (0, Vec::new());
    for case in cases() {
        let run = case.run();
        let before = counts(&run);
        for found in &run.diagnostics {
            for patch in patches(found) {
                tried += 1;
                let after = counts(&mended(&case, &run, &[patch]));
                let is_fewer = after.get(found.code.name).copied().unwrap_or(0) < before[found.code.name];
                let makes_new = after.iter().any(|(code, count)| *count > before.get(code).copied().unwrap_or(0));
                if !is_fewer || makes_new {
                    wrong
                        .push(format!("{}: {} -> {:?}: {before:?} -> {after:?}", case.name, found.message, patch.text));
                }
            }
        }
    }
    assert!(tried > 50, "only {tried} patches");
    assert!(wrong.is_empty(), "{} of {tried}\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn all_patches_of_a_case_fix_all_their_problems() {
    let mut wrong = Vec::new();
    for case in cases() {
        let run = case.run();
        let all: Vec<&Patch> = run.diagnostics.iter().flat_map(patches).collect();
        let left = run.diagnostics.iter().filter(|found| found.patch.is_none()).count();
        let after = mended(&case, &run, &all);
        if after.diagnostics.len() > left {
            let messages: Vec<_> = after.diagnostics.iter().map(|found| &found.message).collect();
            wrong.push(format!("{}: {left} are left to mend by hand, but found are {messages:#?}", case.name));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
