//! Lists of objects in form encoding: every field of every item is a pair.

use super::value::EncodeForm;
use super::write::Form;
use crate::view;

const NOTHING: &str = "an item is empty and would not be sent; set one of its fields or remove it";
const RUNS_ON: &str = "an item of the list does not start with a field of the previous item, so the server would read \
     both as one; give all items the same first field";

impl Form {
    /// Writes `name[0][field]=value` for every field of every item, counted from 0.
    ///
    /// An item that writes no field is recorded as a [problem](Self::problems), because the server would not see it.
    pub fn indexed_list(&mut self, name: &str, items: Option<&[impl EncodeForm]>) -> &mut Self {
        for (index, item) in items.unwrap_or_default().iter().enumerate() {
            self.item(format!("{}[{index}]", self.full_name(name)), item);
        }
        self
    }

    /// Writes `name[][field]=value` for every field of every item.
    ///
    /// The server detects a new item by a field that the current item already has, so an item that starts with a
    /// different field is recorded as a [problem](Self::problems), as is one that writes no field. Rules see the items
    /// by their index, as [`indexed_list`](Self::indexed_list) writes them.
    pub fn bracketed_list(&mut self, name: &str, items: Option<&[impl EncodeForm]>) -> &mut Self {
        let items = items.unwrap_or_default();
        if items.is_empty() || view::is_for_rules() {
            return self.indexed_list(name, Some(items));
        }
        let prefix = format!("{}[]", self.full_name(name));
        let mut before = self.pairs().len();
        for (index, item) in items.iter().enumerate() {
            let start = self.pairs().len();
            self.item(prefix.clone(), item);
            let first = self.pairs().get(start).map(|(name, _)| name.as_str());
            // A list inside an item does not start a new item.
            let begins = |first: &str| {
                let inside = first.strip_prefix(prefix.as_str()).unwrap_or(first);
                !inside.contains("[]") && self.pairs()[before..start].iter().any(|(name, _)| name == first)
            };
            let runs_on = index > 0 && first.is_some_and(|first| !begins(first));
            if runs_on {
                self.problem(prefix.clone(), RUNS_ON);
            }
            before = start;
        }
        self
    }

    pub(super) fn item(&mut self, prefix: String, item: &impl EncodeForm) {
        let before = self.pairs().len();
        self.within(prefix.clone(), item);
        if self.pairs().len() == before {
            self.problem(prefix, NOTHING);
        }
    }
}
