//! The requests that examples of documentation show: as small as the rules allow.

use payspec_codegen::ir::{Api, Operation};
use payspec_codegen::{run, samples};
use serde_json::{Value, json};

use crate::support;

const ORDER: &str = "resource: { name: order, plural: orders, docs: An order., object: Order, id: id }
ids: { OrderId: { docs: Identifies an order., example: o-1 } }
enums: { Way: { docs: How., values: [{ code: post, docs: Posted. }, { code: van, docs: Driven. }] } }
objects:
  Order: { docs: An order., fields: { id: { type: OrderId, docs: Its id. } } }
  Card: { docs: A card., fields: { number: { type: card-number, docs: Its number. }, token: { type: string, docs: A token. } } }
operations:
  pay:
    docs: Pays an order.
    method: POST
    path: /orders/{id}
    evidence: { level: documented, source: manual, at: page 1 }
    params:
      id: { type: OrderId, docs: The order., in: path, required: true }
      sum: { type: amount, docs: What is paid., required: true, example: 1500 }
      code: { type: string, docs: A code. }
      way: { type: Way, docs: How it is sent. }
      card: { type: Card, docs: What pays. }
      account: { type: string, docs: What pays. }
    rules:
RULES
    responses: { \"200\": { outcome: success, docs: Paid., body: Order } }
";

/// The operation whose rules are these.
fn with<R>(order: &str, rules: &[&str], look: impl FnOnce(&Api, &Operation) -> R) -> R {
    let numbered = rules.iter().enumerate();
    let rules: Vec<String> =
        numbered.map(|(at, rule)| format!("      - {{ name: rule-{at}, because: It is so., {rule} }}")).collect();
    let order = order.replace("RULES", &rules.join("\n")).replace("    rules:\n\n", "");
    let files = [("spec/shop/api.yaml", support::API.to_owned()), ("spec/shop/order.yaml", order)];
    let files = files.map(|(path, text)| (path.to_owned(), text));
    let wrong = |_| panic!("{}", support::Run::over(files.clone()).rendered());
    let generated = support::compile(&files).unwrap_or_else(wrong);
    let api = &generated.apis[0].1[0];
    let operation = api.modules.iter().flat_map(|module| &module.operations).next().expect("there is one");
    look(api, operation)
}

/// What the example of an operation with one rule sends next to the order and the sum.
fn sent(rule: &str) -> Value {
    let request = with(ORDER, &[rule], samples::request).expect("the rule can be kept");
    let mut members = request.as_object().expect("parameters have names").clone();
    assert_eq!(members.remove("id"), Some(json!("o-1")));
    if members["sum"] == 1500 {
        members.remove("sum");
    }
    members.into()
}

#[test]
fn what_is_required_is_sent_and_nothing_else() {
    assert_eq!(with(ORDER, &[], samples::request), Some(json!({ "id": "o-1", "sum": 1500 })));
}

#[test]
fn what_a_rule_demands_is_added_or_changed() {
    assert_eq!(sent("exactly_one_of: [card, account]"), json!({ "account": "account" }));
    assert_eq!(sent("at_least_one_of: [card, code]"), json!({ "code": "code" }));
    assert_eq!(sent("range: { field: sum, min: 2000 }"), json!({ "sum": 2000 }));
    assert_eq!(sent("multiple_of: { field: sum, of: 400 }"), json!({ "sum": 1200 }));
}

/// A card's number is shown only where nothing else will do.
#[test]
fn an_object_gets_a_member_that_is_no_secret() {
    let card = "card: { type: Card, docs: What pays.";
    let order = ORDER.replace(card, &format!("{card}, required: true"));
    let request = with(&order, &[], samples::request).expect("the card can have a token");
    assert_eq!(request["card"], json!({ "token": "token" }));
}

#[test]
fn several_rules_are_kept_together() {
    let rules = [
        "at_least_one_of: [code, card]",
        "pattern: { field: code, matches: '[0-9]{6}', means: six digits }",
        "requires: [way], when: { field: code, present: true }",
        "forbids: [code], when: { field: way, is: [post] }",
    ];
    let expected = json!({ "id": "o-1", "sum": 1500, "code": "123456", "way": "van" });
    assert_eq!(with(ORDER, &rules, samples::request), Some(expected));
}

/// Rather no example than one that is refused.
#[test]
fn there_is_none_where_rules_contradict_each_other() {
    let rules = ["exactly_one_of: [code, account]", "all_or_none: [code, account]"];
    assert_eq!(with(ORDER, &rules, samples::request), None);
}

#[test]
fn every_operation_of_the_repository_has_one() {
    let root = support::folder().join("..");
    for project in run::PROJECTS {
        let apis = run::lowered(&root, project.spec_dir).expect("the specs are right");
        for api in &apis {
            let operations = api.modules.iter().flat_map(|module| &module.operations);
            let without: Vec<&str> =
                operations.filter(|one| samples::request(api, one).is_none()).map(|one| one.id.as_str()).collect();
            assert!(without.is_empty(), "{}: {without:?}", api.name);
        }
    }
}
