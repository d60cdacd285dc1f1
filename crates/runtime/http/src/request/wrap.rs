//! Parameters inside a member of the body: `{"payment": {"amount": 1}}`, `payment[amount]=1`. No I/O.

use payspec_core::{Form, Path};
use serde::ser::{Serialize, SerializeMap, Serializer};
use serde_json::{Map, Value};

/// The parameters of a request inside a member of its body. Credentials are not wrapped: they identify the caller and
/// belong to no object.
pub(super) struct Wrapped<'a> {
    pub(super) at: Path<'a>,
    /// The names of the credentials.
    pub(super) beside: &'a [&'a str],
}

impl Wrapped<'_> {
    /// Returns the pairs of a form under their full names: the steps of the path and the name, in brackets.
    pub(super) fn form(&self, form: &Form) -> Form {
        Form::from_pairs(form.pairs().iter().map(|(name, value)| (self.full_name(name), value.as_str())))
    }

    fn full_name(&self, name: &str) -> String {
        if self.beside.contains(&name) {
            return name.to_owned();
        }
        let (own, inside) = name.split_at(name.find('[').unwrap_or(name.len()));
        let (mut full, rest) = (self.at.split_first().0.to_owned(), self.at.split_first().1);
        for step in rest.iter().flat_map(|rest| rest.steps()).chain([own]) {
            full.push_str(&format!("[{step}]"));
        }
        full.push_str(inside);
        full
    }

    /// Returns the body as JSON. Nothing is copied, because copies of credentials would not be wiped.
    pub(super) fn json<'m>(&'m self, members: &'m Map<String, Value>) -> impl Serialize + 'm {
        Json { wrapped: self, members, left: Some(self.at), is_top: true }
    }
}

struct Json<'m> {
    wrapped: &'m Wrapped<'m>,
    members: &'m Map<String, Value>,
    /// The remaining path to the parameters.
    left: Option<Path<'m>>,
    is_top: bool,
}

impl Serialize for Json<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut object = serializer.serialize_map(None)?;
        let is_beside = |name: &str| self.wrapped.beside.contains(&name);
        let here =
            self.members.iter().filter(|(name, _)| if is_beside(name) { self.is_top } else { self.left.is_none() });
        for (name, value) in here {
            object.serialize_entry(name, value)?;
        }
        if let Some((step, left)) = self.left.map(Path::split_first) {
            object.serialize_entry(step, &Json { left, is_top: false, ..*self })?;
        }
        object.end()
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn wrapped(at: &str) -> Wrapped<'_> {
        Wrapped { at: Path::new(at), beside: &["key"] }
    }

    #[test]
    fn what_has_brackets_gets_more_of_them() {
        let form =
            Form::from_pairs([("amount", "1"), ("card[number]", "2"), ("tags[]", "3"), ("a[b][]", "4"), ("key", "5")]);
        let names = |at: &str| {
            let form = wrapped(at).form(&form);
            form.pairs().iter().map(|(name, _)| name.clone()).collect::<Vec<_>>()
        };
        let single = ["payment[amount]", "payment[card][number]", "payment[tags][]", "payment[a][b][]", "key"];
        assert_eq!(names("payment"), single);
        assert_eq!(names("payload.payment")[..2], ["payload[payment][amount]", "payload[payment][card][number]"]);
    }

    #[test]
    fn members_stand_at_the_end_of_the_path_and_credentials_at_the_top() {
        let members = json!({ "amount": 1, "key": "k", "card": { "key": "inside" } });
        let written = |at: &str| {
            let wrapped = wrapped(at);
            serde_json::to_value(wrapped.json(members.as_object().expect("it is one"))).expect("it is JSON")
        };
        let inside = json!({ "amount": 1, "card": { "key": "inside" } });
        assert_eq!(written("payment"), json!({ "key": "k", "payment": inside }));
        assert_eq!(written("payload.payment"), json!({ "key": "k", "payload": { "payment": inside } }));
        let nothing = Map::new();
        assert_eq!(serde_json::to_value(wrapped("a.b").json(&nothing)).expect("JSON"), json!({ "a": { "b": {} } }));
    }
}
