//! What a rule demands, as core's table of checks has it.

// What the values of checks are here.
type Path = String;
type Key = String;
type Text = String;
type Phrase = String;
type Texts = Vec<String>;
type Integer = i64;
type IntegerBound = Option<i64>;
type Count = u32;
type CountBound = Option<u32>;
type DateForm = payspec_core::CompactDate;
type TextForm = payspec_core::TextFormat;

/// Visits a value of a check, if it names a field.
macro_rules! visit_path {
    (Path $value:ident $visit:ident) => {
        $visit($value)
    };
    ($kind:ident $value:ident $visit:ident) => {
        let _ = $value;
    };
}

macro_rules! define_check {
    (
        presence { $($(#[$presence_docs:meta])* $presence_key:ident $Presence:ident;)* }
        plain { $($(#[$plain_docs:meta])* $plain_key:ident $Plain:ident;)* }
        values { $($(#[$docs:meta])* $key:ident $Value:ident { $($(#[$field_docs:meta])* $field:ident $(as $name:literal)?: $kind:ident,)* })* }
        implied { $($(#[$implied_docs:meta])* $Implied:ident { $($(#[$of_docs:meta])* $of:ident: $of_kind:ident,)* })* }
    ) => {
        /// What a rule demands. Fields are dotted wire names.
        #[derive(Debug, Clone, PartialEq, Eq)]
        pub enum Check {
            $($(#[$presence_docs])* $Presence(Vec<String>),)*
            $($(#[$docs])* $Value { $($(#[$field_docs])* $field: $kind,)* },)*
            $($(#[$plain_docs])* $Plain {
                /// The field.
                field: String,
            },)*
            $($(#[$implied_docs])* $Implied { $($(#[$of_docs])* $of: $of_kind,)* },)*
        }

        impl Check {
            /// Visits all paths that the check names.
            pub(crate) fn for_each_path(&mut self, visit: &mut impl FnMut(&mut String)) {
                match self {
                    $(Self::$Presence(fields) => fields.iter_mut().for_each(visit),)*
                    $(Self::$Value { $($field),* } => { $(visit_path!($kind $field visit);)* })*
                    $(Self::$Plain { field } => visit(field),)*
                    $(Self::$Implied { $($of),* } => { $(visit_path!($of_kind $of visit);)* })*
                }
            }

            /// What is demanded, in the words of a spec: `range field=amount min=1`. Values that are not set are left out.
            pub(crate) fn written(&self) -> String {
                let (keyword, values): (&str, Vec<(&str, String)>) = match self {
                    $(Self::$Presence(fields) => (stringify!($presence_key), vec![("fields", fields.value())]),)*
                    $(Self::$Value { $($field),* } => {
                        (stringify!($key), vec![$((stringify!($field), $field.value())),*])
                    })*
                    $(Self::$Plain { field } => (stringify!($plain_key), vec![("field", field.value())]),)*
                    $(Self::$Implied { $($of),* } => {
                        (stringify!($Implied), vec![$((stringify!($of), $of.value())),*])
                    })*
                };
                let values = values.into_iter().filter(|(_, value)| !value.is_empty());
                values.fold(keyword.to_owned(), |text, (name, value)| format!("{text} {name}={value}"))
            }
        }
    };
}

/// A value of a check as a text.
trait Written {
    fn value(&self) -> String;
}

macro_rules! written {
    ($($kind:ty: $value:ident => $text:expr;)*) => {
        $(impl Written for $kind {
            fn value(&self) -> String {
                let $value = self;
                $text
            }
        })*
    };
}

written! {
    String: text => text.clone();
    Vec<String>: texts => texts.join(",");
    i64: number => number.to_string();
    u32: number => number.to_string();
    Option<i64>: bound => bound.map(|bound| bound.to_string()).unwrap_or_default();
    Option<u32>: bound => bound.map(|bound| bound.to_string()).unwrap_or_default();
    DateForm: form => format!("{form:?}").to_lowercase();
    TextForm: form => format!("{form:?}").to_lowercase();
}

payspec_core::rule_checks!(define_check);
