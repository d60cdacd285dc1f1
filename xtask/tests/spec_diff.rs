//! `cargo xtask spec diff` in small repositories of its own.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use serde_json::Value;

const API: &str = "api:
  language: 1
  name: shop
  title: Shop
  docs: A shop.
  sources: { manual: { title: Manual of the shop } }
  environments: { test: { base_url: https://shop.example, docs: Sells nothing. } }
  encoding: form
resource: { name: order, plural: orders, docs: An order. }
operations:
  create:
    docs: Orders something.
    method: POST
    path: /orders
    evidence: { level: documented, source: manual, at: page 1 }
    params:
      name: { type: string, docs: The name. }
      note: { type: string, docs: A note. }
    responses: { \"204\": { outcome: success, docs: It is ordered. } }
";

const MANIFEST: &str = "[workspace.package]\nversion = \"0.4.2\"\n";

/// A repository with one API and one commit.
struct Repository(PathBuf);

impl Repository {
    fn new(name: &str) -> Self {
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("spec-diff-{name}"));
        let _ = fs::remove_dir_all(&folder);
        let new = Self(folder);
        fs::create_dir_all(new.0.join("spec/shop")).expect("a folder");
        fs::create_dir_all(new.0.join("xtask")).expect("a folder");
        fs::create_dir_all(new.0.join("tests/language/spec/stall")).expect("a folder");
        new.write("tests/language/spec/stall/api.yaml", &API.replace("name: shop", "name: stall"));
        new.write("spec/shop/api.yaml", API);
        new.write("Cargo.toml", MANIFEST);
        new
    }

    fn with_commit(name: &str) -> Self {
        let new = Self::new(name);
        new.git(&["init", "--quiet", "--initial-branch=main"]);
        new.commit("first");
        new
    }

    fn write(&self, path: &str, text: &str) {
        fs::write(self.0.join(path), text).expect("a file can be written");
    }

    fn edit(&self, old: &str, new: &str) {
        let text = fs::read_to_string(self.0.join("spec/shop/api.yaml")).expect("the spec");
        assert!(text.contains(old), "{old}");
        self.write("spec/shop/api.yaml", &text.replace(old, new));
    }

    fn git(&self, arguments: &[&str]) {
        let names = ["-c", "user.name=Test", "-c", "user.email=test@shop.example", "-c", "commit.gpgsign=false"];
        let output =
            Command::new("git").arg("-C").arg(&self.0).args(names).args(arguments).output().expect("git starts");
        assert!(output.status.success(), "{arguments:?}: {output:?}");
    }

    fn commit(&self, message: &str) {
        self.git(&["add", "."]);
        self.git(&["commit", "--quiet", "-m", message]);
    }

    fn diff(&self, arguments: &[&str]) -> Output {
        self.run(&[&["spec", "diff"], arguments].concat())
    }

    fn run(&self, arguments: &[&str]) -> Output {
        let mut command = Command::new(env!("CARGO_BIN_EXE_xtask"));
        command.args(arguments).current_dir(&self.0).env_remove("CARGO_MANIFEST_DIR");
        // A repository around the target folder is none of ours.
        command.env("GIT_CEILING_DIRECTORIES", env!("CARGO_TARGET_TMPDIR")).output().expect("it starts")
    }
}

fn said(output: &Output) -> String {
    format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr))
}

fn json(output: &Output) -> Value {
    serde_json::from_slice(&output.stdout).unwrap_or_else(|error| panic!("{error}: {}", said(output)))
}

#[test]
fn a_change_that_is_not_committed_is_compared_with_the_last_commit() {
    let repository = Repository::with_commit("uncommitted");
    let same = repository.diff(&[]);
    assert_eq!(same.status.code(), Some(0), "{}", said(&same));
    assert!(said(&same).contains("no change that users notice"), "{}", said(&same));
    repository.edit(
        "      name: { type: string, docs: The name. }",
        "      name: { type: string, docs: The name., required: true }",
    );
    let broken = repository.diff(&["--format", "json"]);
    assert_eq!(broken.status.code(), Some(1), "{}", said(&broken));
    let whole = json(&broken);
    assert_eq!(whole["changes"][0]["rule"], "param-made-required");
    assert_eq!(
        (&whole["changes"][0]["before"]["line"], &whole["changes"][0]["after"]["line"]),
        (&Value::from(17), &Value::from(17))
    );
    assert_eq!(whole["proposed_version"]["from"], "0.4.2");
    assert_eq!(whole["proposed_version"]["to"], "0.5.0");
}

#[test]
fn a_branch_is_compared_with_the_place_where_it_left_main() {
    let repository = Repository::with_commit("branch");
    repository.git(&["checkout", "--quiet", "-b", "work"]);
    repository.edit("path: /orders", "path: /order");
    repository.commit("change");
    repository.git(&["checkout", "--quiet", "main"]);
    repository.edit("      note: { type: string, docs: A note. }\n", "");
    repository.commit("other");
    repository.git(&["checkout", "--quiet", "work"]);
    let rules = |arguments: &[&str]| -> Vec<String> {
        let whole = json(&repository.diff(&[arguments, &["--format", "json"]].concat()));
        let changes = whole["changes"].as_array().expect("a list");
        changes.iter().map(|change| change["rule"].as_str().unwrap_or_default().to_owned()).collect()
    };
    assert_eq!(rules(&[]), ["operation-path-changed"], "what main changed is not of the branch");
    assert_eq!(rules(&["main"]), ["operation-path-changed", "param-added"]);
    assert!(rules(&["HEAD"]).is_empty());
}

#[test]
fn a_folder_is_compared_without_git() {
    let (old, new) = (Repository::new("folder-old"), Repository::new("folder-new"));
    new.edit("path: /orders", "path: /order");
    let checkout = new.diff(&[&old.0.to_string_lossy()]);
    assert_eq!(checkout.status.code(), Some(1), "{}", said(&checkout));
    let specs = new.diff(&[&old.0.join("spec").to_string_lossy()]);
    assert!(said(&specs).contains("operation-path-changed"), "{}", said(&specs));
    let without = new.diff(&[]);
    assert_eq!(without.status.code(), Some(2), "{}", said(&without));
    assert!(said(&without).contains("is not in a git repository: pass a folder"), "{}", said(&without));
}

#[test]
fn what_cannot_be_compared_is_an_error_with_a_name() {
    let repository = Repository::with_commit("errors");
    let unknown = repository.diff(&["nowhere"]);
    assert_eq!(unknown.status.code(), Some(2));
    assert!(
        said(&unknown).contains("`nowhere` is neither a revision that git knows here nor a folder"),
        "{}",
        said(&unknown)
    );
    let format = repository.diff(&["--format", "markdwn"]);
    assert_eq!(format.status.code(), Some(2));
    assert!(said(&format).contains("a similar value exists: 'markdown'"), "{}", said(&format));
    repository.edit("encoding: form", "encodng: form");
    let broken = repository.diff(&[]);
    assert_eq!(broken.status.code(), Some(2));
    assert!(said(&broken).contains("did you mean `encoding`?"), "{}", said(&broken));
    repository.commit("mistake");
    repository.edit("encodng: form", "encoding: form");
    let older = repository.diff(&["HEAD"]);
    assert_eq!(older.status.code(), Some(2));
    assert!(
        said(&older).contains("the specs of `HEAD") && said(&older).contains("spec/shop/api.yaml:8"),
        "{}",
        said(&older)
    );
    repository.git(&["rm", "-r", "--quiet", "--cached", "spec"]);
    repository.git(&["commit", "--quiet", "-m", "none"]);
    let none = repository.diff(&["HEAD"]);
    assert_eq!(none.status.code(), Some(2));
    assert!(said(&none).contains("has no specs in `spec/<api>/`"), "{}", said(&none));
}

#[test]
fn an_approved_break_is_a_success() {
    let repository = Repository::with_commit("approved");
    repository.edit("path: /orders", "path: /order");
    let fingerprint = json(&repository.diff(&["--format", "json"]))["changes"][0]["fingerprint"].clone();
    let approve = |text: &str| repository.write("spec-diff.allow.yaml", text);
    let entry = format!("approved:\n  - fingerprint: {fingerprint}\n    reason: It moved.\n    expires: 2999-01-01\n");
    approve(&entry);
    let approved = repository.diff(&[]);
    assert_eq!(approved.status.code(), Some(0), "{}", said(&approved));
    assert!(said(&approved).contains("approved break[operation-path-changed]"), "{}", said(&approved));
    approve(&entry.replace("2999", "2001"));
    let expired = repository.diff(&[]);
    assert_eq!(expired.status.code(), Some(1));
    assert!(said(&expired).contains("has expired"), "{}", said(&expired));
    approve(&entry.replace("reason", "raeson"));
    let misspelt = repository.diff(&[]);
    assert_eq!(misspelt.status.code(), Some(2));
    assert!(said(&misspelt).contains("did you mean `reason`?"), "{}", said(&misspelt));
}

#[test]
fn codegen_says_what_its_change_means_after_writing() {
    let repository = Repository::with_commit("codegen");
    repository.edit("path: /orders", "path: /order");
    let output = repository.run(&["codegen"]);
    assert!(output.status.success(), "{}", said(&output));
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    let (_, after) = text.split_once("wrote ").expect("it wrote something");
    assert!(after.contains("spec    1 break since HEAD ("), "{text}");
    assert!(after.contains("break      shop: order.create: path changed from `/orders` to `/order` (wire)"), "{text}");
    assert!(!said(&repository.run(&["codegen", "--check"])).contains("spec    "), "it compares generated files only");
    let alone = Repository::new("codegen-alone").run(&["codegen"]);
    assert!(alone.status.success(), "writing does not need git: {}", said(&alone));
    assert!(said(&alone).contains("spec    not compared: "), "{}", said(&alone));
}
