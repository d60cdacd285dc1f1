//! Wire names -> Rust names.

use heck::{ToKebabCase, ToPascalCase, ToSnakeCase, ToUpperCamelCase};

/// The Rust name of a field: `threeDSServerTransID` -> `three_ds_server_trans_id`.
pub fn field(wire: &str) -> String {
    wire.to_snake_case()
}

/// The Rust name of an enum's word: `CHARGEBACK_WON` -> `ChargebackWon`.
pub fn variant(wire: &str) -> String {
    wire.to_upper_camel_case()
}

/// The Rust name of a type, from words in any case.
pub fn type_name(words: &str) -> String {
    words.to_pascal_case()
}

/// The Rust name of a module or method.
pub fn snake(words: &str) -> String {
    words.to_snake_case()
}

/// The name of a constant for a code: the code itself when it is an identifier in capitals, else with a prefix.
pub fn constant(code: &str, prefix: Option<&str>) -> String {
    let body: String =
        code.chars().map(|c| if c.is_ascii_alphanumeric() { c.to_ascii_uppercase() } else { '_' }).collect();
    match prefix {
        Some(prefix) => format!("{prefix}_{body}"),
        None => body,
    }
}

/// Whether a text is kebab-case: lower-case words joined by single dashes.
pub fn is_kebab(text: &str) -> bool {
    !text.is_empty() && text == text.to_kebab_case() && text.starts_with(|c: char| c.is_ascii_lowercase())
}

/// Whether a text is a `PascalCase` identifier.
pub fn is_pascal(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_uppercase()) && text.chars().all(|c| c.is_ascii_alphanumeric())
}

/// Whether a text can be an identifier of Rust: not a keyword, no strange letters.
pub fn is_identifier(text: &str) -> bool {
    syn::parse_str::<syn::Ident>(text).is_ok() && text != "_"
}

/// Names that generated items carry themselves, so that no field or method may.
pub const RESERVED_METHODS: &[&str] = &["new", "validate", "validate_for", "path_parameters", "encode", "encode_form"];

/// Type names that generated crates use themselves.
pub const RESERVED_TYPES: &[&str] = &[
    "Amount",
    "CardNumber",
    "Client",
    "ClientBuilder",
    "DateTime",
    "Environment",
    "Event",
    "EventType",
    "Listing",
    "Metadata",
    "Option",
    "Result",
    "Secret",
    "Self",
    "String",
    "Value",
    "Vec",
    "Box",
];

/// The fallback variant of every open enum.
pub const FALLBACK_VARIANT: &str = "Unrecognized";
