//! Two checkouts may share a target folder, and then this program: it works on the one that it is called in.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::{fs, io};

/// A checkout with an API of two files and nothing that was made of it.
struct Checkout(PathBuf);

const API: &str = "\
api:
  language: 1
  name: shop
  title: Shop
  docs: A shop.
  environments: { test: { base_url: https://shop.example, docs: Sells nothing. } }
  encoding: form
";

impl Checkout {
    fn make(name: &str) -> io::Result<Self> {
        let root = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("{name}-{}", std::process::id()));
        for folder in ["xtask", "spec/shop", "tests/language/spec/stall"] {
            fs::create_dir_all(root.join(folder))?;
        }
        fs::write(root.join("spec/shop/api.yaml"), API)?;
        fs::write(root.join("tests/language/spec/stall/api.yaml"), API.replace("name: shop", "name: stall"))?;
        Ok(Self(root))
    }

    fn codegen(&self, manifest_dir: Option<&Path>) -> io::Result<Output> {
        let mut command = Command::new(env!("CARGO_BIN_EXE_xtask"));
        command.args(["codegen", "--check"]).env_remove("CARGO_MANIFEST_DIR").current_dir(&self.0);
        manifest_dir.map(|folder| command.env("CARGO_MANIFEST_DIR", folder));
        command.output()
    }
}

impl Drop for Checkout {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

/// What reads the lines of a run reads why it failed as well.
#[test]
fn a_run_that_cannot_read_its_folders_says_so_in_json() -> io::Result<()> {
    let other = Checkout::make("failing")?;
    fs::create_dir_all(other.0.join("spec/blank"))?;
    let run = || {
        Command::new(env!("CARGO_BIN_EXE_xtask"))
            .args(["codegen", "--check", "--format", "json"])
            .env("CARGO_MANIFEST_DIR", other.0.join("xtask"))
            .output()
    };
    let expected = |message: &str, file: &str| {
        format!(
            "{{\"code\":null,\"name\":null,\"message\":\"{message}\",\"label\":\"\",\"at\":{{\"file\":\"{file}\",\"line\":1,\"column\":1,\
             \"start\":0,\"end\":0}},\"also\":[],\"help\":[],\"patch\":null,\"repeated\":[]}}\n"
        )
    };
    let output = run()?;
    let message = "spec/blank has no spec file: describe an API in spec/blank/api.yaml, or remove the folder";
    assert_eq!(String::from_utf8_lossy(&output.stdout), expected(message, "spec/blank"));
    assert!(!output.status.success() && String::from_utf8_lossy(&output.stderr).contains(message), "{output:?}");
    fs::write(other.0.join("spec/loose.yaml"), API)?;
    fs::remove_dir(other.0.join("spec/blank"))?;
    let message = "spec/loose.yaml is not in the folder of an API: move it to spec/<api>/";
    assert_eq!(String::from_utf8_lossy(&run()?.stdout), expected(message, "spec/loose.yaml"));
    Ok(())
}

fn apis(output: &Output) -> Vec<String> {
    let text = String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr);
    let lines =
        text.lines().filter_map(|line| line.trim().split_once(": ").filter(|(_, rest)| rest.contains(" operations, ")));
    lines.map(|(name, _)| name.to_owned()).collect()
}

#[test]
fn it_works_in_the_checkout_that_cargo_names() -> io::Result<()> {
    let other = Checkout::make("named")?;
    let output = other.codegen(Some(&other.0.join("xtask")))?;
    assert_eq!(apis(&output), ["shop", "stall"], "{output:?}");
    Command::new(env!("CARGO_BIN_EXE_xtask"))
        .arg("codegen")
        .env("CARGO_MANIFEST_DIR", other.0.join("xtask"))
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .output()?;
    assert!(other.0.join("crates/shop/model/Cargo.toml").is_file());
    let here = Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("the root of the repository");
    assert!(!here.join("crates/shop/model").exists());
    Ok(())
}

/// A run names what it changed, and says so where that is nothing.
#[test]
fn a_run_says_what_it_wrote() -> io::Result<()> {
    let other = Checkout::make("wrote")?;
    let run = || -> io::Result<String> {
        let mut command = Command::new(env!("CARGO_BIN_EXE_xtask"));
        let output = command.arg("codegen").env("CARGO_MANIFEST_DIR", other.0.join("xtask")).output()?;
        assert!(output.status.success(), "{output:?}");
        Ok(String::from_utf8_lossy(&output.stdout).into_owned())
    };
    let first = run()?;
    assert!(first.contains("removed 0; 0 were up to date\n        new     spec/DIAGNOSTICS.md\n"), "{first}");
    assert!(first.contains(" more: `git status` lists them\n") && first.lines().count() < 40, "{first}");
    let second = run()?;
    assert!(
        second.contains("wrote   nothing: all ") && second.contains(" are up to date with the specs\n"),
        "{second}"
    );

    let (stale, orphan) = ("crates/shop/model/src/generated/mod.rs", "crates/shop/model/src/generated/gone.rs");
    let text = fs::read_to_string(other.0.join(stale))?;
    fs::write(other.0.join(orphan), &text)?;
    fs::write(other.0.join(stale), text + "// more\n")?;
    fs::remove_file(other.0.join("crates/shop/sdk/LICENSE-MIT"))?;
    let third = run()?;
    assert!(third.contains("wrote   2 files, removed 1; "), "{third}");
    for line in
        [format!("changed {stale}"), "new     crates/shop/sdk/LICENSE-MIT".to_owned(), format!("removed {orphan}")]
    {
        assert!(third.contains(&format!("\n        {line}\n")), "{line} is missing: {third}");
    }
    Ok(())
}

/// Without cargo, and where a test of another package starts it.
#[test]
fn otherwise_it_works_in_the_checkout_of_the_current_folder() -> io::Result<()> {
    let other = Checkout::make("current")?;
    for manifest_dir in [None, Some(other.0.join("tests")), Some(PathBuf::from("xtask"))] {
        let output = other.codegen(manifest_dir.as_deref())?;
        assert_eq!(apis(&output), ["shop", "stall"], "{output:?}");
        assert!(!String::from_utf8_lossy(&output.stderr).contains("note:"), "{output:?}");
    }
    // The same from a folder within.
    let output = Command::new(env!("CARGO_BIN_EXE_xtask"))
        .args(["codegen", "--check"])
        .env_remove("CARGO_MANIFEST_DIR")
        .current_dir(other.0.join("spec/shop"))
        .output()?;
    assert_eq!(apis(&output), ["shop", "stall"], "{output:?}");
    Ok(())
}

/// Nobody takes another checkout for the one that he stands in.
#[test]
fn it_says_which_checkout_it_works_on_where_that_is_another_one() -> io::Result<()> {
    let other = Checkout::make("said")?;
    let run = |manifest_dir: Option<PathBuf>| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_xtask"));
        command.args(["codegen", "--check", "--format", "json"]).env_remove("CARGO_MANIFEST_DIR");
        manifest_dir.map(|folder| command.env("CARGO_MANIFEST_DIR", folder));
        command.current_dir(std::env::temp_dir()).output()
    };
    let here = Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("the root of the repository");
    for (manifest_dir, root) in [(Some(other.0.join("xtask")), other.0.as_path()), (None, here)] {
        let output = run(manifest_dir)?;
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(said.contains(&format!("note: using {}", root.display())), "{said}");
        assert!(!String::from_utf8_lossy(&output.stdout).contains("note:"), "{output:?}");
    }
    Ok(())
}
