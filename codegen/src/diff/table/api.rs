//! Rules about an API as a whole.

use crate::diff::rule::rules;

rules! {
    API_ADDED "api-added" [] Added
        "A new API or library.";
    API_REMOVED "api-removed" [wire rust]
        "The crates of the API or library are gone.";
    API_OURS_CHANGED "api-ours-changed" [rust]
        "The API is an interface of this repository, or no longer is, so it has other crates.";
    LISTS_CHANGED "list-format-changed" [wire]
        "Lists are written differently in forms and queries.";
    AMOUNT_FORMAT_CHANGED "amount-format-changed" [wire]
        "Amounts in major units change between text and numbers in JSON. Both are read.";
    AMOUNT_DECIMALS_CHANGED "amount-decimals-changed" [wire decode]
        "Amounts in major units have other decimals. Older programs refuse extra digits.";
    CONTENT_TYPE_CHANGED "content-type-without-body-changed" [wire]
        "Requests without a body have another `Content-Type`.";
    HEADER_ADDED "client-header-added" [] Added
        "A header can be set once per client.";
    HEADER_REMOVED "client-header-removed" [rust]
        "The setting of the client for the header is gone.";
    REQUEST_ID_CHANGED "request-id-header-changed" [decode]
        "Responses identify the request in another header, so older programs report no request id.";
    IDEMPOTENCY_ADDED "idempotency-added" [] Added
        "The API recognises repeated requests.";
    IDEMPOTENCY_REMOVED "idempotency-removed" [wire]
        "The API no longer recognises repeated requests. Older programs retry as if it did.";
    IDEMPOTENCY_HEADER_CHANGED "idempotency-header-changed" [wire]
        "The key is sent in another header. Requests that older programs repeat may be carried out twice.";
    IDEMPOTENCY_WINDOW_SHORTENED "idempotency-window-shortened" [wire]
        "The API forgets keys earlier. Requests that older programs repeat late may be carried out twice.";
    IDEMPOTENCY_WINDOW_LENGTHENED "idempotency-window-lengthened" []
        "The API remembers keys for longer.";
    REUSED_CODE_ADDED "reused-key-code-added" [decode]
        "Another code means that a key was used before. Older programs do not recognise it.";
    REUSED_CODE_REMOVED "reused-key-code-removed" []
        "A code no longer means that a key was used before.";
    ERROR_CODE_PATH_CHANGED "error-code-path-changed" [decode]
        "The code of an error is at another path, where older programs do not find it.";
    ERROR_MESSAGES_CHANGED "error-message-path-changed" []
        "The message of an error is at another path. Texts of errors are for people.";
    ERROR_FIELDS_CHANGED "error-fields-path-changed" [decode]
        "The names of invalid fields are at another path, where older programs do not find them.";
    ERROR_REQUEST_ID_CHANGED "error-request-id-path-changed" [decode]
        "The id of the request is at another path of an error.";
    CODE_OUTCOME_ADDED "code-outcome-added" [decode]
        "A code decides what a response means. Older programs decide by its status.";
    CODE_OUTCOME_REMOVED "code-outcome-removed" [decode]
        "A code no longer decides what a response means.";
    CODE_OUTCOME_CHANGED "code-outcome-changed" [decode]
        "A code means something else.";
    PAGING_ADDED "paging-added" []
        "Searches continue after their first page.";
    PAGING_REMOVED "paging-removed" [rust]
        "Searches no longer continue after their first page, so the methods for pages are gone.";
    PAGING_STYLE_CHANGED "paging-style-changed" [wire]
        "The next page is identified in another way.";
    PAGING_PARAMETER_CHANGED "paging-parameter-changed" [wire]
        "The next page is requested with another parameter.";
    PAGING_SIZE_CHANGED "paging-size-changed" [wire]
        "The size of a page is requested with another parameter.";
    PAGING_FIRST_CHANGED "paging-first-page-changed" [wire]
        "The first page has another number, so older programs skip or repeat a page.";
    PAGING_PATH_CHANGED "paging-path-changed" [decode]
        "The cursor, the link or the sign of a next page is at another path, where older programs do not find it.";
}
