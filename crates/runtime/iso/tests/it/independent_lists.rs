//! The tables against independent lists.

use payspec_iso::{Country, CountryRow, Currency, CurrencyStatus, Language};

#[test]
fn currencies_agree_with_iso_4217() {
    let mut compared = 0;
    for row in Currency::rows() {
        // The other list knows some currencies by status only; those it does not know are not compared.
        let Some(other) = iso_currency::Currency::from_code(row.code) else { continue };
        if row.status == CurrencyStatus::Withdrawn {
            continue;
        }
        compared += 1;
        assert_eq!(row.numeric, Some(format!("{:03}", other.numeric())).as_deref(), "{}", row.code);
        assert_eq!(row.minor_units, other.exponent().map(u32::from), "{}", row.code);
    }
    assert!(compared > 150, "only {compared} currencies were compared");
}

#[test]
fn no_currency_in_use_is_missing() {
    for code in ["EUR", "USD", "XAF", "XOF", "BYN", "MRU", "STN", "SLE", "VES", "XCG", "ZWG", "JPY", "KWD"] {
        let currency = Currency::from(code);
        assert_eq!(currency.row().map(|row| row.status.as_str()), Some("active"), "{code}");
    }
    assert_eq!(Currency::JPY.row().and_then(|row| row.minor_units), Some(0));
    assert_eq!(Currency::KWD.row().and_then(|row| row.minor_units), Some(3));
}

#[test]
fn countries_agree_with_iso_3166() {
    assert_eq!(Country::rows().len(), 249);
    for row in Country::rows() {
        let other = rust_iso3166::from_alpha3(row.code).unwrap_or_else(|| panic!("{} is no country", row.code));
        assert_eq!((row.alpha2, row.numeric), (other.alpha2, other.numeric_str().as_str()), "{}", row.code);
        assert_eq!(Country::from_alpha2(row.alpha2), Some(Country::from(row.code)));
        assert_eq!(Country::from_numeric(row.numeric), Some(Country::from(row.code)));
    }
}

/// The list of the European Payments Council has 41 countries; these are their territories with codes of their own.
#[test]
fn sepa_and_the_eea_have_as_many_countries_as_they_have() {
    let territories =
        ["ALA", "BLM", "GGY", "GIB", "GLP", "GUF", "IMN", "JEY", "MAF", "MTQ", "MYT", "REU", "SPM"].map(Country::from);
    let states = |belongs: fn(&CountryRow) -> bool| {
        let codes = Country::all().filter(|country| country.row().is_some_and(belongs));
        codes.filter(|country| !territories.contains(country)).count()
    };
    assert_eq!((states(|row| row.sepa), states(|row| row.eea)), (41, 30));
    assert!(Country::rows().iter().all(|row| row.sepa || !row.eea), "the EEA is a part of SEPA");
}

#[test]
fn languages_agree_with_iso_639() {
    let two_letters = rust_iso639::ALL_1.iter().filter(|other| !other.code_2b.is_empty());
    assert_eq!(
        Language::rows().len(),
        two_letters.clone().count(),
        "all languages with two letters but `sh`, which is withdrawn"
    );
    for other in two_letters {
        let ours = Language::from(other.code_2b);
        let row = ours.row().unwrap_or_else(|| panic!("{} is missing", other.code_2b));
        assert_eq!((row.alpha2, row.terminological), (other.code, other.code_2t), "{}", row.code);
        assert_eq!(Language::from_alpha2(other.code), Some(ours.clone()));
        assert_eq!(Language::from_terminological(other.code_2t), Some(ours));
    }
    let twins = Language::rows().iter().filter(|row| row.code != row.terminological).count();
    assert_eq!(twins, 20);
    // What the samples have, and what clients send instead.
    assert_eq!((Language::from("fre"), Language::from_terminological("fra")), (Language::FRE, Some(Language::FRE)));
    assert_eq!(Language::from("fr").as_str(), "fr", "another spelling is sent as it is given");
}
