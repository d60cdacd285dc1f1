//! Reading lists of objects.

use payspec_core::Amount;
use payspec_files::{AmountUnit, DecimalMark, FileErrorKind, JsonReader, ReadError, ReadOptions};

use crate::entry::{Entry, json, told};

#[test]
fn reads_values_as_text_number_or_boolean() {
    let text = r#"[{"entry_id": 17, "amount": 1250, "count": "3", "paid": true, "note": "a\"]}b", "origin": null},
                   {"entry_id": "e-2", "amount": "1250", "paid": "N"}]"#;
    let rows: Vec<Entry> = json(text).map(|row| row.unwrap_or_else(|error| panic!("{error}"))).collect();
    assert_eq!((rows[0].entry_id.as_str(), rows[0].count, rows[0].paid), ("17", Some(3), Some(true)));
    assert_eq!((rows[0].note.as_deref(), &rows[0].origin), (Some("a\"]}b"), &None));
    assert_eq!(rows[0].amount, rows[1].amount);
    assert_eq!(rows[1].paid, Some(false));
}

#[test]
fn numbers_are_read_by_their_digits() {
    let text = r#"[{"entry_id":"e","amount":90071992547409.93,"currency":"EUR"},{"entry_id":"f","amount":0.10,"currency":"EUR"}]"#;
    let options = ReadOptions::new().amounts(AmountUnit::Major(DecimalMark::Dot));
    let rows = JsonReader::<Entry, _>::with(options, text.as_bytes());
    let amounts: Vec<_> = rows.map(|row| row.expect("right").amount.expect("given")).collect();
    assert_eq!(amounts, [9_007_199_254_740_993, 10].map(Amount::from_minor));
}

#[test]
fn a_wrong_object_hides_none_of_the_next() {
    let text = "[\n{\"entry_id\":\"e-1\"},\n{\"entry_id\" \"e-2\"},\r\n[{}],\n7,\n\"x\",\n{\"amount\":{}},\n\
                {\"entry_id\":\"e-6\",\"entry\":\"e-7\"},\n{\"entry_id\":\"e-8\"}]\n";
    let rows = told(json(text));
    assert_eq!(rows.len(), 8, "{rows:?}");
    assert_eq!((rows[0].as_str(), rows[7].as_str()), ("e-1", "e-8"));
    for (row, line) in rows[1..5].iter().zip(3..) {
        assert!(row.starts_with(&format!("line {line} (row {})", line - 1)) && row.contains("an object"), "{row}");
    }
    assert!(
        rows[5].starts_with("line 7 (row 6): `entry_id`: is empty") && rows[5].contains("`amount`: expected one value")
    );
    assert!(rows[6].contains("`entry_id`: is repeated"), "{}", rows[6]);
}

#[test]
fn members_that_are_not_described_are_named() {
    let mut rows = json(r#"[{"entry_id":"e-1","colour":1},{"entry_id":"e-2","colour":2,"size":3}]"#);
    assert_eq!(told(rows.by_ref()), ["e-1", "e-2"]);
    assert_eq!(rows.unknown(), ["colour", "size"]);
}

#[test]
fn a_list_that_is_not_complete_says_so_at_its_end() {
    for (text, right) in [
        ("", 0),
        ("  ", 0),
        ("{\"entry_id\":\"e-1\"}", 0),
        ("[{\"entry_id\":\"e-1\"}", 1),
        ("[{\"entry_id\":\"e-1\"},", 1),
        ("[{\"entry_id\":\"e-1\"}, ]", 1),
        ("[{\"entry_id\":\"e-1\"}, {\"entry_id\":\"e-", 1),
        ("[{\"entry_id\":\"e-1\"} {\"entry_id\":\"e-2\"}]", 1),
        ("[{\"entry_id\":\"e-1\"}] and more", 1),
    ] {
        let rows: Vec<_> = json(text).collect();
        assert_eq!(rows.iter().filter(|row| row.is_ok()).count(), right, "{text}");
        let Some(Err(ReadError::File(error))) = rows.last() else { panic!("{text}: {rows:?}") };
        assert_eq!(error.kind(), FileErrorKind::Json, "{text}");
    }
    assert_eq!(json("\u{feff}\n[ ]\n").count(), 0, "a list without rows is complete");
}

/// Hands out one byte at a time, after an interruption each.
struct Slow(std::io::Cursor<Vec<u8>>, bool);

impl std::io::Read for Slow {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        self.1 = !self.1;
        if self.1 {
            return Err(std::io::ErrorKind::Interrupted.into());
        }
        self.0.read(&mut buffer[..1])
    }
}

#[test]
fn it_does_not_matter_how_the_bytes_come() {
    let bytes = "\u{feff}[{\"entry_id\":\"e-1\"}]".as_bytes().to_vec();
    let rows = JsonReader::<Entry, _>::new(Slow(std::io::Cursor::new(bytes), false));
    assert_eq!(told(rows), ["e-1"]);
}

#[test]
fn an_object_that_does_not_end_takes_no_more_memory_than_allowed() {
    let text = format!("[{{\"entry_id\":\"{}", "e".repeat(100_000));
    let rows: Vec<_> = JsonReader::<Entry, _>::with(ReadOptions::new().row_limit(1000), text.as_bytes()).collect();
    let [Err(ReadError::File(error))] = &rows[..] else { panic!("{rows:?}") };
    assert_eq!((error.kind(), error.line()), (FileErrorKind::RowTooLong, Some(1)));
}
