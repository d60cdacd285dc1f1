//! The table of diagnostic codes, each with a paragraph for `spec/DIAGNOSTICS.md`.

/// A kind of mistake in a spec, with a stable code.
#[derive(Debug, PartialEq, Eq)]
pub struct Code {
    /// The stable code: `E0201`.
    pub id: &'static str,
    /// A short name in kebab-case.
    pub name: &'static str,
    /// What it means and why it is checked.
    pub page: &'static str,
}

macro_rules! codes {
    ($($ident:ident $id:literal $name:literal $page:literal;)*) => {
        $(
            #[doc = concat!("`", $name, "`: ", $page)]
            pub static $ident: &Code = &Code { id: $id, name: $name, page: $page };
        )*
        /// All codes, in their order.
        pub static ALL: &[&Code] = &[$($ident),*];
    };
}

codes! {
    // Reading a file.
    YAML "E0001" "yaml" "The file is not a single YAML document in the plain form that specs use (no anchors, aliases, tags or second document), or it is empty.";
    DUPLICATE_KEY "E0002" "duplicate-key" "A mapping has the same key twice. YAML readers disagree on which one counts.";
    UNKNOWN_KEY "E0003" "unknown-key" "The spec language has no such key here. Without this check, a misspelt key would be ignored silently.";
    MISSING_KEY "E0004" "missing-key" "A required key is missing.";
    WRONG_KIND "E0005" "wrong-kind" "A value has the wrong kind for its key: text, number, boolean, list or mapping. Text that looks like a number needs quotes.";
    UNKNOWN_WORD "E0006" "unknown-word" "The key takes one value of a closed list, and this is not one of them.";
    INVISIBLE "E0007" "invisible" "A file contains a character that is invisible or that changes the order of others: one that Unicode allows readers to ignore (`Default_Ignorable_Code_Point`: soft hyphens, zero-width characters, fillers, tags, variation selectors), one that controls direction (`Bidi_Control`), or a line or paragraph separator other than a line break. What people read would differ from what is generated. The joiner U+200D and the selectors U+FE0E and U+FE0F are allowed within emoji. A byte order mark at the start of a file is ignored.";
    QUOTATION_MARK "E0008" "quotation-mark" "An unquoted text ends in a quotation mark without an opening one.";
    INDENTATION "E0009" "indentation" "A line is indented too deep or not deep enough, or is below a line that it belongs above, so that it is read as part of something else or of nothing. Mistakes that follow from it are not reported; they are gone once the line is moved.";
    NESTING "E0010" "nesting" "A file nests its values deeper than 64 levels. No spec needs a tenth of that: the file was probably generated, or each of its lines is indented further than the previous one.";
    // Files and the API as a whole.
    LAYOUT "E0101" "layout" "The files of a folder do not form one API: there is no `api` section or there are two, the name differs from the folder's or cannot be used for a crate and module, the version of the language is not supported, there is no environment, a file has operations but no `resource`, or a library or a file with `module` contains more than tables and the enums of their columns.";
    UNKNOWN_REFERENCE "E0102" "unknown-reference" "An undeclared name is used: a source of evidence, an auth scheme, a header, a service or an environment, a library or one of its tables, a column of a file or table, an operation or event in the table of a sandbox.";
    BASE_URL "E0103" "base-url" "The base URL of an environment or service does not have the form `https://host/path`, without user, trailing slash or a port above 65535 (plain `http://` is for localhost only). Or two environments of the API have the same base URL.";
    API_SECTION "E0104" "api-section" "The `api` section lacks something that its own keys or an operation require: the header or parameter of an auth scheme, the environments of a service, the source of its token, `idempotency` for an operation that takes a key, the member of bodies that holds codes. Or `without_body` names a type that a request without a body cannot have, a header is one that the client sets itself, a declaration (scheme, header, service) is unused, or an operation does not specify how it authenticates.";
    MEMBER_NAME "E0105" "member-name" "A name that is looked up in bodies or sent as is has an invalid form there, or differs from the spelling of the declared objects. The location of a member is a path: names separated by dots, each of which steps into an object; without brackets, slashes, indexes or empty steps, and not into text or into a field of a form. A member of the envelope that holds the type, id or time of an event is not an object, list or boolean of the payload; a code or field that `errors` reads is not inside a list. A wrong path would silently match nothing.";
    SIGNING "E0106" "signing" "The signature of requests is specified incompletely, or the receiver could not verify it: no header carries the signature, a signed time or nonce is never sent, a part does not exist in any request, or a header is set by something else or used in another before it is defined. Or the body is not signed and the spec does not acknowledge that.";
    HOST_VARIABLE "E0107" "host-variable" "A variable of a base URL (a name in braces) is invalid: it is not in the host, or it is in the last two labels of the host, where its value could lead to another owner's host; it is not declared in `host_variables`; or its example is not valid there. Or a declared variable is unused.";
    // Types.
    UNKNOWN_TYPE "E0201" "unknown-type" "A field, parameter, response or event uses a type that is neither built in nor declared.";
    UNUSED_TYPE "E0202" "unused-type" "A declared type is not reachable from any operation, event, resource or file. Use it or delete it. A table that is only for lookups is marked `lookup: true`.";
    DUPLICATE_TYPE "E0203" "duplicate-type" "Two types of an API have the same name.";
    TYPE_EXPRESSION "E0204" "type-expression" "A type is not written as `name`, `list<name>`, `map<name>` or `expandable<name>`.";
    TYPE_PLACE "E0205" "type-place" "A type is not allowed where it is used: an object or a secret as a path parameter, `search<...>` outside of a response, a list as the body of an error, a date as a column of a table, an object as a column of a file, a union whose variant is in a sibling member where there are no siblings, a map as a body or with values that it does not support or whose rules would not be applied, a type of a file with `module` outside of that file.";
    RECURSIVE_PARAMS "E0206" "recursive-params" "An object contains itself through fields that are always present (`required`, `guaranteed`), so it has no finite value.";
    FIELD_SENSE "E0207" "field-sense" "A key of a field has no meaning where it is used: `guaranteed` on a parameter, `required` in an object that no request sends, either of them in a union of a response, `compact` on something other than a date, `as` on something other than a `datetime`, `also_by` on something other than a code in a request or with a column that is no key, a numeric time in the path, `format` on anything but text of a request, `nullable` or `json_text` where the request cannot express it, `nested` on something other than a list of objects, `words` outside of a file, `unit` in one, `required_evidence` where nothing optional is required. Or it applies to a union: `tag` is missing although a tag holds the variant, or is present although the name of a member does, or `fields` cannot be sent next to that member.";
    REFUSAL "E0208" "refusal" "`refusal` of an object does not name what it should: a field that exists, a code of a table, a column of that table, a message that is text. Or an operation is declined with an object that does not specify the reason.";
    REQUEST_SIZE "E0209" "request-size" "The parameters of an operation contain objects in more than 5,000 ways: objects with several members that hold others, or each other. Rules are checked at each of these places.";
    // Names.
    DUPLICATE_WIRE_NAME "E0301" "duplicate-wire-name" "Two fields of one object or of the parameters have the same wire name, by key or by `also`; a field of a union has the name of its tag or of a field shared by all variants; two columns of a file differ only in case; or a parameter has the name of the credential or of a constant in the query.";
    DUPLICATE_RUST_NAME "E0302" "duplicate-rust-name" "Two names that differ on the wire become the same Rust name. Give one of them a `rust` name with its reason. Types share a namespace with the types generated for parameters (`CreateRefund`), rows (`CurrencyRow`), variants of unions (`StepVariant`, `StepAddress`), resources (`Refunds`) and rows of files. Files become modules, and these must differ too.";
    RESERVED_WORD "E0303" "reserved-word" "The derived Rust name is a keyword, reserved for generated code, or not a valid identifier. Give a `rust` name with its reason; rename a file or the choice of a sandbox, which have none.";
    NAME_FORM "E0304" "name-form" "A name does not have the required form: types in `PascalCase`; operations, resources, rules, profiles and files in `kebab-case`; `rust` names in the case of the item. Wire names contain no spaces, dots, brackets or braces.";
    // Resources and operations.
    MISSING_ID "E0401" "missing-id" "A resource with an object does not specify the field that identifies it, or that field is not a declared id.";
    PATH_PARAMETER "E0402" "path-parameter" "The path and the parameters do not match: a name in braces without a parameter `in: path`, the reverse, or a path parameter that is not `required`. Or the path is malformed, begins with the version with which the base URL ends, or has a segment that differs by a letter from that of related paths.";
    NO_SUCCESS "E0403" "no-success" "An operation has no response with `outcome: success`, so a call could never succeed.";
    STATUS_CODE "E0404" "status-code" "A response is not keyed by an HTTP status code (RFC 9110) in quotes, or its outcome contradicts the class of the code: `success` is 2xx, `server` is 5xx, `declined` is 2xx or 4xx, all others are 4xx; 401 does not mean `not-found`, nor 404 `unauthenticated`. Responses shared by all operations are errors.";
    ENCODING "E0405" "encoding" "The parameters cannot be sent as the operation specifies: GET and DELETE have no body, so they cannot carry a key in it. Or `object_lists` is missing where a list of objects is sent without JSON, or set where there is no such list.";
    DUPLICATE_OPERATION "E0406" "duplicate-operation" "Two operations have the same method and path, or two resources the same name.";
    SUCCESS_BODY "E0407" "success-body" "The successful responses of an operation have different bodies, and one of them cannot be a variant of the return value: it is a list, a search, a file or `json`, or success codes could come with a status without a body. Or a status without a body has one.";
    PAGING "E0408" "paging" "The paging of a search cannot be followed: a cursor or link without the member that holds it, a missing parameter for the next page or one next to a link, a first page without page numbers, one parameter for two purposes, the last id of items without ids, links for an operation other than GET, or an operation that is not a `search<...>` or that changes state, because fetching the next page would repeat the change. Or `items` sets the location of the list for a response that is not a search, or includes the name of the envelope.";
    CHANGES_STATE "E0409" "changes-state" "`changes_state` overrides what the method implies: `true` for a GET that changes something, `false` for another method that only reads. A read-only operation takes no idempotency key.";
    REASON "E0410" "reason" "A reason of a response can never match: it has neither or both of `message` and `code`, `errors` does not specify where those are, it belongs to a success, its code is a success code of the operation, or it is declared twice.";
    ECHO "E0411" "echo" "A response is declared to repeat a parameter, but the two cannot be compared: the parameter does not exist or is not an id, the response is not an object, the path does not exist or has another type, or the parameter is a path id, which is compared by default. Or the last parameter of a path identifies the object of its resource but has another type than each of its fields, so the response would not be compared: set where it is repeated, or `none`.";
    WRAP "E0412" "wrap" "An envelope has no effect or is not allowed: no request or response uses it, a level disables what no other level enabled, a body of several parts would be inside it, or it has the name of a credential, which is sent next to it.";
    // Rules and profiles.
    RULE_FIELD "E0501" "rule-field" "A rule, profile or condition names a field that the parameters do not have, or a path parameter, which rules cannot use.";
    RULE_SHAPE "E0502" "rule-shape" "A rule has no check or several, a range without bounds, an invalid regular expression, a check that the type of the field does not support, or one that has no effect. A condition has exactly one of `is`, `is_not` and `present`. A precondition on an object and a rule of a file cannot be warnings.";
    PROFILE_CONFLICT "E0503" "profile-conflict" "A profile requires and forbids the same field, or a profile or rule forbids a parameter that is always required.";
    DUPLICATE_RULE "E0504" "duplicate-rule" "Two rules or profiles of an operation have the same name, or two rules check the same.";
    // Enums, tables.
    DUPLICATE_CODE "E0601" "duplicate-code" "A code is listed twice in an enum, a table or `reused_codes`.";
    UNKNOWN_STATUS "E0602" "unknown-status" "A transition leads to an undeclared status.";
    UNREACHABLE_STATUS "E0603" "unreachable-status" "No chain of transitions leads from an initial status to this one.";
    STATUS_SHAPE "E0604" "status-shape" "An enum has transitions but no initial status, a final status has transitions, or a status has neither transitions nor `final: true`.";
    TABLE_SHAPE "E0605" "table-shape" "A row does not match its table: an unknown or missing column, a value of the wrong kind, a duplicate value in a key column, a code that does not have the form of `codes`. Or a key of the table has no effect: `adds`, `accepts` or `const_from` where the rows do not support it, `accepts` for codes that no request sends.";
    EMPTY_LIST "E0606" "empty-list" "A section, enum, table, object or union is empty.";
    LOOKUP "E0607" "lookup" "A table is marked `lookup`, which is for tables that no field uses, but a field uses it; or it is in a library, whose tables are used by APIs.";
    BOUND_SHAPE "E0608" "bound-shape" "The length of a window is not a number of minutes, hours, days, weeks or months, a time of `retry` is not one of minutes to weeks or its `every` is longer than its `for`, or two windows or two limits of an API have the same name.";
    // Events.
    EVENT_PAYLOAD "E0701" "event-payload" "An event does not specify its object, or the type is not an object. Or the object cannot be distinguished from an alternative one.";
    UNENVELOPED_EVENT "E0702" "unenveloped-event" "An event is unenveloped, but its object does not list the members that identify it (`unenveloped`), those are not its fields, or two objects are identified by the same members. `unenveloped` belongs to the object, not to the resource.";
    NO_WEBHOOKS "E0703" "no-webhooks" "Events are declared, but the API does not specify how they are delivered, has no envelope, or its envelope has no member for their content.";
    DUPLICATE_EVENT "E0704" "duplicate-event" "Two events of an API have the same wire type, so a delivery could be either.";
    WEBHOOK_SECURITY "E0705" "webhook-security" "The verification of deliveries is specified incompletely, or contains something that has no effect: a signature without headers, encoding or signed parts; fields of a body that is not a form; a part that no delivery has; a time that is not found or not signed; values of a header that cannot be distinguished; two adjacent texts without a separator that are not marked `unseparated`, or one text twice; any such key for unsigned deliveries or a custom signature; an encoding of a public key, or the ID of a key that is not public. A verifier would refuse genuine deliveries, or accept forged ones.";
    REFETCH "E0706" "refetch" "The `refetch` of an event is not possible: the operation does not exist or changes state, a parameter is missing or unknown, a value has another type, or two events of one object differ.";
    EVENT_LIST "E0707" "event-list" "A delivery contains a list of events, and another key contradicts that: the body may be a form, which cannot contain a list; a time of signing or a signed field is read from a body that is itself the list; or one event is not signed although the delivery is signed as a whole.";
    EVENT_TYPE "E0708" "event-types" "`type` of an envelope is neither one member nor two. Or two members hold the type, but an event is not named by both parts with a dot between them, so no delivery could match it.";
    // Honesty.
    EVIDENCE_MISSING "E0801" "evidence-missing" "An operation, event, file, window or limit has no evidence, or its evidence lacks the source, the location or, if inferred, the reason.";
    EXAMPLE "E0802" "example" "An example does not match the type of its field.";
    EMPTY_DOCS "E0803" "empty-docs" "A text is empty, has leading or trailing spaces, or does not end with a full stop.";
    MARKUP "E0804" "markup" "A text would change when rendered as Markdown documentation: it contains a carriage return or another control character, an unclosed code block or one within inline text, a line indented so far that it would be read as Rust, or an unmatched backtick.";
    PAGES "E0805" "pages" "The list of the pages of a text is invalid: a first line does not have the form `L222`, the lines are not in order, there are two lists, or a list is empty.";
    PAGE_TITLE "E0806" "page-title" "Lines of a text with pages are cited without the title of their page, or with another: `at` of evidence or of a deviation does not have the form `Title, L12-14; NAME in Other title, L30`. Or no page contains these lines.";
    EVIDENCE_OF_OURS "E0807" "evidence-of-ours" "An API that is `ours` has evidence, or sources of evidence. Its spec is its only documentation, so there is nothing to cite.";
    // Files.
    FILE_FORMAT "E0901" "file-format" "A file of the portal cannot be read or written as specified: it has no columns, amounts without unit or decimals, an amount without currency although its decimals depend on it, the same word for true and false, or rules although it is only read.";
    AMOUNTS "E0902" "amounts" "An amount in major units cannot be read or written as specified: its decimals are missing, set twice, or depend on a currency that is missing or not a code of a table; it is in a path or in a field shared by all variants of a union; or `currency`, `unit` or `amounts` has no effect. Or the codes of a table cannot be in lower case, because they contain lowercase letters or belong to a library.";
}

#[cfg(test)]
mod tests {
    #[test]
    fn ids_are_unique_and_sorted() {
        let ids: Vec<_> = super::ALL.iter().map(|code| code.id).collect();
        let mut sorted = ids.clone();
        sorted.sort_unstable();
        sorted.dedup();
        assert_eq!(ids, sorted);
    }
}
