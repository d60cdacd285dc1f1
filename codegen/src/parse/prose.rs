//! Texts for people: they say something, in whole sentences. The reader checks each as it reads it.

use std::ops::Deref;

use schemars::JsonSchema;
use serde::Deserialize;

use super::reader::Reader;
use super::spanned::Sp;
use super::{markup, text};
use crate::diag::{Diagnostic, code};
use crate::source::Span;

/// What a sentence may end with; closing marks count for what they close.
const ENDS: &[char] = &['.', '!', '?', ':', '…', ')', ']', '}', '>', '`', '"', '\'', '”', '’', '»'];

macro_rules! prose {
    ($($(#[$attribute:meta])* $name:ident;)*) => {
        /// What is asked of a text.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub(super) enum Form {
            $($name,)*
        }

        impl Form {
            /// What is asked of the text in a newtype of this name.
            pub(super) fn of(newtype: &str) -> Option<Self> {
                match newtype {
                    $(stringify!($name) => Some(Self::$name),)*
                    _ => None,
                }
            }
        }

        $(
            #[derive(Debug, Clone, PartialEq, Deserialize, JsonSchema)]
            #[schemars(extend("minLength" = 1))]
            $(#[$attribute])*
            pub struct $name(Sp<String>);

            impl Deref for $name {
                type Target = Sp<String>;
                fn deref(&self) -> &Sp<String> {
                    &self.0
                }
            }
        )*
    };
}

prose! {
    /// Whole sentences in Markdown, with blocks of code if need be.
    #[schemars(extend("pattern" = r#"[.!?:…)\]}>`"'”’»]\n?$"#))]
    Docs;
    /// Whole sentences that documentation shows in a list or within another text.
    #[schemars(extend("pattern" = r#"[.!?:…)\]}>`"'”’»]\n?$"#))]
    Sentence;
    /// A name or a few words.
    Phrase;
    /// What a page says, to the letter.
    Quotation;
}

impl Reader<'_> {
    /// Reports what is wrong with a text for people, unless more is wrong with it.
    pub(super) fn check_prose(self, form: Form) {
        let (Some(text), Some(key)) = (self.text(), self.key) else { return };
        let written = Sp { value: text.to_owned(), span: self.node.span };
        let found = wrong(form, key, &written);
        if !found.is_empty() && !self.sink.is_told(written.span) {
            for found in found {
                self.sink.push(found);
            }
        }
    }
}

/// What is wrong with the text of a key.
fn wrong(form: Form, key: &str, written: &Sp<String>) -> Vec<Diagnostic> {
    let of_markup = markup::wrong(form == Form::Docs, key, written);
    // Where a block has no end, nobody knows how the text behind it ends.
    let of_end = incomplete(form, key, written).filter(|_| !markup::is_open(written));
    of_end.into_iter().chain(of_markup).collect()
}

/// What a sentence ends with in English, where a text ends with a mark of another script or one that separates.
fn full_stop(last: char) -> Option<&'static str> {
    match last {
        ',' | ';' | '\u{3001}' | '\u{3002}' | '\u{ff0c}' | '\u{ff0e}' | '\u{ff1b}' | '\u{ff61}' | '\u{964}'
        | '\u{6d4}' => Some("."),
        '\u{ff01}' => Some("!"),
        '\u{ff1f}' | '\u{61f}' => Some("?"),
        _ => None,
    }
}

fn incomplete(form: Form, key: &str, written: &Sp<String>) -> Option<Diagnostic> {
    let report = |message: String| Some(Diagnostic::new(code::EMPTY_DOCS, written.span, message));
    // A block of text ends with its line break.
    let shown = written.value.strip_suffix('\n').unwrap_or(&written.value);
    if shown.trim().is_empty() {
        return report(format!("`{key}` is empty"))
            .map(|found| found.label("empty").help("write a sentence, or remove the key if it is optional"));
    }
    // A quotation keeps its stray blanks too.
    if shown.trim() != shown && form != Form::Quotation {
        return report(format!("`{key}` has leading or trailing spaces"))
            .map(|found| found.help("remove the spaces inside the quotes, or the empty lines of the block"));
    }
    if matches!(form, Form::Phrase | Form::Quotation) || shown.ends_with(ENDS) {
        return None;
    }
    let found = report(format!("`{key}` does not end with a full stop"))?;
    let last = shown.chars().next_back()?;
    Some(match (text::inner(written), full_stop(last)) {
        (Some(place), Some(stop)) if shown == written.value => {
            let start = place.end - u32::try_from(last.len_utf8()).unwrap_or(0);
            found.label(format!("replace `{last}` with `{stop}`")).patch(
                Span { start, ..place },
                stop,
                "end the sentence",
            )
        }
        (_, Some(stop)) => found
            .label(format!("replace `{last}` with `{stop}`"))
            .help("texts of the spec become English documentation"),
        (Some(place), None) => {
            let end = Span { start: place.end, ..place };
            found.label("add a full stop").patch(end, ".", "end the sentence")
        }
        (None, None) => {
            found.label("add a full stop").help("texts of the spec become documentation: write whole sentences")
        }
    })
}
