//! No mistake hides another that has nothing to do with it.

use payspec_codegen::load::Folder;
use payspec_codegen::run::{self, CompileError, Project};
use payspec_codegen::source::{SourceFile, Sources};

use crate::shop::{BILL, ORDER, messages, shop, with};
use crate::support::{API, Run};

#[test]
fn a_mistake_in_one_file_hides_none_in_another() {
    let mistakes = [
        (
            "an unknown key",
            "      size: { type: Size, docs: Its size. }",
            "      size: { type: Size, docs: Its size., colour: red }",
        ),
        ("a misspelt key", "    path: /orders/{id}", "    pathh: /orders/{id}"),
        ("a missing key", "  Refused: { docs: An error., fields", "  Refused: { fields"),
        ("a value of the wrong kind", "{ type: Size, docs: Its size. }", "{ type: Size, docs: [] }"),
        ("a key that stands twice", "{ type: Size, docs: Its size. }", "{ type: Size, type: Size, docs: Its size. }"),
        ("a section that is misspelt", "ids:", "idds:"),
        ("a resource that cannot be read", "resource: { name: order, ", "resource: { "),
        ("what is no YAML", "    docs: Reads it.", "    docs: Reads: it."),
    ];
    for (what, from, to) in mistakes {
        let found = messages(&shop(&with(ORDER, from, to), BILL));
        assert_eq!(found.len(), 2, "{what}: {found:#?}");
        assert!(found.contains(&"unknown type `Bil`".to_owned()), "{what}: {found:#?}");
    }
}

#[test]
fn a_mistake_in_one_api_hides_none_in_another() {
    let desk = API.replace("shop", "desk");
    let bad = with(ORDER, "enums:", "emuns:");
    let run = Run::over([
        ("spec/desk/api.yaml", desk.as_str()),
        ("spec/desk/order.yaml", bad.as_str()),
        ("spec/shop/api.yaml", API),
        ("spec/shop/order.yaml", &with(ORDER, "  create:", "  create:\n    echoes: { colour: id }")),
        ("spec/shop/zbill.yaml", &BILL.replace("Bil>", "Size>").replace("GET", "POST")),
        ("spec/shop/zz.yaml", "objects: { Dead: { docs: Unused., fields: { a: { type: string, docs: A. } } } }"),
    ]);
    let found = messages(&run);
    assert_eq!(found.len(), 3, "{found:#?}");
    assert!(found.contains(&"the type `Dead` is never used".to_owned()), "{found:#?}");
}

/// What is found in the folders of one target does not depend on those of another.
#[test]
fn a_mistake_in_one_target_is_not_forgotten_with_the_next() {
    for (from, to) in [("method: PUT", "method: PT"), ("enums:", "emuns:"), ("method: PUT", "path: 1")] {
        let mut sources = Sources::new();
        let mut folder = |name: &str, order: &str| {
            let api = SourceFile { path: format!("spec/{name}/api.yaml"), text: API.replace("shop", name) };
            let order = SourceFile { path: format!("spec/{name}/order.yaml"), text: order.to_owned() };
            let files = vec![sources.add(api), sources.add(order)];
            Folder { name: name.to_owned(), path: format!("spec/{name}"), files, ..Folder::default() }
        };
        let (bad, good) = (folder("shop", &with(ORDER, from, to)), folder("desk", ORDER));
        let project = Project::plain("spec", "crates");
        let loaded = vec![(project, vec![bad]), (project, vec![good])];
        let Err(CompileError::Spec(found)) = run::compile(loaded, &sources) else { panic!("{to} is no mistake") };
        assert!(!found.is_empty(), "{to}");
    }
}
