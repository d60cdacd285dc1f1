/// Gives a type a setter for each field that need not be given, which takes `self` and returns it.
///
/// Generated code calls it, with what the caller passes and what becomes of that:
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
