//! Diagnostics as text for people, in the look of rustc.

use annotate_snippets::{AnnotationKind, Group, Level, Patch as TextPatch, Renderer, Snippet};

use super::Diagnostic;
use crate::source::{FileId, Sources, Span};

/// Longer lines are not shown as a whole.
const MAX_LINE: usize = 2_000;

/// So many further places of a problem are shown.
const MAX_PLACES: usize = 3;

/// One diagnostic as text, with colours for a terminal or without.
pub fn one(diagnostic: &Diagnostic, sources: &Sources, colour: bool) -> String {
    let own = diagnostic.also.iter().map(|(span, _)| *span).filter(|span| span.file == diagnostic.span.file);
    let part = Part::of(sources, diagnostic.span.file, own.chain([diagnostic.span]));
    let primary = AnnotationKind::Primary.span(part.place(diagnostic.span)).label(diagnostic.label.as_str());
    let mut snippet = part.snippet().annotation(primary);
    let mut others = Vec::new();
    for (span, label) in &diagnostic.also {
        if span.file == diagnostic.span.file {
            snippet = snippet.annotation(AnnotationKind::Context.span(part.place(*span)).label(label.as_str()));
        } else {
            let other = Part::of(sources, span.file, [*span].into_iter());
            let annotation = AnnotationKind::Context.span(other.place(*span)).label(label.as_str());
            others.push(other.snippet().annotation(annotation));
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
            let part = Part::of(sources, patch.span.file, [patch.span].into_iter());
            Level::HELP
                .secondary_title(patch.title.as_str())
                .element(part.snippet().patch(TextPatch::new(part.place(patch.span), patch.text.as_str())))
        });
    }
    let renderer = if colour { Renderer::styled() } else { Renderer::plain() };
    renderer.render(&groups)
}

/// The lines of a file that a problem is shown in. Rendering reads all of a text, so it is given no more of it.
struct Part<'a> {
    path: &'a str,
    text: &'a str,
    start: usize,
    first_line: usize,
}

impl<'a> Part<'a> {
    fn of(sources: &'a Sources, file: FileId, spans: impl Iterator<Item = Span>) -> Self {
        let (text, start, first_line) = sources.lines_around(file, spans);
        Self { path: &sources.file(file).path, text, start, first_line }
    }

    fn place(&self, span: Span) -> std::ops::Range<usize> {
        let Self { start, .. } = self;
        (span.start as usize).saturating_sub(*start)..(span.end as usize).saturating_sub(*start)
    }

    fn snippet<T: Clone>(&self) -> Snippet<'a, T> {
        Snippet::source(self.text).path(self.path).line_start(self.first_line)
    }
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
