/// Adds the checks of an operation to its parameter type as methods, so that callers need not import the trait.
///
/// Generated code calls it: `payspec_core::checks!(CreateRefund, validate, validate_for, warnings);`.
#[doc(hidden)]
#[macro_export]
macro_rules! checks {
    (@validate) => {
        /// Validates the parameters, as a client does before it sends them.
        ///
        /// # Errors
        ///
        /// Returns all violations.
        #[inline]
        pub fn validate(&self) -> Result<(), $crate::Violations> {
            $crate::Operation::validate(self)
        }
    };
    (@validate_for) => {
        /// Validates the parameters like [`validate`](Self::validate), and against the profile of a use case.
        ///
        /// # Errors
        ///
        /// Returns all violations, including parameters that the profile requires or forbids.
        #[inline]
        pub fn validate_for(&self, profile: &'static $crate::Profile) -> Result<(), $crate::Violations> {
            $crate::Operation::validate_for(self, Some(profile))
        }
    };
    (@warnings) => {
        /// Returns violations of advisory rules, and values that this version does not list. They do not prevent a
        /// client from sending the request.
        #[inline]
        pub fn warnings(&self) -> Option<$crate::Violations> {
            $crate::Operation::warnings(self)
        }
    };
    ($params:ident, $($check:ident),+) => {
        impl $params {
            $($crate::checks!(@$check);)+
        }
    };
}
