//! Type expressions: `amount`, `Refund`, `list<Refund>`, `map<Refund>`, `search<Refund>`, `expandable<Refund>`.

/// A type as written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TypeExpr<'a> {
    /// What is around the name.
    pub shape: Shape,
    /// The name: built in or declared.
    pub name: &'a str,
}

/// What is around a type's name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Shape {
    /// The type itself.
    One,
    /// Several of it.
    List,
    /// An object with any keys, each with one of it.
    Map,
    /// An object, or its identifier alone; only in what answers bring.
    Expandable,
    /// Several of it in an answer whose shape is not documented; only as a response body.
    Search,
}

/// Types that need no declaration.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Builtin {
    /// Text.
    String,
    /// A whole number.
    Integer,
    /// True or false.
    Boolean,
    /// Money in minor units of a currency that stands next to it.
    Amount,
    /// A calendar date.
    Date,
    /// A point in time, with or without an offset.
    DateTime,
    /// Any JSON.
    Json,
    /// A map from names to values that belongs to the caller.
    Metadata,
    /// A primary account number.
    CardNumber,
    /// Text that must not be shown.
    Secret,
    /// A decimal number that is not money.
    Decimal,
    /// How many payments a series has, where the reading of a count is contested; only sent.
    Iterations,
    /// A file; only as the body of a response.
    Bytes,
}

impl Builtin {
    /// All of them with their names in a spec.
    pub const ALL: [(&'static str, Builtin); 13] = [
        ("string", Builtin::String),
        ("integer", Builtin::Integer),
        ("boolean", Builtin::Boolean),
        ("amount", Builtin::Amount),
        ("date", Builtin::Date),
        ("datetime", Builtin::DateTime),
        ("json", Builtin::Json),
        ("metadata", Builtin::Metadata),
        ("card-number", Builtin::CardNumber),
        ("secret", Builtin::Secret),
        ("decimal", Builtin::Decimal),
        ("iterations", Builtin::Iterations),
        ("bytes", Builtin::Bytes),
    ];

    /// The built-in type of a name.
    pub fn find(name: &str) -> Option<Builtin> {
        Self::ALL.iter().find(|(known, _)| *known == name).map(|(_, builtin)| *builtin)
    }
}

/// Reads a type expression; `None` when it is not one.
pub fn parse(text: &str) -> Option<TypeExpr<'_>> {
    let (shape, name) = match text.split_once('<') {
        None => (Shape::One, text),
        Some((outer, rest)) => {
            let name = rest.strip_suffix('>')?;
            match outer {
                "list" => (Shape::List, name),
                "map" => (Shape::Map, name),
                "search" => (Shape::Search, name),
                "expandable" => (Shape::Expandable, name),
                _ => return None,
            }
        }
    };
    let plain = !name.is_empty() && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '-');
    plain.then_some(TypeExpr { shape, name })
}

#[cfg(test)]
mod tests {
    use super::{Shape, TypeExpr, parse};

    #[test]
    fn reads_the_shapes_and_refuses_the_rest() {
        assert_eq!(parse("Refund"), Some(TypeExpr { shape: Shape::One, name: "Refund" }));
        assert_eq!(parse("list<card-number>"), Some(TypeExpr { shape: Shape::List, name: "card-number" }));
        assert_eq!(parse("map<integer>"), Some(TypeExpr { shape: Shape::Map, name: "integer" }));
        assert_eq!(parse("search<Refund>"), Some(TypeExpr { shape: Shape::Search, name: "Refund" }));
        assert_eq!(parse("expandable<Refund>"), Some(TypeExpr { shape: Shape::Expandable, name: "Refund" }));
        for wrong in [
            "",
            "list<Refund",
            "list<list<Refund>>",
            "map<list<Refund>>",
            "map<string, Refund>",
            "set<Refund>",
            "Refund[]",
            "list<>",
        ] {
            assert_eq!(parse(wrong), None, "{wrong}");
        }
    }
}
