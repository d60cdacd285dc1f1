//! A long file takes the memory of a row.

use std::cell::Cell;
use std::io::{self, Read};
use std::rc::Rc;

use payspec_core::Amount;
use payspec_files::{CsvReader, JsonReader, ReadOptions};

use crate::entry::{Entry, HEADER};

const ROWS: u64 = 200_000;

/// Makes the bytes of a file while they are read, and counts them.
struct Made<F> {
    piece: F,
    next: u64,
    ready: Vec<u8>,
    at: usize,
    handed: Rc<Cell<u64>>,
}

impl<F: FnMut(u64) -> Option<String>> Read for Made<F> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.at == self.ready.len() {
            let Some(piece) = (self.piece)(self.next) else { return Ok(0) };
            (self.ready, self.at, self.next) = (piece.into_bytes(), 0, self.next + 1);
        }
        let read = (&self.ready[self.at..]).read(buffer)?;
        self.at += read;
        self.handed.set(self.handed.get() + read as u64);
        Ok(read)
    }
}

fn made<F: FnMut(u64) -> Option<String>>(piece: F) -> (Made<F>, Rc<Cell<u64>>) {
    let handed = Rc::new(Cell::new(0));
    (Made { piece, next: 0, ready: Vec::new(), at: 0, handed: Rc::clone(&handed) }, handed)
}

/// Adds up the amounts of all rows; asserts that no more is read ahead than a few buffers.
fn total(rows: impl Iterator<Item = Entry>, handed: &Cell<u64>, row_bytes: u64) -> (u64, Amount) {
    const AHEAD: u64 = 256 * 1024;
    rows.fold((0, Amount::ZERO), |(count, sum), row| {
        assert!(handed.get() <= (count + 1) * row_bytes + AHEAD, "row {count}: {} bytes were read ahead", handed.get());
        (count + 1, sum.checked_add(row.amount.expect("given")).expect("small enough"))
    })
}

#[test]
fn a_long_csv_file_is_read_row_by_row() {
    let note = "x".repeat(500);
    let row_bytes = note.len() as u64 + 40;
    let (input, handed) = made(|piece| match piece {
        0 => Some(HEADER.to_owned()),
        1..=ROWS => Some(format!("e-{piece:06};{piece};EUR;;O;2024-01-05;SALE;{note}\n")),
        _ => None,
    });
    let rows = CsvReader::<Entry, _>::new(input).expect("a header");
    let total = total(rows.map(|row| row.unwrap_or_else(|error| panic!("{error}"))), &handed, row_bytes + 20);
    assert!(handed.get() > 100_000_000, "a file of more than 100 MB");
    let sum = i64::try_from(ROWS * (ROWS + 1) / 2).expect("small enough");
    assert_eq!(total, (ROWS, Amount::from_minor(sum)));
}

#[test]
fn a_row_without_end_is_given_up_before_it_is_read() {
    let pieces = |first: &'static str| {
        move |piece| (piece < 100_000).then(|| if piece == 0 { first.to_owned() } else { "never closed, ".to_owned() })
    };
    let limit = || ReadOptions::new().row_limit(10_000);
    let (input, handed) = made(pieces("entry_id;note\ne-1;\""));
    assert!(CsvReader::<Entry, _>::with(limit(), input).expect("a header").all(|row| row.is_err()));
    assert!(handed.get() < 50_000, "{} bytes", handed.get());
    let (input, handed) = made(pieces("[{\"entry_id\":\""));
    assert!(JsonReader::<Entry, _>::with(limit(), input).all(|row| row.is_err()));
    assert!(handed.get() < 50_000, "{} bytes", handed.get());
}

#[test]
fn a_long_json_file_is_read_row_by_row() {
    const ROWS: u64 = 20_000;
    let note = "x".repeat(500);
    let (input, handed) = made(|piece| match piece {
        0 => Some("[".to_owned()),
        1..=ROWS => {
            let comma = if piece == 1 { "" } else { "," };
            Some(format!("{comma}\n{{\"entry_id\":\"e-{piece:06}\",\"amount\":{piece},\"note\":\"{note}\"}}"))
        }
        _ => (piece == ROWS + 1).then(|| "]".to_owned()),
    });
    let rows = JsonReader::<Entry, _>::new(input);
    let total = total(rows.map(|row| row.unwrap_or_else(|error| panic!("{error}"))), &handed, 600);
    let sum = i64::try_from(ROWS * (ROWS + 1) / 2).expect("small enough");
    assert_eq!(total, (ROWS, Amount::from_minor(sum)));
}
