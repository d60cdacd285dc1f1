//! Undescribed values: allowed, because an API may grow, but usually a mistake.

use super::fields::Fields;
use super::scope::{Place, split};
use super::suggest::closest;
use super::{Violation, Violations, message};

/// The known values of a parameter: those of its open enum or code table, which has them as `WIRE_VALUES`.
///
/// A request with another value is sent with a warning, since the API may accept more than its description lists.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct KnownValues {
    /// The parameter, as rules name it: `card.currency`.
    pub field: &'static str,
    /// The name of its type: `Currency`.
    pub of: &'static str,
    /// The known texts on the wire.
    pub values: &'static [&'static str],
    /// Further texts: those of another column of the table, such as the numeric codes of currencies. They are not
    /// suggested.
    pub also: &'static [&'static str],
    /// Whether the parameter is personal or secret: the warning then does not suggest a value that is close to the
    /// given one.
    pub sensitive: bool,
}

impl KnownValues {
    fn has(&self, text: &str) -> bool {
        self.values.contains(&text) || self.also.contains(&text)
    }
}

/// The [rule](super::Violation::rule) of warnings about values that are not known.
pub const UNKNOWN_VALUE: &str = "unknown-value";

/// Returns a violation for every text that is not a known value, or `None` if there is none.
///
/// Each names the field and, if there is a close one, the value that was probably intended, but never the given one.
pub fn check_known_values(known: &[KnownValues], fields: &dyn Fields) -> Option<Violations> {
    let node = fields.node();
    let root = Place::root(&node, fields.style());
    let mut found = Vec::new();
    for known in known {
        let texts = root.find(&split(known.field)).into_iter().flat_map(Place::texts);
        for (place, text) in texts.filter(|(_, text)| !text.is_empty() && !known.has(text)) {
            let meant = if known.sensitive { None } else { closest(text, known.values) };
            let message = message::unknown_value(known.of, known.values, meant);
            found.push(Violation::new(vec![place.name()], UNKNOWN_VALUE, message, ""));
        }
    }
    Violations::from_vec(found)
}
