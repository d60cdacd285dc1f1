//! The table of checks: core defines [`Check`](super::Check) from it, and the generator its reading, resolving and
//! writing of them.

/// Passes the checks to a macro, in four sections: presence checks on several fields, checks with a field only, checks
/// with further values, and checks that no description writes because they follow from the declaration of a field.
///
/// A check has the keyword of the description language and its name in Rust. The kinds of its values are names that
/// each user maps to types: a `Path` names a field, a `Key` a member of an item, a `Phrase` completes a sentence.
#[doc(hidden)]
#[macro_export]
macro_rules! rule_checks {
    ($user:ident) => {
        $user! {
            presence {
                /// Exactly one of the fields is given.
                exactly_one_of ExactlyOneOf;
                /// At least one of the fields is given.
                at_least_one_of AtLeastOneOf;
                /// At most one of the fields is given.
                at_most_one_of AtMostOneOf;
                /// All of the fields are given, or none.
                all_or_none AllOrNone;
                /// All of the fields are given.
                requires Requires;
                /// None of the fields is given.
                forbids Forbids;
            }
            plain {
                /// The field consists of digits with a valid check digit (Luhn).
                luhn Luhn;
            }
            values {
                /// The field is an integer within inclusive bounds.
                range Range {
                    /// The field.
                    field: Path,
                    /// The lowest value.
                    min: IntegerBound,
                    /// The highest value.
                    max: IntegerBound,
                }
                /// The field is an integer multiple of a number.
                multiple_of MultipleOf {
                    /// The field.
                    field: Path,
                    /// The number; not zero.
                    of: Integer,
                }
                /// The length of the field in characters (Unicode scalar values) is within inclusive bounds.
                length Length {
                    /// The field.
                    field: Path,
                    /// The minimum number of characters.
                    min: CountBound,
                    /// The maximum number of characters.
                    max: CountBound,
                }
                /// The list, if it is sent, has at least this many items. (A form cannot express an empty one.)
                min_items MinItems {
                    /// The list.
                    field: Path,
                    /// The minimum number of items.
                    min: Count,
                }
                /// The list or map has at most this many items or keys.
                max_items MaxItems {
                    /// The list or map.
                    field: Path,
                    /// The maximum number of items.
                    max: Count,
                }
                /// The whole field matches a regular expression.
                pattern Pattern {
                    /// The field.
                    field: Path,
                    /// The expression, in the syntax of the crate regex-lite.
                    pattern as "matches": Text,
                    /// What it means, to complete "must be ...": `three letters`.
                    means: Phrase,
                }
                /// The field, or every item of it, is one of these texts.
                one_of OneOf {
                    /// The field.
                    field: Path,
                    /// The accepted texts.
                    values: Texts,
                }
                /// Neither the field nor any item of it is one of these texts.
                none_of NoneOf {
                    /// The field.
                    field: Path,
                    /// The rejected texts.
                    values: Texts,
                }
                /// No two items of the list have the same text under a key.
                unique_by UniqueBy {
                    /// The list.
                    field: Path,
                    /// The path inside an item; empty for the item itself.
                    key: Key,
                }
                /// The integer does not exceed that of another field. If both are given, both must be integers.
                not_above NotAbove {
                    /// The field.
                    field: Path,
                    /// The other field.
                    other: Path,
                }
                /// The field is an existing date in a form without separators.
                date Date {
                    /// The field.
                    field: Path,
                    /// The form.
                    form: DateForm,
                }
            }
            implied {
                /// The field, or every item of it, has a standard text format. An empty text passes: some APIs clear a
                /// field with it.
                Format {
                    /// The field.
                    field: Path,
                    /// The format.
                    format: TextForm,
                }
            }
        }
    };
}
