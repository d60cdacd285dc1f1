//! The code tables against the vendor's page, row by row.
//!
//! `spec/centralpay/samples/tables` holds each table as the page prints it, misprints and all. A row of ours either
//! says the same or tells under `deviation` what the page says, and no row comes from nowhere.

use std::collections::BTreeSet;

use payspec::centralpay::model::*;
use payspec_core::Deviation;

use payspec_test_support::files;

/// A row of ours: its code, what we print, and what we say that the page prints.
type Ours = (&'static str, String, Option<&'static Deviation>);

/// Compares a table with the page; `code` and `text` are the columns of the page.
fn agrees(name: &str, (code, text): (usize, usize), ours: Vec<Ours>) {
    let page = files::table(name);
    let mut codes = BTreeSet::new();
    for row in &page {
        let (code, printed) = (row[code].as_str(), row[text].as_str());
        assert!(codes.insert(code.to_owned()), "{name}: the page has {code} twice");
        let Some((_, label, documented)) = ours.iter().find(|ours| ours.0 == code) else {
            panic!("{name}: {code} of the page is missing");
        };
        let said = documented.is_some_and(|documented| documented.says == printed);
        assert!(label == printed || said, "{name} {code}: the page prints `{printed}`, we `{label}`");
    }
    for (code, label, documented) in ours {
        let unlisted = documented.is_some_and(|documented| documented.says == "(not listed)");
        assert!(
            codes.contains(code) != unlisted,
            "{name}: {code} ({label}) is not on the page, or is although we say no"
        );
    }
}

macro_rules! rows {
    ($table:ident, $row:ident => $label:expr) => {
        $table::rows().iter().map(|$row| ($row.code, $label.to_string(), $row.deviation.as_ref())).collect()
    };
}

/// The same of a table that all APIs share: what the page says stands in the API's own rows.
macro_rules! shared_rows {
    ($table:ident, $own:ident) => {
        $table::all()
            .filter_map(|code| Some((code.row()?, $own::of(&code).and_then(|own| own.deviation.as_ref()))))
            .map(|(row, deviation)| (row.code, row.name.to_owned(), deviation))
            .collect()
    };
}

// Lines of the document: bank codes L462-570, currencies L1079-1608, SDD return codes L2654-2708, countries
// L3066-4061, transfer purposes L5531-5858, SDD purposes L6279-6375, 3-D Secure L7011-7030, HTTP L205-217.
#[test]
fn every_row_of_the_page_is_there_with_its_text() {
    agrees("bank-return-codes", (0, 1), rows!(BankReturnCode, row => row.label));
    agrees("sdd-return-codes", (0, 1), rows!(SddReturnCode, row => row.label));
    // The page runs the words together.
    agrees("transfer-purpose-codes", (0, 1), rows!(TransferPurposeCode, row => row.name.replace(' ', "")));
    agrees("sdd-purpose-codes", (0, 2), rows!(SddPurposeCode, row => row.name));
    agrees("three-ds-error-codes", (0, 1), rows!(ThreeDsErrorCode, row => row.name));
    agrees("currencies", (0, 2), shared_rows!(Currency, CurrencyRow));
    agrees("countries", (0, 3), shared_rows!(Country, CountryRow));
    let french = |direction: &OperationDirection| match direction {
        OperationDirection::Debit => "Débit",
        OperationDirection::Credit => "Crédit",
        other => panic!("{other} has no French word"),
    };
    agrees("operation-types", (0, 1), rows!(OperationType, row => french(&row.direction)));
}

#[test]
fn tables_are_as_long_as_the_page() {
    let counts = [
        ("bank-return-codes", BankReturnCode::rows().len(), 109),
        ("sdd-return-codes", SddReturnCode::rows().len(), 55),
        ("transfer-purpose-codes", TransferPurposeCode::rows().len(), 328),
        ("sdd-purpose-codes", SddPurposeCode::rows().len(), 97),
        ("three-ds-error-codes", ThreeDsErrorCode::rows().len(), 20),
        ("three-ds-error-components", ThreeDsErrorComponent::KNOWN.len(), 4),
        ("http-codes", HttpStatusCode::rows().len(), 7),
        ("operation-types", OperationType::rows().len(), 23),
        ("countries", Country::rows().len(), 249),
        ("account-countries", CountryRow::rows().iter().filter(|row| row.accounts.is_some()).count(), 42),
        ("test-cards", test_values::TestCard::rows().len() + 2, 52), // Two numbers stand on the page twice.
        ("test-ibans", test_values::TestIban::rows().len(), 6),
        ("test-otps", test_values::TestOtp::rows().len(), 5),
        // The page lacks ten codes of ISO 4217 that are newer, and XAF.
        ("currencies", Currency::all().filter(|code| !is_unlisted(code)).count(), 177),
    ];
    for (name, ours, printed) in counts {
        assert_eq!((ours, files::table(name).len()), (printed, printed), "{name}");
    }
    let compared: BTreeSet<&str> = counts.iter().map(|count| count.0).collect();
    assert!(files::tables().iter().map(String::as_str).eq(compared), "every table of the samples is compared");
}

fn is_unlisted(currency: &Currency) -> bool {
    let documented = CurrencyRow::of(currency).and_then(|row| row.deviation.as_ref());
    documented.is_some_and(|documented| documented.says == "(not listed)")
}

#[test]
fn other_columns_say_what_the_page_says() {
    for row in files::table("currencies") {
        let ours = Currency::from(row[0].as_str());
        // The number of a withdrawn currency may have passed to another.
        let number = ours.row().and_then(|row| row.numeric);
        assert!(number.is_none_or(|number| number == row[1]), "{}", row[0]);
    }
    for row in files::table("countries") {
        let ours = Country::from(row[0].as_str()).row().expect("compared above");
        assert_eq!((ours.alpha2, ours.numeric), (row[1].as_str(), row[2].as_str()), "{}", row[0]);
    }
    for row in files::table("sdd-purpose-codes") {
        let ours = SddPurposeCode::from(row[0].as_str()).row().expect("compared above");
        assert_eq!((ours.category, ours.purpose), (row[1].contains('1'), row[1].contains('2')), "{}", row[0]);
    }
    for row in files::table("http-codes") {
        // The page has blanks in some names and underscores in others.
        let ours = HttpStatusCode::from(row[0].as_str());
        assert_eq!(HttpStatusCode::from_name(&row[1].replace(' ', "_")), Some(ours), "{}", row[0]);
    }
    // Their words for a component say what our variants are called.
    let of_page = files::table("three-ds-error-components");
    let codes: Vec<&str> = of_page.iter().map(|row| row[0].as_str()).collect();
    assert_eq!(ThreeDsErrorComponent::KNOWN.iter().map(ThreeDsErrorComponent::as_str).collect::<Vec<_>>(), codes);
    let component = ThreeDsErrorComponent::from("A");
    assert_eq!(
        (component, of_page[3][1].as_str()),
        (ThreeDsErrorComponent::AccessControlServer, "ACCESS_CONTROL_SERVER")
    );
}

#[test]
fn accounts_are_open_to_the_countries_of_the_list() {
    let page = files::table("account-countries");
    for row in Country::rows() {
        let printed = page.iter().find(|printed| printed[0] == row.code).map(|printed| printed[1].as_str());
        let accounts = CountryRow::of(&Country::from(row.code)).and_then(|own| own.accounts.as_ref());
        let group = accounts.map(|group| match group {
            AccountCountryGroup::Eea => "Espace Économique Européen",
            AccountCountryGroup::FrenchOverseas => "France et Outre mer",
            _ => "Autre",
        });
        assert_eq!(group, printed, "{}", row.code);
        if accounts == Some(&AccountCountryGroup::Eea) {
            assert!(row.eea, "{} is no state of the EEA", row.code);
        } else if row.eea && accounts.is_none() {
            assert_eq!(row.code, "ALA", "all states of the EEA are on the list");
        }
    }
    let of = |group| CountryRow::rows().iter().filter(|row| row.accounts.as_ref() == Some(&group)).count();
    let sizes = [AccountCountryGroup::Eea, AccountCountryGroup::FrenchOverseas, AccountCountryGroup::Other].map(of);
    assert_eq!(sizes, [30, 10, 2]);
}

/// The guide at L5420-5439 groups these codes, one digit or two; all others are grouped by us.
#[test]
fn bank_codes_are_grouped_as_the_guide_groups_them() {
    let guide: [(BankCodeCategory, &[&str]); 5] = [
        (BankCodeCategory::SoftDecline, &["A1"]),
        (BankCodeCategory::GenericRefusal, &["57", "3", "5"]),
        (
            BankCodeCategory::SuspectedFraud,
            &["4", "7", "14", "15", "31", "33", "34", "41", "43", "54", "55", "56", "59", "63", "76"],
        ),
        (BankCodeCategory::FundsOrLimits, &["51", "61"]),
        (BankCodeCategory::InvalidTransaction, &["12"]),
    ];
    let mut grouped = BTreeSet::new();
    for (category, codes) in guide {
        for code in codes {
            let row = BankReturnCode::from(*code).row().expect("a code of the guide, in its spelling");
            assert_eq!((&row.category, &row.grouped_by), (&category, &BankCodeGrouping::Guide), "{code}");
            grouped.insert(row.code);
        }
    }
    for row in BankReturnCode::rows() {
        assert_eq!(row.grouped_by == BankCodeGrouping::Guide, grouped.contains(row.code), "{}", row.code);
        let family = match row.code.len() {
            3 => BankCodeFamily::ThreeDigit,
            _ if row.code.starts_with(|c: char| c.is_ascii_alphabetic()) => BankCodeFamily::Letter,
            _ => BankCodeFamily::TwoDigit,
        };
        assert_eq!(row.family, family, "{}", row.code);
        assert_eq!(row.approved, row.category == BankCodeCategory::Approved, "{}", row.code);
        assert_eq!(row.approved, row.advice == BankCodeAdvice::NoneNeeded, "{}", row.code);
    }
    let of = |family| BankReturnCode::rows().iter().filter(|row| row.family == family).count();
    let families = [BankCodeFamily::TwoDigit, BankCodeFamily::Letter, BankCodeFamily::ThreeDigit].map(of);
    assert_eq!(families, [78, 8, 23]);
}

/// The guide at L6796-6806: who sends a direct debit back, and how late.
#[test]
fn direct_debits_come_back_as_the_guide_says() {
    let of = |code: &str| {
        let row = SddReturnCode::from(code).row().expect("listed");
        (row.kind.clone(), row.timing.clone())
    };
    assert_eq!(of("MD06"), (SddReturnKind::Dispute, Some(SddReturnTiming::Within8Weeks)));
    assert_eq!(of("MD01"), (SddReturnKind::Dispute, Some(SddReturnTiming::Within13Months)));
    assert_eq!(of("SL01"), (SddReturnKind::Dispute, None));
    assert_eq!(of("MS02"), (SddReturnKind::Either, None));
    let named = ["MD06", "MD01", "SL01", "MS02"];
    for row in SddReturnCode::rows().iter().filter(|row| !named.contains(&row.code)) {
        assert_eq!(of(row.code), (SddReturnKind::Rejection, Some(SddReturnTiming::Within5Days)), "{}", row.code);
        // Codes that direct debits do not have are never retried.
        let recall = row.category == SddReturnCategory::Recall;
        assert!(!recall || !row.direct_debit && row.advice == SddReturnAdvice::ContactSupport, "{}", row.code);
    }
    assert_eq!(SddReturnCode::AM04.row().map(|row| &row.advice), Some(&SddReturnAdvice::RetryLater));
    assert_eq!(SddReturnCode::rows().iter().filter(|row| row.direct_debit).count(), 25);
}

#[test]
fn purposes_of_direct_debits_are_purposes_of_transfers_but_for_three() {
    let only: Vec<&str> = SddPurposeCode::rows()
        .iter()
        .map(|row| row.code)
        .filter(|code| !TransferPurposeCode::from(*code).is_listed())
        .collect();
    assert_eq!(only, ["CARD", "DIVI", "LIFC"]);
    let count = |wanted: fn(&&SddPurposeCodeRow) -> bool| SddPurposeCode::rows().iter().filter(wanted).count();
    assert_eq!((count(|row| row.purpose), count(|row| row.category)), (94, 18));
    assert_eq!(count(|row| row.purpose && row.category), 15);
    assert_eq!(SddPurposeCode::DMEQ.row().map(|row| row.name), Some("Durable Medical Equipment"));
    assert_eq!(
        TransferPurposeCode::IPU2.row().map(|row| row.name),
        Some("Instant Payments Unattended Vending Machine With 2FA")
    );
}

#[test]
fn errors_of_3d_secure_are_found_by_code_and_by_name() {
    let code = ThreeDsErrorCode::from("303");
    assert_eq!(code, ThreeDsErrorCode::ACCESS_DENIED_INVALID_ENDPOINT);
    assert_eq!(ThreeDsErrorCode::from_name("ACCESS_DENIED_INVALID_ENDPOINT"), Some(code.clone()));
    let row = code.row().expect("listed");
    assert_eq!(row.advice, ThreeDsErrorAdvice::ContactSupport);
    assert!(row.deviation.as_ref().is_some_and(|documented| documented.at == "FAQ 3DS 2.2, L14092"));
    let decoded: ThreeDsErrorDetails =
        serde_json::from_str(r#"{"errorCode": 203, "errorComponent": "S"}"#).expect("decodes");
    assert_eq!(
        decoded.error_code.as_ref().and_then(ThreeDsErrorCode::row).map(|row| &row.advice),
        Some(&ThreeDsErrorAdvice::CorrectRequest)
    );
}

/// Text in, the same text out: `Display`, serde and the constants agree on the wire form of every row.
macro_rules! wire_forms {
    ($($table:ty),*) => {
        $(
            assert_eq!(<$table>::all().len(), <$table>::rows().len());
            for (code, row) in <$table>::all().zip(<$table>::rows()) {
                assert_eq!((code.as_str(), code.to_string().as_str()), (row.code, row.code));
                assert_eq!(serde_json::to_value(&code).expect("text"), row.code);
                assert_eq!(serde_json::from_value::<$table>(row.code.into()).expect("any text"), code);
                assert_eq!(row.code.parse::<$table>(), Ok(code));
                // Nothing is kept of the text that was looked up.
                let looked_up = row.code.to_owned();
                assert!(std::ptr::eq(<$table>::from(looked_up.as_str()).as_str(), row.code), "{} is copied", row.code);
            }
        )*
    };
}

#[test]
fn codes_are_written_as_they_travel() {
    wire_forms!(BankReturnCode, HttpStatusCode, OperationType);
    wire_forms!(SddPurposeCode, SddReturnCode, ThreeDsErrorCode, TransferPurposeCode);
    wire_forms!(test_values::TestCard, test_values::TestIban, test_values::TestOtp);
}

/// What is found by another column is the row's own text, not a copy of it: a lookup allocates nothing.
#[test]
fn every_key_column_finds_the_row_itself() {
    // Asked for with a text of the caller's, as those of answers are.
    fn found<T: AsRef<str>>(find: impl Fn(&str) -> Option<T>, key: &str, row: &'static str) {
        let asked = key.to_owned();
        let code = find(&asked);
        assert!(code.is_some_and(|code| std::ptr::eq(code.as_ref(), row)), "{row} is not found by {key}, or is copied");
    }
    for row in HttpStatusCode::rows() {
        found(HttpStatusCode::from_name, row.name, row.code);
    }
    for row in ThreeDsErrorCode::rows() {
        found(ThreeDsErrorCode::from_name, row.name, row.code);
    }
    for row in test_values::TestIban::rows() {
        found(test_values::TestIban::from_name, row.name, row.code);
    }
    for row in test_values::TestOtp::rows() {
        found(test_values::TestOtp::from_name, row.name, row.code);
    }
}
