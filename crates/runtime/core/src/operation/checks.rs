/// Gives a params type the checks of its operation as methods, so that callers need not import the trait.
///
/// Generated code calls it: `payspec_core::checks!(CreateRefund, validate, validate_for, warnings);`.
#[doc(hidden)]
#[macro_export]
macro_rules! checks {
    (@validate) => {
        /// Checks the rules, as a client does before it sends.
        ///
        /// # Errors
        ///
        /// Every rule that is broken, all at once.
        pub fn validate(&self) -> Result<(), $crate::Violations> {
            $crate::Operation::validate(self)
        }
    };
    (@validate_for) => {
        /// The same, for a use case as well.
        ///
        /// # Errors
        ///
        /// Every rule that is broken and everything that the use case misses, all at once.
        pub fn validate_for(&self, profile: &'static $crate::Profile) -> Result<(), $crate::Violations> {
            $crate::Operation::validate_for(self, Some(profile))
        }
    };
    (@warnings) => {
        /// Returns what is doubtful about the parameters: advice of the API that they do not follow, and values that
        /// this version does not know. Nothing is refused for it: a client sends them all the same.
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
