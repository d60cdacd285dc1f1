//! Diagnostics as text for people, in the look of rustc.

use annotate_snippets::{AnnotationKind, Group, Level, Patch as TextPatch, Renderer, Snippet};

use super::Diagnostic;
use crate::source::Sources;

/// Longer lines are not shown as a whole.
const MAX_LINE: usize = 2_000;

/// So many further places of a problem are shown.
const MAX_PLACES: usize = 3;

/// One diagnostic as text, with colours for a terminal or without.
pub fn one(diagnostic: &Diagnostic, sources: &Sources, colour: bool) -> String {
    let file = sources.file(diagnostic.span.file);
    let primary = AnnotationKind::Primary.span(diagnostic.span.range()).label(diagnostic.label.as_str());
    let mut snippet = Snippet::source(&file.text).path(&file.path).annotation(primary);
    let mut others = Vec::new();
    for (span, label) in &diagnostic.also {
        let annotation = AnnotationKind::Context.span(span.range()).label(label.as_str());
        if span.file == diagnostic.span.file {
            snippet = snippet.annotation(annotation);
        } else {
            let other = sources.file(span.file);
            others.push(Snippet::source(&other.text).path(&other.path).annotation(annotation));
        }
    }
    let title = Level::ERROR.primary_title(diagnostic.message.as_str()).id(diagnostic.code.id);
    let mut main = title.element(snippet).elements(others);
    let repeated = repeated(diagnostic, sources);
    if let Some(repeated) = &repeated {
        main = main.element(Level::NOTE.message(repeated.as_str()));
    }
    for help in &diagnostic.help {
        main = main.element(Level::HELP.message(help.as_str()));
    }
    let mut groups: Vec<Group<'_>> = vec![main];
    if let Some(patch) = &diagnostic.patch {
        let patched = sources.file(patch.span.file);
        let title = format!("{}: `{}`", patch.title, patch.text);
        groups.push(if is_on_a_long_line(&patched.text, patch.span.range()) {
            Group::with_title(Level::HELP.secondary_title(title))
        } else {
            Level::HELP.secondary_title(patch.title.as_str()).element(
                Snippet::source(&patched.text)
                    .path(&patched.path)
                    .patch(TextPatch::new(patch.span.range(), patch.text.as_str())),
            )
        });
    }
    let renderer = if colour { Renderer::styled() } else { Renderer::plain() };
    renderer.render(&groups)
}

/// Changes of a line are shown with all of the line.
fn is_on_a_long_line(text: &str, place: std::ops::Range<usize>) -> bool {
    let before = text.get(..place.start).unwrap_or_default();
    let start = before.rfind('\n').map_or(0, |at| at + 1);
    let after = text.get(place.end..).unwrap_or_default();
    let end = place.end + after.find('\n').unwrap_or(after.len());
    end - start > MAX_LINE
}

/// How often a problem was found, and where next.
fn repeated(diagnostic: &Diagnostic, sources: &Sources) -> Option<String> {
    let more = diagnostic.repeated.len();
    let place = |span| {
        let (line, column) = sources.line_column(span);
        format!("{}:{line}:{column}", sources.file(span.file).path)
    };
    let places: Vec<String> = diagnostic.repeated.iter().take(MAX_PLACES).map(|next| place(next.span)).collect();
    let end = if more > places.len() { ", ..." } else { "" };
    (more > 0).then(|| format!("found at {} places; the next are {}{end}", more + 1, places.join(", ")))
}

/// All diagnostics as text, each followed by an empty line, and a closing count.
pub fn all(diagnostics: &[Diagnostic], sources: &Sources, colour: bool) -> String {
    let mut text = String::new();
    for diagnostic in diagnostics {
        text.push_str(&one(diagnostic, sources, colour));
        text.push_str("\n\n");
    }
    let problems = if diagnostics.len() == 1 { "problem" } else { "problems" };
    text.push_str(&format!("{} {problems} in the spec; spec/DIAGNOSTICS.md explains each code\n", diagnostics.len()));
    text
}
