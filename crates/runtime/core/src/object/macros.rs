//! Macros with which generated code declares how an object is read and written.

/// Implements reading from JSON for an object.
///
/// Takes the type, its fields with their wire names and readers, sorted by name (checked at compile time); then the
/// names of required fields, and the fields with several names.
///
/// ```
/// #[derive(Debug, PartialEq)]
/// struct Invoice {
///     lines: Option<Vec<String>>,
///     number: String,
/// }
/// payspec_core::read_object!(Invoice { "lines" = lines: text_list, "no" = number: required_text } required "no");
///
/// let invoice: Invoice = serde_json::from_str(r#"{"no":"17","lines":{"2":"shoes","3":null,"4":7}}"#).unwrap();
/// assert_eq!(invoice.lines, Some(vec!["shoes".to_owned(), "7".to_owned()]));
/// assert!(serde_json::from_str::<Invoice>(r#"{"lines":[]}"#).is_err());
/// ```
///
/// The macro adds `Deserialize`.
#[doc(hidden)]
#[macro_export]
macro_rules! read_object {
    ($object:ident { $($members:tt)* } $($rest:tt)*) => {
        $crate::read_fields!($object { $($members)* } {} $($rest)*);

        impl $crate::__private::object::Fill for $object {
            fn fill(
                &mut self,
                members: &mut dyn $crate::__private::object::Members<'_>,
            ) -> $crate::__private::core::result::Result<(), $crate::__private::object::Failed> {
                $crate::__private::object::fill(self, Self::SHAPE, members)
            }
        }

        impl<'de> $crate::__private::serde::Deserialize<'de> for $object {
            fn deserialize<D: $crate::__private::serde::Deserializer<'de>>(
                deserializer: D,
            ) -> $crate::__private::core::result::Result<Self, D::Error> {
                $crate::__private::object::deserialize_object(deserializer)
            }
        }
    };
}

/// The fields of an object, and the initial values of the others.
#[doc(hidden)]
#[macro_export]
macro_rules! read_fields {
    (
        $object:ident { $($wire:literal = $field:ident: $read:ident $($inner:ident)?),* $(,)? } { $($other:ident: $value:expr),* }
        $(required $($required:literal),+)?
        $(, several { $($name:literal),+; $is_text:literal })*
    ) => {
        #[allow(deprecated)]
        const _: () = {
            #[allow(non_camel_case_types, clippy::enum_variant_names)]
            enum __Number {
                $($field,)*
            }

            impl $object {
                const SHAPE: &'static $crate::__private::object::Shape = &$crate::__private::object::Shape {
                    names: &$crate::__private::object::sorted([$($wire),*]),
                    required: &[$($($required),+)?],
                    several: &[$($crate::__private::SeveralNames {
                        names: &[$($name),+],
                        is_text: $is_text,
                    }),*],
                };
            }

            impl $crate::__private::object::ReadFields for $object {
                #[allow(non_upper_case_globals)]
                fn read_field(
                    &mut self,
                    __number: $crate::__private::core::primitive::usize,
                    __source: &mut dyn $crate::__private::object::Source<'_>,
                ) -> $crate::__private::core::result::Result<(), $crate::__private::object::Failed> {
                    $(const $field: $crate::__private::core::primitive::usize = __Number::$field as _;)*
                    match __number {
                        $($field => $crate::__private::object::$read(
                            __source,
                            &mut self.$field
                            $(, $crate::__private::object::$inner)?
                        ),)*
                        _ => $crate::__private::core::result::Result::Ok(()),
                    }
                }
            }

            impl $crate::__private::object::Blank for $object {
                fn blank() -> Self {
                    Self {
                        $($field: $crate::__private::object::Blank::blank(),)*
                        $($other: $value,)*
                    }
                }

                $crate::__if_made! {
                    fn made(__random: &mut $crate::server::Random) -> Self {
                        __random.inside(|__random| Self {
                            $($field: $crate::__private::object::Blank::made(__random),)*
                            $($other: $crate::__private::variant_made(__random),)*
                        })
                    }
                }
            }
        };
    };
}

/// Implements writing as JSON for an object.
///
/// Takes the type and its fields with their wire names and writers, in the API's order; then, for an object that keeps
/// unreadable members, the field that holds them.
///
/// ```
/// struct Invoice {
///     number: String,
///     due: Option<String>,
/// }
/// payspec_core::write_object!(Invoice { "no" = number: member, "dueDate" = due: optional });
///
/// let invoice = Invoice { number: "17".to_owned(), due: None };
/// assert_eq!(serde_json::to_string(&invoice)?, r#"{"no":"17"}"#);
/// # Ok::<(), serde_json::Error>(())
/// ```
///
/// The macro adds `Serialize`. Serde's derive would do the same, but would be compiled into every program that receives
/// an event.
#[doc(hidden)]
#[macro_export]
macro_rules! write_object {
    ($object:ident { $($wire:literal = $field:ident: $write:ident),* $(,)? } $(keeps $kept:ident)?) => {
        #[allow(deprecated, unused_mut)]
        impl $crate::__private::serde::Serialize for $object {
            fn serialize<S: $crate::__private::serde::Serializer>(
                &self,
                serializer: S,
            ) -> $crate::__private::core::result::Result<S::Ok, S::Error> {
                let mut object = $crate::__private::ObjectWriter::<S>::sent(serializer)?;
                $(object.keep(&self.$kept);)?
                $(object.$write($wire, &self.$field)?;)*
                object.end()
            }
        }
    };
}
