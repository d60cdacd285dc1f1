//! Values of all types, made up from a seed, to test that decoding is the inverse of encoding (feature `testing`).

use serde_json::{Value, json};

use super::DecodeOperation;
use crate::object::Blank;
use crate::{
    Amount, Blob, CardNumber, DateTime, Decimal, IdText, IterationReading, Iterations, Map, Metadata, Page, Patch,
    Secret,
};

/// The number of nested objects below which optional fields have no value.
const MAX_DEPTH: u32 = 5;

/// A source of made-up values: the same seed gives the same values.
#[derive(Debug, Clone)]
pub struct Random {
    state: u64,
    depth: u32,
    has_nulls: bool,
}

impl Random {
    /// Creates a source.
    pub const fn new(seed: u64) -> Self {
        Self { state: seed, depth: 0, has_nulls: true }
    }

    /// Creates a source whose JSON values contain no `null`: in a response, it means that the member is absent.
    pub const fn without_nulls(seed: u64) -> Self {
        Self { state: seed, depth: 0, has_nulls: false }
    }

    /// Returns the output of an operation, as a server would have it.
    pub fn output<O: DecodeOperation>(&mut self) -> O::Output {
        O::Output::made(self)
    }

    /// Returns parameters of an operation. They match their types, but may break the rules of the operation.
    pub fn params<O: DecodeOperation>(&mut self) -> O {
        O::made(self)
    }

    /// Returns a number below `end` (splitmix64).
    pub fn below(&mut self, end: u64) -> u64 {
        self.state = self.state.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.state;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        (mixed ^ (mixed >> 31)) % end.max(1)
    }

    /// Returns one of these.
    fn one_of<T: Copy>(&mut self, values: &[T]) -> Option<T> {
        let index = self.below(values.len() as u64);
        values.get(usize::try_from(index).ok()?).copied()
    }

    /// Returns the text of an enum, a code or an identifier: mostly one of these. It is not empty, because a required one
    /// would not be decoded.
    #[doc(hidden)]
    pub fn word(&mut self, known: &[&'static str]) -> String {
        match self.one_of(known) {
            Some(word) if self.below(8) > 0 => word.to_owned(),
            _ => self.full_text(),
        }
    }

    /// Returns a text that is not empty.
    fn full_text(&mut self) -> String {
        let text = self.text();
        if text.is_empty() { "t".to_owned() } else { text }
    }

    /// Calls `make` inside another object.
    #[doc(hidden)]
    pub fn inside<T>(&mut self, make: impl FnOnce(&mut Self) -> T) -> T {
        self.depth += 1;
        let value = make(self);
        self.depth -= 1;
        value
    }

    /// Returns `true` if there is an object, where there may be something smaller.
    #[doc(hidden)]
    pub fn nests(&mut self) -> bool {
        self.depth <= MAX_DEPTH && self.below(3) > 0
    }

    /// Makes one of the variants of a union.
    #[doc(hidden)]
    pub fn variant<T>(&mut self, makers: &[fn(&mut Self) -> T]) -> T {
        let index = usize::try_from(self.below(makers.len() as u64)).unwrap_or_default();
        makers[index](self)
    }

    fn text(&mut self) -> String {
        const TEXTS: [&str; 28] = [
            "",
            " ",
            "a",
            "b c",
            "1",
            "0",
            "-1",
            "1.50",
            "true",
            "false",
            "null",
            "{",
            "{a: 1}",
            "[1]",
            "[]",
            "\"q\"",
            "a,b",
            "é€\u{1F600}",
            "a&b=c+d%20",
            "x[y]",
            "line\r\nline",
            "2024-01-05",
            "203.0.113.7",
            "payer@example.com",
            "https://shop.example/back?a=b",
            "+33600000000",
            "FRA",
            "EUR",
        ];
        match self.below(3) {
            0 => format!("t{}", self.below(100_000)),
            _ => self.one_of(&TEXTS).unwrap_or_default().to_owned(),
        }
    }

    fn integer(&mut self) -> i64 {
        const NUMBERS: [i64; 9] = [0, 1, 2, -1, 10, 1500, 99_999_999, i64::MAX, i64::MIN];
        self.one_of(&NUMBERS).unwrap_or_default()
    }

    fn key(&mut self) -> &'static str {
        const KEYS: [&str; 10] = ["order", "b", "a", "10", "9", "0", "1", "k y", "é", "a.b"];
        self.one_of(&KEYS).unwrap_or_default()
    }

    fn json(&mut self) -> Value {
        match self.below(9) {
            0 if self.has_nulls => Value::Null,
            0 | 1 => json!(true),
            2 => json!(self.integer()),
            3 => json!(12.5),
            4 if self.has_nulls => json!([self.text(), 1, null]),
            4 => json!([self.text(), 1]),
            5 => json!({ self.key(): { self.key(): self.text() }, "list": [{}] }),
            6 => json!({}),
            _ => Value::from(self.text()),
        }
    }

    fn entries<T>(&mut self, mut make: impl FnMut(&mut Self) -> T) -> Vec<(&'static str, T)> {
        (0..self.below(4)).map(|_| (self.key(), make(self))).collect()
    }
}

/// Makes up a field with a value or without. For the implementations of [`Blank`].
pub(crate) fn option<T: Blank>(random: &mut Random) -> Option<T> {
    random.nests().then(|| T::made(random))
}

pub(crate) fn list<T: Blank>(random: &mut Random) -> Vec<T> {
    let length = if random.depth <= MAX_DEPTH { random.below(4) } else { 0 };
    (0..length).map(|_| T::made(random)).collect()
}

pub(crate) fn page<T: Blank>(random: &mut Random) -> Page<T> {
    let mut page = Page::described(list(random));
    if random.below(2) == 0 && page.is_described() {
        page.envelope.insert("total".to_owned(), json!(random.below(100)));
        page.envelope.insert("next".to_owned(), json!({ "cursor": random.text() }));
    }
    page
}

pub(crate) fn map<T: Blank>(random: &mut Random) -> Map<T> {
    if random.depth > MAX_DEPTH {
        return Map::new();
    }
    random.entries(T::made).into_iter().collect()
}

pub(crate) fn patch<T: Blank>(random: &mut Random) -> Patch<T> {
    match random.below(4) {
        0 => Patch::Absent,
        1 => Patch::Null,
        _ if random.depth > MAX_DEPTH => Patch::Absent,
        _ => Patch::Value(T::made(random)),
    }
}

pub(crate) fn text(random: &mut Random) -> String {
    random.text()
}

pub(crate) fn integer(random: &mut Random) -> i64 {
    random.integer()
}

pub(crate) fn boolean(random: &mut Random) -> bool {
    random.below(2) == 1
}

pub(crate) fn value(random: &mut Random) -> Value {
    random.json()
}

pub(crate) fn amount(random: &mut Random) -> Amount {
    Amount::from_minor(random.integer())
}

pub(crate) fn card_number(random: &mut Random) -> CardNumber {
    CardNumber::from(random.one_of(&["4000001000000067", "4000 0000 0000 0002", "x"]).unwrap_or_default())
}

pub(crate) fn secret(random: &mut Random) -> Secret {
    Secret::from(random.full_text())
}

pub(crate) fn date(random: &mut Random) -> DateTime {
    const DATES: [&str; 8] = [
        "2024-01-05",
        "20240105",
        "2024-01-05T12:44:06Z",
        "2024-01-05T12:44:06.262Z",
        "2024-01-05T12:44:06+01:00",
        "2024-01-05 12:44",
        "20240105124406",
        "soon",
    ];
    DateTime::from(random.one_of(&DATES).unwrap_or_default())
}

pub(crate) fn decimal(random: &mut Random) -> Decimal {
    let text = random.one_of(&["0", "1", "1.5", "-3.25", "100.00", "0.000001"]).unwrap_or("0");
    text.parse().unwrap_or_else(|_| Decimal::blank())
}

pub(crate) fn id(random: &mut Random) -> IdText {
    IdText::from(random.full_text())
}

pub(crate) fn metadata(random: &mut Random) -> Metadata {
    let mut data = Metadata::new();
    for (key, value) in random.entries(|random| if random.below(3) == 0 { random.json() } else { random.text().into() })
    {
        data.insert_value(key, value);
    }
    data
}

pub(crate) fn blob(random: &mut Random) -> Blob {
    let contents: [&[u8]; 4] = [b"", b"%PDF\x00\xFF", b"\r\n--", b"--payspec\r\n\r\n--"];
    let mut file = Blob::new(random.one_of(&contents).unwrap_or_default());
    file.content_type = random.one_of(&[None, Some("application/pdf")]).flatten().map(str::to_owned);
    file.file_name = random.one_of(&[None, Some("a.pdf"), Some("a\"b;c=d.pdf")]).flatten().map(str::to_owned);
    file
}

pub(crate) fn iterations(random: &mut Random) -> Iterations {
    let payments = u32::try_from(random.below(40) + 1).unwrap_or(1);
    Iterations::of_payments(payments, IterationReading::FirstExcluded).unwrap_or_else(|_| Iterations::blank())
}
