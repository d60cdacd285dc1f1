//! Rules about the parameters of operations.

use crate::diff::rule::rules;

rules! {
    ADDED "param-added" [] Added
        "A new optional parameter, which is a method of the params.";
    REQUIRED_ADDED "param-required-added" [wire rust]
        "A new required parameter. Requests without it are refused, and `new` takes one more value.";
    REMOVED "param-removed" [wire rust]
        "Code that sets the parameter no longer compiles. The API ignores or refuses it in requests of older programs.";
    RENAMED "param-renamed" [wire rust]
        "A parameter has another name on the wire, with the same type and description.";
    RUST_RENAMED "param-rust-name-changed" [rust]
        "The parameter has another name in Rust and the same one on the wire.";
    MADE_REQUIRED "param-made-required" [wire rust]
        "Requests without the parameter are refused, and `new` takes it.";
    MADE_OPTIONAL "param-made-optional" [rust]
        "The parameter moves from the arguments of `new` to a method. Older requests contain it and work.";
    REORDERED "constructor-reordered" [rust]
        "`new` takes its values by position, and their order differs.";
    CONSTRUCTOR_BY_NAME "constructor-by-name" [rust]
        "`new` took values by position and now takes a struct with their names, or the reverse.";
    METHOD_TAKES_PARAMS "method-takes-params" [rust]
        "The method of the client took ids and now takes the params as a whole, or the reverse.";
    RETYPED "param-retyped" [rust]
        "The parameter has another type in Rust and the same kind of value on the wire, such as an id that was text.";
    TYPE_CHANGED "param-type-changed" [wire rust]
        "The parameter has another kind of value on the wire: a number instead of text, for example.";
    MADE_LIST "param-made-list" [wire rust]
        "The parameter was one value and is a list.";
    MADE_SINGLE "param-made-single" [wire rust]
        "The parameter was a list and is one value.";
    PLACE_CHANGED "param-place-changed" [wire]
        "The parameter moves between the path and the rest of the request.";
    NULLABLE "param-made-nullable" [rust]
        "The parameter can be cleared, so its type in Rust distinguishes an absent value and `null`.";
    NOT_NULLABLE "param-no-longer-nullable" [wire rust]
        "The parameter can no longer be cleared. Requests that clear it are expected to fail.";
    FORMAT_ADDED "param-format-added" [wire]
        "The parameter has a text format, and other texts are refused before sending.";
    FORMAT_REMOVED "param-format-removed" []
        "Any text is accepted for the parameter.";
    FORMAT_CHANGED "param-format-changed" [wire]
        "The parameter has another text format.";
    WIRE_FORM_CHANGED "param-wire-form-changed" [wire]
        "The same value is written differently: the unit of an amount, a time as number, a date without separators, \
         JSON in \
         a form, the format of a list of objects, or the case of codes.";
    CODES_ALSO_ADDED "param-alternative-codes-added" []
        "The values of another column of the table are known values of the parameter, so no warning is logged for \
         them.";
    CODES_ALSO_REMOVED "param-alternative-codes-removed" []
        "The values of another column of the table are no longer known values of the parameter. They are sent with a \
         warning.";
    SENSITIVE "param-made-sensitive" []
        "`Debug` hides the parameter.";
    NOT_SENSITIVE "param-no-longer-sensitive" []
        "`Debug` shows the parameter.";
    DEPRECATED "param-deprecated" []
        "Code that sets the parameter compiles with a warning.";
    UNDEPRECATED "param-undeprecated" []
        "Code that sets the parameter no longer causes a warning.";
}
