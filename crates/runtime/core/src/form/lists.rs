//! Lists of plain values in the style of an API. A form stores each item under `name[]` whatever the style, which is
//! applied last, when the form is encoded.

use std::collections::HashSet;

use form_urlencoded::byte_serialize;

use super::value::FormValue;
use super::write::Form;

/// How lists are written in queries and forms.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "spec", derive(serde::Deserialize, schemars::JsonSchema), serde(rename_all = "kebab-case"))]
pub enum ListStyle {
    /// `name[]=a&name[]=b`
    Brackets,
    /// `name=a&name=b`
    Repeated,
    /// `name=a,b`
    Commas,
}

impl Form {
    /// Writes `name[]=value` for every item, for an API that separates items with commas. An item that is empty or
    /// contains a comma would be read as none or several, so it is recorded as a [problem](Self::problems).
    pub fn comma_list(&mut self, name: &str, items: Option<&[impl FormValue]>) -> &mut Self {
        let is_lost = |item: &dyn FormValue| {
            let text = item.form_value();
            text.is_empty() || text.contains(',')
        };
        if items.unwrap_or_default().iter().any(|item| is_lost(item)) {
            self.problem(
                format!("{}[]", self.full_name(name)),
                "an item is empty or contains a comma, the separator of this list, so the server would read different \
                 items",
            );
        }
        self.list(name, items)
    }

    /// Returns the pairs as sent in a multipart body.
    #[must_use]
    pub fn in_style(&self, lists: ListStyle) -> Self {
        match lists {
            ListStyle::Brackets => self.clone(),
            ListStyle::Repeated => {
                Self::from_pairs(self.pairs().iter().map(|(name, value)| (plain(name), value.as_str())))
            }
            ListStyle::Commas => {
                let mut form = Self::new();
                self.each_with_its_items(|name, items| {
                    form.push(name, items.join(","));
                });
                form
            }
        }
    }

    /// Encodes the body or query like [`encode`](Self::encode), with lists in this style. Commas between items are not
    /// percent-encoded; commas within values are.
    pub fn encode_in_style(&self, lists: ListStyle) -> String {
        match lists {
            ListStyle::Brackets => self.encode(),
            ListStyle::Repeated => self.in_style(lists).encode(),
            ListStyle::Commas => {
                let mut text = self.text();
                self.each_with_its_items(|name, items| {
                    if !text.is_empty() {
                        text.push('&');
                    }
                    text.extend(byte_serialize(name.as_bytes()));
                    text.push('=');
                    for (index, item) in items.iter().enumerate() {
                        if index > 0 {
                            text.push(',');
                        }
                        text.extend(byte_serialize(item.as_bytes()));
                    }
                });
                text
            }
        }
    }

    /// Calls `take` with each name and its value, or with the name of a list and all of its items.
    fn each_with_its_items(&self, mut take: impl FnMut(&str, &[&str])) {
        let mut seen = HashSet::new();
        for (index, (name, value)) in self.pairs().iter().enumerate() {
            if !name.ends_with("[]") {
                take(name, &[value.as_str()]);
            } else if plain(name).contains("[]") {
                // A list in an item of a list: the next item has one of the same name, after another field.
                let is_first = index == 0 || self.pairs()[index - 1].0 != *name;
                let rest = self.pairs()[index..].iter().take_while(|(next, _)| next == name);
                if is_first {
                    take(plain(name), &rest.map(|(_, item)| item.as_str()).collect::<Vec<_>>());
                }
            } else if seen.insert(name.as_str()) {
                take(plain(name), &self.all(name).collect::<Vec<_>>());
            }
        }
    }
}

fn plain(name: &str) -> &str {
    name.strip_suffix("[]").unwrap_or(name)
}

#[cfg(test)]
mod tests {
    use super::{Form, ListStyle};

    #[test]
    fn a_list_in_an_item_does_not_take_those_of_the_next_item() {
        let form = Form::from_pairs([
            ("c[][s]", "1"),
            ("c[][t][]", "a"),
            ("c[][t][]", "b"),
            ("c[][s]", "2"),
            ("c[][t][]", "c"),
        ]);
        let pairs = form.in_style(ListStyle::Commas);
        let pairs: Vec<_> = pairs.pairs().iter().map(|(name, value)| format!("{name}={value}")).collect();
        assert_eq!(pairs, ["c[][s]=1", "c[][t]=a,b", "c[][s]=2", "c[][t]=c"]);
    }
}
