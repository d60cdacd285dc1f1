//! The macro with which generated code declares how parameters are read.

/// Implements [`DecodeOperation`](crate::server::DecodeOperation) for the parameters of an operation.
///
/// Takes the type, how the API writes lists (a variant of [`ListStyle`](crate::ListStyle)), the fields with their wire
/// names and readers (two for a field that can be cleared), sorted by name, and the names of required fields. Parameters
/// with fields that are not what they are on the wire, such as amounts, are declared with `convert_params!`.
#[doc(hidden)]
#[macro_export]
macro_rules! read_params {
    ($params:ident, $lists:ident { $($members:tt)* } $($rest:tt)*) => {
        $crate::read_fields!($params { $($members)* } {} $($rest)*);

        impl $crate::server::DecodeOperation for $params {
            const LISTS: $crate::ListStyle = $crate::ListStyle::$lists;
            const PARAMETERS: &'static [&'static $crate::__private::core::primitive::str] = Self::SHAPE.names;

            fn read(
                parameters: &mut $crate::server::private::Parameters,
            ) -> $crate::__private::core::option::Option<Self> {
                parameters.fill(<Self as $crate::__private::object::Blank>::blank(), Self::SHAPE)
            }
        }
    };
}

/// Implements [`DecodeOperation`](crate::server::DecodeOperation) for parameters that are converted after they were read.
///
/// Takes the type, how the API writes lists, all fields, the type that is read (which `read_fields!` declares), and the
/// function that converts it.
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
            const PARAMETERS: &'static [&'static $crate::__private::core::primitive::str] = $read::SHAPE.names;

            fn read(
                parameters: &mut $crate::server::private::Parameters,
            ) -> $crate::__private::core::option::Option<Self> {
                let read = parameters.fill(<$read as $crate::__private::object::Blank>::blank(), $read::SHAPE)?;
                parameters.convert($convert(read))
            }
        }
    };
}
