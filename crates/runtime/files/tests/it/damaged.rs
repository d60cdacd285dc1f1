//! Whatever is wrong is reported with its place, and the rest is still read.

use std::io::{self, Cursor, Read};

use payspec_files::{CsvReader, FileErrorKind, ReadError, ReadOptions};
use proptest::prelude::*;

use crate::entry::{Entry, HEADER, csv, csv_bytes, json, told};

fn refused(text: &[u8]) -> (FileErrorKind, String) {
    let error = CsvReader::<Entry, _>::new(Cursor::new(text.to_vec())).expect_err("no such file can be read");
    (error.kind(), error.to_string())
}

#[test]
fn everything_wrong_with_a_row_is_reported_at_once_and_the_next_is_read() {
    let text = format!("{HEADER}e-1;1;EUR;;;;;\r\n;12 5;EUR;three;maybe;;;\r\ne-3;;;;;;;\r\n");
    let rows: Vec<_> = csv(&text).collect();
    assert_eq!(rows.len(), 3);
    let Err(ReadError::Row(wrong)) = &rows[1] else { panic!("{rows:?}") };
    assert_eq!((wrong.line(), wrong.row()), (3, 2));
    let places: Vec<_> = wrong.problems().iter().map(|problem| (problem.number(), problem.column())).collect();
    assert_eq!(
        places,
        [(Some(1), Some("entry_id")), (Some(2), Some("amount")), (Some(4), Some("count")), (Some(5), Some("paid"))]
    );
    assert!(
        rows[1].as_ref().expect_err("wrong").to_string().starts_with("line 3 (row 2): column 1 `entry_id`: is empty")
    );
    assert!(rows[0].is_ok() && rows[2].is_ok());
}

#[test]
fn a_whole_number_is_digits() {
    for text in ["three", "+3", "3.0", "1 000", "9223372036854775808"] {
        let rows = told(csv(&format!("entry_id;count\ne-1;{text}\n")));
        assert!(rows[0].contains("column 2 `count`: expected an integer"), "{text}: {rows:?}");
    }
}

#[test]
fn no_value_stands_in_an_error() {
    let secret = "Jeanne-4000000000000002";
    let texts = [
        format!("{HEADER}e-1;{secret};EUR;{secret};{secret};;;\n"),
        format!("{HEADER}{secret};;\n"),
        format!("entry_id;note\n;\"{secret}"),
        format!("entry_id;{secret}\n;{secret}\n"),
    ];
    for text in texts {
        let mut rows = csv(&text);
        let errors: Vec<ReadError> = rows.by_ref().filter_map(Result::err).collect();
        assert_eq!(errors.len(), 1, "{text}");
        let shown = format!("{errors:?} {} {:?} {rows:?}", errors[0], rows.header());
        assert!(!shown.contains("Jeanne"), "{shown}");
    }
    let (_, message) = refused(secret.as_bytes());
    assert!(!message.contains("Jeanne"), "{message}");
    let list = format!(r#"[{{"entry_id":"e","amount":"{secret}","{secret}":1}}, "{secret}", {{"{secret}":}}]"#);
    let mut rows = json(&list);
    let shown = format!("{:?} {:?} {rows:?}", told(rows.by_ref()), rows.unknown());
    assert!(!shown.contains("Jeanne"), "{shown}");
}

#[test]
fn a_row_with_more_or_fewer_cells_is_reported() {
    let rows = told(csv("entry_id;note\ne-1;a;b\ne-2\ne-3;c\n"));
    assert!(
        rows[0].contains("line 2") && rows[0].contains("3 cells") && rows[0].contains("must be quoted"),
        "{rows:?}"
    );
    assert!(rows[1].contains("line 3") && rows[1].contains("1 cells, but the header has 2"), "{rows:?}");
    assert_eq!(rows[2], "e-3");
}

#[test]
fn lines_are_counted_through_texts_of_several_lines() {
    let rows = told(csv("entry_id;note;count\r\ne-1;\"a\r\nb\rc\nd\";x\r\n\r\ne-2;;y\r\n"));
    assert!(rows[0].starts_with("line 2 (row 1): column 3"), "{rows:?}");
    assert!(rows[1].starts_with("line 7 (row 2): column 3"), "{rows:?}");
}

#[test]
fn a_header_that_cannot_be_used_is_refused_with_its_reason() {
    let refusal = |text: &str| refused(text.as_bytes());
    assert_eq!(refusal(""), (FileErrorKind::Header, "the file is empty; it must at least have a header".to_owned()));
    assert_eq!(refusal("\n \r\n").0, FileErrorKind::Header);
    let (kind, message) = refusal("e-1;1250;EUR\ne-2;1250;EUR\n");
    assert_eq!(kind, FileErrorKind::Header);
    assert!(message.contains("names no column of `entry`") && message.contains("`entry_id`"), "{message}");
    let (kind, message) = refusal("amount;note\n1;x\n");
    assert_eq!(kind, FileErrorKind::Header);
    assert!(message.contains("lacks the column `entry_id`"), "{message}");
    let (_, message) = refusal("entry_id;note;entry\n");
    assert!(message.contains("`entry_id` is repeated"), "{message}");
}

#[test]
fn another_kind_of_file_is_named() {
    for (bytes, word) in [(b"\xff\xfee\0n\0".as_slice(), "UTF-16"), (b"PK\x03\x04\x14", "workbook")] {
        let (kind, message) = refused(bytes);
        assert!(kind == FileErrorKind::Encoding && message.contains(word), "{message}");
    }
}

#[test]
fn a_quotation_mark_that_is_never_closed_takes_no_more_memory_than_allowed() {
    let text = format!("entry_id;note\ne-1;x\ne-2;\"{}", "never closed\n".repeat(100_000));
    let limit = ReadOptions::new().row_limit(50_000);
    let rows: Vec<_> = csv_bytes(text.into_bytes(), limit).collect();
    assert_eq!(rows.len(), 2, "{rows:?}");
    assert!(rows[0].is_ok());
    let Err(error) = &rows[1] else { panic!("{rows:?}") };
    assert!(error.is_end() && error.line() == Some(3), "{error}");
    assert!(error.to_string().contains("unclosed") && error.to_string().contains("row_limit"), "{error}");
}

/// Such a text takes the rows behind it, and would pass for a right row in the last column.
#[test]
fn rows_behind_a_quotation_mark_that_is_never_closed_are_not_lost_in_silence() {
    for end in ["", "\n", "\r\n", "\n\n"] {
        let rows: Vec<_> = csv(&format!("entry_id;note\ne-1;x\ne-2;\"y\ne-3;z{end}")).collect();
        let [Ok(_), Err(ReadError::File(error))] = &rows[..] else { panic!("{end:?}: {rows:?}") };
        assert_eq!((error.kind(), error.line()), (FileErrorKind::Quotation, Some(3)), "{end:?}");
    }
    let (kind, message) = refused(b"entry_id;\"note\ne-1;x\n");
    assert!(kind == FileErrorKind::Quotation && message.starts_with("line 1: a quotation mark"), "{message}");
}

#[test]
fn a_last_row_needs_no_line_end() {
    for last in ["e-2;x", "e-2;\"x\"", "e-2;", "e-2;\"x\"\r", "e-2;\"\"\"\""] {
        assert_eq!(told(csv(&format!("entry_id;note\ne-1;\n{last}"))), ["e-1", "e-2"], "{last:?}");
    }
    assert_eq!(csv("entry_id;note").count(), 0);
}

#[test]
fn odd_bytes_and_numbers_cost_their_row_only() {
    let text = b"entry_id;amount;count;note\ne-1;1e5;;\ne-2;-12;;\ne-3;;1e5;\ne-4;99999999999999999999;;\n\
                 e-5;;;a\0b\ne-6;;;\xff\ne-7;;;last\n";
    let rows = told(csv_bytes(text.to_vec(), ReadOptions::new()));
    assert!(rows[0].contains("`amount`: expected an amount"), "{rows:?}");
    assert!(rows[2].contains("`count`: expected an integer"), "{rows:?}");
    assert!(rows[3].contains("`amount`: the amount is too large"), "{rows:?}");
    assert!(rows[5].contains("`note`: is not UTF-8"), "{rows:?}");
    assert_eq!([&rows[1], &rows[4], &rows[6]], ["e-2", "e-5", "e-7"]);
}

#[test]
fn a_row_just_within_the_limit_is_read() {
    let text = |length: usize| format!("entry_id;note\ne-1;{}\ne-2;x\n", "y".repeat(length));
    let read = |length: usize| csv_bytes(text(length).into_bytes(), ReadOptions::new().row_limit(20_000));
    assert_eq!(read(19_990).filter_map(Result::ok).count(), 2);
    assert!(read(20_001).next().expect("an item").expect_err("too long").is_end());
}

/// Breaks after so many bytes.
struct Broken(Cursor<Vec<u8>>);

impl Read for Broken {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        match self.0.read(buffer)? {
            0 => Err(io::Error::new(io::ErrorKind::ConnectionReset, "gone")),
            read => Ok(read),
        }
    }
}

#[test]
fn an_input_that_breaks_off_is_reported_as_the_last_item() {
    let input = Broken(Cursor::new(b"entry_id;note\ne-1;x\ne-2;".to_vec()));
    let rows: Vec<_> = CsvReader::<Entry, _>::new(input).expect("the header is there").collect();
    assert_eq!(rows.len(), 2);
    let Err(ReadError::File(error)) = &rows[1] else { panic!("{rows:?}") };
    assert_eq!((error.kind(), error.line()), (FileErrorKind::Io, Some(3)));
    assert!(std::error::Error::source(error).is_some());
}

proptest! {
    /// Any bytes come to an end, without a panic, and what is right is read.
    #[test]
    fn any_bytes_are_read_to_their_end(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
        let mut text = b"entry_id;note\ne-1;x\n".to_vec();
        text.extend(&bytes);
        let rows: Vec<_> = csv_bytes(text, ReadOptions::new().row_limit(100)).collect();
        prop_assert!(rows.first().is_some_and(Result::is_ok), "{rows:?}");
        let _ = CsvReader::<Entry, _>::new(Cursor::new(bytes.clone())).map(Iterator::count);
        let list = [b"[{\"entry_id\":\"e-1\"},".as_slice(), &bytes].concat();
        let rows: Vec<_> = payspec_files::JsonReader::<Entry, _>::new(Cursor::new(list)).collect();
        prop_assert!(rows.first().is_some_and(Result::is_ok), "{rows:?}");
        let _ = payspec_files::JsonReader::<Entry, _>::new(Cursor::new(bytes)).count();
    }
}
