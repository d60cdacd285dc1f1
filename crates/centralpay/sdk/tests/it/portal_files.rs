//! The files of the portal: whole ones, damaged ones, and those that we write.

use std::fs::{self, File};
use std::path::PathBuf;

use payspec::centralpay::files::{
    AmountUnit, CsvReader, CsvWriter, DecimalMark, Encoding, ExportedOperation, ExportedTransaction, FileRow,
    ImportLanguage, ImportedPaymentRequest, ImportedPaymentRequestRequired, JsonReader, JsonWriter, ReadError,
    ReadOptions, WriteOptions,
};
use payspec::centralpay::model::{
    BankReturnCode, CaptureStatus, CardBrand, CardType, Country, Currency, MovementStatus, OperationType,
    TransactionSource, TransactionStatus,
};
use payspec::centralpay::{Amount, DateTime};
use proptest::prelude::*;

use payspec_test_support::files::root;

fn path(name: &str) -> PathBuf {
    root().join("spec/centralpay/samples/files").join(name)
}

fn open(name: &str) -> File {
    File::open(path(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
}

/// The exports are read in cents, as the samples are written.
fn minor() -> ReadOptions {
    ReadOptions::new().amounts(AmountUnit::Minor)
}

fn right<T>(row: Result<T, ReadError>) -> T {
    row.unwrap_or_else(|error| panic!("{error}"))
}

#[test]
fn an_export_of_operations_is_read_whole() {
    let reader = CsvReader::<ExportedOperation, _>::with(minor(), open("operations.csv")).expect("a header");
    assert!(reader.header().is_as_described(), "{:?}", reader.header());
    let rows: Vec<_> = reader.map(right).collect();
    assert_eq!(rows.len(), 19);
    let row = &rows[2];
    assert_eq!(row.movement_gross_amount, Some(Amount::from_minor(12_000)));
    assert_eq!(row.movement_net_amount, Some(Amount::from_minor(11_850)));
    assert_eq!(row.movement_gross_currency, Some(Currency::EUR));
    assert_eq!(row.movement_source_type, Some(OperationType::TRANSACTION));
    assert_eq!(row.movement_status, Some(MovementStatus::Success));
    assert_eq!(row.movement_creation_date.as_ref().and_then(DateTime::unix_seconds), Some(1_704_269_702));
    assert_eq!(row.card_country, Some(Country::FRA));
    assert_eq!(row.merchant_description.as_deref(), Some("Deux chaises; une table"));
    assert_eq!(rows[3].merchant_description.as_deref(), Some("Livre \"Été\"\r\n2e édition"));
    assert_eq!((&rows[1].movement_available_date, &rows[1].merchant_description), (&None, &None));
    assert!(rows[4].movement_status == Some(MovementStatus::Failed));
}

#[test]
fn the_json_form_says_the_same() {
    let csv = CsvReader::<ExportedOperation, _>::with(minor(), open("operations.csv")).expect("a header");
    let mut json = JsonReader::<ExportedOperation, _>::with(minor(), open("operations.json"));
    assert_eq!(json.by_ref().map(right).collect::<Vec<_>>(), csv.map(right).collect::<Vec<_>>());
    assert!(json.unknown().is_empty());
    let csv = CsvReader::<ExportedTransaction, _>::with(minor(), open("transactions.csv")).expect("a header");
    let json = JsonReader::<ExportedTransaction, _>::with(minor(), open("transactions.json"));
    assert_eq!(json.map(right).collect::<Vec<_>>(), csv.map(right).collect::<Vec<_>>());
}

#[test]
fn an_export_of_transactions_is_read_whole() {
    let reader = CsvReader::<ExportedTransaction, _>::with(minor(), open("transactions.csv")).expect("a header");
    assert!(reader.header().is_as_described(), "{:?}", reader.header());
    let rows: Vec<_> = reader.map(right).collect();
    let [paid, refused] = &rows[..] else { panic!("two rows") };
    assert_eq!(paid.transaction_commission_amount, Some(Amount::from_minor(120)), "the header lacks a letter");
    assert_eq!((paid.transaction_3ds, refused.transaction_3ds), (Some(true), Some(false)));
    assert_eq!(paid.transaction_status, Some(TransactionStatus::Success));
    assert_eq!(paid.transaction_capture_status, Some(CaptureStatus::Captured));
    assert_eq!(paid.card_commercial_brand, Some(CardBrand::Mastercard), "written `Mastercard`");
    assert_eq!(refused.card_type, Some(CardType::Prepaid), "written `prepaid`");
    assert_eq!(refused.transaction_source.as_ref().map(TransactionSource::as_str), Some("MO"));
    assert_eq!(refused.transaction_bank_code, Some(BankReturnCode::CODE_51));
    assert_eq!(paid.clearing_number.as_deref(), Some("008194"), "leading zeros are kept");
    assert_eq!(refused.transaction_capture_amount, None);
    let shown = format!("{paid:?}");
    for hidden in ["MARIE", "holder@example.com", "buyer@example.com", "203.0.113.7"] {
        assert!(!shown.contains(hidden), "{hidden}");
    }
}

#[test]
fn the_columns_are_those_of_the_document() {
    let columns = |name: &str| {
        let text = fs::read_to_string(path(name)).expect("a readable file");
        let header = text.lines().next().expect("a header").trim_start_matches('\u{feff}').to_owned();
        header.split([';', ',']).map(str::to_owned).collect::<Vec<_>>()
    };
    let described =
        |format: &'static [payspec_files::Column]| format.iter().map(|column| column.name).collect::<Vec<_>>();
    assert_eq!(described(ExportedOperation::FORMAT.columns), columns("operations.csv"));
    assert_eq!(described(ExportedTransaction::FORMAT.columns), columns("transactions.csv"));
    assert_eq!(described(ImportedPaymentRequest::FORMAT.columns), columns("payment-requests.csv"));
    let counts = [
        ExportedOperation::FORMAT.columns.len(),
        ExportedTransaction::FORMAT.columns.len(),
        ImportedPaymentRequest::FORMAT.columns.len(),
    ];
    assert_eq!(counts, [18, 49, 13]);
}

/// A line for each row: the end of its id, or what is wrong with it.
fn told(rows: impl Iterator<Item = Result<ExportedOperation, ReadError>>) -> String {
    let good = |row: ExportedOperation| format!("row {}", &row.movement_id.as_str()[33..]);
    rows.map(|row| row.map_or_else(|error| error.to_string(), good) + "\n").collect()
}

/// Compares a text with a sample file; `INSTA_UPDATE=always` writes the file, to be read before it is committed.
fn assert_file(name: &str, text: &str) {
    if std::env::var_os("INSTA_UPDATE").is_some_and(|value| value == "always") {
        fs::write(path(name), text).expect("a writable repository");
    }
    assert_eq!(text, fs::read_to_string(path(name)).expect("a readable repository"), "{name}");
}

#[test]
fn every_bad_row_is_reported_by_line_and_column_and_the_rest_is_read() {
    let reader = CsvReader::<ExportedOperation, _>::with(minor(), open("operations-bad.csv")).expect("a header");
    assert_file("operations-bad.csv.txt", &told(reader));
    assert_file("operations-bad.json.txt", &told(JsonReader::with(minor(), open("operations-bad.json"))));
}

#[test]
fn an_export_with_decimals_in_windows_letters_is_read_when_told_so() {
    let text = "movement_id;movement_gross_amount;movement_gross_currency;merchant_description\n\
                m-1;12,50;EUR;caf\u{e9}\nm-2;-1250;JPY;\nm-3;1,250;TND;\nm-4;1,00;GTH;\n";
    let bytes: Vec<u8> = text.chars().map(|c| u8::try_from(u32::from(c)).expect("Latin-1")).collect();
    let options = ReadOptions::new().amounts(AmountUnit::Major(DecimalMark::Comma)).encoding(Encoding::Windows1252);
    let rows: Vec<_> = CsvReader::<ExportedOperation, _>::with(options, &bytes[..]).expect("a header").collect();
    let amount = |row: usize| rows[row].as_ref().map(|row| row.movement_gross_amount.map(Amount::minor)).ok().flatten();
    assert_eq!([amount(0), amount(1), amount(2)], [Some(1250), Some(-1250), Some(1250)]);
    assert_eq!(rows[0].as_ref().expect("right").merchant_description.as_deref(), Some("café"));
    let message = rows[3].as_ref().expect_err("a currency of its own").to_string();
    assert!(message.starts_with("line 5 (row 4): column 2 `movement_gross_amount`"), "{message}");
}

/// In one file, `14,99` was refused and `100` became 1.00.
#[test]
fn an_export_has_one_unit_and_the_caller_says_which() {
    let text = "movement_id;movement_gross_amount;movement_gross_currency\nm-1;100;EUR\nm-2;14,99;EUR\n";
    let json = r#"[{"movement_id":"m-1","movement_gross_amount":100}]"#;
    let error = CsvReader::<ExportedOperation, _>::new(text.as_bytes()).expect_err("nobody said the unit");
    assert!(error.to_string().contains("`ReadOptions::amounts`"), "{error}");
    let mut rows = JsonReader::<ExportedOperation, _>::new(json.as_bytes());
    assert!(rows.next().expect("an item").expect_err("nobody said the unit").is_end());
    assert!(rows.next().is_none());
    let error = CsvReader::<ExportedTransaction, _>::new("transaction_id;refund_amount\n".as_bytes());
    assert!(error.is_err(), "the other export as well");

    let read = |unit| -> Vec<_> {
        let rows = CsvReader::<ExportedOperation, _>::with(ReadOptions::new().amounts(unit), text.as_bytes());
        rows.expect("a header").collect()
    };
    let euros = read(AmountUnit::Major(DecimalMark::Comma));
    let amounts: Vec<_> = euros.iter().map(|row| row.as_ref().ok()?.movement_gross_amount).collect();
    assert_eq!(amounts, [10_000, 1_499].map(|minor| Some(Amount::from_minor(minor))));
    let cents = read(AmountUnit::Minor);
    assert!(cents[1].as_ref().expect_err("no cents").is_end(), "{cents:?}");
}

fn request() -> ImportedPaymentRequest {
    let profile = "2bfc4ab4-f878-46b8-8a12-3263d2d28842";
    ImportedPaymentRequest::new(ImportedPaymentRequestRequired {
        profile_id: profile.into(),
        total_amount: Amount::from_minor(50_000),
        email: "buyer@example.com".into(),
        language: ImportLanguage::French,
    })
}

fn requests() -> [ImportedPaymentRequest; 3] {
    let full = request()
        .merchant_payment_request_id("INVOICE-17")
        .description("Une table; deux \"chaises\"")
        .last_name("Ébert")
        .first_name("Cécile")
        .phone("33612345678")
        .create_customer(true)
        .link_expiration_date(DateTime::from_date(2024, 3, 31).expect("a real date"))
        .deadline(DateTime::from_date(2024, 2, 29).expect("a real date"))
        .receipt_email("accounting@example.com");
    let cents = ImportedPaymentRequest::new(ImportedPaymentRequestRequired {
        profile_id: "p-2".into(),
        total_amount: Amount::from_minor(5),
        email: "a@example.com".into(),
        language: "ITA".into(),
    })
    .create_customer(false);
    [full, request(), cents]
}

#[test]
fn payment_requests_are_written_as_the_portal_wants_them() {
    let mut csv = CsvWriter::new(Vec::new()).expect("memory");
    let mut json = JsonWriter::new(Vec::new());
    for request in requests() {
        csv.write(&request).expect("right");
        json.write(&request).expect("right");
    }
    let text = |bytes| String::from_utf8(bytes).expect("UTF-8");
    assert_file("payment-requests.csv", &text(csv.finish().expect("memory")));
    assert_file("payment-requests.json", &text(json.finish().expect("memory")));
}

#[test]
fn a_payment_request_that_would_be_refused_is_not_written() {
    let new = |profile: &str, minor: i64, email: &str, language: &str| {
        ImportedPaymentRequest::new(ImportedPaymentRequestRequired {
            profile_id: profile.into(),
            total_amount: Amount::from_minor(minor),
            email: email.into(),
            language: language.into(),
        })
    };
    let cases = [
        ("required", new("", 100, "a@example.com", "FRE")),
        ("required", new("p-1", 100, "", "FRE")),
        ("required", new("p-1", 100, "a@example.com", "")),
        ("some-amount", new("p-1", 0, "a@example.com", "FRE")),
        ("some-amount", new("p-1", -100, "a@example.com", "FRE")),
        ("phone-digits", request().phone("+33612345678")),
        ("phone-digits", request().phone("0612345678")),
        ("phone-digits", request().phone("336 12 34 56 78")),
        ("email-address", new("p-1", 100, "nobody", "FRE")),
        ("receipt-email-address", request().receipt_email("nobody@")),
        ("formula", request().description("=HYPERLINK(\"https://example.com\")")),
        ("formula", request().last_name("@SUM(A1)")),
        ("formula", request().first_name("＝SUM(A1)")),
        ("formula", request().description("\n=SUM(A1)")),
        ("separator", request().description("Shoes, size 42")),
    ];
    for (rule, request) in cases {
        let mut file = CsvWriter::new(Vec::new()).expect("memory");
        let error = file.write(&request).expect_err(rule);
        let broken: Vec<_> = error.violations().into_iter().flatten().map(payspec_core::Violation::rule).collect();
        assert!(broken.contains(&rule), "{rule}: {broken:?}");
        for value in ["+336", "06123", "336 12", "nobody", "HYPERLINK", "SUM"] {
            assert!(!error.to_string().contains(value), "{error}");
        }
        assert_eq!(request.validate().is_err(), !["formula", "separator"].contains(&rule), "{rule}");
        let mut file = CsvWriter::with(WriteOptions::new().waive_rule(rule), Vec::new()).expect("memory");
        assert!(broken.len() > 1 || file.write(&request).is_ok(), "{rule} can be waived");
    }
}

proptest! {
    /// What the writer writes, a reader of the same columns reads: to the cent, in both forms.
    #[test]
    fn payment_requests_come_back(
        minor in 1..=i64::MAX,
        reference in proptest::option::of("[A-Za-z0-9;,\"\n\r #é€-]{0,12}x"),
        phone in proptest::option::of("[1-9][0-9]{5,14}"),
        customer in proptest::option::of(any::<bool>()),
        language in "[A-Z]{3}",
    ) {
        let mut request = ImportedPaymentRequest::new(ImportedPaymentRequestRequired { profile_id: "p-1".into(), total_amount: Amount::from_minor(minor), email: "a@example.com".into(), language: language.into() });
        request.merchant_payment_request_id = reference;
        request.phone = phone;
        request.create_customer = customer;
        let options = WriteOptions::new().waive_rule("formula").waive_rule("separator");
        let mut csv = CsvWriter::with(options, Vec::new()).expect("memory");
        csv.write(&request).expect("right");
        let bytes = csv.finish().expect("memory");
        let back: Vec<_> = CsvReader::<ImportedPaymentRequest, _>::new(&bytes[..]).expect("a header").map(right).collect();
        prop_assert_eq!(&back[..], std::slice::from_ref(&request));
        let mut json = JsonWriter::new(Vec::new());
        json.write(&request).expect("right");
        let bytes = json.finish().expect("memory");
        let back: Vec<_> = JsonReader::<ImportedPaymentRequest, _>::new(&bytes[..]).map(right).collect();
        prop_assert_eq!(&back[..], std::slice::from_ref(&request));
    }
}
