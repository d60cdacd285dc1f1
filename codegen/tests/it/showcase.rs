//! The showcase API is right, and uses all there is.

use payspec_codegen::types::Builtin;

use crate::language::{Constructs, Language};
use crate::support::{Run, showcase};

#[test]
fn has_no_diagnostics() {
    let run = Run::over(showcase());
    assert!(run.diagnostics.is_empty(), "{}", run.rendered());
}

#[test]
fn uses_every_construct_of_the_language() {
    let language = Language::new();
    let used: Constructs = showcase().iter().flat_map(|(_, text)| language.used_in(text)).collect();
    let missing: Vec<String> = language.all().difference(&used).cloned().collect();
    assert!(missing.is_empty(), "the showcase does not use {missing:#?}");
}

#[test]
fn uses_every_type_and_shape() {
    let text: String = showcase().into_iter().map(|(_, text)| text).collect();
    for (name, _) in Builtin::ALL {
        // A file stands only for the body of an answer.
        let key = if name == "bytes" { "body" } else { "type" };
        let written = [",", "\n", " }"].map(|end| format!("{key}: {name}{end}"));
        assert!(written.iter().any(|written| text.contains(written)), "{name}");
    }
    for shape in ["type: list<", "body: list<", "body: search<"] {
        assert!(text.contains(shape), "{shape}");
    }
}
