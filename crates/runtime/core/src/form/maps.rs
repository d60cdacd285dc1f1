//! Maps with values of one type.

use serde::Serialize;

use super::value::{EncodeForm, FormValue};
use super::write::Form;
use crate::Map;

impl Form {
    /// Writes `name[key]=value` for every entry.
    ///
    /// A key that is empty or contains a bracket is recorded as a [problem](Self::problems), because the server would
    /// read a different name. The same applies to the other methods for maps.
    pub fn values_by_key<T: FormValue>(&mut self, name: &str, map: Option<&Map<T>>) -> &mut Self {
        self.by_key(name, map, |form, name, value| {
            form.push(name, value.form_value());
        })
    }

    /// Writes `name[key][field]=value` for the fields of every entry. An entry that writes no field is recorded as a
    /// [problem](Self::problems).
    pub fn objects_by_key<T: EncodeForm>(&mut self, name: &str, map: Option<&Map<T>>) -> &mut Self {
        self.by_key(name, map, Self::item)
    }

    /// Writes `name[key]={json}` for every entry.
    pub fn json_by_key<T: Serialize>(&mut self, name: &str, map: Option<&Map<T>>) -> &mut Self {
        self.by_key(name, map, Self::push_json)
    }

    fn by_key<T>(&mut self, name: &str, map: Option<&Map<T>>, write: impl Fn(&mut Self, String, &T)) -> &mut Self {
        let prefix = self.full_name(name);
        for (key, value) in map.into_iter().flat_map(Map::iter) {
            let name = self.key_within(&prefix, key);
            write(self, name, value);
        }
        self
    }
}
