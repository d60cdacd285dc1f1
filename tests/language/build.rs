//! Compiles what each pair of `codegen/tests/pairs` becomes: a module for each pair, with one for each of its crates.
//!
//! The snapshot of a pair shows some items of these files as they stand here; `payspec-codegen` tests that.

use std::fmt::Write;
use std::path::Path;
use std::{env, fs};

#[path = "../../codegen/tests/it/pair.rs"]
#[expect(dead_code, reason = "the tests of the generator show pairs; here they are compiled only")]
mod pair;

fn main() {
    let here = env::var_os("CARGO_MANIFEST_DIR").expect("cargo says where the package is");
    let pairs = Path::new(&here).join("../../codegen/tests/pairs");
    println!("cargo::rerun-if-changed={}", pairs.display());
    println!("cargo::rerun-if-changed={}", pairs.join("../it/pair.rs").display());
    let out = env::var_os("OUT_DIR").expect("cargo says where to write");
    let out = Path::new(&out);
    let mut modules = String::new();
    for pair in pair::all(&pairs) {
        let generated = pair.compile().unwrap_or_else(|error| panic!("{error}"));
        let name = format!("pair_{}", pair.name.replace('-', "_"));
        writeln!(modules, "/// What `{}.yaml` becomes.\npub mod {name} {{", pair.name).expect("a text takes any");
        // An sdk only re-exports its crates, which are none here.
        for file in generated.iter().filter(|file| file.product != "sdk") {
            let folder = out.join(&name).join(&file.product);
            fs::create_dir_all(&folder).expect("the folder of this build can be written");
            let path = folder.join(format!("{}.rs", file.file));
            fs::write(&path, within(&name, file)).expect("the folder of this build can be written");
            if file.file == "mod" {
                let (product, path) = (&file.product, path.to_string_lossy());
                writeln!(modules, "    /// The crate.\n    #[path = {path:?}]\n    pub mod {product};")
                    .expect("a text takes any");
            }
        }
        modules.push_str("}\n");
    }
    fs::write(out.join("pairs.rs"), modules).expect("the folder of this build can be written");
}

/// A generated file whose crates are modules of this one.
fn within(pair: &str, file: &pair::Generated) -> String {
    let module = |product: &str| format!("crate::pairs::{pair}::{product}");
    let mut text = String::with_capacity(file.text.len());
    let mut rest = file.text.as_str();
    // The crate itself, but not the last letters of another name.
    while let Some(at) = rest.find("crate::") {
        text.push_str(&rest[..at]);
        let is_itself = !rest[..at].ends_with(|c: char| c.is_alphanumeric() || c == '_' || c == '$');
        text.push_str(&if is_itself { format!("{}::", module(&file.product)) } else { "crate::".to_owned() });
        rest = &rest[at + "crate::".len()..];
    }
    text.push_str(rest);
    // What they include is no Rust.
    let data = [(r#"include_str!("deliveries.txt")"#, "\"\""), (r#"include_str!("responses.txt")"#, "\"\"")];
    let text = data.iter().fold(text, |text, (included, nothing)| text.replace(included, nothing));
    let crates = [("shop_model", "model"), ("shop_client", "client"), ("payspec_units", "units")];
    let line = |line: &str| {
        let (line, own) = match line.trim_start().strip_prefix("/// ") {
            // An example is a crate of its own.
            Some(_) => (line.to_owned(), format!("payspec_language::pairs::{pair}")),
            None => (line.to_owned(), format!("crate::pairs::{pair}")),
        };
        crates.iter().fold(line, |line, (name, product)| line.replace(name, &format!("{own}::{product}"))) + "\n"
    };
    text.lines().map(line).collect()
}
