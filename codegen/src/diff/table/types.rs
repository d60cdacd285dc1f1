//! Rules about declared types: ids, enums, tables, objects and unions.

use crate::diff::rule::rules;

rules! {
    TYPE_ADDED "type-added" [] Added
        "The crates have a new type.";
    TYPE_REMOVED "type-removed" [rust]
        "The type is gone from the crates. What used it is reported separately.";
    TYPE_RENAMED "type-renamed" [rust]
        "The same type has another name in Rust. Names of types are not on the wire.";
    TYPE_KIND_CHANGED "type-kind-changed" [rust]
        "A type of this name is declared as another kind, and both are text on the wire: an enum that was an id, for \
         example.";
    TYPE_SHAPE_CHANGED "type-shape-changed" [wire decode rust]
        "A type of this name is declared as another kind with other values on the wire: an object that was an enum, \
         for example.";
    TYPE_MODULE_CHANGED "type-module-changed" [rust]
        "The type moves between the top of the model crate and a public module, or between two modules.";
    ID_SENSITIVE "id-made-sensitive" []
        "`Debug` hides the id.";
    ID_NOT_SENSITIVE "id-no-longer-sensitive" []
        "`Debug` shows the id.";
    ID_CASE_STRICT "id-case-no-longer-ignored" [decode]
        "A response that repeats the id in another case is refused.";
    ID_CASE_IGNORED "id-case-ignored" []
        "A response may repeat the id in another case.";
    VALUE_ADDED "enum-value-added" [] Added
        "A new value. Older programs read it as `Unrecognized`, and send it as text.";
    VALUE_REMOVED "enum-value-removed" [wire rust]
        "The variant is gone, and requests with the value are expected to be refused.";
    VALUE_RUST_RENAMED "enum-value-rust-name-changed" [rust]
        "The variant has another name in Rust, and the value is the same on the wire.";
    VALUE_SPELLING_ADDED "enum-value-spelling-added" []
        "The value is read in another spelling too, which older programs do not recognise.";
    VALUE_SPELLING_REMOVED "enum-value-spelling-removed" [decode]
        "The value is no longer read in one of its spellings.";
    VALUE_DEPRECATED "enum-value-deprecated" []
        "Code that uses the variant compiles with a warning.";
    VALUE_UNDEPRECATED "enum-value-undeprecated" []
        "Code that uses the variant no longer causes a warning.";
    BECAME_STATUS "enum-became-status" [] Added
        "The enum has transitions, and methods for them.";
    NO_LONGER_STATUS "enum-no-longer-status" [rust]
        "The enum has no transitions, so the methods for them are gone.";
    TRANSITION_ADDED "transition-added" []
        "An object can move from one status to another. Programs that rely on the old transitions may treat it as \
         impossible.";
    TRANSITION_REMOVED "transition-removed" []
        "An object no longer moves from one status to another.";
    STATUS_FINAL "status-made-final" []
        "No status follows this one.";
    STATUS_NOT_FINAL "status-no-longer-final" [decode]
        "Another status may follow this one, so programs that stopped watching the object miss it.";
    STATUS_INITIAL "status-made-initial" []
        "An object can start in this status.";
    STATUS_NOT_INITIAL "status-no-longer-initial" []
        "An object no longer starts in this status.";
    ROW_ADDED "row-added" [] Added
        "A new row. Older programs read its code as an unknown one.";
    ROW_REMOVED "row-removed" [rust]
        "The constant of the row is gone. Its code is read and sent as an unknown one.";
    ROW_CONSTANT_RENAMED "row-constant-renamed" [rust]
        "The constant of the row has another name.";
    ROW_SPELLING_ADDED "row-spelling-added" []
        "The code is read in another spelling too.";
    ROW_SPELLING_REMOVED "row-spelling-removed" [decode]
        "The code is no longer read in one of its spellings.";
    CELL_CHANGED "row-cell-changed" []
        "A row has another value in a column.";
    CELL_EMPTIED "row-cell-emptied" []
        "A row no longer has a value in an optional column.";
    COLUMN_ADDED "table-column-added" [] Added
        "Rows have another value. Row types are `#[non_exhaustive]`.";
    COLUMN_REMOVED "table-column-removed" [rust]
        "The field of the rows is gone.";
    COLUMN_TYPE_CHANGED "table-column-type-changed" [rust]
        "The field of the rows has another type.";
    COLUMN_OPTIONAL "table-column-made-optional" [rust]
        "The field of the rows is an `Option`.";
    COLUMN_CERTAIN "table-column-made-certain" [rust]
        "The field of the rows is no longer an `Option`.";
    COLUMN_KEY "table-column-made-key" [] Added
        "Rows can be looked up by the column.";
    COLUMN_NOT_KEY "table-column-no-longer-key" [rust]
        "The lookup by the column is gone.";
    TABLE_BASE_CHANGED "table-base-changed" [rust]
        "The type is that of another library, or no longer that of a library.";
    TABLE_CODES_CHANGED "table-codes-changed" [rust]
        "The codes are, or no longer are, card numbers.";
    TABLE_LOOKUP_CHANGED "table-lookup-changed" []
        "The table is for lookups only, or is the type of fields.";
    CODES_ACCEPTED_TIGHTENED "accepted-codes-tightened" [wire]
        "Requests may send fewer codes of a library's table.";
    CODES_ACCEPTED_LOOSENED "accepted-codes-loosened" []
        "Requests may send more codes of a library's table.";
    CONSTANT_ADDED "code-constant-added" [] Added
        "A code has a constant in the API's own module.";
    CONSTANT_REMOVED "code-constant-removed" [rust]
        "The constant of a code in the API's own module is gone.";
    UNENVELOPED_CHANGED "object-recognition-changed" [decode]
        "The object of an event without envelope is recognised by other members.";
    REFUSAL_ADDED "refusal-added" [] Added
        "The object has a method for the reason of a refusal.";
    REFUSAL_REMOVED "refusal-removed" [rust]
        "The method for the reason of a refusal is gone.";
    REFUSAL_CHANGED "refusal-changed" [rust]
        "The reason of a refusal is read from another field, or its advice from another column.";
    REFETCH_ADDED "refetch-added" [] Added
        "The object of an event can be read again with `refetch()`.";
    REFETCH_REMOVED "refetch-removed" [rust]
        "The object of an event no longer has `refetch()`.";
    REFETCH_CHANGED "refetch-changed" [rust]
        "`refetch()` returns the parameters of another operation, or takes them from other fields.";
    TAGGING_CHANGED "union-tag-changed" [wire decode rust]
        "Another member tells the variants of a union apart.";
    VARIANT_ADDED "variant-added" [] Added
        "A new variant. Older programs read it as `Unrecognized`.";
    VARIANT_REMOVED "variant-removed" [wire rust]
        "The variant is gone, and requests with it are expected to be refused.";
    VARIANT_RUST_RENAMED "variant-rust-name-changed" [rust]
        "The variant has another name in Rust, and its tag is the same.";
    VARIANT_DEPRECATED "variant-deprecated" []
        "Code that uses the variant compiles with a warning.";
    VARIANT_UNDEPRECATED "variant-undeprecated" []
        "Code that uses the variant no longer causes a warning.";
    VARIANT_BOXING_CHANGED "variant-boxing-changed" [rust]
        "The object of a variant is large enough to be behind a pointer now, or no longer is.";
    WINDOW_ADDED "window-added" [] Added
        "A new constant for how long something is possible.";
    WINDOW_REMOVED "window-removed" [rust]
        "The constant for how long something is possible is gone.";
    WINDOW_SHORTENED "window-shortened" [wire]
        "Something is possible for a shorter time, so later requests that worked are refused.";
    WINDOW_LENGTHENED "window-lengthened" []
        "Something is possible for a longer time.";
    WINDOW_UNIT_CHANGED "window-unit-changed" [wire]
        "A time changed between months and other units, which cannot be compared.";
    WINDOW_START_CHANGED "window-start-changed" [wire]
        "The time starts at another moment.";
    LIMIT_ADDED "limit-added" [] Added
        "A new constant for a bound that no rule can check.";
    LIMIT_REMOVED "limit-removed" [rust]
        "The constant for a bound is gone.";
    LIMIT_LOWERED "limit-lowered" [wire]
        "A bound is lower, so requests that worked may be refused.";
    LIMIT_RAISED "limit-raised" []
        "A bound is higher than before.";
    LIMIT_KIND_CHANGED "limit-kind-changed" [rust]
        "The constant of a bound changed between money and a count.";
}
