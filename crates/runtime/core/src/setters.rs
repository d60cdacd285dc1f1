/// Implements a setter for each optional field of a type; each takes and returns `self`.
///
/// Called by generated code with the argument and its conversion:
///
/// ```
/// #[derive(Default)]
/// pub struct CreateRefund {
///     pub description: Option<String>,
/// }
///
/// payspec_core::setters! { CreateRefund {
///     /// The merchant's own note.
///     description: impl Into<String> = Some(description.into());
/// } }
///
/// assert_eq!(CreateRefund::default().description("twice").description.as_deref(), Some("twice"));
/// ```
#[doc(hidden)]
#[macro_export]
macro_rules! setters {
    ($Type:ident { $($(#[$attribute:meta])* $field:ident: $Argument:ty = $value:expr;)+ }) => {
        impl $Type {
            $(
                $(#[$attribute])*
                pub fn $field(mut self, $field: $Argument) -> Self {
                    self.$field = $value;
                    self
                }
            )+
        }
    };
}
