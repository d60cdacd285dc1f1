//! Paths through objects, lists and JSON texts: which objects a rule speaks about, and how they are named.

use payspec_core::{Check, Condition, FieldNode, Fields, Form, NameStyle, Profile, Rule, Test, check};
use serde_json::{Value, json};

const fn rule(when: Option<Condition>, check: Check) -> Rule {
    Rule { name: "r", when, check, because: "", evidence: None }
}

fn fields(rule: Rule, fields: &dyn Fields) -> Vec<String> {
    let result = check(&[rule], &[], None, fields);
    let Err(violations) = result else { return Vec::new() };
    violations.iter().map(|violation| violation.fields().join(" ")).collect()
}

fn transfers(items: &[Value]) -> Form {
    let mut form = Form::new();
    form.json_list("transfer", Some(items));
    form
}

const NONE: [&str; 0] = [];

#[test]
fn a_rule_is_checked_for_each_item_of_a_json_list() {
    let form = transfers(&[json!({"fee": 5, "amount": 5}), json!({"fee": 6, "amount": 5}), json!({"fee": 9})]);
    let not_above = rule(None, Check::NotAbove { field: "transfer.fee", other: "transfer.amount" });
    assert_eq!(fields(not_above, &form), ["transfer[] (item 2: fee)"]);
    let all = rule(None, Check::AllOrNone(&["transfer.fee", "transfer.amount"]));
    assert_eq!(fields(all, &form), ["transfer[] (item 3: amount)"]);
    let range = rule(None, Check::Range { field: "transfer.fee", min: None, max: Some(5) });
    assert_eq!(fields(range, &form), ["transfer[] (item 2: fee)", "transfer[] (item 3: fee)"]);
}

#[test]
fn the_condition_is_looked_at_in_the_same_item() {
    let only_cards = Condition { field: "transfer.type", is: Test::OneOf(&["CARD"]) };
    let need = rule(Some(only_cards), Check::Requires(&["transfer.to.id"]));
    let form =
        transfers(&[json!({"type": "CARD"}), json!({"type": "SCT"}), json!({"type": "CARD", "to": {"id": "x"}})]);
    let violations = check(&[need], &[], None, &form).unwrap_err();
    assert_eq!(
        violations.to_string(),
        "`transfer[] (item 1: to.id)`: is missing; set it (applies because `transfer[] (item 1: type)` is CARD) [r]",
    );
}

#[test]
fn a_condition_above_the_list_holds_for_all_items() {
    let split = Condition { field: "split", is: Test::Present };
    let need = rule(Some(split), Check::Requires(&["transfer.fee"]));
    let items = [json!({"fee": 1}), json!({}), json!({"fee": null})];
    let mut form = transfers(&items);
    assert_eq!(fields(need, &form), NONE);
    form.push("split", "1");
    assert_eq!(fields(need, &form), ["transfer[] (item 2: fee)", "transfer[] (item 3: fee)"]);
    let forbid = rule(Some(split), Check::Forbids(&["transfer.fee"]));
    assert_eq!(fields(forbid, &form), ["transfer[] (item 1: fee)"]);
}

#[test]
fn a_rule_inside_an_object_is_silent_when_the_object_is_not_given() {
    let one = rule(None, Check::ExactlyOneOf(&["card.number", "card.token"]));
    assert_eq!(fields(one, &Form::new()), NONE);
    assert_eq!(fields(one, &Form::from_pairs([("card[number]", "")])), NONE);
    assert_eq!(fields(one, &Form::from_pairs([("card[cvc]", "1")])), ["card[number] card[token]"]);
    let need = rule(None, Check::Requires(&["transfer.fee"]));
    assert_eq!(fields(need, &Form::new()), NONE);
    let need_if_given = rule(Some(Condition { field: "other", is: Test::Absent }), Check::Requires(&["card.number"]));
    assert_eq!(fields(need_if_given, &Form::new()), ["card[number]"]);
}

#[test]
fn a_profile_looks_from_the_top() {
    let profile =
        Profile { name: "p", when: None, requires: &["card.number"], forbids: &[], because: "", evidence: None };
    let violations = check(&[], &[], Some(&profile), &Form::new()).unwrap_err();
    assert_eq!(violations.to_string(), "`card[number]`: is missing; set it [p]");
}

#[test]
fn an_own_amount_is_compared_with_that_of_the_whole() {
    let not_above = rule(None, Check::NotAbove { field: "transfer.amount", other: "amount" });
    let mut form = transfers(&[json!({"amount": 5}), json!({"amount": 50})]);
    form.push("amount", "10");
    let violations = check(&[not_above], &[], None, &form).unwrap_err();
    assert_eq!(
        violations.to_string(),
        "`transfer[] (item 2: amount)`: exceeds `amount`; lower it to at most that value [r]"
    );
}

#[test]
fn a_path_goes_into_a_json_text_and_its_lists() {
    let form = Form::from_pairs([("token", r#"{"keys":[{"id":"a"},{"id":""}],"sig":{"x":1}}"#)]);
    let length = |field| rule(None, Check::Length { field, min: Some(9), max: None });
    assert_eq!(fields(length("token.keys.id"), &form), ["token (keys[0].id)", "token (keys[1].id)"]);
    assert_eq!(fields(length("token.sig.x"), &form), ["token (sig.x)"]);
    assert_eq!(fields(length("token"), &form), NONE, "the text itself is long enough");
    let missing = rule(Some(Condition { field: "token", is: Test::Present }), Check::Requires(&["token.sig.y.z"]));
    assert_eq!(fields(missing, &form), ["token (sig.y.z)"]);
}

#[test]
fn texts_that_are_no_json_have_nothing_inside() {
    for text in ["plain", "7", "\"x\""] {
        let form = Form::from_pairs([("transfer[]", text)]);
        let range = rule(None, Check::Range { field: "transfer.fee", min: Some(9), max: None });
        assert_eq!(fields(range, &form), NONE, "{text}");
        let need = rule(None, Check::Requires(&["transfer.fee"]));
        assert_eq!(fields(need, &form), ["transfer[] (item 1: fee)"], "{text}");
    }
}

#[test]
fn json_that_cannot_be_read_passes_no_rule() {
    for text in ["{", "{\"fee\":", "{\"fee\":1} trailing", " [{\"fee\":1e999}]", "{\"to\":{\"id\":1e999}}"] {
        let form = Form::from_pairs([("transfer[]", text)]);
        for check in [
            Check::Range { field: "transfer.fee", min: Some(9), max: None },
            Check::Length { field: "transfer.to.id", min: Some(9), max: None },
            Check::Requires(&["transfer.fee"]),
            Check::Forbids(&["transfer.fee"]),
        ] {
            assert_eq!(fields(rule(None, check), &form), ["transfer[] (item 1)"], "{text} {check:?}");
        }
        let whole = rule(None, Check::Length { field: "transfer", min: Some(1), max: None });
        assert_eq!(fields(whole, &form), NONE, "nobody looks into it");
    }
    let profile =
        Profile { name: "p", when: None, requires: &[], forbids: &["transfer.fee"], because: "", evidence: None };
    let form = Form::from_pairs([("transfer[]", "{\"fee\":1e999}")]);
    assert!(check(&[], &[], Some(&profile), &form).is_err());
    let blank = Form::from_pairs([("transfer[]", " \n{\"fee\":1}")]);
    let range = rule(None, Check::Range { field: "transfer.fee", min: Some(9), max: None });
    assert_eq!(fields(range, &blank), ["transfer[] (item 1: fee)"], "a blank before JSON means nothing");
}

#[test]
fn json_bodies_are_named_with_dots_and_indices() {
    let body = json!({"transfer": [{"fee": 1}, {"fee": 99, "to": {"id": "", "name": "x"}}], "tags": ["a", "bb"]});
    let range = rule(None, Check::Range { field: "transfer.fee", min: None, max: Some(5) });
    assert_eq!(fields(range, &body), ["transfer[1].fee"]);
    let length = rule(None, Check::Length { field: "tags", min: None, max: Some(1) });
    assert_eq!(fields(length, &body), ["tags[1]"]);
    let items = rule(None, Check::MaxItems { field: "tags", max: 1 });
    assert_eq!(fields(items, &body), ["tags"]);
    let need = rule(None, Check::Requires(&["transfer.to.id"]));
    let empty_items = json!({"transfer": [{}, null, ""]});
    assert_eq!(fields(rule(None, Check::Requires(&["transfer.fee"])), &empty_items), ["transfer[0].fee"]);
    assert_eq!(fields(need, &body), ["transfer[1].to.id"], "the first item has no `to`");
}

#[test]
fn odd_forms_are_seen_as_well_as_they_can_be() {
    let forbid = |field: &'static [&'static str]| rule(None, Check::Forbids(field));
    let a_twice = Form::from_pairs([("a", "1"), ("a[b]", "2"), ("a", "3")]);
    assert_eq!(fields(forbid(&["a"]), &a_twice), ["a", "a"], "two texts, and an object");
    assert_eq!(fields(forbid(&["a.b"]), &a_twice), ["a[b]"]);
    let list_first = Form::from_pairs([("a[]", "1"), ("a[b]", "2"), ("a", "3")]);
    assert_eq!(fields(forbid(&["a"]), &list_first), ["a[]", "a", "a"]);
    let broken = Form::from_pairs([("a[b", "1")]);
    assert_eq!(fields(forbid(&["a[b"]), &broken), ["a[b"]);
    let deep = Form::from_pairs([(format!("a{}", "[b]".repeat(100_000)), "1")]);
    assert_eq!(fields(forbid(&["a"]), &deep), NONE);
    assert_eq!(fields(forbid(&[""]), &Form::new()), NONE);
}

#[test]
fn other_sources_of_fields_can_be_written() {
    struct Own;
    impl Fields for Own {
        fn node(&self) -> FieldNode<'_> {
            let item = || FieldNode::map([("id", FieldNode::text("1"))]);
            FieldNode::map([("list", FieldNode::list([item(), FieldNode::nothing(), item()]))])
        }

        fn style(&self) -> NameStyle {
            NameStyle::Dots
        }
    }
    assert_eq!(fields(rule(None, Check::Forbids(&["list.id"])), &Own), ["list[0].id", "list[2].id"]);
    assert_eq!(fields(rule(None, Check::UniqueBy { field: "list", key: "id" }), &Own), ["list"]);
}
