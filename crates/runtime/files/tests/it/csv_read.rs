//! Reading separated values that are right, in all the ways they are written.

use payspec_core::{Amount, DateTime};
use payspec_files::{Encoding, ReadOptions, Separator};

use crate::entry::{Entry, HEADER, Origin, csv, csv_bytes, told};

fn only(text: &str) -> Entry {
    let mut rows = csv(text);
    let row = rows.next().expect("a row").unwrap_or_else(|error| panic!("{error}"));
    assert!(rows.next().is_none());
    row
}

#[test]
fn reads_every_kind_of_cell() {
    let row = only(&format!("{HEADER}e-1;1250;EUR;-3;O;2024-01-05;SALE;\"one; two \"\"three\"\"\"\n"));
    assert_eq!(
        row,
        Entry {
            entry_id: "e-1".to_owned(),
            amount: Some(Amount::from_minor(1250)),
            currency: Some("EUR".to_owned()),
            count: Some(-3),
            paid: Some(true),
            day: Some(DateTime::from("2024-01-05")),
            origin: Some(Origin::Sale),
            note: Some("one; two \"three\"".to_owned()),
        }
    );
}

#[test]
fn blank_cells_are_nothing() {
    assert_eq!(only(&format!("{HEADER}e-1;; ;;;;;\n")), Entry { entry_id: "e-1".to_owned(), ..Entry::default() });
}

#[test]
fn the_header_tells_the_separator() {
    for (separator, expected) in [(";", Separator::Semicolon), (",", Separator::Comma), ("\t", Separator::Tab)] {
        let text = format!("{HEADER}e-1;5;EUR;;;;;\n").replace(';', separator);
        let mut rows = csv(&text);
        assert_eq!(rows.header().separator(), expected);
        assert_eq!(rows.next().expect("a row").expect("a right one").amount, Some(Amount::from_minor(5)));
    }
    assert_eq!(told(csv("entry_id\none; two\n")), ["one; two"], "with one column there is none");
    assert_eq!(csv("entry_id;note;\"a,count,b\"\nx;y;z\n").header().separator(), Separator::Semicolon);
    // One name is a part of a text in the header of another separator.
    assert_eq!(csv("\"note\",entry_id\nx,e-1\n").header().separator(), Separator::Comma);
}

#[test]
fn columns_are_found_by_name() {
    let mut rows = csv("note;ENTRY_ID ;colour\nfirst;e-1;blue\n");
    let header = rows.header();
    assert!(header.is_reordered() && !header.is_as_described());
    assert_eq!(header.unknown(), ["colour"]);
    assert_eq!(header.missing(), ["amount", "currency", "count", "paid", "day", "origin"]);
    let row = rows.next().expect("a row").expect("a right one");
    assert_eq!((row.entry_id.as_str(), row.note.as_deref()), ("e-1", Some("first")));
    assert!(csv(HEADER).header().is_as_described());
    assert_eq!(told(csv("entry;note\ne-1;x\n")), ["e-1"], "another name of the column");
}

#[test]
fn a_byte_order_mark_and_any_line_end_are_understood() {
    let lines = ["entry_id;note", "e-1;\"two\nlines\"", "e-2;x"];
    for end in ["\n", "\r\n", "\r"] {
        let text = format!("\u{feff}{}{end}", lines.join(end));
        let mut rows = csv(&text);
        assert_eq!(rows.next().expect("a row").expect("right").note.as_deref(), Some("two\nlines"), "{end:?}");
        assert_eq!(told(rows), ["e-2"], "{end:?}");
    }
    assert_eq!(told(csv("\u{feff}entry_id\ne-1\n")), ["e-1"], "before the only name");
}

#[test]
fn words_are_known_in_any_case_and_others_are_kept() {
    let origin = |word: &str| only(&format!("entry_id;origin\ne-1;{word}\n")).origin.expect("a word");
    assert_eq!(origin("sale"), Origin::Sale);
    assert_eq!(origin("GIFT"), Origin::Gift);
    let other = origin("Theft");
    assert!(!other.is_known() && other.as_str() == "Theft");
}

#[test]
fn booleans_have_their_words_and_the_usual_ones() {
    let paid = |word: &str| only(&format!("entry_id;paid\ne-1;{word}\n")).paid;
    assert_eq!(["O", "o", "true", "TRUE"].map(paid), [Some(true); 4]);
    assert_eq!(["N", "n", "false", ""].map(paid), [Some(false), Some(false), Some(false), None]);
}

#[test]
fn a_date_is_kept_in_whatever_form() {
    let day = only("entry_id;day\ne-1;05/01/2024 12:44\n").day.expect("a date");
    assert_eq!((day.as_str(), day.parsed()), ("05/01/2024 12:44", None));
}

#[test]
fn letters_of_windows_1252_are_read_when_asked_for() {
    let bytes = b"entry_id;note\ne-1;caf\xe9 \x80 5\ne-2;plain\n".to_vec();
    let told_in_utf8 = told(csv_bytes(bytes.clone(), ReadOptions::new()));
    assert!(told_in_utf8[0].contains("column 2 `note`") && told_in_utf8[0].contains("Windows1252"), "{told_in_utf8:?}");
    assert_eq!(told_in_utf8[1], "e-2");
    let mut rows = csv_bytes(bytes, ReadOptions::new().encoding(Encoding::Windows1252));
    assert_eq!(rows.next().expect("a row").expect("right").note.as_deref(), Some("café € 5"));
}

/// Spreadsheets put the mark before UTF-8 and nothing else, so it outweighs what the caller expects.
#[test]
fn a_file_with_a_byte_order_mark_is_utf_8_whatever_is_asked_for() {
    let options = || ReadOptions::new().encoding(Encoding::Windows1252);
    let mut rows = csv_bytes("\u{feff}entry_id;note\ne-1;café €\n".as_bytes().to_vec(), options());
    assert_eq!(rows.next().expect("a row").expect("right").note.as_deref(), Some("café €"));
    let rows = told(csv_bytes(b"\xef\xbb\xbfentry_id;note\ne-1;caf\xe9\n".to_vec(), options()));
    assert!(rows[0].contains("`note`") && rows[0].contains("byte order mark"), "{rows:?}");
}

#[test]
fn lines_of_blank_cells_are_passed_over_but_counted() {
    let mut rows = csv("\n\nentry_id;note\n\n;\ne-1;x\n  ;\n\ne-2;y\n");
    assert_eq!(rows.line(), 3, "the header");
    let lines: Vec<(u64, u64)> = std::iter::from_fn(|| {
        let row = rows.next()?;
        row.unwrap_or_else(|error| panic!("{error}"));
        Some((rows.row(), rows.line()))
    })
    .collect();
    assert_eq!(lines, [(1, 6), (2, 9)]);
}

#[test]
fn a_separator_at_the_end_of_every_line_is_no_column() {
    let rows = csv("entry_id;note;\ne-1;x;\n");
    assert!(rows.header().unknown().is_empty());
    assert_eq!(told(rows), ["e-1"]);
}

#[test]
fn a_separator_can_be_said() {
    let options = ReadOptions::new().separator(Separator::Comma);
    assert_eq!(told(csv_bytes(b"entry_id,note\ne-1,x\n".to_vec(), options)), ["e-1"]);
}

#[test]
fn of_columns_without_end_the_first_are_named() {
    let many: String = (0..100_000).map(|number| format!(";c{}", number % 9_999)).collect();
    let rows = csv(&format!("entry_id{many}\n"));
    assert_eq!((rows.header().unknown().len(), rows.header().is_as_described()), (64, false));
    assert!(format!("{:?}", rows.header()).len() < 5_000);
}
