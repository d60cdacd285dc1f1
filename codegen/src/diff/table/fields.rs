//! Rules about fields of objects and unions, and about columns of files.

use crate::diff::rule::rules;

rules! {
    ADDED "field-added" [] Added
        "A new field. Objects of responses are `#[non_exhaustive]`, and requests do not need it.";
    REQUIRED_ADDED "field-required-added" [wire rust]
        "A new field that requests must contain, and that `new` of the object takes.";
    GUARANTEED_ADDED "field-guaranteed-added" [] Added
        "A new field that each response contains.";
    REMOVED "field-removed" [wire rust]
        "Code that uses the field no longer compiles. Requests of older programs contain it; from responses they \
         read nothing.";
    GUARANTEED_REMOVED "field-guaranteed-removed" [wire decode rust]
        "Older programs cannot read a response without the field, because each response contained it.";
    RENAMED "field-renamed" [wire decode rust]
        "A field has another name on the wire, with the same type and description. Older programs read nothing from \
         the new one.";
    RUST_RENAMED "field-rust-name-changed" [rust]
        "The field has another name in Rust and the same one on the wire.";
    MADE_REQUIRED "field-made-required" [wire rust]
        "Requests with the object must contain the field, and `new` of the object takes it.";
    MADE_OPTIONAL "field-made-optional" [rust]
        "The field moves from the arguments of `new` of the object to a method.";
    GUARANTEED "field-guaranteed" [rust]
        "Each response contains the field, so it is no longer an `Option`.";
    NOT_GUARANTEED "field-no-longer-guaranteed" [decode rust]
        "A response may lack the field. Older programs cannot read it then, and newer ones get an `Option`.";
    RETYPED "field-retyped" [rust]
        "The field has another type in Rust and the same kind of value on the wire, such as an enum that was text.";
    TYPE_CHANGED "field-type-changed" [wire decode rust]
        "The field has another kind of value on the wire: an object instead of text, for example.";
    NUMBER_FOR_TEXT "field-number-for-text" [wire rust]
        "The field was text and is a number. Older programs read numbers as text, so only requests break.";
    ANY_JSON_TYPED "field-json-typed" [wire rust]
        "The field was arbitrary JSON and has a type. Older programs read it as before.";
    MADE_EXPANDABLE "field-made-expandable" [decode rust]
        "The field was an id or an object and may be either.";
    NOT_EXPANDABLE "field-no-longer-expandable" [rust]
        "The field was an id or an object and is one of the two, which older programs read.";
    MADE_LIST "field-made-list" [wire decode rust]
        "The field was one value and is a list.";
    MADE_SINGLE "field-made-single" [wire rust]
        "The field was a list and is one value. Older programs read one value as a list of one.";
    SPELLING_ADDED "field-spelling-added" []
        "The field is read under another name too, which older programs do not know.";
    SPELLING_REMOVED "field-spelling-removed" [decode]
        "The field is no longer read under one of its names.";
    FORMAT_ADDED "field-format-added" [wire]
        "The field has a text format, and other texts are refused before sending.";
    FORMAT_REMOVED "field-format-removed" []
        "Any text is accepted for the field.";
    FORMAT_CHANGED "field-format-changed" [wire]
        "The field has another text format.";
    WIRE_FORM_CHANGED "field-wire-form-changed" [wire]
        "The same value is written differently: a time as number, a date without separators, JSON in a form, the \
         format of a \
         list of objects, or the case of codes. All of these forms are read.";
    UNIT_CHANGED "field-unit-changed" [wire decode]
        "An amount changes between major and minor units, or depends on another currency field. Older programs read \
         a wrong \
         amount or none.";
    CODES_ALSO_ADDED "field-alternative-codes-added" []
        "The values of another column of the table are known values of the field, so no warning is logged for them.";
    CODES_ALSO_REMOVED "field-alternative-codes-removed" []
        "The values of another column of the table are no longer known values of the field. They are sent with a \
         warning.";
    NESTED_CHANGED "field-nesting-changed" [decode]
        "Items of nested lists are items of the list, or no longer are.";
    SENSITIVE "field-made-sensitive" []
        "`Debug` hides the field.";
    NOT_SENSITIVE "field-no-longer-sensitive" []
        "`Debug` shows the field.";
    DEPRECATED "field-deprecated" []
        "Code that uses the field compiles with a warning.";
    UNDEPRECATED "field-undeprecated" []
        "Code that uses the field no longer causes a warning.";
    BOXING_CHANGED "field-boxing-changed" [rust]
        "An object is large enough to be behind a pointer now, or no longer is, so the type of the field differs.";
}
