//! Why a keyword is not in a draft, and what to write instead. `{}` stands for the keyword.

use crate::import::notes::Subject;

/// What is reported of a keyword.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Why {
    pub(super) subject: Subject,
    pub(super) what: &'static str,
    pub(super) instead: &'static str,
    /// What is reported of it where only responses have it, if that is another thing.
    pub(super) received: Option<&'static Why>,
}

/// People have to decide what to do.
const fn left_out(what: &'static str, instead: &'static str) -> Why {
    Why { subject: Subject::LeftOut, what, instead, received: None }
}

/// Clients do without it.
const fn not_needed(what: &'static str, instead: &'static str) -> Why {
    Why { subject: Subject::NotNeeded, what, instead, received: None }
}

const fn of_requests(why: Why, received: &'static Why) -> Why {
    Why { received: Some(received), ..why }
}

pub(super) const PAGE: Why =
    not_needed("`{}`: a page or contact of the vendor.", "Add a page to `sources` to cite it.");
pub(super) const TEXT: Why =
    not_needed("`{}`: a text that is not used in the draft.", "Use it where you write `docs`.");
pub(super) const IDENTITY: Why =
    not_needed("`{}`: a name of a schema or document.", "References to it are listed where they are used.");
pub(super) const DIALECT: Why =
    not_needed("`{}`: a JSON Schema dialect.", "The document is read as OpenAPI; unknown keywords are listed.");
pub(super) const DEFINITIONS: Why = not_needed("`{}`: nested schema definitions.", "Only referenced ones are used.");
pub(super) const XML: Why = not_needed("`{}`: the XML format of a value.", "Bodies are JSON.");
pub(super) const TAGS: Why =
    not_needed("`{}`: groups of operations.", "The first tag of an operation is its resource; others are ignored.");
pub(super) const OPERATION_ID: Why =
    not_needed("`{}`: names that the draft does not use.", "Operations are named by method and path.");
pub(super) const MEDIA: Why =
    not_needed("`{}`: formats of bodies.", "The draft has one supported format, preferably JSON.");
pub(super) const EXAMPLE: Why = not_needed(
    "`{}`: examples that are not used in the draft.",
    "Copy messages to `samples/`, where tests compare them with the spec.",
);
pub(super) const LINKS: Why = not_needed(
    "`{}`: links between a response and other operations.",
    "Add `refetch` to an event, or describe it in `docs`.",
);
pub(super) const TOKEN_FORMAT: Why = not_needed("`{}`: the format of a token.", "Clients do not inspect tokens.");
pub(super) const DELIVERY_RESPONSES: Why =
    not_needed("`{}` of a delivery: the responses of receivers.", "Describe it in `docs` of `webhooks`.");
pub(super) const CONSENT: Why = left_out(
    "`{}`: how a token is obtained with the consent of a user, or refreshed.",
    "Callers already have a token; `scheme: token` only exchanges client credentials.",
);
pub(super) const SCOPES: Why = left_out(
    "`{}`: scopes of a token.",
    "Describe them in `docs`; if the API requires `scope` in the exchange, add it to `send`.",
);
pub(super) const METHODS: Why = left_out("`{}`: unsupported HTTP methods.", "Ignore them.");
pub(super) const OWN_SERVERS: Why = left_out(
    "`{}`: servers of a path or operation that are not a service in the draft.",
    "Add a service to `services`, with a `base_url` for each environment.",
);
pub(super) const SERVER_VALUES: Why = left_out(
    "`{}`: values of a server variable that are not an environment in the draft.",
    "Add an environment for each address that you use.",
);
pub(super) const DELIVERY: Why =
    left_out("`{}`: a delivery that is neither POST nor PUT.", "Receivers read bodies; add it if it has one.");
pub(super) const DELIVERY_MORE: Why = left_out(
    "`{}` of a delivery.",
    "Signature headers belong in `security` of `webhooks`; describe the rest in `docs`.",
);
pub(super) const DEPRECATED: Why =
    left_out("`{}` of an item that has no such key in a draft.", "Describe it in `docs`.");
pub(super) const STYLE: Why = left_out(
    "`{}`: the format of a parameter.",
    "Formats are set in `lists` and `object_lists` of the API: compare them with an example.",
);
pub(super) const STREAM: Why =
    left_out("`{}`: a body that is a stream of items.", "Streams are not supported; ignore it.");
pub(super) const ENCODING: Why =
    left_out("`{}`: the format of the parts of a body.", "Compare with `encoding` and the types of its parameters.");
pub(super) const RESPONSE_HEADERS: Why = left_out(
    "`{}` of a response.",
    "`request_id` of the API names the header that identifies a request; others are not used.",
);
pub(super) const DYNAMIC: Why = left_out("`{}`: a dynamic reference.", "Add the type by hand.");
pub(super) const NULLABLE: Why = of_requests(
    left_out(
        "`{}` of a value that a request of the draft cannot clear.",
        "Set `nullable: true` where it is supported, on optional parameters of a JSON body.",
    ),
    &not_needed("`{}` in a response.", "A null is read as absent."),
);
pub(super) const CHOICE: Why = left_out(
    "`{}`: alternatives that are not in the draft.",
    "Declare a union, or add a rule such as `exactly_one_of`.",
);
pub(super) const CONDITION: Why = of_requests(
    left_out("`{}`: a condition in a schema.", "Add a rule with `when`, or `profiles`, if needed."),
    &not_needed("`{}`: a condition in a response.", "Clients do not validate responses."),
);
pub(super) const REQUIRED: Why = of_requests(
    left_out("`{}`: members that are not required in the draft.", "Set `required: true` where requests need them."),
    &not_needed(
        "`{}` in responses.",
        "Only ids are `guaranteed`, so that responses without the rest can be read; set `guaranteed: true` where \
            you rely on it.",
    ),
);
pub(super) const FURTHER: Why = of_requests(
    left_out(
        "`{}`: arbitrary members of an object.",
        "Requests send declared members only; if callers choose the keys, use `map<...>`, `metadata` or `json`.",
    ),
    &not_needed("`{}`: arbitrary members of a response.", "Undeclared members are skipped."),
);
/// `additionalProperties: false`.
pub(super) const CLOSED: Why =
    not_needed("`{}` is `false`: an object has no other members.", "Requests send none; responses may contain any.");
pub(super) const BOUND_OF_OBJECT: Why = of_requests(
    left_out("`{}`: the number of members of an object.", "Add a rule `at_least_one_of`, or `max_items` for a map."),
    &NOT_VALIDATED,
);
pub(super) const TUPLE: Why =
    left_out("`{}`: a list whose items have types by position.", "Lists have one item type; it is `json` at most.");
pub(super) const BOUND: Why = of_requests(
    left_out(
        "`{}`: a bound that is not a rule in the draft.",
        "Add a rule for it and its cases (spec/CASES.md) if it is supported, or describe it in `docs`.",
    ),
    &NOT_VALIDATED,
);
pub(super) const NOT_VALIDATED: Why = not_needed("`{}`: a bound in a response.", "Clients do not validate responses.");
pub(super) const UNIQUE: Why = of_requests(
    left_out(
        "`{}`: unique items of a list.",
        "Add a rule `unique_by` with an empty key, and its cases (spec/CASES.md).",
    ),
    &NOT_VALIDATED,
);
pub(super) const DEFAULT: Why = of_requests(
    left_out("`{}`: the default value of the API.", "Describe it in `docs`: clients send no defaults."),
    &not_needed("`{}` in a response.", "Absent members stay absent."),
);
pub(super) const FORMAT: Why = not_needed(
    "`{}`: a format without a type or rule in the draft.",
    "Numbers have one size; use `format` where it is supported.",
);
pub(super) const VALUES: Why = left_out(
    "`{}`: values that are not an enum in the draft.",
    "Enums are text: list the values in `docs`, or add a rule such as `one_of` or `range`.",
);
pub(super) const CONTENT: Why = left_out(
    "`{}`: text that contains another document or bytes.",
    "Use `json_text` if it is JSON; otherwise it is a string.",
);
pub(super) const DISCRIMINATOR: Why =
    left_out("`{}` of a schema that is not a union in the draft.", "Declare a union if its variants matter.");
pub(super) const DEFAULT_VARIANT: Why =
    left_out("`{}`: the variant of a union whose tag is unknown.", "Such values are preserved (`Unrecognized`).");
