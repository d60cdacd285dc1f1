//! Rows are checked before they are written.

use std::borrow::Cow;
use std::io::{self, Write};

use payspec_core::{Amount, DateTime};
use payspec_files::{
    AmountUnit, Amounts, Cells, Column, CsvWriter, DecimalMark, Decimals, FileFormat, FileRow, JsonWriter, Kind,
    Separator, WriteError, WriteOptions,
};

use crate::entry::{Entry, FORMAT, Origin};

fn entry(id: &str) -> Entry {
    Entry { entry_id: id.to_owned(), ..Entry::default() }
}

fn full() -> Entry {
    Entry {
        amount: Some(Amount::from_minor(1250)),
        currency: Some("EUR".to_owned()),
        count: Some(-3),
        paid: Some(true),
        day: Some(DateTime::from("2024-01-05")),
        origin: Some(Origin::Sale),
        note: Some("one; \"two\"\nthree".to_owned()),
        ..entry("e-1")
    }
}

fn text(bytes: Vec<u8>) -> String {
    String::from_utf8(bytes).expect("UTF-8")
}

/// The rules that a row breaks.
fn broken(error: &WriteError) -> Vec<&'static str> {
    error.violations().into_iter().flatten().map(payspec_core::Violation::rule).collect()
}

/// The same columns in a file with decimals.
struct Decimal(Entry);

static DECIMAL: FileFormat = FileFormat {
    name: "decimal",
    separator: Separator::Semicolon,
    amounts: Amounts {
        unit: AmountUnit::Major(DecimalMark::Comma),
        is_inferred: false,
        decimals: Decimals::OfCurrency(decimals),
    },
    columns: &[
        Column { name: "amount", also: &[], kind: Kind::Amount { currency: Some(1) }, required: false },
        Column { name: "currency", also: &[], kind: Kind::Word, required: false },
    ],
    rules: FORMAT.rules.split_at(1).1,
};

fn decimals(currency: &str) -> Option<u8> {
    [("EUR", 2), ("JPY", 0), ("TND", 3)].iter().find(|(code, _)| *code == currency).map(|(_, decimals)| *decimals)
}

impl FileRow for Decimal {
    const FORMAT: &'static FileFormat = &DECIMAL;

    fn from_cells(cells: &mut Cells<'_>) -> Option<Self> {
        Some(Self(Entry { amount: cells.amount(0), currency: cells.text(1), ..Entry::default() }))
    }

    fn values(&self) -> Vec<Option<Cow<'_, str>>> {
        self.0.values()[1..3].iter().map(|value| value.clone().map(|text| Cow::Owned(text.into_owned()))).collect()
    }
}

#[test]
fn csv_has_a_header_and_quotes_texts() {
    let mut writer = CsvWriter::new(Vec::new()).expect("memory");
    writer.write(&full()).expect("right");
    writer.write(&entry("e-2")).expect("right");
    assert_eq!(writer.rows(), 2);
    assert_eq!(
        text(writer.finish().expect("memory")),
        "entry_id;amount;currency;count;paid;day;origin;note\n\
         \"e-1\";1250;\"EUR\";-3;O;\"2024-01-05\";\"SALE\";\"one; \"\"two\"\"\nthree\"\n\
         \"e-2\";;;;;;;\n"
    );
    let writer =
        CsvWriter::<Entry, _>::with(WriteOptions::new().separator(Separator::Tab), Vec::new()).expect("memory");
    assert!(text(writer.finish().expect("memory")).starts_with("entry_id\tamount\t"));
}

#[test]
fn json_has_the_same_texts_and_leaves_out_what_is_not_given() {
    let mut writer = JsonWriter::new(Vec::new());
    writer.write(&full()).expect("right");
    writer.write(&entry("e-2")).expect("right");
    let value: serde_json::Value = serde_json::from_slice(&writer.finish().expect("memory")).expect("JSON");
    assert_eq!(
        value,
        serde_json::json!([
            {
                "entry_id": "e-1", "amount": "1250", "currency": "EUR", "count": "-3", "paid": "O",
                "day": "2024-01-05", "origin": "SALE", "note": "one; \"two\"\nthree",
            },
            { "entry_id": "e-2" },
        ])
    );
    assert_eq!(text(JsonWriter::<Entry, _>::new(Vec::new()).finish().expect("memory")), "[]\n");
    let mut writer = JsonWriter::new(Vec::new());
    writer.write(&Decimal(Entry::default())).expect("nothing is required there");
    assert_eq!(text(writer.finish().expect("memory")), "[\n  {}\n]\n");
}

#[test]
fn a_row_that_breaks_rules_is_refused_and_others_follow() {
    let mut writer = CsvWriter::new(Vec::new()).expect("memory");
    writer.write(&entry("e-1")).expect("right");
    let wrong = Entry { amount: Some(Amount::ZERO), note: Some("=1+1".to_owned()), ..entry("") };
    let error = writer.write(&wrong).expect_err("three rules");
    assert_eq!(broken(&error), ["required", "some-money", "formula"]);
    let message = error.to_string();
    assert!(message.starts_with("row 2 was not written: ") && message.contains("`amount`"), "{message}");
    assert!(!message.contains("1+1"), "{message}");
    writer.write(&entry("e-3")).expect("right");
    assert!(text(writer.finish().expect("memory")).ends_with("\n\"e-1\";;;;;;;\n\"e-3\";;;;;;;\n"));
    assert_eq!(wrong.validate().expect_err("two rules").len(), 2);
}

const SEPARATORS: [Separator; 3] = [Separator::Comma, Separator::Semicolon, Separator::Tab];

fn sign(separator: Separator) -> char {
    match separator {
        Separator::Comma => ',',
        Separator::Semicolon => ';',
        Separator::Tab => '\t',
    }
}

/// The rules that a row with this text breaks in CSV with this separator.
fn refused(separator: Separator, note: &str, waived: &[&str]) -> Vec<&'static str> {
    let row = Entry { note: Some(note.to_owned()), count: Some(-3), ..entry("e-1") };
    let options =
        waived.iter().fold(WriteOptions::new().separator(separator), |options, rule| options.waive_rule(*rule));
    let mut writer = CsvWriter::with(options, Vec::new()).expect("memory");
    let refused = writer.write(&row).err().map(|error| broken(&error)).unwrap_or_default();
    JsonWriter::new(Vec::new()).write(&row).expect("no spreadsheet runs JSON");
    refused
}

#[test]
fn formulas_are_refused_in_texts_of_csv_only() {
    let starts = [
        "=",
        "+",
        "-",
        "@",
        "＝",
        "＋",
        "－",
        "＠",
        "﹦",
        "﹢",
        "﹣",
        "﹫",
        "\t",
        "\r",
        "\n",
        "\r\n",
        " =",
        "\u{A0}=",
        "\"=",
        "\u{FEFF}=",
        "\0-",
    ];
    for start in starts {
        let note = format!("{start}SUM(A1)");
        for separator in SEPARATORS {
            assert!(refused(separator, &note, &[]).contains(&"formula"), "{start:?} {separator:?}");
            assert_eq!(refused(separator, &note, &["formula", "separator"]), [""; 0], "{start:?} {separator:?}");
        }
        let row = Entry { note: Some(note.clone()), ..entry("e-1") };
        let options = WriteOptions::new().waive_rule("formula").waive_rule("separator");
        let mut writer = CsvWriter::with(options, Vec::new()).expect("memory");
        writer.write(&row).expect("waived");
        let written = text(writer.finish().expect("memory"));
        assert!(written.contains(&note.replace('"', "\"\"")), "it is written as it is: {written}");
    }
    for harmless in ["1-1", "a=b", "me@example.com", "C++", "'=1", "one\ntwo", "\u{FEFF}one", " one"] {
        assert_eq!(refused(Separator::Semicolon, harmless, &[]), [""; 0], "{harmless:?}");
    }
}

/// A spreadsheet that splits at another character does not see that a text is quoted, and splits inside of it.
#[test]
fn what_another_spreadsheet_would_split_is_refused() {
    for separator in SEPARATORS {
        for other in SEPARATORS.into_iter().filter(|other| *other != separator) {
            let other = sign(other);
            assert_eq!(refused(separator, &format!("one{other}two"), &[]), ["separator"], "{separator:?} {other:?}");
            assert_eq!(refused(separator, &format!("one{other}two"), &["separator"]), [""; 0]);
            // Waived, the text may be split, but nothing in it may run.
            for cell in ["=1+1", " =1+1", "\"=1+1", "＝1+1"] {
                let note = format!("one{other}{cell}");
                assert_eq!(refused(separator, &note, &["separator"]), ["formula"], "{separator:?} {note:?}");
            }
        }
        let own = sign(separator);
        assert_eq!(
            refused(separator, &format!("one{own}=1+1"), &[]),
            [""; 0],
            "quoting is enough where it is understood"
        );
        for line in ["one\n=1+1", "one\r\n+1", "one\r@SUM(A1)"] {
            assert_eq!(refused(separator, line, &[]), ["formula"], "{line:?}");
        }
    }
}

#[test]
fn every_text_stands_in_quotation_marks_and_nothing_else_does() {
    let options = || WriteOptions::new().separator(Separator::Comma);
    let mut writer = CsvWriter::with(options(), Vec::new()).expect("memory");
    let row = Entry { note: Some("0012".to_owned()), ..full() };
    writer.write(&row).expect("right");
    let mut written = text(writer.finish().expect("memory"));
    assert!(written.ends_with("\n\"e-1\",1250,\"EUR\",-3,O,\"2024-01-05\",\"SALE\",\"0012\"\n"), "{written}");
    // A number with the separator in it is no text, and still one cell.
    let mut writer = CsvWriter::with(options(), Vec::new()).expect("memory");
    let row = Entry { amount: Some(Amount::from_minor(1250)), currency: Some("EUR".to_owned()), ..Entry::default() };
    writer.write(&Decimal(row)).expect("right");
    written = text(writer.finish().expect("memory"));
    assert_eq!(written, "amount,currency\n\"12,50\",\"EUR\"\n");
}

#[test]
fn decimals_come_from_the_currency() {
    let row = |minor: i64, currency: &str| {
        Decimal(Entry {
            amount: Some(Amount::from_minor(minor)),
            currency: Some(currency.to_owned()),
            ..Entry::default()
        })
    };
    let mut writer = CsvWriter::new(Vec::new()).expect("memory");
    for (minor, currency) in [(1250, "EUR"), (5, "EUR"), (i64::MAX, "EUR"), (12, "JPY"), (5, "TND")] {
        writer.write(&row(minor, currency)).expect("right");
    }
    let error = writer.write(&row(1, "GTH")).expect_err("nobody knows the decimals");
    assert_eq!(broken(&error), ["decimals"]);
    // Rules count in minor units, whatever the file writes.
    assert_eq!(broken(&writer.write(&row(0, "EUR")).expect_err("nothing")), ["some-money"]);
    assert_eq!(
        text(writer.finish().expect("memory")),
        "amount;currency\n12,50;\"EUR\"\n0,05;\"EUR\"\n92233720368547758,07;\"EUR\"\n12;\"JPY\"\n0,005;\"TND\"\n"
    );
}

/// Without its text the row has a column too few, and every later value would stand under another name.
#[test]
fn a_value_without_a_text_stays_refused_whatever_is_waived() {
    let row =
        Decimal(Entry { amount: Some(Amount::from_minor(1250)), currency: Some("XXX".to_owned()), ..Entry::default() });
    let options = || WriteOptions::new().waive_rule("decimals");
    let mut writer = JsonWriter::with(options(), Vec::new());
    assert_eq!(broken(&writer.write(&row).expect_err("nobody knows the decimals")), ["decimals"]);
    assert_eq!(text(writer.finish().expect("memory")).trim(), "[]");
    let mut writer = CsvWriter::with(options(), Vec::new()).expect("memory");
    assert_eq!(broken(&writer.write(&row).expect_err("nobody knows the decimals")), ["decimals"]);
    assert_eq!(text(writer.finish().expect("memory")), "amount;currency\n");
}

/// Takes so many bytes and no more.
struct Full(usize);

impl Write for Full {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let taken = bytes.len().min(self.0);
        self.0 -= taken;
        if taken == 0 && !bytes.is_empty() { Err(io::Error::other("full")) } else { Ok(taken) }
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[test]
fn an_output_that_is_full_is_an_error_and_no_panic() {
    let mut writer = CsvWriter::new(Full(100)).expect("the header is kept back");
    let written = (0..10_000).try_for_each(|_| writer.write(&entry("e-1")));
    assert!(matches!(written, Err(WriteError::Io(_))));
    drop(writer);
    let writer = CsvWriter::<Entry, _>::new(Full(10)).expect("the header is kept back");
    assert!(matches!(writer.finish(), Err(WriteError::Io(_))), "what was kept back is not lost silently");
    let mut writer = JsonWriter::new(Full(10));
    assert!(matches!(writer.write(&entry("e-1")), Err(WriteError::Io(_))));
}
