//! Valid rules that will not work as intended.

use std::fmt;

use super::attributes::{ATTRIBUTES, AttributeType, KnownAttribute, RuleKind, known};
use super::error::{Position, nearest, quote};
use super::parser::Parsed;
use super::{Attribute, Comparison, Condition, Operator, Test, Value};

/// A rule, and the findings about it.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Review<R> {
    /// The rule.
    pub rule: R,
    /// The findings, in the order of the text; at most 20 errors and 20 warnings per comparison.
    pub findings: Vec<Finding>,
}

impl<R> Review<R> {
    /// Returns `true` if a part will certainly not work.
    pub fn has_errors(&self) -> bool {
        self.findings.iter().any(|finding| finding.severity == Severity::Error)
    }
}

/// A finding about a rule.
///
/// `Display` is one line with the position, the problem and, if there is a suggestion, what to write.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Finding {
    /// The severity.
    pub severity: Severity,
    /// The position of the comparison, or of the keyword `and` or `or`.
    pub position: Position,
    /// The problem and how to fix it.
    pub message: String,
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}: {}", self.position, self.severity, self.message)
    }
}

/// The severity of a finding.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// It may be right: the documentation does not cover everything that the portal supports.
    Warning,
    /// It contradicts the documentation.
    Error,
}

impl fmt::Display for Severity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::Warning => "warning",
            Self::Error => "error",
        })
    }
}

/// Returns the findings about a condition in `text`.
pub(super) fn findings(text: &str, parsed: &Parsed, rules: RuleKind) -> Vec<Finding> {
    let mut review = Reviewer { rules, position: Position::of(text, 0), errors: 0, warnings: 0, findings: Vec::new() };
    for (comparison, span) in leaves(&parsed.condition).into_iter().zip(&parsed.comparisons) {
        review.go_to(Position::of(text, span.start));
        review.comparison(comparison);
    }
    for at in &parsed.chains {
        review.go_to(Position::of(text, *at));
        let message = "put parentheses around each pair, as in the canonical form; the portal requires them";
        review.warn(message.to_owned());
    }
    review.findings.sort_by_key(|finding| finding.position.offset);
    review.findings
}

fn leaves(condition: &Condition) -> Vec<&Comparison> {
    match condition {
        Condition::Comparison(comparison) => vec![comparison],
        Condition::And(left, right) | Condition::Or(left, right) => {
            let mut all = leaves(left);
            all.append(&mut leaves(right));
            all
        }
    }
}

/// The maximum number of findings of one severity on a comparison: more do not help, and each suggestion takes time.
const MOST_OF_A_KIND: usize = 20;

struct Reviewer {
    rules: RuleKind,
    position: Position,
    /// The number of findings at this position. Warnings do not displace errors.
    errors: usize,
    warnings: usize,
    findings: Vec<Finding>,
}

impl Reviewer {
    fn go_to(&mut self, position: Position) {
        (self.position, self.errors, self.warnings) = (position, 0, 0);
    }

    fn warn(&mut self, message: String) {
        if self.warnings < MOST_OF_A_KIND {
            self.warnings += 1;
            self.findings.push(Finding { severity: Severity::Warning, position: self.position, message });
        }
    }

    fn error(&mut self, message: String) {
        if self.errors < MOST_OF_A_KIND {
            self.errors += 1;
            self.findings.push(Finding { severity: Severity::Error, position: self.position, message });
        }
    }

    fn comparison(&mut self, comparison: &Comparison) {
        let (values, operator) = match &comparison.test {
            Test::Is(operator, value) => (std::slice::from_ref(value), Some(*operator)),
            Test::In(list) | Test::NotIn(list) => (list.values(), None),
        };
        self.operator(values, operator);
        match known(comparison.attribute.name()) {
            Some(attribute) => self.known(attribute, values),
            None => self.unknown(&comparison.attribute),
        }
    }

    /// The documentation defines the operators of each type (“Notifications email/sms”).
    fn operator(&mut self, values: &[Value], operator: Option<Operator>) {
        let orders = operator.is_some_and(Operator::orders);
        if orders && values.iter().any(|value| matches!(value, Value::Text(_))) {
            self.error("texts are compared with `=`, `!=`, `in` and `not in` only".to_owned());
        }
        if (orders || operator.is_none()) && values.iter().any(|value| matches!(value, Value::Boolean(_))) {
            self.error("`true` and `false` are compared with `=` and `!=` only".to_owned());
        }
        let kinds = |value: &Value| std::mem::discriminant(value);
        if values.windows(2).any(|pair| matches!(pair, [a, b] if kinds(a) != kinds(b))) {
            self.error("a list contains numbers or texts, not both".to_owned());
        }
        for value in values {
            if matches!(value, Value::Number(number) if number.unscaled() < 0) {
                self.warn(format!("the documentation shows no negative numbers such as `{value}`"));
            }
        }
    }

    fn known(&mut self, attribute: &KnownAttribute, values: &[Value]) {
        let name = attribute.name;
        if attribute.rules != self.rules {
            let (shown, here) = match self.rules {
                RuleKind::Acceptance => ("notification", "acceptance"),
                RuleKind::Notification => ("acceptance", "notification"),
            };
            self.warn(format!("the documentation shows `#{name}` in {shown} rules, not in {here} rules"));
        }
        for value in values {
            let shown = quote(&value.to_string());
            match (attribute.holds, value) {
                (AttributeType::Amount, Value::Number(number)) if number.is_integer() => {}
                (AttributeType::Amount, Value::Number(_)) => self
                    .error(format!("`#{name}` is an integer in cents, but `{shown}` is not: 10.50 is written `1050`")),
                (AttributeType::Amount, _) => {
                    self.error(format!("`#{name}` is an integer in cents, but `{shown}` is not a number"));
                }
                (_, Value::Text(_)) if self.warnings == MOST_OF_A_KIND => {}
                (holds, Value::Text(text)) => {
                    if let Some((what, meant)) = holds.doubt(text.as_str()) {
                        let meant = meant.map_or(String::new(), |meant| format!("; did you mean `'{meant}'`?"));
                        self.warn(format!("`{shown}` is {what}, so it may never match{meant}"));
                    }
                }
                (_, _) => self.error(format!("`#{name}` is a text, but `{shown}` is not: write `'{shown}'`")),
            }
        }
    }

    fn unknown(&mut self, attribute: &Attribute) {
        let shown = quote(&attribute.to_string());
        let meant = nearest(attribute.name(), ATTRIBUTES.iter().map(|known| known.name));
        let meant = meant.map_or(String::new(), |meant| format!("; did you mean `#{meant}`?"));
        self.warn(format!("the documentation does not mention `{shown}`: check the portal's list{meant}"));
    }
}
