//! The checks of rules, said once: core makes [`Check`](super::Check) of this table, and the generator what it reads,
//! resolves and writes.

/// Hands the checks of rules to a macro, in four sections: checks over several fields by presence, checks of a field
/// that is told by its name alone, checks with further values, and checks that no description writes, because they
/// follow from the declaration of a field.
///
/// A check has the key of the description language and its name in Rust. The kinds of its values are words, which each
/// user gives a type: a `Path` names a field, a `Key` a member of an item, a `Phrase` completes a sentence.
#[doc(hidden)]
#[macro_export]
macro_rules! rule_checks {
    ($user:ident) => {
        $user! {
            presence {
                /// One of the fields is given, and no other of them.
                exactly_one_of ExactlyOneOf;
                /// One or more of the fields are given.
                at_least_one_of AtLeastOneOf;
                /// No two of the fields are given.
                at_most_one_of AtMostOneOf;
                /// The fields are all given, or none of them.
                all_or_none AllOrNone;
                /// The fields are all given.
                requires Requires;
                /// None of the fields is given.
                forbids Forbids;
            }
            plain {
                /// The field is digits with a right check digit (Luhn).
                luhn Luhn;
            }
            values {
                /// The field is an integer within bounds, both included.
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
                /// The field has a number of characters (Unicode scalar values) within bounds, both included.
                length Length {
                    /// The field.
                    field: Path,
                    /// The fewest characters.
                    min: CountBound,
                    /// The most characters.
                    max: CountBound,
                }
                /// The list, where it is sent, has no fewer items than this. (A form has no way to send an empty one.)
                min_items MinItems {
                    /// The list.
                    field: Path,
                    /// The fewest items.
                    min: Count,
                }
                /// The list has no more items, or the map no more keys, than this.
                max_items MaxItems {
                    /// The list or map.
                    field: Path,
                    /// The most items.
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
                    /// The refused texts.
                    values: Texts,
                }
                /// No two items of the list have the same text under a key.
                unique_by UniqueBy {
                    /// The list.
                    field: Path,
                    /// The path inside of an item; empty for the item itself.
                    key: Key,
                }
                /// The integer is not above that of another field. Both must be integers where both are given.
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
                /// The field, or every item of it, has a form that is known everywhere. An empty text is none and passes:
                /// some APIs clear a field with it.
                Format {
                    /// The field.
                    field: Path,
                    /// The form.
                    format: TextForm,
                }
            }
        }
    };
}
