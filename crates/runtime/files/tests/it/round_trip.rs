//! What a writer writes, a reader reads.

use payspec_core::{Amount, DateTime};
use payspec_files::{CsvReader, CsvWriter, FileRow, JsonReader, JsonWriter, Separator, WriteOptions};
use proptest::prelude::*;

use crate::entry::{Entry, Origin};

fn text() -> impl Strategy<Value = Option<String>> {
    // Blank texts are nothing in a file.
    proptest::option::of("\\PC*[\\PC\n\r\";,\t]{0,8}").prop_map(|text| text.filter(|text| !text.trim().is_empty()))
}

prop_compose! {
    fn entries()(
        entry_id in "[a-z0-9-]{1,12}",
        amount in proptest::option::of(1..=i64::MAX),
        count in proptest::option::of(any::<i64>()),
        paid in proptest::option::of(any::<bool>()),
        day in proptest::option::of("[0-9]{4}-[01][0-9]-[0-3][0-9]"),
        origin in proptest::option::of(prop_oneof!["SALE", "gift", "[A-Z]{1,9}"]),
        note in text(),
    ) -> Entry {
        Entry {
            entry_id,
            amount: amount.map(Amount::from_minor),
            currency: None,
            count,
            paid,
            day: day.map(DateTime::from),
            origin: origin.map(Origin::from),
            note,
        }
    }
}

proptest! {
    #[test]
    fn rows_come_back_from_csv(
        rows in proptest::collection::vec(entries(), 0..8),
        separator in prop_oneof![Just(Separator::Comma), Just(Separator::Semicolon), Just(Separator::Tab)],
    ) {
        let options = WriteOptions::new().separator(separator).waive_rule("formula").waive_rule("separator");
        let mut writer = CsvWriter::with(options, Vec::new()).expect("memory");
        for row in &rows {
            writer.write(row).expect("right");
        }
        let bytes = writer.finish().expect("memory");
        let reader = CsvReader::<Entry, _>::new(&bytes[..]).expect("a header");
        prop_assert_eq!(reader.header().separator(), separator);
        let back: Vec<Entry> = reader.map(|row| row.expect("right")).collect();
        prop_assert_eq!(back, rows);
    }

    /// However a spreadsheet is set, it finds no formula in what a writer writes by itself, nor with `separator` waived.
    #[test]
    fn no_spreadsheet_runs_what_is_written(
        texts in proptest::collection::vec("[a-z =+@＝＋－＠\r\n\",;\t-]{1,8}", 1..40),
        own in 0..3usize,
        waived in any::<bool>(),
    ) {
        let separators = [(Separator::Comma, b','), (Separator::Semicolon, b';'), (Separator::Tab, b'\t')];
        let options = WriteOptions::new().separator(separators[own].0);
        let options = if waived { options.waive_rule("separator") } else { options };
        let mut writer = CsvWriter::with(options, Vec::new()).expect("memory");
        let mut kept = Vec::new();
        for (number, note) in texts.into_iter().enumerate() {
            let row = Entry { entry_id: number.to_string(), note: Some(note.clone()), ..Entry::default() };
            if writer.write(&row).is_ok() && !note.trim().is_empty() {
                kept.push(note);
            }
        }
        let bytes = writer.finish().expect("memory");
        for (_, separator) in separators {
            for quoting in [true, false] {
                let mut reader = ::csv::ReaderBuilder::new();
                let reader = reader.delimiter(separator).quoting(quoting).flexible(true).has_headers(false);
                for record in reader.from_reader(&bytes[..]).byte_records() {
                    for cell in &record.expect("memory") {
                        let cell = String::from_utf8_lossy(cell);
                        let cell = cell.trim_start_matches(|c: char| c.is_whitespace() || c == '"');
                        // Without a look at quotation marks, what the file itself has between its cells splits too.
                        let is_own = !quoting && separator == separators[own].1;
                        let runs = cell.starts_with(['=', '+', '-', '@', '＝', '＋', '－', '＠']);
                        prop_assert!(is_own || !runs, "{cell:?} of {:?}", String::from_utf8_lossy(&bytes));
                    }
                }
            }
        }
        let reader = CsvReader::<Entry, _>::new(&bytes[..]).expect("a header");
        let back: Vec<String> = reader.filter_map(|row| row.expect("right").note).collect();
        prop_assert_eq!(back, kept);
    }

    #[test]
    fn rows_come_back_from_json(rows in proptest::collection::vec(entries(), 0..8)) {
        let mut writer = JsonWriter::new(Vec::new());
        for row in &rows {
            writer.write(row).expect("right");
        }
        let bytes = writer.finish().expect("memory");
        let back: Vec<Entry> = JsonReader::new(&bytes[..]).map(|row| row.expect("right")).collect();
        prop_assert_eq!(back, rows);
    }

    /// A writer refuses just what `validate` does, but for what only concerns files.
    #[test]
    fn validate_says_what_a_writer_says(amount in any::<i64>(), entry_id in "[a-z]{0,3}") {
        let row = Entry { entry_id, amount: Some(Amount::from_minor(amount)), ..Entry::default() };
        let written = JsonWriter::new(Vec::new()).write(&row);
        prop_assert_eq!(row.validate().is_ok(), written.is_ok());
    }
}
