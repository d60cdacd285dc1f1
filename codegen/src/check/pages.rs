//! The pages of a text can be found by a line.

use super::say;
use super::scope::Scope;
use crate::diag::{Diagnostic, code};
use crate::raw::Sp;
use crate::raw::pages::Pages;
use crate::resolve::figures::line_number;

pub(super) fn check(scope: &Scope<'_>) {
    let mut all = scope.set.files.iter().filter_map(|(_, document)| document.pages.as_ref());
    let Some(first) = all.next() else { return };
    one(scope, first);
    for again in all {
        scope.report(
            Diagnostic::new(code::PAGES, again.span, "the pages are listed twice")
                .label("listed again here")
                .also(first.span, "first listed here")
                .help("an API has one list of pages: join the two"),
        );
    }
}

fn one(scope: &Scope<'_>, pages: &Pages) {
    for source in pages.of.iter() {
        let known = scope.api.iter().flat_map(|api| api.sources.iter()).map(|(name, _)| name.as_str());
        if !known.clone().any(|name| name == source.value) && !scope.api_may_hold(source) {
            scope.report(say::unknown(code::UNKNOWN_REFERENCE, "source", source, known));
        }
    }
    let mut before: Option<(u32, &Sp<String>)> = None;
    for (line, _) in &pages.titles {
        let Some(number) = line_number(line) else {
            scope.report(
                Diagnostic::new(code::PAGES, line.span, format!("`{}` is no line", line.value))
                    .help("write the first line of the page as evidence cites it, such as `L222`"),
            );
            continue;
        };
        if let Some((_, earlier)) = before.filter(|(earlier, _)| *earlier >= number) {
            scope.report(
                Diagnostic::new(code::PAGES, line.span, "a page begins before the one above it")
                    .also(earlier.span, "the page above")
                    .help("list pages in the order of their lines"),
            );
        }
        before = Some((number, line));
    }
}
