//! Lists whose items are read as leniently as single values.

use serde::de::{Deserialize, Deserializer};

use super::shapes::{list, missing};
use super::{boolean, integer, text, value};

macro_rules! lists {
    ($($(#[$docs:meta])* $list:ident, $items:ident: $item:ident reads $ty:ty $(, $of:ident)?;)*) => {
        $(
            $(#[$docs])*
            pub fn $list<'de, D $(, $of)?>(deserializer: D) -> Result<Option<Vec<$ty>>, D::Error>
            where
                D: Deserializer<'de>,
                $($of: Deserialize<'de>,)?
            {
                struct Item<T>(Option<T>);

                impl<'de $(, $of: Deserialize<'de>)?> Deserialize<'de> for Item<$ty> {
                    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                        $item(deserializer).map(Self)
                    }
                }

                let items: Option<Vec<Item<$ty>>> = list(deserializer)?;
                Ok(items.map(|items| items.into_iter().filter_map(|item| item.0).collect()))
            }

            /// Same for a required list.
            pub fn $items<'de, D $(, $of)?>(deserializer: D) -> Result<Vec<$ty>, D::Error>
            where
                D: Deserializer<'de>,
                $($of: Deserialize<'de>,)?
            {
                $list(deserializer)?.ok_or_else(missing)
            }
        )*
    };
}

lists! {
    /// Reads a list of strings in the forms of [`list`], each like [`text`].
    text_list, texts: text reads String;

    /// Reads a list of integers in the forms of [`list`], each like [`integer`]; `""` is skipped.
    integer_list, integers: integer reads i64;

    /// Reads a list of booleans in the forms of [`list`], each like [`boolean`]; `""` is skipped.
    boolean_list, booleans: boolean reads bool;

    /// Reads a list of non-string values in the forms of [`list`], each like [`value`]; `""` is skipped.
    value_list, values: value reads T, T;
}
