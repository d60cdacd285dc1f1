//! Constructors for rules and profiles: one line per property.

use super::{Check, Condition, KnownValues, Precondition, Profile, Rule, Test};
use crate::Evidence;

impl Rule {
    /// Creates a rule that always applies. Add its reason with [`because`](Self::because).
    pub const fn new(name: &'static str, check: Check) -> Self {
        Self { name, when: None, check, because: "", evidence: None }
    }

    /// Sets the condition under which it applies: this test of this field.
    #[must_use]
    pub const fn when(mut self, field: &'static str, is: Test) -> Self {
        self.when = Some(Condition { field, is });
        self
    }

    /// Sets the reason, which is part of the violation's message.
    #[must_use]
    pub const fn because(mut self, because: &'static str) -> Self {
        self.because = because;
        self
    }

    /// Converts it to a precondition: `object` is the first step of its paths that refer to the object, and `id` is the
    /// member that identifies the object, if it has one.
    pub const fn against(self, object: &'static str, id: Option<&'static str>) -> Precondition {
        Precondition { object, id, rule: self }
    }
}

impl Profile {
    /// Creates a profile that applies only on request and requires nothing.
    pub const fn new(name: &'static str) -> Self {
        Self { name, when: None, requires: &[], forbids: &[], because: "", evidence: None }
    }

    /// Sets the condition under which it applies automatically: this test of this field.
    #[must_use]
    pub const fn when(mut self, field: &'static str, is: Test) -> Self {
        self.when = Some(Condition { field, is });
        self
    }

    /// Sets the fields that must be given.
    #[must_use]
    pub const fn requires(mut self, fields: &'static [&'static str]) -> Self {
        self.requires = fields;
        self
    }

    /// Sets the fields that must not be given.
    #[must_use]
    pub const fn forbids(mut self, fields: &'static [&'static str]) -> Self {
        self.forbids = fields;
        self
    }

    /// Sets the reason, which is part of the violation's message.
    #[must_use]
    pub const fn because(mut self, because: &'static str) -> Self {
        self.because = because;
        self
    }
}

/// Evidence setters, named like the constructors of [`Evidence`].
macro_rules! evidence {
    (of $($Type:ident)*) => {
        $(impl $Type {
            evidence! { levels
                /// Sets evidence in the provider's documentation at this location.
                documented
                /// Sets evidence in a sample of the documentation at this location.
                sample
                /// Sets evidence in a public client at this location.
                public_client
                /// Sets evidence of something that the provider's documentation mentions at this location but does not
                /// describe.
                named
                /// Sets inferred evidence from a source at this location, which may be empty.
                inferred
            }

            /// Sets remarks about the evidence. Must be called after setting the evidence.
            #[must_use]
            pub const fn note(mut self, note: &'static str) -> Self {
                if let Some(evidence) = &mut self.evidence {
                    evidence.note = note;
                }
                self
            }
        })*
    };
    (levels $($(#[$docs:meta])* $level:ident)*) => {
        $($(#[$docs])*
        #[must_use]
        pub const fn $level(mut self, at: &'static str) -> Self {
            self.evidence = Some(Evidence::$level(at, ""));
            self
        })*
    };
}
evidence!(of Rule Profile);

impl KnownValues {
    /// Creates the list of known values of a parameter whose type has this name.
    pub const fn new(field: &'static str, of: &'static str, values: &'static [&'static str]) -> Self {
        Self { field, of, values, also: &[], sensitive: false }
    }

    /// Adds the texts of another column of the table.
    #[must_use]
    pub const fn or(mut self, also: &'static [&'static str]) -> Self {
        self.also = also;
        self
    }

    /// Marks the parameter as personal or secret.
    #[must_use]
    pub const fn sensitive(mut self) -> Self {
        self.sensitive = true;
        self
    }
}
