//! Why a keyword is not in a draft, and what to write instead. `{}` stands for the keyword.

use crate::import::notes::Subject;

/// What is told of a keyword.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Why {
    pub(super) subject: Subject,
    pub(super) what: &'static str,
    pub(super) instead: &'static str,
    /// What is told of it where only responses have it, if that is another thing.
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
    not_needed("`{}`: a page or person of the vendor.", "Name a page in `sources` to cite it.");
pub(super) const TEXT: Why =
    not_needed("`{}`: a text that stands nowhere in the draft.", "Use it where you write `docs`.");
pub(super) const IDENTITY: Why =
    not_needed("`{}`: a name of a schema or document.", "References by it are told where they stand.");
pub(super) const DIALECT: Why = not_needed(
    "`{}`: a dialect of JSON Schema.",
    "The document is read as OpenAPI says; keywords that are not known are told.",
);
pub(super) const DEFINITIONS: Why =
    not_needed("`{}`: schemas within a schema.", "What is referred to is read from there, and nothing else.");
pub(super) const XML: Why = not_needed("`{}`: how a value is written in XML.", "Bodies are JSON.");
pub(super) const TAGS: Why =
    not_needed("`{}`: groups of operations.", "The first tag of an operation is its resource; no other is there.");
pub(super) const OPERATION_ID: Why =
    not_needed("`{}`: names that the draft does not use.", "Operations are called by their methods and paths.");
pub(super) const MEDIA: Why =
    not_needed("`{}`: formats of bodies.", "The draft has the one that the language knows, best JSON.");
pub(super) const EXAMPLE: Why = not_needed(
    "`{}`: examples that stand nowhere in the draft.",
    "Copy messages to `samples/`, where tests compare them with the spec.",
);
pub(super) const LINKS: Why =
    not_needed("`{}`: how the values of a response are used.", "Write `refetch` of an event, or tell it in `docs`.");
pub(super) const TOKEN_FORMAT: Why =
    not_needed("`{}`: what a token is made of.", "Clients send a token without looking into it.");
pub(super) const DELIVERY_RESPONSES: Why =
    not_needed("`{}` of a delivery: what receivers respond with.", "Tell it in `docs` of `webhooks`.");
pub(super) const CONSENT: Why = left_out(
    "`{}`: how a token is obtained with the consent of a user, or renewed.",
    "Callers have a token already; `scheme: token` exchanges the credentials of a client alone.",
);
pub(super) const SCOPES: Why = left_out(
    "`{}`: what a token may do.",
    "Tell it in `docs`; where the API wants `scope` in the exchange, add it to `send`.",
);
pub(super) const METHODS: Why = left_out("`{}`: methods of HTTP that the language does not have.", "Leave them out.");
pub(super) const OWN_SERVERS: Why = left_out(
    "`{}`: servers of a path or operation that are not a service of the draft.",
    "Write one of `services` with a `base_url` for each environment.",
);
pub(super) const SERVER_VALUES: Why = left_out(
    "`{}`: values of a variable of servers that are no environment of the draft.",
    "Write an environment for each address that you use.",
);
pub(super) const DELIVERY: Why =
    left_out("`{}`: a delivery that is neither POST nor PUT.", "Receivers read bodies; describe it where it has one.");
pub(super) const DELIVERY_MORE: Why = left_out(
    "`{}` of a delivery.",
    "Headers that are signatures belong to `security` of `webhooks`; tell the rest in `docs`.",
);
pub(super) const DEPRECATED: Why = left_out("`{}` of something that no draft marks.", "Tell it in `docs`.");
pub(super) const STYLE: Why = left_out(
    "`{}`: how a parameter is written.",
    "The language has `lists` and `object_lists` of the API: compare them with an example.",
);
pub(super) const STREAM: Why =
    left_out("`{}`: a body that is a stream of items.", "The language has no streams; leave it out.");
pub(super) const ENCODING: Why =
    left_out("`{}`: how the parts of a body are written.", "Compare `encoding` and the types of its parameters.");
pub(super) const RESPONSE_HEADERS: Why = left_out(
    "`{}` of a response.",
    "`request_id` of the API names the one that identifies a request; others are not described.",
);
pub(super) const DYNAMIC: Why = left_out("`{}`: a reference that depends on who refers.", "Describe the type by hand.");
pub(super) const NULLABLE: Why = of_requests(
    left_out(
        "`{}` of a value that a request cannot clear in the draft.",
        "Write `nullable: true` where the language allows it, at optional parameters of a JSON body.",
    ),
    &not_needed("`{}` of what a response brings.", "A null is read as an absent value."),
);
pub(super) const CHOICE: Why = left_out(
    "`{}`: alternatives that the draft does not have.",
    "Declare a union, or write a rule such as `exactly_one_of`.",
);
pub(super) const CONDITION: Why = of_requests(
    left_out("`{}`: a condition of a schema.", "Write a rule with `when`, or `profiles`, where it matters."),
    &not_needed("`{}`: a condition of what a response brings.", "Clients do not validate responses."),
);
pub(super) const REQUIRED: Why = of_requests(
    left_out("`{}`: members that the draft does not require.", "Write `required: true` where requests need them."),
    &not_needed(
        "`{}` of what responses bring.",
        "Only ids are `guaranteed`, so that a response without the rest is read; write `guaranteed: true` where you rely on it.",
    ),
);
pub(super) const FURTHER: Why = of_requests(
    left_out(
        "`{}`: members of an object that are not named.",
        "Requests send named members alone; where callers choose the keys, write `map<...>`, `metadata` or `json`.",
    ),
    &not_needed("`{}`: members of a response that are not named.", "Members that are not described are skipped."),
);
/// `additionalProperties: false`.
pub(super) const CLOSED: Why =
    not_needed("`{}` is `false`: an object has no other members.", "Requests send none; responses are read with any.");
pub(super) const BOUND_OF_OBJECT: Why = of_requests(
    left_out("`{}`: how many members an object has.", "Write a rule `at_least_one_of`, or `max_items` of a map."),
    &NOT_VALIDATED,
);
pub(super) const TUPLE: Why = left_out(
    "`{}`: a list whose items have types by their place.",
    "The language has lists of one type; it is `json` at most.",
);
pub(super) const BOUND: Why = of_requests(
    left_out(
        "`{}`: a bound that is no rule of the draft.",
        "Write a rule about it and its cases (spec/CASES.md), where rules have one, or tell it in `docs`.",
    ),
    &NOT_VALIDATED,
);
pub(super) const NOT_VALIDATED: Why =
    not_needed("`{}`: a bound of what a response brings.", "Clients do not validate responses.");
pub(super) const UNIQUE: Why = of_requests(
    left_out(
        "`{}`: no two items of a list are the same.",
        "Write a rule `unique_by` with an empty key, and its cases (spec/CASES.md).",
    ),
    &NOT_VALIDATED,
);
pub(super) const DEFAULT: Why = of_requests(
    left_out(
        "`{}`: what the API takes where a value is left out.",
        "Tell it in `docs`: clients send nothing of their own.",
    ),
    &not_needed("`{}` of what a response brings.", "What is absent stays absent."),
);
pub(super) const FORMAT: Why = not_needed(
    "`{}`: a format that neither a type nor a rule of the draft has.",
    "Numbers have one size; write `format` where the language has it.",
);
pub(super) const VALUES: Why = left_out(
    "`{}`: values that are no enum of the draft.",
    "Enums are texts: tell the values in `docs`, or write a rule such as `one_of` or `range`.",
);
pub(super) const CONTENT: Why = left_out(
    "`{}`: a text that holds another document or bytes.",
    "Write `json_text` where it is JSON; else it is a text.",
);
pub(super) const DISCRIMINATOR: Why = left_out(
    "`{}` of a schema that is no union of the draft.",
    "Declare a union where values of it are sent or read by their variants.",
);
pub(super) const DEFAULT_VARIANT: Why = left_out(
    "`{}`: the variant of a union whose tag is not known.",
    "Such values are kept as they came (`Unrecognized`).",
);
