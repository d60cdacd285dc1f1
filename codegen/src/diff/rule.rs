//! What a rule is: a kind of change, and what it does to programs.

/// Who notices a change, a column for each.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Effects {
    /// A request that worked is refused: by the API, or by a client that validates it before sending.
    pub wire: bool,
    /// An older program cannot read a new response or delivery. New values of enums are harmless: enums are open.
    pub decode: bool,
    /// Rust code that used the generated crates no longer compiles or runs.
    pub rust: bool,
}

impl Effects {
    /// The columns of the table of rules, by name. Another name does not compile.
    pub(super) const fn of(columns: &[&str]) -> Self {
        let mut effects = Self { wire: false, decode: false, rust: false };
        let mut at = 0;
        while at < columns.len() {
            match columns[at].as_bytes() {
                b"wire" => effects.wire = true,
                b"decode" => effects.decode = true,
                b"rust" => effects.rust = true,
                _ => panic!("the columns are wire, decode and rust"),
            }
            at += 1;
        }
        effects
    }

    /// The names of the columns in which something breaks, in their order.
    pub fn names(self) -> impl Iterator<Item = &'static str> {
        [(self.wire, "wire"), (self.decode, "decode"), (self.rust, "Rust")]
            .into_iter()
            .filter_map(|(breaks, name)| breaks.then_some(name))
    }

    /// Whether anything breaks.
    pub fn any(self) -> bool {
        self.wire || self.decode || self.rust
    }
}

/// What a change is if it breaks nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Harmless {
    /// Something that was not there.
    Added,
    /// Something that differs.
    Changed,
    /// A fact is the same and its evidence is not.
    Evidence,
}

/// A kind of change.
#[derive(Debug, PartialEq, Eq)]
pub struct Rule {
    /// Its name, in kebab-case. It never changes its meaning.
    pub id: &'static str,
    /// What breaks at most: a field that no request sends breaks none, for example.
    pub effects: Effects,
    /// What it is where nothing breaks.
    pub harmless: Harmless,
    /// Its paragraph in `docs/spec-diff.md`.
    pub page: &'static str,
}

/// Defines the rules of one area: a constant each, and `ALL`.
macro_rules! rules {
    ($($NAME:ident $id:literal [$($column:ident)*] $($harmless:ident)? $page:literal;)*) => {
        $(pub const $NAME: &$crate::diff::Rule = &$crate::diff::Rule {
            id: $id,
            effects: $crate::diff::Effects::of(&[$(stringify!($column)),*]),
            harmless: $crate::diff::rule::rules!(@harmless $($harmless)?),
            page: $page,
        };)*
        /// All rules of the area, in the order of its page.
        pub const ALL: &[&$crate::diff::Rule] = &[$($NAME),*];
    };
    (@harmless) => { $crate::diff::Harmless::Changed };
    (@harmless $harmless:ident) => { $crate::diff::Harmless::$harmless };
}
pub(super) use rules;
