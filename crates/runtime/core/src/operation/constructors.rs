//! Constructors for the parts of an operation's spec, which take one line instead of a six-line literal.

use super::error_kind::ErrorKind;
use super::spec::{HeaderUse, ResponseSpec, SuccessId};

impl ResponseSpec {
    /// Creates the description of a success status.
    pub const fn success(status: u16, meaning: &'static str) -> Self {
        Self { status, error: None, meaning }
    }

    /// Creates the description of an error status.
    pub const fn error(status: u16, error: ErrorKind, meaning: &'static str) -> Self {
        Self { status, error: Some(error), meaning }
    }
}

impl SuccessId {
    /// Creates a top-level ID with these names, which is optional and not compared with a parameter.
    pub const fn new(names: &'static [&'static str]) -> Self {
        Self { within: &[], names, parameter: None, guaranteed: false, ignore_case: false }
    }

    /// Sets the members to step into before it.
    #[must_use]
    pub const fn within(mut self, within: &'static [&'static str]) -> Self {
        self.within = within;
        self
    }

    /// Sets the parameter that contains the same ID.
    #[must_use]
    pub const fn parameter(mut self, parameter: &'static str) -> Self {
        self.parameter = Some(parameter);
        self
    }

    /// Rejects responses without it.
    #[must_use]
    pub const fn guaranteed(mut self) -> Self {
        self.guaranteed = true;
        self
    }

    /// Compares it case-insensitively.
    #[must_use]
    pub const fn ignore_case(mut self) -> Self {
        self.ignore_case = true;
        self
    }
}

impl HeaderUse {
    /// Creates an optional header. `setter` is the method of the API's client builder.
    pub const fn new(name: &'static str, setter: &'static str, docs: &'static str) -> Self {
        Self { name, required: false, docs, value: None, setter }
    }

    /// Requires the header.
    #[must_use]
    pub const fn required(mut self) -> Self {
        self.required = true;
        self
    }

    /// Sets the default value.
    #[must_use]
    pub const fn value(mut self, value: &'static str) -> Self {
        self.value = Some(value);
        self
    }
}
