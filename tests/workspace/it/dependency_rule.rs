//! Who may depend on whom, and what the declared Rust version rests on.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;

use payspec_test_support::files::root;

/// What cargo knows of this machine's dependencies; those of other systems need not be downloaded for it.
pub(crate) fn metadata() -> Value {
    let version = Command::new("rustc").arg("-vV").output().expect("rustc runs").stdout;
    let version = String::from_utf8(version).expect("rustc prints text");
    let host = version.lines().find_map(|line| line.strip_prefix("host: ")).expect("rustc names its host");
    let output = Command::new(env!("CARGO"))
        .args(["metadata", "--format-version", "1", "--locked", "--filter-platform", host])
        .current_dir(root())
        .output()
        .expect("cargo runs");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice(&output.stdout).expect("cargo prints JSON")
}

pub(crate) fn text<'a>(value: &'a Value, key: &str) -> &'a str {
    value[key].as_str().unwrap_or_default()
}

/// A crate of ours.
struct Ours<'a> {
    name: &'a str,
    /// Its folder, from the root of the repository.
    folder: PathBuf,
    /// Those of our crates that it depends on, tests and benchmarks aside.
    needs: BTreeSet<&'a str>,
}

fn ours(metadata: &Value) -> Vec<Ours<'_>> {
    let packages = metadata["packages"].as_array().expect("packages").iter();
    let packages: Vec<&Value> = packages.filter(|package| package["source"].is_null()).collect();
    let names: BTreeSet<&str> = packages.iter().map(|package| text(package, "name")).collect();
    let root = root().canonicalize().expect("the root is there");
    let of_package = packages.iter().map(|&package| {
        let needed = package["dependencies"].as_array().expect("dependencies").iter();
        let needed = needed.filter(|needed| text(needed, "kind") != "dev").map(|needed| text(needed, "name"));
        let folder = Path::new(text(package, "manifest_path")).parent().expect("a manifest is in a folder");
        Ours {
            name: text(package, "name"),
            folder: folder.strip_prefix(&root).expect("it is in the repository").to_owned(),
            needs: needed.filter(|name| names.contains(name)).collect(),
        }
    });
    of_package.collect()
}

/// What a crate is says its folder: one of `crates/runtime`, or a product of an API, `crates/<api>/<product>`; those of the
/// showcase lie in the same way below `tests/language`.
#[test]
fn crates_depend_on_each_other_in_one_direction() {
    let metadata = metadata();
    let ours = ours(&metadata);
    let parts = |one: &Ours<'_>| -> Vec<String> {
        let below = one.folder.strip_prefix("tests/language").unwrap_or(&one.folder);
        below.iter().map(|part| part.to_string_lossy().into_owned()).collect()
    };
    // Code tables that several APIs share are generated, and no API's.
    let is_library =
        |one: &Ours<'_>| one.folder.ends_with("runtime/iso") || one.folder.starts_with("tests/language/crates/runtime");
    let libraries: Vec<&str> = ours.iter().filter(|one| is_library(one)).map(|one| one.name).collect();
    for one in &ours {
        let (name, parts) = (one.name, parts(one));
        let parts: Vec<&str> = parts.iter().map(String::as_str).collect();
        let of_api = |product: &str| format!("{}-{product}", parts[1]);
        let core = || vec!["payspec-core".to_owned()];
        let shared = || libraries.iter().map(|&name| name.to_owned());
        let allowed: Vec<String> = match parts[..] {
            ["crates", "runtime", "core"] => vec![],
            ["crates", "runtime", _] | ["codegen"] => core(),
            ["xtask"] => vec!["payspec-codegen".to_owned()],
            // The sandbox is the server: of models and webhooks it needs the types, and it depends on no client.
            ["crates", "sandbox"] => {
                let is_needed =
                    |other: &&Ours<'_>| other.folder.ends_with("model") || other.folder.ends_with("webhook");
                ours.iter().filter(is_needed).map(|other| other.name.to_owned()).chain(core()).chain(shared()).collect()
            }
            // The program serves the sandbox, asks a running one through its control API, calls any API and makes its
            // deliveries. What people use to write programs is not part of it.
            ["crates", "cli"] => {
                let is_product = |other: &&Ours<'_>| {
                    ["model", "client", "webhook"].iter().any(|product| other.folder.ends_with(product))
                        && !other.folder.starts_with("tests")
                };
                let products = ours.iter().filter(is_product).map(|other| other.name.to_owned());
                products.chain(["payspec-sandbox", "payspec-http"].map(str::to_owned)).chain(core()).collect()
            }
            ["crates", "payspec"] => {
                let sdks = ours.iter().filter(|other| other.folder.ends_with("sdk")).map(|other| other.name.to_owned());
                sdks.chain(shared()).chain(["payspec-sandbox".to_owned()]).collect()
            }
            ["crates", _, "model"] => core().into_iter().chain(shared()).collect(),
            ["crates", _, "client"] => vec![of_api("model"), "payspec-core".to_owned(), "payspec-http".to_owned()],
            ["crates", _, product @ ("webhook" | "files")] => {
                vec![of_api("model"), "payspec-core".to_owned(), format!("payspec-{product}")]
            }
            ["crates", _, "sdk"] => {
                let products = ["model", "client", "webhook", "files"].map(of_api).into_iter();
                products.chain(core()).chain(shared()).collect()
            }
            // Examples use one crate, as a user's program does.
            ["examples", ..] | ["docs", "guide"] => vec!["payspec".to_owned()],
            // Tests may depend on anything, and nothing on them.
            _ if one.folder.starts_with("tests") => continue,
            _ => panic!("say in this test what {name} in {} may depend on", one.folder.display()),
        };
        let foreign: Vec<_> = one.needs.iter().filter(|need| !allowed.iter().any(|known| known == *need)).collect();
        assert!(foreign.is_empty(), "{name} may not depend on {foreign:?}");
    }
}

/// The generator is built on core, so core must build whatever the generator has written; and what core has for the
/// generator costs nobody else a dependency.
#[test]
fn core_stands_without_generated_source_and_without_what_it_has_for_the_generator() {
    let folder = root().join("crates/runtime/core/src");
    let mut open = vec![folder];
    while let Some(folder) = open.pop() {
        for entry in std::fs::read_dir(&folder).expect("a readable folder") {
            let path = entry.expect("a readable folder").path();
            assert!(!path.ends_with("generated"), "{} would be generated", path.display());
            if path.is_dir() {
                open.push(path);
            }
        }
    }
    let metadata = metadata();
    let packages = metadata["packages"].as_array().expect("packages");
    let core = packages.iter().find(|package| text(package, "name") == "payspec-core").expect("our own crate");
    assert_eq!(core["features"]["spec"], serde_json::json!(["dep:schemars", "operations", "serde/derive"]));
    assert!(core["features"]["default"].is_null(), "core turns features on by default");
    let optional = |package: &&Value| text(package, "name") == "schemars" && package["optional"] == true;
    assert!(core["dependencies"].as_array().expect("dependencies").iter().any(|package| optional(&package)));
    for package in packages.iter().filter(|package| package["source"].is_null()) {
        let on_core = package["dependencies"].as_array().expect("dependencies").iter();
        let mut on_core = on_core.filter(|needed| text(needed, "name") == "payspec-core");
        let asks = on_core.any(|needed| needed["features"].as_array().is_some_and(|all| all.contains(&"spec".into())));
        let name = text(package, "name");
        assert!(!asks || name == "payspec-codegen", "{name} turns on what core has for the generator");
    }
}

/// Operations and the verification of signatures are much of what there is to compile: who only receives or reads files does
/// not get them by accident.
#[test]
fn only_clients_turn_on_operations() {
    let metadata = metadata();
    let mut clients = 0;
    for package in metadata["packages"].as_array().expect("packages").iter().filter(|one| one["source"].is_null()) {
        let name = text(package, "name");
        let Some((api, product)) = name.rsplit_once('-') else { continue };
        let needs = |needed: &str, feature: &str| {
            let needed = package["dependencies"]
                .as_array()
                .expect("dependencies")
                .iter()
                .find(|one| text(one, "name") == needed && one["kind"].is_null());
            needed.and_then(|one| one["features"].as_array()).is_some_and(|all| all.contains(&feature.into()))
        };
        match product {
            "model" => assert!(package["features"]["default"].is_null(), "{name} has features on by default"),
            "client" => {
                assert!(needs(&format!("{api}-model"), "operations"), "{name} has no operations");
                clients += 1;
            }
            "webhook" | "files" => {
                assert!(!needs(&format!("{api}-model"), "operations"), "{name} turns operations on");
                let verifies =
                    std::fs::read_to_string(root().join(format!("crates/{api}/webhook/src/generated/mod.rs")));
                if let (Ok(verifies), "webhook") = (verifies, product) {
                    let verifies = verifies.contains("verifier");
                    assert_eq!(needs("payspec-webhook", "signature"), verifies, "{name}: a verifier is what needs it");
                }
            }
            _ => {}
        }
    }
    assert!(clients > 3, "there are clients");
}

/// Web frameworks are compiled only with the feature that names them: no default enables one.
#[test]
fn no_framework_comes_in_unless_it_is_asked_for() {
    const CHOICES: [&str; 5] = ["actix", "axum", "http", "testing", "tower"];
    let metadata = metadata();
    let mut receivers = 0;
    for package in metadata["packages"].as_array().expect("packages").iter().filter(|one| one["source"].is_null()) {
        let name = text(package, "name");
        // Tests may use anything; the examples, the demo and the guide show programs; the sandbox is a server.
        let servers = ["language", "conformance", "examples", "demo", "guide", "sandbox"];
        if servers.iter().any(|server| name == format!("payspec-{server}")) {
            continue;
        }
        let default = package["features"]["default"].as_array().into_iter().flatten();
        let chosen: Vec<_> = default.filter_map(Value::as_str).filter(|one| CHOICES.contains(one)).collect();
        assert!(chosen.is_empty(), "{name} has {chosen:?} on by default");
        let normal =
            package["dependencies"].as_array().expect("dependencies").iter().filter(|one| one["kind"].is_null());
        for needed in normal {
            let framework = ["actix-web", "axum", "http-body", "http-body-util", "tower-layer", "tower-service"]
                .contains(&text(needed, "name"));
            assert!(!framework || needed["optional"] == true, "{name} always has {}", text(needed, "name"));
            receivers += usize::from(framework);
            let features = needed["features"].as_array().into_iter().flatten().filter_map(Value::as_str);
            // The program sends sample deliveries to handlers.
            let is_sender = |feature: &str| feature == "testing" && name == "payspec-cli";
            let asked: Vec<_> = features.filter(|one| CHOICES.contains(one) && !is_sender(one)).collect();
            let is_ours = text(needed, "name").ends_with("-webhook");
            assert!(!is_ours || asked.is_empty(), "{name} turns on {asked:?} of {}", text(needed, "name"));
        }
    }
    assert!(receivers > 2, "they are optional dependencies of payspec-webhook");
}

/// TLS is rustls: no OpenSSL comes in, by whatever way.
#[test]
fn there_is_no_openssl() {
    let metadata = metadata();
    let packages = metadata["packages"].as_array().expect("packages");
    let names: BTreeSet<&str> = packages.iter().map(|package| text(package, "name")).collect();
    assert!(names.contains("rustls") && names.contains("ring"), "the list is that of the client");
    for foreign in ["openssl", "openssl-sys", "native-tls", "boring"] {
        assert!(!names.contains(foreign), "{foreign} has come in");
    }
}

/// The crates that people add, with all they pull in, build with the Rust version we declare.
#[test]
fn no_dependency_needs_a_newer_rust() {
    let metadata = metadata();
    let version = |text: &str| -> Vec<u32> {
        let mut parts: Vec<u32> = text.split('.').filter_map(|part| part.parse().ok()).collect();
        parts.resize(3, 0);
        parts
    };
    let packages = metadata["packages"].as_array().expect("packages");
    let ours = packages.iter().find(|package| text(package, "name") == "payspec-core").expect("our own crate");
    let declared = version(text(ours, "rust_version"));
    assert!(declared > vec![1, 0, 0], "the workspace declares a Rust version");
    for package in packages {
        let needed = version(text(package, "rust_version"));
        assert!(needed <= declared, "{} needs Rust {needed:?}, we declare {declared:?}", text(package, "name"));
    }
}
