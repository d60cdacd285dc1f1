//! Contracts for vouchers: one per kind, and a number of the right kind.

use payspec::lyra_marketplace::model::CreateRegistration;

use super::{registration, vouchers};

fn broken(params: &CreateRegistration) -> Vec<String> {
    let Err(found) = params.validate() else { return Vec::new() };
    found.iter().map(|violation| violation.rule().to_owned()).collect()
}

fn warned(params: &CreateRegistration) -> Vec<String> {
    let found = params.warnings().into_iter().flatten();
    found.map(|warning| format!("{}: {}", warning.rule(), warning.fields().join(","))).collect()
}

#[test]
fn a_registration_has_one_contract_per_kind() {
    assert!(broken(&registration()).is_empty());
    let twice = registration().vouchers(vouchers(&[("1", "CONECS"), ("2", "CVCONNECT"), ("3", "CONECS")]));
    assert_eq!(broken(&twice), ["one-contract-per-type"]);
    // A kind that is new is a kind.
    assert!(broken(&registration().vouchers(vouchers(&[("1", "CONECS"), ("2", "MOON")]))).is_empty());
}

#[test]
fn a_number_for_sale_in_a_shop_is_warned_of_and_not_refused() {
    let in_store = registration().vouchers(vouchers(&[("C12345", "CONECS"), ("C12345", "CVCONNECT")]));
    assert!(broken(&in_store).is_empty());
    let warnings = warned(&in_store);
    assert_eq!(warnings.len(), 1, "{warnings:?}: the other kind may begin with any letter");
    assert!(warnings[0].contains("contract_number"), "{warnings:?}");
    assert!(warned(&registration()).is_empty());
}

#[test]
fn a_number_is_there_and_not_too_long() {
    for (number, rules) in [("", 1), (&*"1".repeat(128), 0), (&*"1".repeat(129), 1)] {
        let params = registration().vouchers(vouchers(&[(number, "CVCONNECT")]));
        assert_eq!(broken(&params).len(), rules, "{} characters: {:?}", number.len(), broken(&params));
    }
}
