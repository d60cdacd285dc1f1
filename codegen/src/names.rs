//! Wire names -> Rust names.

use std::collections::HashMap;
use std::ffi::OsStr;
use std::path::Path;

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

/// The name of the rule for a field's format.
pub fn format_rule(wire: &str) -> String {
    format!("{}-format", snake(wire).replace('_', "-"))
}

/// The name of the rule for a date that is written without separators.
pub fn form_rule(wire: &str) -> String {
    format!("{}-form", snake(wire).replace('_', "-"))
}

/// The name of the rule that a field has one of the codes that the API accepts.
pub fn accepted_rule(wire: &str) -> String {
    format!("{}-accepted", snake(wire).replace('_', "-"))
}

/// The type of a table's rows.
pub fn row(table: &str) -> String {
    format!("{table}Row")
}

/// The module of an API that holds codes of a library's table as constants: `currency_codes`.
pub fn codes_module(table: &str) -> String {
    format!("{}_codes", snake(table))
}

/// The package that holds the tables of a library.
pub fn library_package(library: &str) -> String {
    format!("payspec-{library}")
}

/// The params type of an operation that does not name it: `create` of `refund` gives `CreateRefund`.
pub fn params(verb: &str, resource: &str) -> String {
    type_name(&format!("{verb}-{resource}"))
}

/// The struct of what `new` of a type takes by name: `CreateRefund` gives `CreateRefundRequired`.
pub fn required(rust: &str) -> String {
    format!("{rust}{REQUIRED}")
}

/// The choice of a sandbox whose constant would be the list of all of them.
pub const CHOICES: &str = "chosen";

/// The end of the name of what `new` takes by name.
pub const REQUIRED: &str = "Required";

/// The enum of what a success returns, where its status tells: `CreateRefund` gives `CreateRefundResponse`.
pub fn response_by_status(params: &str) -> String {
    format!("{params}Response")
}

/// Whether a header is that of HTTP's own schemes: it says nothing of the key in it.
pub fn is_authorization(header: &str) -> bool {
    header.eq_ignore_ascii_case("Authorization")
}

/// The builder's method that takes the address of a service: `onboarding` gives `onboarding_at`.
pub fn address_setter(service: &str) -> String {
    format!("{}_at", snake(service))
}

/// The builder's method that takes what signs requests next to other credentials: `account` gives
/// `account_signing_key`.
pub fn signing_setter(scheme: &str, is_custom: bool) -> String {
    format!("{}_{}", snake(scheme), if is_custom { "signer" } else { "signing_key" })
}

/// The method of an environment that gives the address of a service: `onboarding` gives `onboarding_base_url`.
pub fn address_getter(service: &str) -> String {
    format!("{}_base_url", snake(service))
}

/// The method of an environment that gives the address of a script for browsers: `token-js` gives `token_js_script`.
pub fn script_getter(script: &str) -> String {
    format!("{}_script", snake(script))
}

/// The method of an environment that gives the address for the credentials of a scheme: `base_url_with_account`.
pub fn address_getter_for(scheme: &str) -> String {
    format!("base_url_with_{}", snake(scheme))
}

/// The variant of an event about another object than it usually is: `OrderPaidAsRefund`.
pub fn variant_about(event: &str, object: &str) -> String {
    format!("{event}As{object}")
}

/// The enum of a union's kinds: `StepElement` gives `StepElementVariant`.
pub fn variants(union: &str) -> String {
    format!("{union}Variant")
}

/// The struct of one variant of a union: `StepElement` and `Address` give `StepElementAddress`.
pub fn of_variant(union: &str, variant: &str) -> String {
    format!("{union}{variant}")
}

/// The modules that files become, by their paths: a module is named after its file; files of one name in two
/// folders take the folder's name along.
pub fn modules(paths: &[&str]) -> Vec<String> {
    let parts = |path: &str| {
        let path = Path::new(path);
        let text = |part: Option<&OsStr>| snake(&part.map(OsStr::to_string_lossy).unwrap_or_default());
        (text(path.file_stem()), text(path.parent().and_then(Path::file_name)))
    };
    let parts: Vec<(String, String)> = paths.iter().map(|path| parts(path)).collect();
    let mut files: HashMap<&str, usize> = HashMap::new();
    for (stem, _) in &parts {
        *files.entry(stem).or_default() += 1;
    }
    let alone = |stem: &str| files.get(stem).is_none_or(|files| *files == 1);
    parts.iter().map(|(stem, folder)| if alone(stem) { stem.clone() } else { format!("{folder}_{stem}") }).collect()
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
    // The 2024 edition keeps `gen` for itself, which `syn` does not know.
    text.is_ascii() && syn::parse_str::<syn::Ident>(text).is_ok() && !matches!(text, "_" | "gen")
}

/// Names that generated items carry themselves, so that no field or method may.
pub const RESERVED_METHODS: &[&str] =
    &["new", "validate", "validate_for", "path_parameters", "encode", "encode_form", "unreadable"];

/// The same for params, which have one method more.
pub const RESERVED_PARAMS: &[&str] =
    &["new", "validate", "validate_for", "path_parameters", "encode", "encode_form", "warnings"];

/// Type names that generated crates use themselves.
pub const RESERVED_TYPES: &[&str] = &[
    "Amount",
    "Async",
    "Payload",
    "PayloadShape",
    "Blob",
    "Blocking",
    "BodyForm",
    "BodyFormat",
    "Box",
    "Call",
    "CalendarDate",
    "CardNumber",
    "Check",
    "Client",
    "ClientBuilder",
    "Clone",
    "CompactDate",
    "Condition",
    "ConfigError",
    "Credentials",
    "Refetch",
    "DateTime",
    "Debug",
    "Decimal",
    "Default",
    "DeliveryTarget",
    "Deserialize",
    "Empty",
    "EncodeForm",
    "Envelope",
    "Environment",
    "Eq",
    "ErrorKind",
    "Event",
    "EventType",
    "Evidence",
    "EvidenceLevel",
    "Expandable",
    "Form",
    "FormValue",
    "FromResponse",
    "Hash",
    "HashAlgorithm",
    "HeaderUse",
    "HmacSpec",
    "HostLabel",
    "HostLabelError",
    "Identified",
    "Into",
    "IntoIterator",
    "IterationError",
    "IterationReading",
    "Iterations",
    "KeyEncoding",
    "KnownValues",
    "ListStyle",
    "Map",
    "ListedErrors",
    "Page",
    "Messages",
    "Metadata",
    "Method",
    "NoDateError",
    "None",
    "Notification",
    "Operation",
    "OperationName",
    "OperationSpec",
    "Option",
    "Ord",
    "PagingSpec",
    "PagingStyle",
    "PartialEq",
    "PartialOrd",
    "Patch",
    "Profile",
    "Proof",
    "RawBody",
    "ReasonSpec",
    "Refusal",
    "ResponseFixture",
    "ResponseSpec",
    "Result",
    "Rule",
    "Precondition",
    "Secret",
    "Self",
    "Serialize",
    "SignatureEncoding",
    "SignatureSpec",
    "SignedPart",
    "SigningAlgorithm",
    "SigningPart",
    "SigningSpec",
    "Some",
    "String",
    "SuccessId",
    "SuccessSpec",
    "Test",
    "TextFormat",
    "TimeFormat",
    "TimePlace",
    "TimestampSpec",
    "ToldBy",
    "TokenCarrier",
    "TokenSpec",
    "UndecodableError",
    "Unknown",
    "UnknownVariant",
    "UnreadableMembers",
    "VerifyError",
    "Value",
    "Vec",
    "SuccessCodes",
    "Verifier",
    "Violation",
    "Violations",
    "Window",
];

/// Names that the crate of an API's files has in addition to its rows.
pub const RESERVED_ROWS: &[&str] = &[
    "AmountUnit",
    "CsvReader",
    "CsvWriter",
    "DecimalMark",
    "Encoding",
    "FileError",
    "FileErrorKind",
    "FileRow",
    "Header",
    "JsonReader",
    "JsonWriter",
    "Problem",
    "ReadError",
    "ReadOptions",
    "RowError",
    "Separator",
    "WriteError",
    "WriteOptions",
];

/// What stands next to the common fields of a union.
pub const RESERVED_UNION_FIELDS: &[&str] = &["new", "other", "variant", "unreadable"];

/// Methods of the generated `Client` that no resource may take.
pub const RESERVED_ACCESSORS: &[&str] = &["builder", "call", "from_env", "http", "with_credentials"];

/// Methods of the builder of clients that no scheme, service or header may take.
pub const RESERVED_SETTERS: &[&str] = &["at", "build", "build_blocking", "configure", "from_env", "from_variables"];

/// Variants that the generated `Event` and `EventType` have in addition to the events of the spec.
pub const RESERVED_EVENTS: &[&str] = &["UndecodableError", "Unknown", FALLBACK_VARIANT];

/// Ends of the names of modules that generated crates have next to that of a file.
pub const RESERVED_MODULE_ENDS: &[&str] = &["_operations", "_server", "_specs"];

/// Modules that generated crates have already, and those that they re-export.
pub const RESERVED_MODULES: &[&str] = &[
    "api_spec",
    "blocking",
    "client",
    "clock",
    "environment",
    "event",
    "event_type",
    "json",
    "limits",
    "major_units",
    "mod",
    "model",
    "observe",
    "paging",
    "payspec_core",
    "payspec_files",
    "payspec_http",
    "polling",
    "refetches",
    "responses",
    "serde_json",
    "server",
    "signing",
    "testing",
    "transport",
    "windows",
];

/// Names that no API can have: features of the umbrella crate, and folders and crates that are there already.
pub const RESERVED_APIS: &[&str] = &[
    "actix",
    "all-apis",
    "aws-lc-rs",
    "axum",
    "cli",
    "client",
    "default",
    "documented-keys",
    "files",
    "generated",
    "http",
    "iso",
    "jiff",
    "operations",
    "payspec",
    "runtime",
    "sandbox",
    "server",
    "testing",
    "tower",
    "tracing",
    "webhook",
];

/// Names that no library can have: those of the runtimes next to its crate, and features of the umbrella crate.
pub const RESERVED_LIBRARIES: &[&str] = &[
    "actix",
    "all-apis",
    "aws-lc-rs",
    "axum",
    "client",
    "core",
    "default",
    "documented-keys",
    "files",
    "http",
    "jiff",
    "operations",
    "sandbox",
    "server",
    "testing",
    "tower",
    "tracing",
    "webhook",
];

/// The crates that come with Rust.
const CRATES_OF_RUST: &[&str] = &["alloc", "core", "proc_macro", "std", "test"];

/// What the crates of payspec itself begin with.
const OWN_CRATES: &str = "payspec_";

/// What Windows takes for a device, whatever follows on a dot: no checkout there has a file or folder of such a name.
const DEVICES: &[&str] = &["aux", "con", "nul", "prn"];

/// Whether a module of this name would hide a crate that generated code of an API names.
pub fn hides_a_crate(module: &str, api: &str) -> bool {
    let of_api = module.strip_prefix(&snake(api)).and_then(|rest| rest.strip_prefix('_'));
    matches!(module, "core" | "serde" | "std")
        || module.starts_with(OWN_CRATES)
        || matches!(of_api, Some("client" | "files" | "model" | "webhook"))
}

/// Whether no file and no folder of this name can be made on Windows.
pub fn is_device(name: &str) -> bool {
    let is_numbered = |port: &str| {
        name.strip_prefix(port)
            .is_some_and(|number| number.len() == 1 && number.bytes().all(|digit| digit.is_ascii_digit()))
    };
    DEVICES.contains(&name) || is_numbered("com") || is_numbered("lpt")
}

/// Why neither an API nor a library can have a name, if Rust or a file system has another use for it.
pub fn unusable(name: &str) -> Option<&'static str> {
    if !is_identifier(&snake(name)) {
        Some("a keyword of Rust, which is no name for a module")
    } else if CRATES_OF_RUST.contains(&&*snake(name)) {
        Some("a crate that comes with Rust is called so, and a module of this name would hide it")
    } else if snake(name).starts_with(OWN_CRATES) {
        Some("the crates of payspec itself are called so")
    } else {
        is_device(name).then_some("Windows has a device of this name, and can have no folder called so")
    }
}

/// The variant of a success without a body, among successes with other bodies.
pub const EMPTY_VARIANT: &str = "Empty";

/// The fallback variant of every open enum.
pub const FALLBACK_VARIANT: &str = "Unrecognized";

/// The variant of a union that only requests send, for what the description does not have.
pub const OTHER_VARIANT: &str = "Other";
