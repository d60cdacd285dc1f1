//! The form writer: ordered pairs, in the style that the caller chooses for each field.

use std::fmt;

use serde::Serialize;
use zeroize::Zeroize;

use super::value::{EncodeForm, FormValue};
use crate::major::{AmountFormat, Major};
use crate::redact::shown_name;
use crate::view;
use crate::{Amount, CompactDate, DateTime, Metadata};

/// The parameters of a request as ordered name-value pairs.
///
/// The methods differ in how they write a field:
///
/// | method | on the wire |
/// | --- | --- |
/// | [`field`](Self::field), [`optional`](Self::optional) | `name=v` |
/// | [`object`](Self::object) | `name[key]=v`, nesting |
/// | [`map`](Self::map) | `name[key]=v` |
/// | [`list`](Self::list) | `name[]=v`, repeated |
/// | [`comma_list`](Self::comma_list) | the same, or `name=v,v` [in that style](Self::encode_in_style) |
/// | [`json_list`](Self::json_list) | `name[]={json}`, repeated |
/// | [`indexed_list`](Self::indexed_list) | `name[0][key]=v`, `name[1][key]=v` |
/// | [`bracketed_list`](Self::bracketed_list) | `name[][key]=v`, repeated |
/// | [`json`](Self::json) | `name={json}` |
/// | [`values_by_key`](Self::values_by_key) | `name[key]=v` |
/// | [`objects_by_key`](Self::objects_by_key) | `name[key][field]=v` |
/// | [`json_by_key`](Self::json_by_key) | `name[key]={json}` |
/// | [`compact`](Self::compact) | `name=YYYYMMDD...` |
/// | [`time`](Self::time), [`times`](Self::times) | `name=1704455046`, `name[]=1704455046` |
///
/// Inside [`object`](Self::object), the name itself is put into brackets, so `list` writes `outer[name][]=v`. An empty
/// list, map or object writes nothing, since the encoding cannot express it. Where that would change the meaning,
/// [`filter`](Self::filter) records a problem.
///
/// `Debug` prints names only. Values are wiped from memory when the form is dropped, but not the text that
/// [`encode`](Self::encode) returns.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Form {
    pairs: Vec<(String, String)>,
    problems: Vec<FormProblem>,
    /// The name of the object being written, with its brackets; empty at the top.
    prefix: String,
}

/// A field that cannot be written faithfully. Reported by [`Operation::validate`](crate::Operation::validate).
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct FormProblem {
    /// The field as written on the wire.
    pub name: String,
    /// What is wrong and how to fix it; never contains the value.
    pub message: &'static str,
}

impl Form {
    /// Creates a form without parameters.
    pub const fn new() -> Self {
        Self { pairs: Vec::new(), problems: Vec::new(), prefix: String::new() }
    }

    /// Creates a form from pairs, with names as written on the wire.
    pub fn from_pairs<N, V>(pairs: impl IntoIterator<Item = (N, V)>) -> Self
    where
        N: Into<String>,
        V: Into<String>,
    {
        let mut form = Self::new();
        for (name, value) in pairs {
            form.push(name, value);
        }
        form
    }

    /// Writes `name=value`.
    pub fn field(&mut self, name: &str, value: &(impl FormValue + ?Sized)) -> &mut Self {
        let name = self.full_name(name);
        self.push(name, value.form_value())
    }

    /// Writes `name=value` if there is a value.
    pub fn optional(&mut self, name: &str, value: Option<&(impl FormValue + ?Sized)>) -> &mut Self {
        if let Some(value) = value {
            self.field(name, value);
        }
        self
    }

    /// Writes the fields of an object as `name[field]=value`.
    pub fn object(&mut self, name: &str, object: Option<&(impl EncodeForm + ?Sized)>) -> &mut Self {
        if let Some(object) = object {
            self.within(self.full_name(name), object);
        }
        self
    }

    /// Writes an object, whose names are put into brackets after `prefix`.
    pub(super) fn within(&mut self, prefix: String, object: &(impl EncodeForm + ?Sized)) {
        let outer = std::mem::replace(&mut self.prefix, prefix);
        object.encode_form(self);
        self.prefix = outer;
    }

    /// Writes `name[]=value` for every item.
    pub fn list(&mut self, name: &str, items: Option<&[impl FormValue]>) -> &mut Self {
        for item in items.unwrap_or_default() {
            let name = format!("{}[]", self.full_name(name));
            self.push(name, item.form_value());
        }
        self
    }

    /// Writes `name[]={json}` for every item.
    pub fn json_list(&mut self, name: &str, items: Option<&[impl Serialize]>) -> &mut Self {
        for item in items.unwrap_or_default() {
            let name = format!("{}[]", self.full_name(name));
            self.push_json(name, item);
        }
        self
    }

    /// Writes `name={json}`.
    pub fn json(&mut self, name: &str, value: Option<&(impl Serialize + ?Sized)>) -> &mut Self {
        if let Some(value) = value {
            let name = self.full_name(name);
            self.push_json(name, value);
        }
        self
    }

    /// Writes `name[key]=value` for every entry: strings as is, other JSON values as JSON.
    ///
    /// A key with a bracket is written as is and recorded as a [problem](Self::problems), because the server would read
    /// a different name.
    pub fn map(&mut self, name: &str, map: Option<&Metadata>) -> &mut Self {
        self.object(name, map)
    }

    /// Returns the full name of a key that the caller chose. A key that the server would read as a different name is
    /// recorded as a [problem](Self::problems).
    pub(crate) fn key(&mut self, key: &str) -> String {
        let prefix = self.prefix.clone();
        self.key_within(&prefix, key)
    }

    /// Returns the full name of a key within a name; see [`key`](Self::key).
    pub(super) fn key_within(&mut self, prefix: &str, key: &str) -> String {
        let name = if prefix.is_empty() { key.to_owned() } else { format!("{prefix}[{key}]") };
        if key.is_empty() || key.contains(['[', ']']) {
            self.problem(
                name.clone(),
                "the key is empty or contains a bracket, so the server would read a different name; rename the key",
            );
        }
        name
    }

    /// Writes an amount in major units, if there is one. An amount that cannot be written is recorded as a
    /// [problem](Self::problems).
    #[doc(hidden)]
    pub fn amount(&mut self, name: &str, amount: Option<&Amount>, format: AmountFormat) -> &mut Self {
        if let Some(amount) = amount {
            self.push_amount(self.full_name(name), *amount, format);
        }
        self
    }

    /// Writes `name[]=value` for every amount, in major units.
    #[doc(hidden)]
    pub fn amounts(&mut self, name: &str, amounts: Option<&[Amount]>, format: AmountFormat) -> &mut Self {
        for amount in amounts.unwrap_or_default() {
            self.push_amount(format!("{}[]", self.full_name(name)), *amount, format);
        }
        self
    }

    fn push_amount(&mut self, name: String, amount: Amount, format: AmountFormat) {
        match Major(&amount, format).text() {
            Ok(text) => drop(self.push(name, text)),
            Err(why) => self.problem(name, why),
        }
    }

    /// Writes a date without separators, or its original text if it cannot be converted.
    pub fn compact(&mut self, name: &str, date: Option<&DateTime>, form: CompactDate) -> &mut Self {
        if let Some(date) = date {
            let name = self.full_name(name);
            match date.compact(form) {
                Some(text) => self.push(name, text),
                None => self.push(name, date.as_str()),
            };
        }
        self
    }

    /// Writes `name=` if a field is cleared, which an API may read as "no longer has a value". Rules do not see it,
    /// just as they do not see a `null` in a JSON body.
    pub fn cleared(&mut self, name: &str, is_cleared: bool) -> &mut Self {
        if is_cleared && !view::is_for_rules() {
            self.push(self.full_name(name), "");
        }
        self
    }

    /// Records that a search filter was given, and whether it is empty. An empty filter would not be sent, or would
    /// mean no filter, so the search would find everything instead of nothing: that is a [problem](Self::problems).
    pub fn filter(&mut self, name: &str, is_empty: bool) -> &mut Self {
        if is_empty {
            self.problem(
                self.full_name(name),
                "an empty filter is ignored, so the search would find everything; leave the parameter unset to find \
                 everything, or do not search",
            );
        }
        self
    }

    /// Appends a pair as is: the name is not put into the brackets of the object being written.
    pub fn push(&mut self, name: impl Into<String>, value: impl Into<String>) -> &mut Self {
        self.pairs.push((name.into(), value.into()));
        self
    }

    /// Adds the pairs of another form. Each replaces those with the same name, except lists (names with `[]`); of
    /// several with one name, the last wins.
    #[cfg(feature = "operations")]
    pub(crate) fn extend(&mut self, extra: &Self) {
        let is_list = |name: &str| name.contains("[]");
        self.pairs.retain_mut(|(name, value)| {
            let is_kept = is_list(name) || extra.get(name).is_none();
            if !is_kept {
                value.zeroize();
            }
            is_kept
        });
        for (at, (name, value)) in extra.pairs.iter().enumerate() {
            let comes_again = extra.pairs[at + 1..].iter().any(|(later, _)| later == name);
            if is_list(name) || !comes_again {
                self.push(name, value);
            }
        }
    }

    /// Returns the pairs in order, with names as written on the wire and nothing percent-encoded.
    pub fn pairs(&self) -> &[(String, String)] {
        &self.pairs
    }

    /// Returns the first value under this exact name, such as `card[number]`.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.all(name).next()
    }

    /// Returns all values under this exact name, such as `paymentMethod[]`.
    pub fn all<'a, 'n>(&'a self, name: &'n str) -> impl Iterator<Item = &'a str> + use<'a, 'n> {
        self.pairs.iter().filter_map(move |(key, value)| (key == name).then_some(value.as_str()))
    }

    /// Returns `true` if there are no pairs.
    pub fn is_empty(&self) -> bool {
        self.pairs.is_empty()
    }

    /// Returns the fields that cannot be written faithfully.
    pub fn problems(&self) -> &[FormProblem] {
        &self.problems
    }

    /// Encodes the body or query, percent-encoding brackets too, with `+` for a space.
    pub fn encode(&self) -> String {
        let mut text = form_urlencoded::Serializer::new(self.text());
        text.extend_pairs(&self.pairs);
        text.finish()
    }

    /// Returns an empty string with capacity for the whole form. Growing would leave parts of the values behind in
    /// freed memory.
    pub(super) fn text(&self) -> String {
        let longest: usize = self.pairs.iter().map(|(name, value)| 3 * (name.len() + value.len()) + 2).sum();
        String::with_capacity(longest)
    }

    pub(super) fn full_name(&self, name: &str) -> String {
        if self.prefix.is_empty() { name.to_owned() } else { format!("{}[{name}]", self.prefix) }
    }

    pub(super) fn push_json(&mut self, name: String, value: &(impl Serialize + ?Sized)) {
        match serde_json::to_string(value) {
            Ok(json) => {
                self.push(name, json);
            }
            Err(_) => self.problem(name, "the value cannot be serialised as JSON; use strings as map keys"),
        }
    }

    /// Records that a required object has no field that a form could show.
    pub(crate) fn nothing_of(&mut self, name: &str) {
        let name = self.full_name(name);
        self.problem(name, "the object is empty, which a form cannot express; set one of its fields");
    }

    pub(super) fn problem(&mut self, name: String, message: &'static str) {
        self.problems.push(FormProblem { name, message });
    }
}

impl fmt::Debug for Form {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Form")?;
        f.debug_list().entries(self.pairs.iter().map(|(name, _)| shown_name(name))).finish()
    }
}

impl Drop for Form {
    fn drop(&mut self) {
        for (_, value) in &mut self.pairs {
            value.zeroize();
        }
    }
}
