//! Evaluating a condition on a payment.

use std::cmp::Ordering;
use std::collections::BTreeMap;
use std::fmt;

use payspec_core::Amount;

use super::{Comparison, Condition, Operator, Test, Value};
use crate::number::Number;

/// The known facts about a payment, by attribute name without `#`.
///
/// ```
/// use payspec::centralpay::portal_rules::{Facts, NotificationRule};
///
/// let rule: NotificationRule = "#transaction_amount > 100000 or #context = 'TRANSACTION_RISKY'".parse()?;
/// let facts = Facts::new().with("transaction_amount", 250_000);
/// assert_eq!(rule.applies(&facts), Ok(true), "whatever the context is");
///
/// let undecided = rule.applies(&Facts::new().with("transaction_amount", 5)).unwrap_err();
/// assert_eq!(undecided.missing, ["context"]);
/// # Ok::<(), payspec::centralpay::portal_rules::ParseError>(())
/// ```
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Facts(BTreeMap<String, Fact>);

impl Facts {
    /// Creates an empty set of facts.
    pub const fn new() -> Self {
        Self(BTreeMap::new())
    }

    /// Sets the value of an attribute, replacing an existing one.
    #[must_use]
    pub fn with(mut self, attribute: impl Into<String>, fact: impl Into<Fact>) -> Self {
        self.0.insert(attribute.into(), fact.into());
        self
    }
}

/// The value of an attribute.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fact {
    /// An integer: an amount in cents.
    Integer(i64),
    /// A number with decimals.
    Decimal(Number),
    /// A text. The comparison is case-sensitive; whether the platform ignores case is not documented.
    Text(String),
    /// A boolean.
    Boolean(bool),
}

impl From<i64> for Fact {
    fn from(number: i64) -> Self {
        Self::Integer(number)
    }
}

impl From<Amount> for Fact {
    fn from(amount: Amount) -> Self {
        Self::Integer(amount.minor())
    }
}

impl From<Number> for Fact {
    fn from(number: Number) -> Self {
        Self::Decimal(number)
    }
}

impl From<&str> for Fact {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<String> for Fact {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl From<bool> for Fact {
    fn from(value: bool) -> Self {
        Self::Boolean(value)
    }
}

/// The facts are not sufficient to decide whether a condition holds. What the platform does in that case is not
/// documented.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
#[non_exhaustive]
pub struct UndecidedError {
    /// Unknown attributes on which the result depends.
    pub missing: Vec<String>,
    /// Attributes whose type differs from the value they are compared with.
    pub of_another_kind: Vec<String>,
}

impl fmt::Display for UndecidedError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the rule cannot be decided:")?;
        let lists = [(&self.missing, "not known"), (&self.of_another_kind, "not comparable with its value")];
        let mut comma = "";
        for (names, what) in lists {
            for name in names {
                write!(f, "{comma} `#{name}` is {what}")?;
                comma = ",";
            }
        }
        Ok(())
    }
}

impl std::error::Error for UndecidedError {}

impl Condition {
    /// Returns `true` if the condition holds.
    ///
    /// An unknown attribute does not matter if the result is the same either way: one false side decides `and`, one
    /// true side decides `or`.
    ///
    /// # Errors
    ///
    /// Returns [`UndecidedError`] if the result depends on unknown facts.
    pub fn holds(&self, facts: &Facts) -> Result<bool, UndecidedError> {
        let (left, right, decisive) = match self {
            Self::Comparison(comparison) => return comparison.holds(facts),
            Self::And(left, right) => (left.holds(facts), right.holds(facts), false),
            Self::Or(left, right) => (left.holds(facts), right.holds(facts), true),
        };
        match (left, right) {
            (Ok(value), _) | (_, Ok(value)) if value == decisive => Ok(decisive),
            (Ok(_), Ok(_)) => Ok(!decisive),
            (Err(mut undecided), Err(more)) => {
                undecided.missing.extend(more.missing);
                undecided.of_another_kind.extend(more.of_another_kind);
                Err(undecided)
            }
            (Err(undecided), Ok(_)) | (Ok(_), Err(undecided)) => Err(undecided),
        }
    }
}

impl Comparison {
    fn holds(&self, facts: &Facts) -> Result<bool, UndecidedError> {
        let name = self.attribute.name();
        let Some(fact) = facts.0.get(name) else {
            return Err(UndecidedError { missing: vec![name.to_owned()], ..UndecidedError::default() });
        };
        let answer = match &self.test {
            Test::Is(operator, value) => relation(fact, *operator, value),
            Test::In(list) => is_one_of(fact, list.values()),
            Test::NotIn(list) => is_one_of(fact, list.values()).map(|found| !found),
        };
        answer.ok_or_else(|| UndecidedError { of_another_kind: vec![name.to_owned()], ..UndecidedError::default() })
    }
}

fn is_one_of(fact: &Fact, values: &[Value]) -> Option<bool> {
    let mut found = false;
    for value in values {
        found |= order(fact, value)?.is_eq();
    }
    Some(found)
}

/// Compares a fact with a value, or returns `None` if they are not comparable in this way.
fn relation(fact: &Fact, operator: Operator, value: &Value) -> Option<bool> {
    if operator.orders() && !matches!(value, Value::Number(_)) {
        return None;
    }
    let order = order(fact, value)?;
    Some(match operator {
        Operator::Equal => order.is_eq(),
        Operator::NotEqual => order.is_ne(),
        Operator::Less => order.is_lt(),
        Operator::LessOrEqual => order.is_le(),
        Operator::Greater => order.is_gt(),
        Operator::GreaterOrEqual => order.is_ge(),
    })
}

fn order(fact: &Fact, value: &Value) -> Option<Ordering> {
    match (fact, value) {
        (Fact::Integer(number), Value::Number(value)) => Some(value.compare_to_integer(*number).reverse()),
        (Fact::Decimal(number), Value::Number(value)) => Some(number.compare(value)),
        (Fact::Text(text), Value::Text(value)) => Some(text.as_str().cmp(value.as_str())),
        (Fact::Boolean(fact), Value::Boolean(value)) => Some(fact.cmp(value)),
        _ => None,
    }
}
