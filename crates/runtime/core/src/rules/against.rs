//! Preconditions: rules about a request and the current state of an object, such as no capture above the authorised
//! amount.

use serde_json::Value;

use super::check::check;
use super::fields::{FieldNode, Fields, Kind, NameStyle};
use super::{Rule, Violations};

/// A rule whose paths may refer to an object that is known in addition to the request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Precondition {
    /// The object: the first step of the paths that refer to it.
    pub object: &'static str,
    /// The member that identifies the object, if it has one. A request that names a different one is rejected.
    pub id: Option<&'static str>,
    /// The rule. A path such as `Transaction.amount` refers to the object, any other to the request.
    pub rule: Rule,
}

/// Checks parameters against the preconditions on `object`, whose current state is `known`, and returns all violations.
///
/// ```
/// use payspec_core::{Check, Form, Rule, Precondition, check_preconditions};
/// use serde_json::json;
///
/// static RULES: [Precondition; 1] = [Precondition {
///     object: "Transaction",
///     id: Some("transactionId"),
///     rule: Rule {
///         name: "within-authorisation",
///         when: None,
///         check: Check::NotAbove { field: "amount", other: "Transaction.amount" },
///         because: "the bank has promised no more",
///         evidence: None,
///     },
/// }];
///
/// let mut capture = Form::new();
/// capture.push("amount", "1501");
/// assert!(check_preconditions(&RULES, "Transaction", &json!({ "amount": 1500 }), &capture).is_err());
/// assert!(check_preconditions(&RULES, "Transaction", &json!({ "amount": 2000 }), &capture).is_ok());
/// ```
///
/// # Errors
///
/// Returns all violations.
pub fn check_preconditions(
    rules: &[Precondition],
    object: &str,
    known: &Value,
    fields: &dyn Fields,
) -> Result<(), Violations> {
    let rules: Vec<Rule> = rules.iter().filter(|rule| rule.object == object).map(|rule| rule.rule).collect();
    check(&rules, &[], None, &Beside { object, known, fields })
}

/// The request with the known object as an additional member.
struct Beside<'a> {
    object: &'a str,
    known: &'a Value,
    fields: &'a dyn Fields,
}

impl Fields for Beside<'_> {
    fn node(&self) -> FieldNode<'_> {
        let mut members = match self.fields.node().0 {
            Kind::Map(members) => members,
            Kind::Nothing | Kind::Text(_) | Kind::List { .. } => Vec::new(),
        };
        // A parameter of the same name as the object is not what the rule refers to.
        members.retain(|(name, _)| name != self.object);
        members.push((self.object.into(), self.known.node()));
        FieldNode(Kind::Map(members))
    }

    fn style(&self) -> NameStyle {
        self.fields.style()
    }
}
