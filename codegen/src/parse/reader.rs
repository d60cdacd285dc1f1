//! A serde deserializer over [`Node`]s that reports every mistake it meets and goes on.
//!
//! A value of the wrong kind is reported and replaced. A word or key that is not known is reported and read as the
//! nearest one; another run over the same file takes the other possible ones ([`Sink::choosing`]), and what only some
//! of the runs find is dropped. What could not be read is noted ([`Sink::lose`]), so that nothing in it is missed.
//! What is read after a mistake is never used to generate anything: it only serves to find the next mistake.

use serde::de::{DeserializeOwned, Deserializer, Visitor};
use serde::forward_to_deserialize_any;

use super::access::{List, Map, Spanned, Word};
use super::error::Error;
use super::node::{Entry, Node, NodeKind};
use super::spanned::SPANNED;
use super::{hints, path, prose};
use crate::diag::{Diagnostic, Sink, code, suggest};
use crate::source::Span;

/// Keys whose values name types, or hold what does: without one nobody can say what is used nowhere.
const HOLDERS: [&str; 8] = ["type", "fields", "variants", "columns", "responses", "body", "payload", "operations"];

/// The name under which a type asks for what is either a text (`visit_some`) or a mapping (`visit_newtype_struct`).
pub(crate) const EITHER: &str = "$payspec::Either";

/// Reads a value out of a node. `None` when it could not be put together; the sink says why.
///
/// Of some mappings a part was left out, so that nothing is missed there.
pub fn read<T: DeserializeOwned>(node: &Node, left_out: &[Span], sink: &Sink) -> Option<T> {
    T::deserialize(Reader {
        node,
        left_out,
        sink,
        depth: 0,
        section: None,
        key: None,
        holder: node.span,
        is_path: false,
    })
    .ok()
}

/// A place in the tree to read from.
#[derive(Clone, Copy)]
pub(super) struct Reader<'a> {
    pub(super) node: &'a Node,
    /// Mappings of which a part was left out.
    left_out: &'a [Span],
    pub(super) sink: &'a Sink,
    /// 0 for the whole file, 1 for one of its sections.
    pub(super) depth: usize,
    /// The section of the file.
    pub(super) section: Option<&'a str>,
    /// The key that this is the value of.
    pub(super) key: Option<&'a str>,
    /// What it stands in.
    pub(super) holder: Span,
    /// Whether it is the path of a member.
    is_path: bool,
}

impl<'a> Reader<'a> {
    /// A place for an item of this list.
    pub(super) fn item(self, node: &'a Node) -> Self {
        Self { node, depth: self.depth + 1, key: None, holder: self.node.span, is_path: false, ..self }
    }

    /// A place for the value of an entry of this mapping, which is read as that of a key.
    pub(super) fn entry(self, key: &'a str, entry: &'a Entry) -> Self {
        let key = Some(key);
        let section = if self.depth == 0 { key } else { self.section };
        let holder = self.node.span;
        Self { node: &entry.value, depth: self.depth + 1, section, key, holder, is_path: false, ..self }
    }

    /// Turns an error that has no position yet into a diagnostic at this node.
    pub(super) fn settle<T>(self, result: Result<T, Error>) -> Result<T, Error> {
        result.map_err(|error| {
            let diagnostic = match error {
                Error::Reported => return Error::Reported,
                // The key is there, misspelt, and has been reported so.
                Error::Missing(key) if self.sink.suggested(key, self.node.span) => return Error::Reported,
                // It lacks its colon, and was taken for a part of the text before it.
                Error::Missing(key) if self.has_piece(key) => return Error::Reported,
                // It may stand in what could not be read.
                Error::Missing(_) if self.left_out.contains(&self.node.span) => return Error::Reported,
                // One that is unlike all stands in its place.
                Error::Missing(key) if self.sink.explain_unknown_key(key, &self.keys()) => return Error::Reported,
                Error::Missing(key) => {
                    Diagnostic::new(code::MISSING_KEY, first_line(self.node), format!("missing key `{key}`"))
                        .label(format!("`{key}` is required here"))
                        .help(format!("add `{key}:`, as described in spec/README.md"))
                }
                Error::Message(message) => Diagnostic::new(code::WRONG_KIND, self.node.span, message),
            };
            self.sink.push(diagnostic);
            Error::Reported
        })
    }

    /// Whether a piece of a text that was cut at its commas starts with a key.
    fn has_piece(self, key: &str) -> bool {
        let is_piece = |entry: &Entry| {
            hints::is_alone(entry) && entry.key.strip_prefix(key).is_some_and(|rest| rest.starts_with(' '))
        };
        matches!(&self.node.kind, NodeKind::Map(entries) if entries.iter().any(is_piece))
    }

    /// The places of the keys of this mapping.
    fn keys(self) -> Vec<Span> {
        match &self.node.kind {
            NodeKind::Map(entries) => entries.iter().map(|entry| entry.key_span).collect(),
            NodeKind::List(_) | NodeKind::Scalar { .. } => Vec::new(),
        }
    }

    fn wrong_kind(self, wanted: &str) {
        self.sink.replace(self.node.span);
        let written = matches!(&self.node.kind, NodeKind::Scalar { text, quoted } if *quoted || !is_null(text));
        // A text that is none may have been any.
        let is_text = wanted == "text";
        self.lose(is_text || written && wanted.starts_with("a list") || wanted.starts_with("a mapping"), is_text);
        // What stands before a stray quotation mark was probably meant as text, and has been reported.
        if self.sink.has_stray_quote(self.node.span) {
            return;
        }
        let found = describe(self.node);
        let mut diagnostic =
            Diagnostic::new(code::WRONG_KIND, first_line(self.node), format!("expected {wanted}, found {found}"))
                .label(format!("expected {wanted}"));
        if let NodeKind::Scalar { text, quoted: false } = &self.node.kind
            && wanted == "text"
            && !is_null(text)
            && !hints::holds_sentences(self.key)
        {
            diagnostic = match hints::named(self.key, self.is_path) {
                Some(help) => diagnostic.help(help),
                None => diagnostic.patch(self.node.span, format!("\"{text}\""), "put it in quotes"),
            };
        }
        if wanted == "text" && matches!(&self.node.kind, NodeKind::Scalar { text, quoted: false } if is_null(text)) {
            diagnostic = diagnostic.help("write the value after the colon, or remove the key if it is optional");
        }
        if let NodeKind::Scalar { text, quoted: true } = &self.node.kind
            && wanted.starts_with("a whole number")
            && text.parse::<u32>().is_ok()
        {
            diagnostic = diagnostic.patch(self.node.span, text.as_str(), "remove the quotes");
        }
        if wanted == "text"
            && hints::holds_sentences(self.key)
            && !matches!(&self.node.kind, NodeKind::Scalar { text, .. } if is_null(text))
        {
            diagnostic = diagnostic.help("write a whole sentence");
        }
        if let Some(help) = hints::container(wanted, self.key) {
            diagnostic = diagnostic.help(help);
        }
        if wanted == "text" {
            diagnostic = hints::type_in_brackets(diagnostic, self.key, self.node);
        }
        self.sink.push(diagnostic);
    }

    fn scalar(self) -> Option<(&'a str, bool)> {
        match &self.node.kind {
            NodeKind::Scalar { text, quoted } => Some((text, *quoted)),
            _ => None,
        }
    }

    /// The value, where it is one text.
    pub(super) fn text(self) -> Option<&'a str> {
        let is_other = |text: &str| is_null(text) || text.parse::<bool>().is_ok() || text.parse::<f64>().is_ok();
        self.scalar().filter(|(text, quoted)| *quoted || !is_other(text)).map(|(text, _)| text)
    }

    fn number<T: std::str::FromStr + Default>(self, bounds: &str) -> T {
        let written = self.scalar().filter(|(_, quoted)| !quoted).map(|(text, _)| text);
        written.and_then(|text| text.parse().ok()).unwrap_or_else(|| {
            // What is a whole number is out of bounds.
            let digits = written.map(|text| text.strip_prefix(['-', '+']).unwrap_or(text)).unwrap_or_default();
            let is_whole = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
            let wanted = if is_whole { format!("a whole number from {bounds}") } else { "a whole number".to_owned() };
            self.wrong_kind(&wanted);
            let written = if self.sink.choose(self.node.span, 2) == 0 { "0" } else { "1" };
            written.parse().unwrap_or_default()
        })
    }

    /// Reports a word that is none of a list, and returns the one that takes its place in this run.
    fn unknown_word(self, written: &str, words: &'static [&'static str]) -> &'static str {
        let mut diagnostic = Diagnostic::new(
            code::UNKNOWN_WORD,
            self.node.span,
            format!("expected one of {}, found {}", words.join(", "), describe(self.node)),
        );
        let near = hints::word(written, words).or_else(|| suggest::nearest(written, words.iter().copied()));
        if let Some(near) = near {
            diagnostic =
                diagnostic.label(format!("did you mean `{near}`?")).patch(self.node.span, near, "use the known word");
        }
        if self.key == Some("in") && matches!(written, "query" | "body" | "form") {
            diagnostic = diagnostic.help(
                "remove `in`: other parameters are sent in the query or body, depending \
                on the method",
            );
        }
        if near.is_none() && words.contains(&"timestamp") && self.scalar().is_some() {
            diagnostic = diagnostic.help(format!("write constant text as `{{ text: \"{written}\" }}`"));
        }
        self.sink.push(suggest::look_alikes(diagnostic, written));
        let others = words.iter().copied().filter(|word| Some(*word) != near);
        let possible: Vec<&'static str> = near.into_iter().chain(others).collect();
        let choice = self.sink.choose(self.node.span, possible.len());
        possible.get(choice).copied().unwrap_or_default()
    }
}

fn first_line(node: &Node) -> Span {
    match &node.kind {
        NodeKind::Map(entries) => entries.first().map_or(node.span, |entry| entry.key_span),
        NodeKind::List(items) => items.first().map_or(node.span, first_line),
        NodeKind::Scalar { .. } => node.span,
    }
}

fn is_null(text: &str) -> bool {
    matches!(text, "" | "~" | "null" | "Null" | "NULL")
}

fn describe(node: &Node) -> String {
    match &node.kind {
        NodeKind::List(_) => "a list".to_owned(),
        NodeKind::Map(_) => "a mapping".to_owned(),
        NodeKind::Scalar { text, quoted: true } => format!("the text \"{}\"", suggest::shown(text)),
        NodeKind::Scalar { text, .. } if is_null(text) => "nothing".to_owned(),
        NodeKind::Scalar { text, .. } if text == "true" || text == "false" => format!("the boolean {text}"),
        NodeKind::Scalar { text, .. } if text.parse::<f64>().is_ok() => format!("the number {text}"),
        NodeKind::Scalar { text, .. } => format!("`{}`", suggest::shown(text)),
    }
}

macro_rules! numbers {
    ($($method:ident $visit:ident $kind:ty, $bounds:literal;)*) => {$(
        fn $method<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
            self.settle(visitor.$visit(self.number::<$kind>($bounds)))
        }
    )*};
}

impl<'de> Deserializer<'de> for Reader<'_> {
    type Error = Error;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        let result = match &self.node.kind {
            NodeKind::Map(entries) => visitor.visit_map(Map::new(self.entries(entries), self)),
            NodeKind::List(items) => visitor.visit_seq(List::new(items, self)),
            NodeKind::Scalar { text, quoted: true } => visitor.visit_str(text),
            NodeKind::Scalar { text, .. } => {
                if is_null(text) {
                    visitor.visit_unit()
                } else if let Ok(boolean) = text.parse::<bool>() {
                    visitor.visit_bool(boolean)
                } else if let Ok(integer) = text.parse::<i64>() {
                    visitor.visit_i64(integer)
                } else if text.starts_with(|c: char| c.is_ascii_digit() || c == '-')
                    && let Ok(float) = text.parse::<f64>()
                {
                    visitor.visit_f64(float)
                } else {
                    visitor.visit_str(text)
                }
            }
        };
        self.settle(result)
    }

    fn deserialize_bool<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        let value = match self.scalar() {
            Some(("true", false)) => true,
            Some(("false", false)) => false,
            _ => {
                self.wrong_kind("true or false");
                self.sink.choose(self.node.span, 2) != 0
            }
        };
        self.settle(visitor.visit_bool(value))
    }

    numbers! {
        deserialize_u8 visit_u8 u8, "0 to 255";
        deserialize_u16 visit_u16 u16, "0 to 65535";
        deserialize_u32 visit_u32 u32, "0 to 4294967295";
        deserialize_u64 visit_u64 u64, "0 to 18446744073709551615";
        deserialize_i64 visit_i64 i64, "-9223372036854775808 to 9223372036854775807";
    }

    fn deserialize_str<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        if self.text().is_none() {
            self.wrong_kind("text");
        }
        self.settle(visitor.visit_str(self.scalar().map_or("", |(text, _)| text)))
    }

    fn deserialize_string<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        self.deserialize_str(visitor)
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        match self.scalar() {
            Some((text, false)) if is_null(text) => {
                if let Some(key) = self.key {
                    self.lose(true, true);
                    self.sink.push(
                        Diagnostic::new(code::WRONG_KIND, self.node.span, format!("`{key}` has no value"))
                            .label("missing value")
                            .help("write the value after the colon, or remove the key"),
                    );
                }
                self.settle(visitor.visit_none())
            }
            _ => visitor.visit_some(self).inspect_err(|_| self.lose(false, false)),
        }
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(self, name: &'static str, visitor: V) -> Result<V::Value, Error> {
        if name == EITHER && self.scalar().is_some() {
            return self.settle(visitor.visit_some(self));
        }
        if let Some(form) = prose::Form::of(name) {
            self.check_prose(form);
        }
        let form = path::Form::of(name);
        if let Some(form) = form {
            self.check_path(form);
        }
        self.settle(visitor.visit_newtype_struct(Self { is_path: form.is_some(), ..self }))
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        let items = if let NodeKind::List(items) = &self.node.kind {
            items.as_slice()
        } else {
            self.wrong_kind("a list");
            &[]
        };
        self.settle(visitor.visit_seq(List::new(items, self)))
    }

    fn deserialize_map<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        let entries = if let NodeKind::Map(entries) = &self.node.kind {
            self.check_section(entries);
            entries.as_slice()
        } else {
            self.wrong_kind("a mapping");
            &[]
        };
        let is_read = |entry: &Entry| self.has_name(entry) && self.has_colon(entry);
        let entries: Vec<_> = self.entries(entries).into_iter().filter(|(_, entry)| is_read(entry)).collect();
        self.settle(visitor.visit_map(Map::new(entries, self)))
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _name: &'static str,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Error> {
        let NodeKind::Map(entries) = &self.node.kind else {
            self.wrong_kind(&format!("a mapping with {}", fields.join(", ")));
            return Err(Error::Reported);
        };
        let kept = self.keep_known_keys(&self.first_of_each(entries), fields);
        let is_blank = kept.is_empty();
        let result = visitor.visit_map(Map::new(kept, self));
        if let Err(Error::Missing(key)) = result.as_ref()
            && (is_blank || HOLDERS.contains(key))
        {
            self.lose_uses();
        }
        self.settle(result)
    }

    fn deserialize_tuple_struct<V: Visitor<'de>>(
        self,
        name: &'static str,
        _length: usize,
        visitor: V,
    ) -> Result<V::Value, Error> {
        if name == SPANNED {
            let parts = Spanned::new(self.node.span, self);
            return self.settle(visitor.visit_seq(parts));
        }
        self.deserialize_seq(visitor)
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _name: &'static str,
        variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Error> {
        let written = self.scalar().map_or("", |(text, _)| text);
        let known = variants.iter().copied().find(|variant| *variant == written);
        let chosen = known.unwrap_or_else(|| self.unknown_word(written, variants));
        self.settle(visitor.visit_enum(Word(chosen)))
    }

    forward_to_deserialize_any! {
        i8 i16 i32 i128 u128 f32 f64 char bytes byte_buf unit unit_struct tuple identifier ignored_any
    }
}
