//! Code tables: externally maintained code lists (currencies, countries, bank codes) with a row per code.
//!
//! A table that several APIs share is one type; an API's own facts about a code are in separate rows
//! ([`code_rows!`](crate::code_rows)).
//!
//! A code is stored as its row number, so `Currency::EUR` is a constant that can be used as a pattern, and parsing a
//! listed code does not allocate. An unlisted code keeps its text.

use crate::open_enum::{UnknownValue, unknown};

/// The code inside a type made with [`code_table!`](crate::code_table).
///
/// Equality compares the spelling: a code received under another spelling of its row (an alias) is not equal to the
/// row's own code, so that it is sent back as received.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Code(Repr);

#[derive(Clone, PartialEq, Eq, Hash)]
enum Repr {
    /// A listed code, by its row.
    Row(u16),
    /// An alias of a row: the row number, and the index in the alias table.
    Alias(u16, u16),
    /// A text that matches no row and no alias.
    Unlisted(UnknownValue),
}

/// What the vendor's page prints where the table has a different value, and the reason.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Deviation {
    /// What the page prints.
    pub says: &'static str,
    /// Why the table differs from the page.
    pub note: &'static str,
    /// The location on the page.
    pub at: &'static str,
}

/// A row of a code table.
pub trait TableRow {
    /// Returns the code of the row, as sent on the wire.
    fn code(&self) -> &'static str;
}

impl Code {
    /// Returns the code of a row, counted from zero.
    ///
    /// Used for the constants of a table. A row number out of range gives a code with no row and an empty text; the
    /// generator never emits one.
    pub const fn row(row: u16) -> Self {
        Self(Repr::Row(row))
    }

    /// Creates a code without a row, as a constant: one that an API adds to a shared table.
    ///
    /// A text that a row has gives a code that is not equal to that row's; the generator never emits one.
    #[doc(hidden)]
    pub const fn unlisted(text: &'static str) -> Self {
        Self(Repr::Unlisted(UnknownValue::constant(text)))
    }

    /// Looks up a wire text. `rows` must be sorted by code, `aliases` by text.
    #[doc(hidden)]
    pub fn find<R: TableRow>(text: &str, rows: &[R], aliases: &[(&str, u16)]) -> Self {
        if let Some(row) = position(rows, |row| row.code(), text) {
            return Self(Repr::Row(row));
        }
        if let Some(alias) = position(aliases, |alias| alias.0, text)
            && let Some(&(_, row)) = aliases.get(usize::from(alias))
        {
            return Self(Repr::Alias(row, alias));
        }
        Self(Repr::Unlisted(unknown(text)))
    }

    /// Returns the row number, or `None` if the code is not listed.
    #[doc(hidden)]
    pub fn row_number(&self) -> Option<u16> {
        match self.0 {
            Repr::Row(row) | Repr::Alias(row, _) => Some(row),
            Repr::Unlisted(_) => None,
        }
    }

    /// Returns the row, or `None` if the code is not listed.
    #[doc(hidden)]
    pub fn row_in<R>(&self, rows: &'static [R]) -> Option<&'static R> {
        rows.get(usize::from(self.row_number()?))
    }

    /// Returns the wire text as received.
    #[doc(hidden)]
    pub fn text<'a, R: TableRow>(&'a self, rows: &'static [R], aliases: &'static [(&'static str, u16)]) -> &'a str {
        match &self.0 {
            Repr::Row(row) => rows.get(usize::from(*row)).map_or("", TableRow::code),
            Repr::Alias(_, alias) => aliases.get(usize::from(*alias)).map_or("", |alias| alias.0),
            Repr::Unlisted(value) => value.as_str(),
        }
    }
}

/// Returns the index of `text` in a list sorted by `key`.
fn position<T>(sorted: &[T], key: impl Fn(&T) -> &str, text: &str) -> Option<u16> {
    let place = sorted.binary_search_by(|item| key(item).cmp(text)).ok()?;
    u16::try_from(place).ok()
}

/// Looks up a text in another column of a table.
///
/// `sorted` holds row numbers in the order of that column, and `column` returns the column's value for a row. If
/// several rows have the same text, the first in `sorted` is returned.
///
/// ```
/// let numeric = ["978", "840"]; // of the rows EUR, USD
/// let by_numeric = [1, 0];
/// let find = |text| payspec_core::find_by(&by_numeric, |row| numeric[usize::from(row)], text);
/// assert_eq!(find("978"), Some(0));
/// assert_eq!(find("999"), None);
/// ```
pub fn find_by<'a>(sorted: &[u16], column: impl Fn(u16) -> &'a str, text: &str) -> Option<u16> {
    let place = sorted.partition_point(|&row| column(row) < text);
    let row = *sorted.get(place)?;
    (column(row) == text).then_some(row)
}

/// Looks up an API's own row for a code of a shared table. `rows` must be sorted by code.
#[doc(hidden)]
pub fn find_row<'a, R: TableRow>(rows: &'a [R], code: &str) -> Option<&'a R> {
    rows.get(usize::from(position(rows, |row| row.code(), code)?))
}

/// Concatenates two lists of texts; for the codes that an API adds to a shared table.
///
/// `N` is the combined length. A longer list fails to compile as a constant.
#[doc(hidden)]
pub const fn joined<const N: usize>(first: &[&'static str], then: &[&'static str]) -> [&'static str; N] {
    let mut texts = [""; N];
    let mut at = 0;
    while at < N {
        texts[at] = if at < first.len() { first[at] } else { then[at - first.len()] };
        at += 1;
    }
    texts
}

/// Returns `true` if `left` sorts strictly before `right`; for the compile-time check of a table.
#[doc(hidden)]
pub const fn is_before(left: &str, right: &str) -> bool {
    let (left, right) = (left.as_bytes(), right.as_bytes());
    let mut at = 0;
    while at < left.len() && at < right.len() {
        if left[at] != right[at] {
            return left[at] < right[at];
        }
        at += 1;
    }
    left.len() < right.len()
}

/// Fails to compile when an alias table is not sorted or points beyond its rows.
#[doc(hidden)]
pub const fn assert_aliases(aliases: &[(&str, u16)], rows: usize) {
    let mut at = 0;
    while at < aliases.len() {
        assert!((aliases[at].1 as usize) < rows, "an alias names a row that does not exist");
        assert!(at == 0 || is_before(aliases[at - 1].0, aliases[at].0), "aliases must be sorted, without repeats");
        at += 1;
    }
}

/// Implements the methods and traits of a code table for a type.
///
/// Takes the type, its row type, a `static` array of rows sorted by their field `code`, and a `static`
/// array of other spellings `(text, row)` sorted by text. Both orders are checked at compile time.
///
/// ```
/// #[derive(Clone, PartialEq, Eq, Hash)]
/// pub struct Currency(payspec_core::Code);
///
/// #[derive(Debug, PartialEq, Eq)]
/// pub struct CurrencyRow {
///     pub code: &'static str,
///     pub minor_units: Option<u8>,
/// }
///
/// impl Currency {
///     pub const EUR: Currency = Currency(payspec_core::Code::row(0));
///     pub const XOF: Currency = Currency(payspec_core::Code::row(1));
/// }
///
/// static ROWS: [CurrencyRow; 2] = [
///     CurrencyRow { code: "EUR", minor_units: Some(2) },
///     CurrencyRow { code: "XOF", minor_units: Some(0) },
/// ];
/// static ALIASES: [(&str, u16); 1] = [("CFA", 1)];
/// payspec_core::code_table!(Currency, CurrencyRow, ROWS, ALIASES);
///
/// match Currency::from("EUR") {
///     Currency::EUR => {}
///     other => panic!("{other}"),
/// }
/// let old = Currency::from("CFA");
/// assert_eq!(old.as_str(), "CFA");
/// assert_eq!(old.row().map(|row| row.code), Some("XOF"));
/// assert_eq!(old.canonical(), Currency::XOF);
/// assert!(!Currency::from("GTH").is_listed());
/// assert!(Currency::all().eq([Currency::EUR, Currency::XOF]));
/// assert_eq!(Currency::WIRE_VALUES, ["EUR", "XOF", "CFA"]);
/// ```
///
/// The macro adds `WIRE_VALUES`, `row`, `rows`, `all`, `as_str` (the wire text as received), `is_listed`, `canonical`,
/// `From<&str>`, `From<String>`, `FromStr` (which never fails), `Display`, `Debug` (the text, or `Unlisted("...")` for
/// a code without a row), `AsRef<str>`, `Serialize`, `Deserialize` (from a string, number or boolean),
/// [`FormValue`](crate::FormValue), and [`TableRow`](crate::TableRow) for the row type.
#[macro_export]
macro_rules! code_table {
    ($name:ident, $row:ident, $rows:path, $aliases:path $(,)?) => {
        const _: () = {
            let mut at = 1;
            while at < $rows.len() {
                $crate::__private::core::assert!(
                    $crate::__private::is_before($rows[at - 1].code, $rows[at].code),
                    "rows must be sorted by code, without repeats"
                );
                at += 1;
            }
            $crate::__private::assert_aliases(&$aliases, $rows.len());
        };

        impl $crate::TableRow for $row {
            fn code(&self) -> &'static str {
                self.code
            }
        }

        impl $name {
            /// The texts of the table on the wire: all codes in the order of their rows, then aliases.
            pub const WIRE_VALUES: &'static [&'static str] = &{
                let mut texts = [""; $rows.len() + $aliases.len()];
                let mut at = 0;
                while at < $rows.len() {
                    texts[at] = $rows[at].code;
                    at += 1;
                }
                while at < texts.len() {
                    texts[at] = $aliases[at - $rows.len()].0;
                    at += 1;
                }
                texts
            };

            /// Returns the row of this code, or `None` if the table does not list it.
            #[must_use]
            pub fn row(&self) -> $crate::__private::core::option::Option<&'static $row> {
                self.0.row_in(&$rows[..])
            }

            /// Returns all rows, sorted by code.
            #[must_use]
            pub fn rows() -> &'static [$row] {
                &$rows
            }

            /// Creates a code that the table does not list, for the constants of an API that has it.
            #[doc(hidden)]
            #[must_use]
            pub const fn unlisted(text: &'static str) -> Self {
                Self($crate::Code::unlisted(text))
            }

            /// Returns all codes, in the order of their rows.
            #[must_use]
            pub fn all() -> impl $crate::__private::core::iter::DoubleEndedIterator<Item = Self>
            + $crate::__private::core::iter::ExactSizeIterator {
                $crate::__private::core::iter::Iterator::map(
                    $crate::__private::core::iter::zip(0_u16..$crate::__private::core::primitive::u16::MAX, &$rows),
                    |(row, _)| Self($crate::Code::row(row)),
                )
            }

            /// Returns the wire text as received, which may be an alias.
            #[must_use]
            pub fn as_str(&self) -> &str {
                self.0.text(&$rows[..], &$aliases[..])
            }

            /// Returns `true` if the table has a row for this code.
            #[must_use]
            pub fn is_listed(&self) -> bool {
                self.row().is_some()
            }

            /// Returns the code in the spelling of its row. An unlisted code is returned unchanged.
            #[must_use]
            pub fn canonical(&self) -> Self {
                match self.0.row_number() {
                    $crate::__private::core::option::Option::Some(row) => Self($crate::Code::row(row)),
                    $crate::__private::core::option::Option::None => $crate::__private::core::clone::Clone::clone(self),
                }
            }
        }

        impl $crate::__private::core::convert::From<&str> for $name {
            fn from(text: &str) -> Self {
                Self($crate::Code::find(text, &$rows[..], &$aliases[..]))
            }
        }

        impl $crate::__private::core::fmt::Debug for $name {
            fn fmt(&self, f: &mut $crate::__private::core::fmt::Formatter<'_>) -> $crate::__private::core::fmt::Result {
                if self.is_listed() {
                    f.write_str(self.as_str())
                } else {
                    f.debug_tuple("Unlisted").field(&$crate::__private::short(self.as_str())).finish()
                }
            }
        }

        $crate::__text_impls!($name, code_of, Self($crate::Code::unlisted("")), Self::WIRE_VALUES);
    };
}

/// Implements lookups for a row type that holds one API's facts about the codes of a shared table.
///
/// Takes the row type, the type of the codes (made by [`code_table!`](crate::code_table)), and a `static` array of rows
/// sorted by their field `code`; the order is checked at compile time. Most codes have no such row.
///
/// ```
/// # #[derive(Clone, PartialEq, Eq, Hash)]
/// # pub struct Currency(payspec_core::Code);
/// # #[derive(Debug, PartialEq, Eq)]
/// # pub struct IsoRow { pub code: &'static str }
/// # static ISO_ROWS: [IsoRow; 2] = [IsoRow { code: "EUR" }, IsoRow { code: "XOF" }];
/// # static ALIASES: [(&str, u16); 0] = [];
/// # payspec_core::code_table!(Currency, IsoRow, ISO_ROWS, ALIASES);
/// # impl Currency { pub const XOF: Self = Self(payspec_core::Code::row(1)); }
/// #[derive(Debug, PartialEq, Eq)]
/// pub struct CurrencyRow {
///     pub code: &'static str,
///     pub wallets: bool,
/// }
///
/// static ROWS: [CurrencyRow; 1] = [CurrencyRow { code: "XOF", wallets: true }];
/// payspec_core::code_rows!(CurrencyRow, Currency, ROWS);
///
/// assert!(CurrencyRow::of(&Currency::XOF).is_some_and(|row| row.wallets));
/// assert_eq!(CurrencyRow::of(&Currency::from("EUR")), None);
/// assert_eq!(CurrencyRow::rows().len(), 1);
/// ```
///
/// The macro adds `of`, `rows` and [`TableRow`](crate::TableRow).
#[macro_export]
macro_rules! code_rows {
    ($row:ident, $codes:ty, $rows:path $(,)?) => {
        const _: () = {
            let mut at = 1;
            while at < $rows.len() {
                $crate::__private::core::assert!(
                    $crate::__private::is_before($rows[at - 1].code, $rows[at].code),
                    "rows must be sorted by code, without repeats"
                );
                at += 1;
            }
        };

        impl $crate::TableRow for $row {
            fn code(&self) -> &'static str {
                self.code
            }
        }

        impl $row {
            /// Returns the API's row for a code, whatever its spelling, or `None` if the API has none.
            #[must_use]
            pub fn of(code: &$codes) -> $crate::__private::core::option::Option<&'static Self> {
                let listed = code.row().map(|row| row.code);
                $crate::__private::find_row(&$rows[..], listed.unwrap_or(code.as_str()))
            }

            /// Returns all rows, sorted by code.
            #[must_use]
            pub fn rows() -> &'static [Self] {
                &$rows
            }
        }
    };
}
