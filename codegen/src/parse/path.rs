//! Names of members that the runtimes look up: paths from the top of a body, with a dot between two. The reader checks each as
//! it reads it.
//!
//! Anything else would be looked for, never found, and told by no error: every event undecodable, every search over after
//! one page.

use std::ops::Deref;

use schemars::JsonSchema;
use serde::Deserialize;

use super::reader::Reader;
use super::spanned::Sp;
use super::text;
use crate::diag::{Diagnostic, code};

macro_rules! paths {
    ($($(#[$attribute:meta])* $name:ident;)*) => {
        /// What a path may be.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub(super) enum Form {
            $($name,)*
        }

        impl Form {
            /// What the path in a newtype of this name may be.
            pub(super) fn of(newtype: &str) -> Option<Self> {
                match newtype {
                    $(stringify!($name) => Some(Self::$name),)*
                    _ => None,
                }
            }
        }

        $(
            #[derive(Debug, Clone, Deserialize, JsonSchema)]
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

paths! {
    /// Where a member stands: names from the top of the body with a dot between two, each of which steps into an object.
    #[schemars(extend("pattern" = r#"^[^\s.,;/\\\[\](){}<>*?"'`&=]+(\.[^\s.,;/\\\[\](){}<>*?"'`&=]+)*$"#))]
    Path;
    /// The same, and its steps lead through the items of lists.
    #[schemars(extend("pattern" = r#"^[^\s.,;/\\\[\](){}<>*?"'`&=]+(\.[^\s.,;/\\\[\](){}<>*?"'`&=]+)*$"#))]
    PathThroughLists;
    /// The same, or `.` for the body itself.
    #[schemars(extend("pattern" = r#"^(\.|[^\s.,;/\\\[\](){}<>*?"'`&=]+(\.[^\s.,;/\\\[\](){}<>*?"'`&=]+)*)$"#))]
    PathOrBody;
}

impl Reader<'_> {
    /// Reports what is wrong with a path, unless more is wrong with it.
    pub(super) fn check_path(self, form: Form) {
        let Some(text) = self.text() else { return };
        let written = Sp { value: text.to_owned(), span: self.node.span };
        let is_right = is_path(text) || form == Form::PathOrBody && text == ".";
        if is_right || self.sink.is_told(written.span) {
            return;
        }
        let message = format!("invalid path `{text}`");
        let found = Diagnostic::new(code::MEMBER_NAME, written.span, message).label("never matches");
        let lists = match form {
            Form::PathThroughLists => "omit the index of a list",
            Form::Path | Form::PathOrBody => "lists are not supported in this path",
        };
        self.sink.push(match (text::inner(&written), mended(form, text)) {
            (Some(place), Some(mended)) => found.patch(place, mended, "use this form"),
            _ => found.help(format!("write the path from the top of the body, with dots between members; {lists}")),
        });
    }
}

/// What a name of a member is not made of: a blank, or what builds a path in some language of paths.
fn is_strange(c: char) -> bool {
    c.is_whitespace() || c.is_control() || ".,;/\\[](){}<>*?\"'`&=".contains(c)
}

/// Whether a text can be the name of one member.
pub(crate) fn is_member(name: &str) -> bool {
    !name.is_empty() && !name.contains(is_strange)
}

/// Whether a text is a path. A step of digits alone would be the index of an item, which no path has.
pub(crate) fn is_path(path: &str) -> bool {
    path.split('.').all(|step| is_member(step) && step != "$" && !step.bytes().all(|byte| byte.is_ascii_digit()))
}

/// A path of another language, a JSON Pointer (RFC 6901) or a JSONPath (RFC 9535), as it is written here.
pub(crate) fn translated(path: &str) -> String {
    path.trim().trim_start_matches(['$', '#']).trim_start_matches(['/', '.']).replace('/', ".")
}

/// What was meant, where that is plain.
fn mended(form: Form, path: &str) -> Option<String> {
    let plain = translated(path);
    let mended = if form == Form::PathThroughLists { plain.replace("[*]", "").replace("[]", "") } else { plain };
    (is_path(&mended) && mended != path).then_some(mended)
}
