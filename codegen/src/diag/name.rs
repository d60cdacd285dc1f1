//! The names that problems are about: problems of one name may have one cause.

/// What a problem says of a name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct About {
    /// What the name stands for: `type`, `source`, `field`.
    pub what: &'static str,
    /// The name.
    pub name: String,
    /// What should have it, where that is known: "the object `Refund`".
    pub holder: Option<String>,
    /// What is wrong with it.
    pub role: Role,
}

/// What is wrong with a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// It is used and not declared.
    Missing,
    /// It is declared and not used.
    Unused,
    /// It is declared in a form that it cannot have.
    Misspelt,
}

impl About {
    /// A name that is used and not declared.
    pub fn missing(what: &'static str, name: &str) -> Self {
        Self { what, name: name.to_owned(), holder: None, role: Role::Missing }
    }

    /// A name that is declared and not used.
    pub fn unused(what: &'static str, name: &str) -> Self {
        Self { what, name: name.to_owned(), holder: None, role: Role::Unused }
    }

    /// A declared name in a form that it cannot have.
    pub fn misspelt(name: &str) -> Self {
        Self { what: "name", name: name.to_owned(), holder: None, role: Role::Misspelt }
    }

    /// The same in what should have it.
    #[must_use]
    pub fn of(self, holder: &str) -> Self {
        Self { holder: Some(holder.to_owned()), ..self }
    }
}
