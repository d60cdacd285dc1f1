//! Lists whose items are read as leniently as single values are.

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

            /// Returns the same of a list that is always there.
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
    /// Reads a list of texts in the forms of [`list`], each as [`text`] does.
    text_list, texts: text reads String;

    /// Reads a list of integers in the forms of [`list`], each as [`integer`] does; `""` is no item.
    integer_list, integers: integer reads i64;

    /// Reads a list of booleans in the forms of [`list`], each as [`boolean`] does; `""` is no item.
    boolean_list, booleans: boolean reads bool;

    /// Reads a list of values that are no texts in the forms of [`list`], each as [`value`] does; `""` is no item.
    value_list, values: value reads T, T;
}
