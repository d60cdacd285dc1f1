//! Unions: known kinds, kinds of tomorrow, and what is written back of them.

use payspec_core::{UnknownVariant, json};
use serde::Serialize;
use serde_json::{Value, from_value, to_value};

#[derive(Debug, Clone, PartialEq)]
struct Step {
    uuid: Option<String>,
    attempts: Option<i64>,
    variant: StepVariant,
}

#[derive(Debug, Clone, PartialEq)]
enum StepVariant {
    Name(StepName),
    Address(Box<StepAddress>),
    Unrecognized(UnknownVariant),
}

#[derive(Debug, Clone, Default, PartialEq, Serialize)]
struct StepName {
    #[serde(skip_serializing_if = "Option::is_none")]
    value: Option<String>,
}

payspec_core::read_object!(StepName { "value" = value: text });

#[derive(Debug, Clone, Default, PartialEq, Serialize)]
struct StepAddress {
    #[serde(skip_serializing_if = "Option::is_none")]
    lines: Option<Vec<String>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    inner: Option<Box<Step>>,
}

payspec_core::read_object!(StepAddress { "inner" = inner: object, "lines" = lines: text_list });

payspec_core::read_fields!(
    Step { "attempts" = attempts: integer, "uuid" = uuid: text } { variant: payspec_core::__private::variant_to_identify() }
);

const _: () = {
    #[derive(Serialize)]
    #[serde(remote = "Step")]
    struct Common {
        #[serde(skip_serializing_if = "Option::is_none")]
        uuid: Option<String>,
        #[serde(skip_serializing_if = "Option::is_none")]
        attempts: Option<i64>,
        #[serde(skip)]
        variant: StepVariant,
    }
    payspec_core::tagged_union!(Step, Common::serialize, StepVariant, Inside("element-type"), {
        Name(StepName) = "name",
        Address(StepAddress) = "address",
    });
};

fn read(json: Value) -> Step {
    from_value(json).expect("a step")
}

#[test]
fn the_tag_tells_the_kind_wherever_it_stands() {
    let step = read(serde_json::json!({ "uuid": "s-1", "value": "Ada", "element-type": "name" }));
    let StepVariant::Name(name) = &step.variant else { panic!("{step:?}") };
    assert_eq!((name.value.as_deref(), step.uuid.as_deref()), (Some("Ada"), Some("s-1")));
    assert_eq!((step.variant.tag(), step.variant.is_known()), (Some("name"), true));

    let text = br#"{"lines":["a"],"element-type":"address","attempts":"2","inner":{"element-type":"name"}}"#;
    let step: Step = json::read(text, text).expect("a step in JSON text");
    let StepVariant::Address(address) = &step.variant else { panic!("{step:?}") };
    assert_eq!(step.attempts, Some(2), "what all kinds have is read as leniently as the rest");
    let inner = address.inner.as_ref().expect("a union inside of its kind");
    assert_eq!(inner.variant, StepVariant::from(StepName::default()));
}

#[test]
fn a_known_kind_forgives_what_is_null_or_missing_and_is_written_with_its_tag() {
    let step = read(serde_json::json!({ "element-type": "address", "lines": null, "inner": [], "uuid": null }));
    assert_eq!(step, Step { uuid: None, attempts: None, variant: StepVariant::from(StepAddress::default()) });
    assert_eq!(to_value(&step).expect("plain JSON"), serde_json::json!({ "element-type": "address" }));

    let whole = serde_json::json!({ "uuid": "s-1", "attempts": 2, "element-type": "name", "value": "Ada" });
    assert_eq!(to_value(read(whole.clone())).expect("plain JSON"), whole);
}

#[test]
fn what_this_version_does_not_know_is_kept_and_written_back_as_it_came() {
    for unknown in [
        serde_json::json!({ "element-type": "retina", "uuid": "s-1", "scan": { "left": [1.5, null] }, "attempts": null }),
        serde_json::json!({ "element-type": "retina", "attempts": "3" }),
        serde_json::json!({ "element-type": "NAME", "value": "Ada" }),
        serde_json::json!({ "element-type": null, "value": "Ada" }),
        serde_json::json!({ "element-type": 7, "uuid": "s-1" }),
        serde_json::json!({ "value": "Ada" }),
        serde_json::json!({}),
        // Not even the fields that all kinds have are what they were.
        serde_json::json!({ "element-type": "retina", "uuid": { "of": "tomorrow" }, "attempts": [] }),
    ] {
        let step = read(unknown.clone());
        let StepVariant::Unrecognized(object) = &step.variant else { panic!("{unknown} became {step:?}") };
        assert!(!step.variant.is_known());
        assert_eq!((object.tag(), step.variant.tag()), (unknown["element-type"].as_str(), object.tag()));
        assert_eq!(Value::from(object.members().clone()), unknown);
        let changed = Step { uuid: Some("s-2".to_owned()), attempts: Some(7), ..step.clone() };
        for step in [step, changed] {
            assert_eq!(to_value(&step).expect("plain JSON"), unknown);
        }
    }
    let step = read(serde_json::json!({ "element-type": "retina", "uuid": "s-1", "attempts": "3" }));
    assert_eq!((step.uuid.as_deref(), step.attempts), (Some("s-1"), Some(3)), "what fits is read all the same");
}

#[test]
fn a_misfit_is_reported_without_its_value() {
    let text = br#"{"steps":[{"element-type":"name","value":{"secret":"4000"}}]}"#;
    let error = json::read::<std::collections::BTreeMap<String, Vec<Step>>>(text, text).expect_err("no text");
    let said = error.to_string();
    assert!(said.contains("expected text, found an object") && said.contains("steps[0]"), "{said}");
    for not_an_object in [&b"\"4000\""[..], b"[]", b"[1]", b"4000", b"null"] {
        let said = json::read::<Step>(not_an_object, not_an_object).expect_err("no object").to_string();
        assert!(said.contains("expected an object") && !said.contains("4000"), "{said}");
    }
}

#[test]
fn an_unknown_kind_is_printed_without_values() {
    let step = read(serde_json::json!({ "element-type": "retina", "scan": "secret", "4000000000000002": 1 }));
    let shown = format!("{:?} {:#?}", step.variant, step.variant);
    assert!(shown.contains("retina") && shown.contains("scan"), "{shown}");
    assert!(!shown.contains("secret") && !shown.contains("4000"), "{shown}");
    let odd = read(serde_json::json!({ "element-type": "someone@example.org" }));
    assert!(!format!("{odd:?}").contains('@'), "a tag that looks like no word");
}

#[test]
fn a_member_that_is_there_twice_is_refused_as_in_any_object() {
    let texts = [
        r#"{"element-type":"name","element-type":"address"}"#,
        r#"{"element-type":"name","uuid":"s-1","uuid":"s-2"}"#,
        r#"{"element-type":"new","retina":1,"retina":2}"#,
    ];
    for text in texts {
        let error = json::read::<Step>(text.as_bytes(), text.as_bytes()).expect_err(text).to_string();
        assert!(error.contains("duplicate field"), "{text}: {error}");
    }
    let secret = r#"{"4000000000000002":1,"4000000000000002":2}"#;
    let error = serde_json::from_str::<Step>(secret).expect_err("twice").to_string();
    assert!(!error.contains("4000"), "{error}");
}

#[test]
fn a_tag_that_is_no_text_makes_an_unknown_kind_that_is_written_back() {
    for tag in ["null", "7", "true", r#"["name"]"#, r#"{"name":1}"#] {
        let text = format!(r#"{{"element-type":{tag},"value":"Ada"}}"#);
        let step: Step = serde_json::from_str(&text).unwrap_or_else(|error| panic!("{text}: {error}"));
        assert_eq!((step.variant.is_known(), step.variant.tag()), (false, None), "{text}");
        assert_eq!(serde_json::to_string(&step).ok(), Some(text));
    }
}

/// Each level reads what lies in it anew: a deep event must not cost more than its depth times its size.
#[test]
fn a_deep_union_is_read_or_refused_in_time() {
    let nested = |depth: usize| {
        let open = r#"{"element-type":"address","inner":"#.repeat(depth);
        let big = format!(r#"{{"element-type":"name","value":"{}"}}"#, "x".repeat(100_000));
        format!("{open}{big}{}", "}".repeat(depth))
    };
    let mut step: Step = serde_json::from_str(&nested(60)).expect("within the limits of the parser");
    let mut depth = 0;
    while let StepVariant::Address(address) = step.variant {
        (step, depth) = (*address.inner.expect("a step in it"), depth + 1);
    }
    assert_eq!(depth, 60);
    assert!(serde_json::from_str::<Step>(&nested(100_000)).is_err());
}
