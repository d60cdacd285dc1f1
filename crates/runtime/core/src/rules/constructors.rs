//! Constructors for rules and profiles: a line for each thing that is said.

use super::{Check, Condition, KnownValues, Precondition, Profile, Rule, Test};
use crate::Evidence;

impl Rule {
    /// Creates a rule that always applies. Give it its reason with [`because`](Self::because).
    pub const fn new(name: &'static str, check: Check) -> Self {
        Self { name, when: None, check, because: "", evidence: None }
    }

    /// Sets when it applies: when this field is like that.
    #[must_use]
    pub const fn when(mut self, field: &'static str, is: Test) -> Self {
        self.when = Some(Condition { field, is });
        self
    }

    /// Sets the reason, for whoever breaks it.
    #[must_use]
    pub const fn because(mut self, because: &'static str) -> Self {
        self.because = because;
        self
    }

    /// Makes a precondition of it: `object` is the first step of its paths into the object, `id` the member that
    /// identifies the object, where it has one.
    pub const fn against(self, object: &'static str, id: Option<&'static str>) -> Precondition {
        Precondition { object, id, rule: self }
    }
}

impl Profile {
    /// Creates a profile that applies only on request and demands nothing.
    pub const fn new(name: &'static str) -> Self {
        Self { name, when: None, requires: &[], forbids: &[], because: "", evidence: None }
    }

    /// Sets when it applies by itself: when this field is like that.
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

    /// Sets the reason, for whoever breaks it.
    #[must_use]
    pub const fn because(mut self, because: &'static str) -> Self {
        self.because = because;
        self
    }
}

/// How something is known, in the words of [`Evidence`].
macro_rules! evidence {
    (of $($Type:ident)*) => {
        $(impl $Type {
            evidence! { levels
                /// The provider's documentation says so, at this place.
                documented
                /// A sample in the documentation shows it, at this place.
                sample
                /// A public client does it, at this place.
                public_client
                /// The provider's documentation names it at this place, and describes it nowhere.
                named
                /// It follows from what is written at this place, which may be empty.
                inferred
            }

            /// Sets what should be known about the evidence. Say the evidence first.
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
    /// Creates the list of the values that are known for a parameter, which is of a type of this name.
    pub const fn new(field: &'static str, of: &'static str, values: &'static [&'static str]) -> Self {
        Self { field, of, values, sensitive: false }
    }

    /// Marks the parameter as personal or secret.
    #[must_use]
    pub const fn sensitive(mut self) -> Self {
        self.sensitive = true;
        self
    }
}
