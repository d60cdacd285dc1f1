//! What GitHub reads of this repository: the jobs run the steps of `cargo xtask test`, and the forms are forms.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::{Value, json};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("the root of the repository").to_owned()
}

fn read(path: &str) -> String {
    fs::read_to_string(root().join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

fn yaml(path: &str) -> Value {
    serde_yaml::from_str(&read(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_default()
}

/// The names that `--only` takes.
fn steps() -> Vec<String> {
    let output = Command::new(env!("CARGO_BIN_EXE_xtask")).args(["test", "--help"]).output().expect("it starts");
    let help = String::from_utf8(output.stdout).expect("text");
    let (_, rest) = help.split_once("[possible values: ").expect("the help names the steps");
    let (names, _) = rest.split_once(']').expect("the list is closed");
    names.split(", ").map(str::to_owned).collect()
}

#[test]
fn each_step_is_run_by_one_job() {
    let workflow = yaml(".github/workflows/ci.yml");
    // Nothing that a pull request brings can write to the repository.
    assert_eq!(workflow["permissions"], json!({ "contents": "read" }));
    assert!(workflow["on"].as_object().is_some_and(|on| on.contains_key("pull_request")), "{}", workflow["on"]);
    let mut run = Vec::new();
    for (name, job) in workflow["jobs"].as_object().expect("jobs") {
        assert_eq!(job["runs-on"], "ubuntu-latest", "{name}");
        let parts = job["steps"].as_array().expect("a job has steps");
        assert!(text(&parts[0]["uses"]).starts_with("actions/checkout@v"), "{name} begins with the sources");
        for part in parts {
            let (uses, command) = (text(&part["uses"]), text(&part["run"]));
            assert!(uses.is_empty() || uses.contains("@v"), "{name}: {uses} has no version");
            assert!(uses.is_empty() != command.is_empty(), "{name}: a step uses or runs something");
            if let Some(arguments) = command.strip_prefix("cargo ") {
                let of_test = arguments.strip_prefix("xtask test").expect("commands are those of `cargo xtask test`");
                run.extend(of_test.split(" --only ").skip(1).map(str::to_owned));
            } else {
                assert!(uses.len() > 1 || command.starts_with("rustup toolchain install "), "{name}: {command}");
            }
        }
    }
    let mut steps = steps();
    run.sort();
    steps.sort();
    assert!(steps.len() > 6 && run == steps, "jobs run {run:?}, the steps are {steps:?}");
}

/// The job that runs what a pull request brings can write nothing, and the one that can write runs nothing of it.
#[test]
fn what_a_change_of_the_specs_means_is_posted_by_a_job_that_runs_none_of_it() {
    let workflow = yaml(".github/workflows/spec-diff.yml");
    assert_eq!(workflow["permissions"], json!({ "contents": "read" }));
    let events: Vec<&String> = workflow["on"].as_object().expect("events").keys().collect();
    assert_eq!(events, ["pull_request"], "`pull_request_target` would have secrets");
    let steps = |job: &str| workflow["jobs"][job]["steps"].as_array().cloned().expect("a job has steps");
    let compare = steps("compare");
    assert!(workflow["jobs"]["compare"]["permissions"].is_null());
    assert_eq!(compare[0]["with"]["fetch-depth"], 0, "the merge base is somewhere in the history");
    let last = text(&compare.last().expect("a step")["run"]).to_owned();
    assert!(
        last.starts_with("cargo xtask spec diff ") && last.ends_with("--format github"),
        "its code fails the job: {last}"
    );
    assert_eq!(workflow["jobs"]["comment"]["permissions"], json!({ "pull-requests": "write" }));
    for step in steps("comment") {
        let (uses, run) = (text(&step["uses"]), text(&step["run"]));
        assert!(uses.starts_with("actions/download-artifact@v") || uses.is_empty(), "{uses}");
        assert!(!run.contains("cargo") && !run.contains("${{"), "{run}");
    }
}

/// What no job builds is not declared as proved.
#[test]
fn a_job_builds_with_the_declared_rust_version() {
    let manifest = read("Cargo.toml");
    let declared = manifest.lines().find_map(|line| line.strip_prefix("rust-version = "));
    let declared = declared.expect("the workspace declares one").trim_matches('"');
    let job = &yaml(".github/workflows/ci.yml")["jobs"]["msrv"];
    assert_eq!(text(&job["env"]["RUSTUP_TOOLCHAIN"]), declared);
    assert!(job["steps"].as_array().expect("steps").iter().any(|part| part["run"] == "cargo xtask test --only msrv"));
}

#[test]
fn issue_forms_are_forms() {
    let folder = ".github/ISSUE_TEMPLATE";
    let names: BTreeSet<String> = fs::read_dir(root().join(folder))
        .expect("the forms are in the repository")
        .map(|entry| entry.expect("a readable folder").file_name().to_string_lossy().into_owned())
        .collect();
    assert_eq!(names, ["bug.yml", "config.yml", "new-api.yml", "wrong-fact.yml"].map(str::to_owned).into());
    for name in names.iter().filter(|name| *name != "config.yml") {
        let form = yaml(&format!("{folder}/{name}"));
        assert!(!text(&form["name"]).is_empty() && !text(&form["description"]).is_empty(), "{name}");
        let mut ids = BTreeSet::new();
        for part in form["body"].as_array().expect("a form has a body") {
            let kind = text(&part["type"]);
            assert!(["markdown", "input", "textarea", "dropdown", "checkboxes"].contains(&kind), "{name}: {kind}");
            let says = if kind == "markdown" { "value" } else { "label" };
            assert!(!text(&part["attributes"][says]).is_empty(), "{name}: {part}");
            let has_options = part["attributes"]["options"].as_array().is_some_and(|options| !options.is_empty());
            assert_eq!(has_options, ["dropdown", "checkboxes"].contains(&kind), "{name}: {part}");
            assert!(kind == "markdown" || ids.insert(text(&part["id"]).to_owned()), "{name}: two of one id: {part}");
        }
    }
    assert!(read(&format!("{folder}/wrong-fact.yml")).contains("Which page shows it?"));
    assert!(
        text(&yaml(&format!("{folder}/config.yml"))["contact_links"][0]["url"]).ends_with("/security/advisories/new")
    );
}

#[test]
fn updates_are_asked_for_what_there_is_and_owners_own_what_there_is() {
    let dependabot = yaml(".github/dependabot.yml");
    assert_eq!(dependabot["version"], 2);
    let updates = dependabot["updates"].as_array().expect("updates").iter();
    let of: Vec<&str> = updates.map(|update| text(&update["package-ecosystem"])).collect();
    assert_eq!(of, ["cargo", "github-actions"]);
    let pinned = text(&dependabot["updates"][0]["ignore"][0]["dependency-name"]).to_owned();
    assert!(read("Cargo.toml").contains(&format!("package = \"{pinned}\", version = \"=")), "{pinned} is pinned");

    let owners = read(".github/CODEOWNERS");
    let lines: Vec<&str> = owners.lines().filter(|line| !line.starts_with('#') && !line.trim().is_empty()).collect();
    assert!(lines[0].starts_with("* "), "the first line is for everything else");
    for line in &lines[1..] {
        let (path, owner) = line.split_once(' ').expect("a path and who owns it");
        assert!(owner.trim().starts_with('@') && root().join(&path[1..]).exists(), "{line}");
    }
}
