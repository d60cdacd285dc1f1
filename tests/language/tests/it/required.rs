//! How it is known that something is required: the nearest word counts, and both the documentation and the rule tell it.

use payspec_core::{Evidence, EvidenceLevel, Operation, Rule};
use showcase_model::{Address, CreateParcel, OpenClaim, PayPostage, Unit};

/// The evidence of a rule of an operation, by the rule's name.
fn evidence<O: Operation>(rule: &str) -> Option<Evidence> {
    let found = O::SPEC.rules.iter().find(|found: &&Rule| found.name == rule);
    found.unwrap_or_else(|| panic!("`{}` has no rule `{rule}`", O::SPEC.id)).evidence
}

#[test]
fn a_rule_has_the_evidence_that_all_of_its_fields_share() {
    let note = "All requests of the collection send it.";
    let of_api = Evidence { level: EvidenceLevel::Inferred, at: "", note };
    assert_eq!(evidence::<OpenClaim>("required"), Some(of_api), "the word of the API");
    assert_eq!(evidence::<PayPostage>("required"), Some(of_api));
    let of_object = evidence::<CreateParcel>("items-required").expect("the object says how its fields are known");
    assert_eq!(of_object.level, EvidenceLevel::Sample);
    assert_eq!(of_object.at, "Request collection of the handbook, create parcel");
    assert_eq!(evidence::<CreateParcel>("required"), None, "the unit is documented, the receiver is not");
}

#[test]
fn a_violation_says_that_its_field_is_not_known_to_be_required() {
    let broken = OpenClaim::new("").validate().expect_err("an empty text is nothing");
    let found = broken.iter().next().expect("one rule is broken");
    assert_eq!(found.evidence().map(|known| known.level), Some(EvidenceLevel::Inferred));
    assert!(found.to_string().contains("Inferred, not documented"), "{found}");
    let broken = CreateParcel::new(3, Unit::KG, Address::new("")).validate().expect_err("the receiver is nobody");
    assert!(broken.iter().any(|found| found.rule() == "required" && found.evidence().is_none()), "{broken}");
}

/// The documentation of a field of the model, in one line.
fn docs(source: &str, params: &str, field: &str) -> String {
    let (_, from) = source.split_once(&format!("pub struct {params} {{")).expect("the struct is there");
    let (before, _) = from.split_once(&format!("pub {field}:")).expect("so is the field");
    let lines: Vec<&str> = before.lines().map(str::trim).collect();
    let own = lines.iter().rposition(|line| line.starts_with("pub ")).map_or(0, |field| field + 1);
    let texts = lines[own..].iter().filter_map(|line| line.strip_prefix("///"));
    texts.map(str::trim).collect::<Vec<_>>().join(" ")
}

#[test]
fn the_documentation_of_a_field_tells_it_once_where_it_is_not_documented() {
    const PARCEL: &str = include_str!("../../crates/showcase/model/src/generated/parcel_operations.rs");
    const ITEM: &str = include_str!("../../crates/showcase/model/src/generated/parcel.rs");
    const CLAIM: &str = include_str!("../../crates/showcase/model/src/generated/claim_operations.rs");
    let told = [
        (docs(CLAIM, "OpenClaim", "parcel_id"), "Required: *inferred*."),
        (docs(PARCEL, "CreateParcel", "receiver"), "Required: *public client*."),
        (docs(ITEM, "Item", "sku"), "Required: *sample*."),
    ];
    for (docs, sentence) in told {
        assert!(docs.ends_with(sentence), "{docs}");
        assert_eq!(docs.to_lowercase().matches("required").count(), 1, "{docs}");
    }
    let documented = docs(PARCEL, "CreateParcel", "weight");
    assert!(!documented.to_lowercase().contains("required"), "what is documented has no badge: {documented}");
    let in_path = docs(PARCEL, "GetParcel", "parcel_id");
    assert!(!in_path.to_lowercase().contains("required"), "a path has all of its parameters: {in_path}");
    assert!(!docs(PARCEL, "CreateParcel", "value").to_lowercase().contains("required"));
}
