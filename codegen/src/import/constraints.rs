//! Bounds of a schema -> rules. What needs requests that keep and break it is told instead: a draft has none of those.

use super::model::{Around, Bounds, Kind, Type};
use super::schema::Schema;
use super::types::Types;
use super::value::Value;

/// A text with a format keeps bounds that are as wide as this.
const FORMATTED: std::ops::RangeInclusive<i64> = 5..=40;

/// A text that has to be longer than this is none that a case has.
const LONGEST: i64 = 1_000;

/// The bounds of one field of a request. What becomes of them is settled; all others are told by their keywords.
pub(super) fn of(types: &Types<'_>, schema: &Schema<'_>, kind: Type, format: Option<&str>) -> Option<Bounds> {
    let whole = |key: &str| schema.number(key).and_then(serde_json::Number::as_i64).filter(|bound| *bound > 0);
    let told = |key: &str, what: String, rule: &str| {
        schema.settle(types.notes, &[key]);
        let instead = format!("Add a rule `{rule}` for it, and its cases (spec/CASES.md).");
        types.notes.left_out(&schema.identity.pointer, what, instead);
    };
    if kind.around == Around::List {
        for (key, rule, words) in [("minItems", "min_items", "at least"), ("maxItems", "max_items", "at most")] {
            if let Some(items) = whole(key) {
                told(key, format!("A list has {words} {items} items."), rule);
            }
        }
    }
    if kind.around != Around::Nothing {
        return None;
    }
    match kind.kind {
        Kind::Plain("integer" | "amount") => {
            if let Some(step) = whole("multipleOf").filter(|step| *step > 1) {
                told("multipleOf", format!("A number is a multiple of {step}."), "multiple_of");
            }
            let (min, max) = numbers(schema);
            let are_bounds = (min.is_some() || max.is_some()) && min.zip(max).is_none_or(|(min, max)| min <= max);
            if are_bounds {
                let keys = |is_kept: bool, keys: [&'static str; 2]| keys.into_iter().filter(move |_| is_kept);
                let lower = keys(min.is_some(), ["minimum", "exclusiveMinimum"]);
                let upper = keys(max.is_some(), ["maximum", "exclusiveMaximum"]);
                lower
                    .chain(upper)
                    .filter(|key| is_whole(schema, key))
                    .for_each(|key| schema.settle(types.notes, &[key]));
            }
            are_bounds.then_some(Bounds::Number { min, max })
        }
        Kind::Plain("string") => {
            if let Some(pattern) = schema.text("pattern").map(shown) {
                schema.settle(types.notes, &["pattern"]);
                match expression(&pattern) {
                    Some(_) => told("pattern", format!("A text has the pattern `{pattern}`."), "pattern"),
                    None => types.notes.left_out(
                        &schema.identity.pointer,
                        format!("The pattern `{pattern}` is not supported in rules."),
                        "Add a rule `pattern` that matches the whole text, without look-around, or ignore it.",
                    ),
                }
            }
            let (min, max) = (whole("minLength"), whole("maxLength"));
            let is_usual = |max: &i64| min.is_none_or(|min| min <= *max && min <= LONGEST);
            let Some(max) = max.filter(is_usual) else {
                if let Some(min) = min {
                    told("minLength", format!("A text has at least {min} characters."), "length");
                }
                return None;
            };
            let is_wide = min.unwrap_or(0) <= *FORMATTED.start() && max >= *FORMATTED.end();
            let has_room = match format {
                None => true,
                Some("email" | "url" | "phone") => is_wide,
                // The format says how long a text is.
                Some("country") => {
                    schema.settle(types.notes, &["minLength", "maxLength"]);
                    false
                }
                Some(_) => false,
            };
            if has_room {
                schema.settle(types.notes, &["minLength", "maxLength"]);
            }
            has_room.then_some(Bounds::Length { min, max })
        }
        _ => None,
    }
}

/// Whether a bound is one that rules can have: a whole number, or that the bound itself is outside.
fn is_whole(schema: &Schema<'_>, key: &str) -> bool {
    schema.get(key).is_some_and(|place| match place.value {
        Value::Number(number) => number.as_i64().is_some(),
        Value::Bool(_) => true,
        _ => false,
    })
}

fn shown(pattern: &str) -> String {
    let visible: String = pattern.chars().filter(|c| !c.is_control() && *c != '`').take(60).collect();
    visible
}

/// The least and the greatest whole number, in the forms of all versions.
fn numbers(schema: &Schema<'_>) -> (Option<i64>, Option<i64>) {
    let number = |key: &str| schema.number(key).and_then(serde_json::Number::as_i64);
    // Until OpenAPI 3.0 the word says that the bound itself is outside; since then it is a bound.
    let step = |key: &str| i64::from(schema.is(key));
    let min = number("minimum").map(|min| min.saturating_add(step("exclusiveMinimum")));
    let max = number("maximum").map(|max| max.saturating_sub(step("exclusiveMaximum")));
    let above = number("exclusiveMinimum").map(|min| min.saturating_add(1));
    let below = number("exclusiveMaximum").map(|max| max.saturating_sub(1));
    // Where both stand, the narrower one is the bound.
    (min.max(above), max.into_iter().chain(below).min())
}

/// The expression that the whole text matches. A pattern of a schema matches anywhere in a text.
fn expression(pattern: &str) -> Option<String> {
    let pattern = pattern.strip_prefix('/').and_then(|inner| inner.strip_suffix('/')).unwrap_or(pattern);
    let inner = pattern.strip_prefix('^')?.strip_suffix('$').filter(|inner| !inner.ends_with('\\'))?;
    let is_plain = !inner.is_empty() && !inner.chars().any(char::is_control) && !inner.starts_with('/');
    (is_plain
        && inner.len() < 200
        && !has_bare_alternatives(inner)
        && regex_lite::Regex::new(&format!("^(?:{inner})$")).is_ok())
    .then(|| inner.to_owned())
}

/// Whether an expression has alternatives outside of groups: in `^a|b$` each has one of the anchors.
fn has_bare_alternatives(expression: &str) -> bool {
    let (mut depth, mut in_class, mut is_escaped) = (0_usize, false, false);
    for c in expression.chars() {
        match c {
            _ if is_escaped => is_escaped = false,
            '\\' => is_escaped = true,
            '[' => in_class = true,
            ']' => in_class = false,
            '(' if !in_class => depth += 1,
            ')' if !in_class => depth = depth.saturating_sub(1),
            '|' if !in_class && depth == 0 => return true,
            _ => {}
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns_are_taken_where_the_whole_text_matches() {
        assert_eq!(expression("^[A-Z]{2}$").as_deref(), Some("[A-Z]{2}"));
        assert_eq!(expression("/^a+$/").as_deref(), Some("a+"));
        assert_eq!(expression("^(a|b)[|]$").as_deref(), Some("(a|b)[|]"));
        for other in ["[A-Z]", "^a|b$", "^a|b$|c$", "^(?=x)y$", "^\\$", "^$", "^(a$"] {
            assert_eq!(expression(other), None, "{other}");
        }
    }
}
