//! The pages of a text can be found by a line, and who cites a line names its page.

use super::scope::Scope;
use super::{say, text};
use crate::diag::{About, Diagnostic, code};
use crate::parse::in_quotes;
use crate::raw::Sp;
use crate::raw::pages::Pages;
use crate::resolve::figures::line_number;
use crate::resolve::pages::{Fault, Pages as Titles};

pub(super) fn check(scope: &Scope<'_>) {
    let mut all = scope.set.files.iter().filter_map(|(_, document)| document.pages.as_ref());
    let Some(first) = all.next() else { return };
    let mut is_right = one(scope, first);
    for again in all {
        is_right = false;
        scope.report(
            Diagnostic::new(code::PAGES, again.span, "`pages` is defined twice")
                .label("redefined here")
                .also(first.span, "first listed here")
                .help("an API has one list of pages: merge the two"),
        );
    }
    // Where the list is not right, nobody knows what page a line is on.
    if !is_right || scope.has_lost(first.span) {
        return;
    }
    let titles = Titles::of(scope.set);
    let of_text = |source: &Option<Sp<String>>| source.as_ref().is_some_and(|source| titles.are_of(source));
    let of_evidence = scope.walk.evidence.iter().filter(|evidence| of_text(&evidence.source));
    let of_evidence = of_evidence.filter_map(|evidence| evidence.at.as_ref());
    for at in of_evidence.chain(scope.walk.deviations.iter().map(|deviation| &deviation.at)) {
        citation(scope, &titles, at);
    }
}

fn citation(scope: &Scope<'_>, titles: &Titles<'_>, at: &Sp<String>) {
    let Some(unnamed) = titles.unnamed(at) else { return };
    let (place, lines) = (text::slice(at, unnamed.lines), unnamed.lines);
    let wrong = |message: String| Diagnostic::new(code::PAGE_TITLE, place, message);
    let has_page = !matches!(unnamed.fault, Fault::NoPage);
    let found = match unnamed.fault {
        Fault::NoPage => {
            wrong(format!("no page contains `{lines}`")).label("before the first page, or ends before it begins")
        }
        Fault::SeveralPages(first, last) => wrong(format!("`{lines}` spans several pages"))
            .label(format!("from page `{first}` to `{last}`"))
            .group("cited over several pages"),
        Fault::Unnamed(page) => wrong(format!("`{lines}` is cited without its page"))
            .label(format!("on page `{page}`"))
            .group("cited without its page"),
        Fault::OtherPage { written, page } => wrong(format!("`{lines}` is not on the page `{written}`"))
            .label(format!("on page `{page}`"))
            .group("cited with another page"),
        Fault::Form => wrong(format!("expected a citation of the form `Title, L12-14, L20`, found `{lines}`"))
            .label("the title of the page, a comma, and lines separated by commas")
            .group("cited in another form"),
    };
    // Where one title stands before lines of another page again and again, it is the list that is wrong.
    let found = match (unnamed.cited, has_page) {
        ("", _) => found,
        (cited, true) => found.about(About::missing("page", cited)),
        (cited, false) => found.about(About::missing("page with the lines", cited)).group("no page has it"),
    };
    scope.report(match (text::whole(at), titles.named(at)) {
        (Some(whole), Some(named)) => found.patch(whole, in_quotes(&named), "name the page before its lines"),
        (None, Some(named)) => found.help(format!("write it as `{named}`")),
        _ => found.help("write `Title, L12-14; NAME in Other title, L30`, with titles from `pages`"),
    });
}

/// Whether the pages can be found by their lines; what is wrong with the list is reported.
fn one(scope: &Scope<'_>, pages: &Sp<Pages>) -> bool {
    let mut is_right = pages.titles.iter().all(|(_, title)| !title.trim().is_empty());
    if pages.of.is_empty() && !scope.has_lost(pages.span) {
        scope.report(
            Diagnostic::new(code::PAGES, pages.of.span, "`pages` does not name a source")
                .label("no citation is checked")
                .help("set `of` to the sources whose locations are lines of the text, or remove `pages`"),
        );
    }
    if pages.titles.is_empty() && !scope.has_lost(pages.span) {
        scope.report(
            Diagnostic::new(code::PAGES, pages.titles.span, "the text has no pages")
                .label("`titles` is empty")
                .help("list the title of each page by its first line: `L1: Title`; or remove `pages`"),
        );
        is_right = false;
    }
    for source in pages.of.iter() {
        let known = scope.api.iter().flat_map(|api| api.sources.iter()).map(|(name, _)| name.as_str());
        if !known.clone().any(|name| name == source.value) && !scope.api_may_hold(source) {
            scope.report(say::unknown(code::UNKNOWN_REFERENCE, "source", source, known));
        }
    }
    let mut before: Option<(u32, &Sp<String>)> = None;
    for (line, _) in pages.titles.iter() {
        let Some(number) = line_number(line) else {
            scope.report(
                Diagnostic::new(code::PAGES, line.span, format!("expected a line number, found `{}`", line.value))
                    .help("write the first line of the page as cited in evidence, such as `L222`"),
            );
            is_right = false;
            continue;
        };
        if let Some((_, earlier)) = before.filter(|(earlier, _)| *earlier >= number) {
            scope.report(
                Diagnostic::new(code::PAGES, line.span, "this page begins before the previous one")
                    .also(earlier.span, "previous page")
                    .help("list pages in the order of their lines"),
            );
            is_right = false;
        }
        before = Some((number, line));
    }
    is_right
}
