//! The files of the showcase API: what each construct of `files` becomes, read and written.

use payspec_core::{Amount, DateTime, Violation};
use showcase_files::{
    AmountUnit, CoinCount, CsvReader, CsvWriter, DecimalMark, FileRow, JsonWriter, LabelOrder, LedgerEntry, ReadError,
    ReadOptions, Separator,
};
use showcase_model::{Coin, EntryKind};

const LEDGER: &str = "entry_id;booked;kind;gross;tax;coin;insured;weight;payer;old_number\n";

#[test]
fn a_file_that_is_read_has_every_type() {
    let text = format!("{LEDGER}e-1;2024-01-05;postage;1250;-5;CRN;1;3;A. Person;17\n");
    let row =
        CsvReader::<LedgerEntry, _>::new(text.as_bytes()).expect("a header").next().expect("a row").expect("right");
    assert_eq!((row.entry_id.as_str(), row.kind.as_ref()), ("e-1", Some(&EntryKind::Postage)));
    assert_eq!((row.gross, row.tax), (Some(Amount::from_minor(1250)), Some(Amount::from_minor(-5))));
    assert_eq!((&row.coin, row.insured, row.weight), (&Some(Coin::CRN), Some(true), Some(3)));
    #[allow(deprecated)] // A column that is out of use is still read.
    let old = row.old_number.clone();
    assert_eq!((old.as_deref(), row.booked.clone()), (Some("17"), Some(DateTime::from("2024-01-05"))));
    let shown = format!("{row:?}");
    assert!(!shown.contains("A. Person") && shown.contains("e-1"), "{shown}");
}

#[test]
fn everything_wrong_with_a_row_is_found_even_when_what_identifies_it_is_missing() {
    let text = format!("{LEDGER};;;1 50;x;CRN;2;three;;\n");
    let mut rows = CsvReader::<LedgerEntry, _>::new(text.as_bytes()).expect("a header");
    let Some(Err(ReadError::Row(wrong))) = rows.next() else { panic!("a wrong row") };
    let columns: Vec<_> = wrong.problems().iter().filter_map(showcase_files::Problem::column).collect();
    assert_eq!(columns, ["entry_id", "gross", "tax", "insured", "weight"]);
}

#[test]
fn problems_are_reported_in_the_order_of_the_columns() {
    let text = "receiver,postCode,value,fragile,day,phone\nA. Person,0042,twelve,maybe,,\n";
    let mut rows = CsvReader::<LabelOrder, _>::new(text.as_bytes()).expect("a header");
    let Some(Err(ReadError::Row(wrong))) = rows.next() else { panic!("a wrong row") };
    let columns: Vec<_> = wrong.problems().iter().filter_map(showcase_files::Problem::column).collect();
    assert_eq!(columns, ["value", "fragile", "day"]);
}

#[test]
fn decimals_come_from_the_table_of_the_currency() {
    let text = "entry_id;gros;coin\ne-1;12.5;CRN\ne-2;12;GRO\ne-3;12;TOK\ne-4;12;SEA\n";
    let options = ReadOptions::new().amounts(AmountUnit::Major(DecimalMark::Dot));
    let rows = CsvReader::<LedgerEntry, _>::with(options, text.as_bytes()).expect("a header");
    let amounts: Vec<_> = rows.map(|row| row.ok().and_then(|row| row.gross)).collect();
    assert_eq!(amounts, [Some(Amount::from_minor(1250)), Some(Amount::from_minor(12)), None, None]);
}

#[test]
fn a_file_that_is_written_has_its_look_and_its_rules() {
    let day = DateTime::from_date(2024, 1, 6).expect("a real date");
    let label = || LabelOrder::new("A. Person", Amount::from_minor(1250), day.clone());
    let mut csv = CsvWriter::new(Vec::new()).expect("memory");
    csv.write(&label().post_code("0042").fragile(true).phone("33612345678")).expect("right");
    csv.write(&label().fragile(false)).expect("right");
    let refused = |label: LabelOrder| {
        let error = CsvWriter::new(Vec::new()).expect("memory").write(&label).expect_err("a rule is broken");
        error.violations().into_iter().flatten().map(Violation::rule).collect::<Vec<_>>()
    };
    assert_eq!(refused(label().post_code("42")), ["post-code-digits"]);
    assert_eq!(refused(label().fragile(true)), ["fragile-needs-a-phone"]);
    assert_eq!(refused(LabelOrder::new("", Amount::ZERO, "")), ["some-value", "required", "required"]);
    assert!(label().fragile(true).validate().is_err() && label().validate().is_ok());
    assert_eq!(
        String::from_utf8(csv.finish().expect("memory")).expect("UTF-8"),
        "receiver,postCode,value,fragile,day,phone\n\
         \"A. Person\",\"0042\",12.50,J,\"2024-01-06\",\"33612345678\"\n\
         \"A. Person\",,12.50,N,\"2024-01-06\",\n"
    );
}

#[test]
fn a_file_of_another_look_is_another_look() {
    assert_eq!(CoinCount::FORMAT.separator, Separator::Tab);
    let mut count = CoinCount::new();
    count.total = Some(Amount::from_minor(1250));
    let mut csv = CsvWriter::new(Vec::new()).expect("memory");
    csv.write(&count).expect("right");
    let bytes = csv.finish().expect("memory");
    assert_eq!(bytes, b"depot\ttotal\n\t12,50\n");
    assert!(CsvReader::<CoinCount, _>::new(&bytes[..]).is_err(), "the unit of its amounts is inferred");
    let options = ReadOptions::new().amounts(AmountUnit::Major(DecimalMark::Comma));
    let rows = CsvReader::<CoinCount, _>::with(options, &bytes[..]).expect("a header");
    let back: Vec<_> = rows.map(Result::ok).collect();
    assert_eq!(back, [Some(count.clone())]);
    let mut json = JsonWriter::new(Vec::new());
    json.write(&count).expect("right");
    assert_eq!(json.finish().expect("memory"), b"[\n  { \"total\": \"12,50\" }\n]\n");
}
