//! The macro with which generated code declares how parameters are read.

/// Implements [`DecodeOperation`](crate::server::DecodeOperation) for the parameters of an operation.
///
/// Takes the type, its fields with their wire names and readers (two for a field that can be cleared), sorted by name, and
/// the names of required fields. Amounts and other fields that are not what they are on the wire are read as a type of
/// their own and converted: `Params { .. } from __Read, convert`.
#[doc(hidden)]
#[macro_export]
macro_rules! read_params {
    ($params:ident, $lists:ident { $($members:tt)* } $($rest:tt)*) => {
        $crate::read_fields!($params { $($members)* } {} $($rest)*);

        impl $crate::server::DecodeOperation for $params {
            const LISTS: $crate::ListStyle = $crate::ListStyle::$lists;

            fn read(
                parameters: &mut $crate::server::private::Parameters,
            ) -> $crate::__private::core::option::Option<Self> {
                parameters.fill(<Self as $crate::__private::object::Blank>::blank(), Self::SHAPE)
            }
        }
    };
}

/// Implements [`DecodeOperation`](crate::server::DecodeOperation) for parameters that are converted after they were read.
#[doc(hidden)]
#[macro_export]
macro_rules! convert_params {
    ($params:ident, $lists:ident { $($field:ident),* } from $read:ident, $convert:path) => {
        impl $crate::__private::object::Blank for $params {
            #[allow(deprecated)]
            fn blank() -> Self {
                Self { $($field: $crate::__private::object::Blank::blank()),* }
            }

            $crate::__if_made! {
                #[allow(deprecated)]
                fn made(random: &mut $crate::server::Random) -> Self {
                    Self { $($field: $crate::__private::object::Blank::made(random)),* }
                }
            }
        }

        impl $crate::server::DecodeOperation for $params {
            const LISTS: $crate::ListStyle = $crate::ListStyle::$lists;

            fn read(
                parameters: &mut $crate::server::private::Parameters,
            ) -> $crate::__private::core::option::Option<Self> {
                let read = parameters.fill(<$read as $crate::__private::object::Blank>::blank(), $read::SHAPE)?;
                parameters.convert($convert(read))
            }
        }
    };
}
