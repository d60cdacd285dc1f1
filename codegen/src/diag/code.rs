//! The table of diagnostic codes, each with a paragraph for `spec/DIAGNOSTICS.md`.

/// What a spec must keep, under a stable code.
#[derive(Debug, PartialEq, Eq)]
pub struct Code {
    /// The stable code: `E0201`.
    pub id: &'static str,
    /// A short name in kebab-case.
    pub name: &'static str,
    /// What it demands and why.
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
    YAML "E0001" "yaml" "The file is not one YAML document in the simple form that a spec uses: no anchors, no aliases, no tags, no second document. Or there is nothing in it.";
    DUPLICATE_KEY "E0002" "duplicate-key" "A mapping has the same key twice. YAML readers disagree on which one counts, so neither does.";
    UNKNOWN_KEY "E0003" "unknown-key" "The spec language has no such key at this place. A misspelt key would otherwise be silently ignored.";
    MISSING_KEY "E0004" "missing-key" "A key that the construct cannot do without is not there.";
    WRONG_KIND "E0005" "wrong-kind" "A value is of another kind than the key asks for: text, number, boolean, list, mapping. Text that looks like a number needs quotes.";
    UNKNOWN_WORD "E0006" "unknown-word" "The key takes one word of a closed list, and this is none of them.";
    INVISIBLE "E0007" "invisible" "A file holds a letter that is not shown or that changes the order in which others are: one that Unicode lets readers ignore (`Default_Ignorable_Code_Point`: soft hyphens, zero width letters, fillers, tags, variation selectors), one that controls direction (`Bidi_Control`), or a separator of lines that is no line break. What people read would not be what is generated. Within emoji, the joiner U+200D and the selectors U+FE0E and U+FE0F may stand. A byte order mark at the start of a file is ignored.";
    QUOTATION_MARK "E0008" "quotation-mark" "A text that is not in quotes ends in a quotation mark that nothing opens.";
    INDENTATION "E0009" "indentation" "A line is indented too deep or not deep enough, or stands below a line that it belongs above, so that it is read as a part of something else, or of nothing. Everything that was found because of it is right once the line is moved.";
    NESTING "E0010" "nesting" "A file nests its values deeper than 64 levels. No spec needs a tenth of that; what is so deep was generated, or every line of it is indented once more than the line before.";
    // Files and the API as a whole.
    LAYOUT "E0101" "layout" "The files of a folder do not make one API: no `api` section or two of them, a name that is not the folder's or cannot be that of a crate and module, an unknown version of the language, no environment, operations in a file without `resource`, a library or a file with `module` that holds more than tables and the enums of their columns.";
    UNKNOWN_REFERENCE "E0102" "unknown-reference" "Something is named that is not declared: a source of evidence, an auth scheme, a header, a service or an environment, a library or a table of it, a column of a file or table.";
    BASE_URL "E0103" "base-url" "The URL of an environment, of the API or of a service, is not of the form `https://host/path`: no user, no port above 65535, no slash at its end. Plain `http://` is for localhost only. Or two environments of the API have the same.";
    API_SECTION "E0104" "api-section" "The `api` section lacks what its own words or an operation need: the header or parameter of an auth scheme, the environments of a service, where its token comes from, `idempotency` for an operation that takes a key, the member of bodies that codes stand in. Or `without_body` names a type that a request without a body cannot have, a header is one that the client writes itself, nothing uses what is declared (a scheme, a header, a service), or an operation does not say how it authenticates.";
    MEMBER_NAME "E0105" "member-name" "A name that is looked up in bodies or sent as it is has a form that is not understood there, or is not spelt like the objects that are described. Where a member stands is a path: names with a dot between two, each of which steps into an object. No brackets, no slashes, no index, no empty step, and no step into a text or into a field of a form. A member of the envelope that names an event, identifies it or tells its time is no object, list or boolean of the payload; a code or field that `errors` looks for does not stand in a list. Nothing else would be found, and nothing would say so.";
    SIGNING "E0106" "signing" "How requests are signed is not told completely, or whoever receives them could not verify it: a signature that is in no header, a time or nonce that is signed and never sent, a part that no request has, a header that something else writes or that is put into another before it is made. Or the body is not signed, and nothing says so.";
    HOST_VARIABLE "E0107" "host-variable" "A variable of a base URL, a name in braces, does not make a host: it stands elsewhere than in the host or in its last two labels, where its value could lead to a host of somebody else; it is not declared in `host_variables`; or its example cannot stand there. Or nothing uses what is declared.";
    // Types.
    UNKNOWN_TYPE "E0201" "unknown-type" "A field, parameter, response or event names a type that is neither built in nor declared.";
    UNUSED_TYPE "E0202" "unused-type" "A declared type is reached from no operation, event, resource or file. Dead types rot: use it or delete it. A table that people look things up in says `lookup: true`.";
    DUPLICATE_TYPE "E0203" "duplicate-type" "Two types of an API have the same name.";
    TYPE_EXPRESSION "E0204" "type-expression" "A type is not written as `name`, `list<name>`, `map<name>` or `expandable<name>`.";
    TYPE_PLACE "E0205" "type-place" "A type does not fit where it stands: an object or a secret as a path parameter, `search<...>` outside a response, a list as the body of an error, a date as a column of a table, an object as a column of a file, a union that is told by a member beside it where nothing stands beside it, a map as a body or with values that it cannot hold or whose rules would not be applied, a type of a file with `module` outside of that file.";
    RECURSIVE_PARAMS "E0206" "recursive-params" "An object contains itself through fields that are always there (`required`, `guaranteed`) and so has no finite value.";
    FIELD_SENSE "E0207" "field-sense" "A field says of itself what means nothing where it stands: `guaranteed` on a parameter, `required` in an object that no request sends, either of them in a union that a response brings, `compact` on something that is no date, `as` on something that is no `datetime`, a time that is a number in the path, `format` on something that is no text of a request, `nullable` or `json_text` where the request has no way to say it, `nested` on something that is no list of an object, `words` outside of a file, `unit` in one, `required_evidence` where nothing is required that could be left out. Or a union does: it has no `tag` though one tells its variant, or one though the name of a member does, or `fields` that a request could not send beside that member.";
    REFUSAL "E0208" "refusal" "An object says where it tells why it was refused, and what it names is not that: a field that it does not have, a code that is not of a table, a column that the table does not have, a message that is no text. Or an operation is declined with an object that says nothing of why.";
    REQUEST_SIZE "E0209" "request-size" "The parameters of an operation reach objects in more than 5,000 ways: objects that hold others in several members each, or each other. Rules are checked at each of these places.";
    // Names.
    DUPLICATE_WIRE_NAME "E0301" "duplicate-wire-name" "Two fields of one object or of the parameters answer to the same name on the wire, by key or by `also`; a field of a union is its tag, or one that all its kinds have; two columns of a file differ in the case of letters only; or a parameter is the one that carries the authentication or that always stands in the query.";
    DUPLICATE_RUST_NAME "E0302" "duplicate-rust-name" "Two names that differ on the wire become the same Rust name. Give one of them a `rust` name with its reason. Types share one namespace with the types made for parameters (`CreateRefund`), rows (`CurrencyRow`), variants of unions (`StepVariant`, `StepAddress`) resources (`Refunds`) and rows of files. Files become modules, and no two may become the same.";
    RESERVED_WORD "E0303" "reserved-word" "The derived Rust name is a keyword, a name that generated code uses itself, or no identifier at all. Give a `rust` name with its reason.";
    NAME_FORM "E0304" "name-form" "A name is not in the case its place needs: types in `PascalCase`, operations, resources, rules, profiles and files in `kebab-case`, `rust` names as their place demands. Names on the wire hold no blanks, dots, brackets or braces.";
    // Resources and operations.
    MISSING_ID "E0401" "missing-id" "A resource with an object does not say which field identifies it, or that field is not a declared id.";
    PATH_PARAMETER "E0402" "path-parameter" "The path and the parameters disagree: a name in braces without a parameter `in: path`, the reverse, or a path parameter that is not `required`. Or the path itself is not well-formed, begins with the version with which the base URL ends, or has a segment that differs by a letter from the one that the paths beside it have.";
    NO_SUCCESS "E0403" "no-success" "An operation has no response with `outcome: success`, so a caller could never get an answer.";
    STATUS_CODE "E0404" "status-code" "A response is not keyed by an HTTP status code (RFC 9110) in quotes, or its outcome contradicts the code's class: `success` is 2xx, `server` is 5xx, `declined` is 2xx or 4xx, all others are 4xx; nor does 401 mean `not-found`, or 404 `unauthenticated`. Answers that all operations share are errors.";
    ENCODING "E0405" "encoding" "The parameters cannot travel the way the operation says: GET and DELETE have no body, and so carry no key that travels in one. Or it is not said how a list of objects travels where there is no JSON, or it is said where there is no such list.";
    DUPLICATE_OPERATION "E0406" "duplicate-operation" "Two operations have the same method and path, or two resources the same name.";
    SUCCESS_BODY "E0407" "success-body" "The successful answers of an operation have different bodies, and one of them cannot be a variant of what the call returns: it is a list, a search, a file or `json`, or codes say what is a success, which then may come with a status that tells no body. Or a status that comes without a body has one.";
    PAGING "E0408" "paging" "How a search goes on cannot be followed: a cursor or link without the member that holds it, no parameter that asks for the next page or one beside a link, a first page without pages, one parameter for two things, the last id of items that have none, links of an operation that is no GET, or an operation that does not answer with `search<...>` or changes something, for its next page would do it again. Or `items` says where the list of a response stands that is no search, or names the envelope in which it is looked for.";
    CHANGES_STATE "E0409" "changes-state" "`changes_state` is for what a method does not say: `true` for a GET that changes something, `false` for another method that only reads. What only reads takes no idempotency key.";
    REASON "E0410" "reason" "A reason of an answer cannot be found in one: it has neither `message` nor `code` or both, `errors` does not say where those stand, it belongs to a success, its code is a success of the operation, or it stands twice.";
    ECHO "E0411" "echo" "A response is said to repeat a parameter, and that cannot be compared: there is no such parameter or it is no id, the response is no object, the path leads nowhere or to something of another type, or it is an id in the path, which is compared without a word. Or the last parameter of a path names the object of its resource, and has another type than each field of it, so the response would not be compared: say where it is repeated, or `none`.";
    WRAP "E0412" "wrap" "An envelope stands around nothing, or cannot stand there: no request or response has it, a level switches off what no other has switched on, a body of several parts would be in it, or it has the name of a credential, which stands beside it.";
    // Rules and profiles.
    RULE_FIELD "E0501" "rule-field" "A rule, profile or condition names a field that the parameters do not have, or one that travels in the path, which rules do not see.";
    RULE_SHAPE "E0502" "rule-shape" "A rule holds no check or several, a range without bounds, a pattern that is no regular expression, a check that the field's type cannot be put to, or one that says nothing. A condition holds exactly one of `is`, `is_not` and `present`. What is held against an object or stands in a file cannot merely warn.";
    PROFILE_CONFLICT "E0503" "profile-conflict" "A profile requires and forbids the same field, or a profile or rule forbids a parameter that is always required.";
    DUPLICATE_RULE "E0504" "duplicate-rule" "Two rules or profiles of an operation have the same name, or two rules check the same.";
    // Enums, tables.
    DUPLICATE_CODE "E0601" "duplicate-code" "A code stands twice in an enum, a table or the `reused_codes`.";
    UNKNOWN_STATUS "E0602" "unknown-status" "A transition leads to a status that is not declared.";
    UNREACHABLE_STATUS "E0603" "unreachable-status" "No chain of transitions leads from an initial status to this one.";
    STATUS_SHAPE "E0604" "status-shape" "An enum with moves but without an initial status, a final status that goes on, or a status that is a dead end without saying `final: true`.";
    TABLE_SHAPE "E0605" "table-shape" "A row does not fit its table: an unknown or missing column, a value of the wrong kind, a key column with the same value twice, a code that is not what `codes` says. Or a table says what has no use: `adds`, `accepts` or `const_from` where its rows come from elsewhere, `accepts` for codes that no request has.";
    EMPTY_LIST "E0606" "empty-list" "A section, enum, table, object or union has nothing in it.";
    LOOKUP "E0607" "lookup" "A table says `lookup`, for there is no field to use it, but there is one; or it stands in a library, whose tables are used by APIs.";
    BOUND_SHAPE "E0608" "bound-shape" "The length of a window is not a number of minutes, hours, days, weeks or months, or two windows or two limits of an API have the same name.";
    // Events.
    EVENT_PAYLOAD "E0701" "event-payload" "An event does not say which object it is about, or that type is not an object. Or another object that it may be about cannot be told from it.";
    UNENVELOPED_EVENT "E0702" "unenveloped-event" "An event comes without envelope, but its object does not say by which members it is recognised (`unenveloped`), or those are not fields of it, or two objects are recognised by the same members. `unenveloped` stands in the object, not in a resource.";
    NO_WEBHOOKS "E0703" "no-webhooks" "Events are declared, but the API does not say how they are delivered, or its envelope has no member for what they bring along, or there is none.";
    DUPLICATE_EVENT "E0704" "duplicate-event" "Two events of an API have the same type on the wire, so a delivery could be either.";
    WEBHOOK_SECURITY "E0705" "webhook-security" "How a delivery proves where it comes from is not told completely, or something is told that has no use: a signature without headers, encoding or what is signed; fields of a body that is no form; a part that no delivery has; a time that is not found or not signed; values of a header that cannot be told apart; two texts with nothing between them, without a word that it is so, or one text twice; anything at all of a delivery that is not signed. A verifier of it would refuse what the API sends, or take what it did not.";
    REFETCH "E0706" "refetch" "An event says how its object is read again, and that cannot be done: the operation does not exist or changes something, a parameter is not given or not there, a value is of another type, or two events about one object differ.";
    EVENT_LIST "E0707" "event-list" "A delivery brings a list of events and something else is said that cannot be true of it: that it may be a form, in which nothing is a list; that a time of signing, or a field that is signed, stands in a body that is the list itself; that one of its events is not signed, although the delivery is as a whole.";
    EVENT_TYPE "E0708" "event-types" "`type` of an envelope names neither one member nor two. Or the type of an event is told by two members, and an event is not called after both, with a dot between the two parts: no delivery could be it.";
    // Honesty.
    EVIDENCE_MISSING "E0801" "evidence-missing" "An operation, event, file, window or limit does not say how we know it, or evidence lacks its source, its place or, when inferred, its reason.";
    EXAMPLE "E0802" "example" "An example does not fit the type of its field.";
    EMPTY_DOCS "E0803" "empty-docs" "A text for people is empty, starts or ends with blanks, or does not end its sentence.";
    MARKUP "E0804" "markup" "A text would not stay what it is when it becomes documentation, which is Markdown: a carriage return or another control character, a block of code without an end or where a text stands within another, a line that is indented so far that it would be read as Rust, a backtick without a partner.";
    PAGES "E0805" "pages" "The pages of a text cannot be found by a line: a first line is not of the form `L222`, they are not in the order of their lines, there are two lists of them, or one is empty.";
    PAGE_TITLE "E0806" "page-title" "Lines of a text with pages are cited without the title of the page that they are on, or with another: `at` of evidence or of a deviation is not of the form `Title, L12-14; NAME in Other title, L30`. Or no page has these lines.";
    // Files.
    FILE_FORMAT "E0901" "file-format" "A file of the portal cannot be read or written as it is described: no columns, amounts without unit or decimals, an amount without currency where its decimals depend on it, words for true and false that cannot be told apart, rules for a file that is only read.";
    AMOUNTS "E0902" "amounts" "An amount in major units cannot be read or written as it is described: its decimals are not known, are said twice or depend on a currency that it does not name or that is no code of a table; it stands where it cannot, in a path or in what all variants of a union have; or `currency`, `unit` or `amounts` say something of nothing. Or the codes of a table cannot be in lower case, as they have small letters or stand in a library.";
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
