//! The canonical form: lower-case keywords, single spaces, parentheses around every nested `and` and `or`.

use std::fmt;

use super::{
    AcceptanceRule, Action, Attribute, Comparison, Condition, List, NotificationRule, Operator, Test, Text, Value,
};

impl fmt::Display for AcceptanceRule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} if {}", self.action, self.condition)
    }
}

impl fmt::Display for NotificationRule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.condition.fmt(f)
    }
}

impl fmt::Display for Action {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::Allow => "ALLOW",
            Self::Refuse => "REFUSE",
            Self::Alert => "ALERT",
        })
    }
}

impl fmt::Display for Condition {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (left, word, right) = match self {
            Self::Comparison(comparison) => return comparison.fmt(f),
            Self::And(left, right) => (left, "and", right),
            Self::Or(left, right) => (left, "or", right),
        };
        write_operand(f, left)?;
        write!(f, " {word} ")?;
        write_operand(f, right)
    }
}

fn write_operand(f: &mut fmt::Formatter<'_>, operand: &Condition) -> fmt::Result {
    match operand {
        Condition::Comparison(comparison) => write!(f, "{comparison}"),
        nested => write!(f, "({nested})"),
    }
}

impl fmt::Display for Comparison {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.attribute, self.test)
    }
}

impl fmt::Display for Test {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Is(operator, value) => write!(f, "{operator} {value}"),
            Self::In(list) => write!(f, "in {list}"),
            Self::NotIn(list) => write!(f, "not in {list}"),
        }
    }
}

impl fmt::Display for Attribute {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "#{}", self.name())
    }
}

impl fmt::Display for Operator {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

impl fmt::Display for Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Number(number) => number.fmt(f),
            Self::Text(text) => text.fmt(f),
            Self::Boolean(value) => value.fmt(f),
        }
    }
}

impl fmt::Display for Text {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "'{}'", self.as_str())
    }
}

impl fmt::Display for List {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, value) in self.values().iter().enumerate() {
            write!(f, "{}{value}", if index == 0 { "(" } else { ", " })?;
        }
        f.write_str(")")
    }
}
