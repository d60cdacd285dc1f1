//! Rules about which fields are given, and profiles.

use payspec_core::{Check, Condition, Form, FormTree, Profile, Rule, Test, Violation, check};
use serde_json::{Value, json};

const fn rule(check: Check) -> Rule {
    Rule { name: "r", when: None, check, because: "why", evidence: None }
}

const fn when(field: &'static str, is: Test, check: Check) -> Rule {
    Rule { name: "r", when: Some(Condition { field, is }), check, because: "why", evidence: None }
}

/// The lines of the violations of a form given as its body, without the rule's name and reason.
fn lines(rule: Rule, body: &str) -> Vec<String> {
    let pairs = payspec_core::parse_pairs(body.as_bytes()).unwrap();
    match check(&[rule], &[], None, &Form::from_pairs(pairs)) {
        Ok(()) => Vec::new(),
        Err(violations) => violations.iter().map(|violation| violation.to_string().replace(" [r: why]", "")).collect(),
    }
}

fn passes(rule: Rule, body: &str) {
    assert_eq!(lines(rule, body), [] as [&str; 0], "{body}");
}

#[test]
fn exactly_one_of() {
    let one = rule(Check::ExactlyOneOf(&["card.number", "cardTokenId", "iban"]));
    passes(one, "card[number]=4");
    passes(one, "iban=F&other=1");
    passes(one, "iban=F&cardTokenId=");
    let none = "`card[number]`, `cardTokenId`, `iban`: none of them is given; set exactly one";
    assert_eq!(lines(one, "other=1"), [none]);
    assert_eq!(lines(one, "iban="), [none]);
    let two = "`card[number]`, `iban`: given together; keep exactly one of them";
    assert_eq!(lines(one, "iban=F&card[number]=4"), [two]);
}

#[test]
fn at_least_one_of() {
    let some = rule(Check::AtLeastOneOf(&["email", "phone"]));
    passes(some, "email=a");
    passes(some, "email=a&phone=b");
    assert_eq!(lines(some, ""), ["`email`, `phone`: none of them is given; set at least one"]);
}

#[test]
fn at_most_one_of() {
    let one = rule(Check::AtMostOneOf(&["email", "phone", "paymentMethod"]));
    passes(one, "");
    passes(one, "email=a");
    let line = "`phone`, `paymentMethod[]`: given together; keep at most one of them";
    assert_eq!(lines(one, "phone=a&paymentMethod[]=b"), [line]);
}

#[test]
fn all_or_none() {
    let all = rule(Check::AllOrNone(&["a", "b", "c"]));
    passes(all, "d=1");
    passes(all, "a=1&b=2&c=3");
    assert_eq!(
        lines(all, "b=2"),
        ["`a`, `c`: are missing, but required together with `b`; set all of these fields or none"]
    );
    assert_eq!(
        lines(all, "b=2&a=1"),
        ["`c`: is missing, but required together with `a`, `b`; set all of these fields or none"]
    );
}

#[test]
fn requires() {
    let both = rule(Check::Requires(&["a", "b.c"]));
    passes(both, "a=1&b[c]=2");
    assert_eq!(lines(both, "a="), ["`a`: is missing; set it", "`b[c]`: is missing; set it"]);
}

#[test]
fn forbids() {
    let neither = rule(Check::Forbids(&["a", "b", "c"]));
    passes(neither, "d=1&a=");
    let expected = ["`b`: is not allowed here; remove it", "`c[]`: is not allowed here; remove it"];
    assert_eq!(lines(neither, "b[x]=1&c[]=2"), expected);
}

#[test]
fn conditions_decide_whether_a_rule_applies_and_are_named() {
    let need = Check::Requires(&["a"]);
    let present = when("b", Test::Present, need);
    passes(present, "");
    passes(present, "b=");
    assert_eq!(lines(present, "b=1"), ["`a`: is missing; set it (applies because `b` is given)"]);
    assert_eq!(lines(present, "b[c]=1"), ["`a`: is missing; set it (applies because `b` is given)"]);
    let absent = when("b", Test::Absent, need);
    passes(absent, "b=1");
    assert_eq!(lines(absent, ""), ["`a`: is missing; set it (applies because `b` is not given)"]);
    let one = when("b.c", Test::OneOf(&["EC"]), need);
    passes(one, "b[c]=DP");
    assert_eq!(lines(one, "b[c]=EC"), ["`a`: is missing; set it (applies because `b[c]` is EC)"]);
    let several = when("m", Test::OneOf(&["A", "B"]), need);
    passes(several, "m[]=C");
    assert_eq!(lines(several, "m[]=C&m[]=B"), ["`a`: is missing; set it (applies because `m[]` is one of A, B)"],);
}

#[test]
fn the_same_rules_work_on_json_and_on_trees() {
    let rules = [rule(Check::ExactlyOneOf(&["card.number", "token"])), rule(Check::Forbids(&["list"]))];
    let fails = |value: Value| check(&rules, &[], None, &value).unwrap_err().to_string();
    assert_eq!(
        fails(json!({"card": {"number": 4}, "token": "t", "list": [1]})),
        "`card.number`, `token`: given together; keep exactly one of them [r: why]\n\
         `list`: is not allowed here; remove it [r: why]",
    );
    let given = json!({"card": {"number": null}, "token": true, "list": [null, "", {}, []]});
    assert!(check(&rules, &[], None, &given).is_ok(), "null and what is empty are not given");
    assert!(fails(json!("no object")).starts_with("`card.number`, `token`: none of them is given"));
    let tree = FormTree::parse(b"card[number]=4&token=t").unwrap();
    assert_eq!(check(&rules, &[], None, &tree).unwrap_err().iter().next().unwrap().fields(), ["card[number]", "token"]);
}

static MOTO: Profile = Profile {
    name: "moto",
    when: Some(Condition { field: "source", is: Test::OneOf(&["MO", "TO"]) }),
    requires: &["card.number", "transfer.fee"],
    forbids: &["3ds", "browser"],
    because: "nobody sits at a browser",
    evidence: None,
};
static CHECK: Profile = Profile {
    name: "card-check",
    when: None,
    requires: &[],
    forbids: &["capture"],
    because: "no money moves",
    evidence: None,
};

fn profiles(chosen: Option<&Profile>, body: &str) -> Vec<String> {
    let pairs = payspec_core::parse_pairs(body.as_bytes()).unwrap();
    let result = check(&[], &[MOTO, CHECK], chosen, &Form::from_pairs(pairs));
    result.map_or_else(|violations| violations.iter().map(ToString::to_string).collect(), |()| Vec::new())
}

#[test]
fn a_profile_applies_by_itself_where_its_condition_holds() {
    assert_eq!(profiles(None, "source=EC&capture=1&3ds[cavv]=1"), [] as [&str; 0]);
    let because = "[moto: nobody sits at a browser]";
    assert_eq!(
        profiles(None, "source=MO&3ds[cavv]=1&transfer[]={%22fee%22:1}&transfer[]={}"),
        [
            format!("`card[number]`: is missing; set it (applies because `source` is one of MO, TO) {because}"),
            format!(
                "`transfer[] (item 2: fee)`: is missing; set it (applies because `source` is one of MO, TO) {because}"
            ),
            format!("`3ds`: is not allowed here; remove it (applies because `source` is one of MO, TO) {because}"),
        ],
    );
}

#[test]
fn a_chosen_profile_applies_in_addition_and_once() {
    let line = "`capture`: is not allowed here; remove it [card-check: no money moves]";
    assert_eq!(profiles(Some(&CHECK), "capture=1"), [line]);
    assert_eq!(
        profiles(Some(&MOTO), "source=EC&transfer[]={%22fee%22:1}"),
        ["`card[number]`: is missing; set it [moto: nobody sits at a browser]"]
    );
    assert_eq!(profiles(Some(&MOTO), "source=MO&transfer[]={%22fee%22:1}").len(), 1);
    assert_eq!(profiles(Some(&CHECK), "source=TO&capture=1").len(), 3);
}

#[test]
fn violations_are_an_error_with_their_parts() {
    let rules = [rule(Check::Requires(&["a"])), Rule { because: "", ..rule(Check::Requires(&["b"])) }];
    let violations = check(&rules, &[], None, &Form::new()).unwrap_err();
    let error: &dyn std::error::Error = &violations;
    assert_eq!(error.to_string(), "`a`: is missing; set it [r: why]\n`b`: is missing; set it [r]");
    assert_eq!(violations.len(), 2);
    let first = violations.into_iter().next().unwrap();
    assert_eq!(
        (first.fields(), first.rule(), first.message(), first.because()),
        (&["a".to_owned()][..], "r", "is missing; set it", "why")
    );
}

#[test]
fn an_empty_text_that_is_required_is_only_missing() {
    const fn rule(name: &'static str, check: Check) -> Rule {
        Rule { name, when: None, check, because: "", evidence: None }
    }
    let rules = [
        rule("form", Check::Pattern { field: "email", pattern: ".+@.+", means: "an e-mail address" }),
        rule("required", Check::Requires(&["email"])),
        rule("other-form", Check::Pattern { field: "phone", pattern: "[0-9]+", means: "digits" }),
    ];
    let broken = |email: &str| {
        let mut form = Form::new();
        form.push("email", email);
        form.push("phone", "");
        let violations = check(&rules, &[], None, &form).unwrap_err();
        violations.iter().map(Violation::rule).collect::<Vec<_>>()
    };
    assert_eq!(broken(""), ["required", "other-form"]);
    assert_eq!(broken("jane"), ["form", "other-form"]);
}

/// Whoever is stopped by what is only inferred can tell it from what is documented, by a program as well.
#[test]
fn a_violation_says_how_its_rule_is_known() {
    use payspec_core::{Evidence, EvidenceLevel};

    let known = |level| Evidence { level, at: "manual, page 3", note: "By analogy." };
    let documented = Some(known(EvidenceLevel::Documented));
    let inferred = Some(known(EvidenceLevel::Inferred));
    for (evidence, wanted) in [
        (None, "`a`: is missing; set it [r: why]"),
        (documented, "`a`: is missing; set it [r: why]"),
        (inferred, "`a`: is missing; set it [r: why (Inferred, not documented.)]"),
    ] {
        let rules = [Rule { evidence, ..rule(Check::Requires(&["a"])) }];
        let profile = Profile { name: "r", when: None, requires: &["a"], forbids: &[], because: "why", evidence };
        let of_rule = check(&rules, &[], None, &Form::new()).expect_err("it is missing");
        let of_profile = check(&[], &[], Some(&profile), &Form::new()).expect_err("it is missing");
        for violation in of_rule.iter().chain(&of_profile) {
            assert_eq!((violation.to_string().as_str(), violation.evidence()), (wanted, evidence.as_ref()));
            assert_eq!(violation.because(), "why");
        }
    }
}
