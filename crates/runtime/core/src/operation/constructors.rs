//! Constructors for the parts of an operation's spec: a constant in a line, where its literal takes six.

use super::error_kind::ErrorKind;
use super::spec::{HeaderUse, ResponseSpec, SuccessId};

impl ResponseSpec {
    /// Creates the description of a status that is a success.
    pub const fn success(status: u16, meaning: &'static str) -> Self {
        Self { status, error: None, meaning }
    }

    /// Creates the description of a status that is an error.
    pub const fn error(status: u16, error: ErrorKind, meaning: &'static str) -> Self {
        Self { status, error: Some(error), meaning }
    }
}

impl SuccessId {
    /// Creates an id of these names on the outermost level, which a response may lack and no parameter repeats.
    pub const fn new(names: &'static [&'static str]) -> Self {
        Self { within: &[], names, parameter: None, guaranteed: false, ignore_case: false }
    }

    /// Sets the members to step into before it.
    #[must_use]
    pub const fn within(mut self, within: &'static [&'static str]) -> Self {
        self.within = within;
        self
    }

    /// Sets the parameter that names the same object.
    #[must_use]
    pub const fn parameter(mut self, parameter: &'static str) -> Self {
        self.parameter = Some(parameter);
        self
    }

    /// Refuses responses without it.
    #[must_use]
    pub const fn guaranteed(mut self) -> Self {
        self.guaranteed = true;
        self
    }

    /// Compares it without regard to case.
    #[must_use]
    pub const fn ignore_case(mut self) -> Self {
        self.ignore_case = true;
        self
    }
}

impl HeaderUse {
    /// Creates the use of a header that an operation can do without. `setter` is the method of the API's client builder.
    pub const fn new(name: &'static str, setter: &'static str, docs: &'static str) -> Self {
        Self { name, required: false, docs, value: None, setter }
    }

    /// Requires the header.
    #[must_use]
    pub const fn required(mut self) -> Self {
        self.required = true;
        self
    }

    /// Sets what is sent when the caller gives nothing.
    #[must_use]
    pub const fn value(mut self, value: &'static str) -> Self {
        self.value = Some(value);
        self
    }
}
