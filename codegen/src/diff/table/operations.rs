//! Rules about operations and their responses.

use crate::diff::rule::rules;

rules! {
    OPERATION_ADDED "operation-added" [] Added
        "A new operation. Existing programs do not call it.";
    OPERATION_REMOVED "operation-removed" [wire rust]
        "Calls of the operation no longer compile, and requests of older programs are expected to fail.";
    OPERATION_RENAMED "operation-renamed" [rust]
        "The same request has another verb, so its method and its params have other names. Settings by name do too.";
    OPERATION_MOVED "operation-moved" [rust]
        "The same request belongs to another resource, so it is called through another accessor of the client.";
    PARAMS_TYPE_RENAMED "params-type-renamed" [rust]
        "The struct of the parameters has another name.";
    RESOURCE_PLURAL_CHANGED "resource-plural-changed" [rust]
        "The accessor of the client and the type behind it are named after the plural.";
    OPERATION_METHOD_CHANGED "operation-method-changed" [wire]
        "Older programs send the request with the old HTTP method.";
    OPERATION_PATH_CHANGED "operation-path-changed" [wire]
        "Older programs send the request to the old path.";
    OPERATION_ENCODING_CHANGED "operation-encoding-changed" [wire]
        "Older programs send the parameters in the old format: form, JSON, query or multipart.";
    REQUEST_ENVELOPE_CHANGED "request-envelope-changed" [wire]
        "The parameters are inside another member of the body, so older requests have them at the wrong place.";
    RESPONSE_ENVELOPE_CHANGED "response-envelope-changed" [decode]
        "The value is inside another member of the response, where older programs do not look.";
    OPERATION_HOST_CHANGED "operation-host-changed" [wire]
        "The operation belongs to another service, so older programs send it to the wrong host.";
    OPERATION_AUTH_CHANGED "operation-auth-changed" [wire]
        "The operation needs other credentials than older programs send.";
    OPERATION_AUTH_REQUIRED "operation-auth-required" [wire]
        "The operation was open and now needs credentials.";
    OPERATION_AUTH_DROPPED "operation-auth-dropped" []
        "The operation no longer needs credentials. Older programs send them, which is harmless.";
    IDEMPOTENCY_KEY_ACCEPTED "idempotency-key-accepted" []
        "The API recognises a repeated request, so clients now send a key and retry.";
    IDEMPOTENCY_KEY_DROPPED "idempotency-key-dropped" [wire]
        "A repeated request may be carried out twice. Older programs still retry it.";
    NOW_CHANGES_STATE "operation-now-changes-state" [wire]
        "The operation counted as read-only, and clients retried it. Repeating it can change something.";
    NOW_READ_ONLY "operation-now-read-only" []
        "The operation only reads, so clients retry it.";
    QUERY_CONSTANT_CHANGED "query-constant-changed" [wire]
        "The query contains other constants than older programs send.";
    OPERATION_HEADER_ADDED "operation-header-added" []
        "The operation accepts another header. It is optional.";
    OPERATION_HEADER_REQUIRED "operation-header-required" [wire]
        "Requests without the header are refused, and older programs may not set it.";
    OPERATION_HEADER_OPTIONAL "operation-header-optional" []
        "Requests without the header are accepted.";
    OPERATION_HEADER_REMOVED "operation-header-removed" []
        "The header is no longer sent. The client still has its setting if another operation sends it.";
    HEADER_VALUE_CHANGED "header-value-changed" [wire]
        "The constant that clients send in the header differs, such as the version of the API.";
    SUCCESS_STATUS_ADDED "success-status-added" []
        "Another status of success, which older programs accept, because it is a 2xx status and the body is checked.";
    SUCCESS_STATUS_NOT_ACCEPTED "success-status-not-accepted" [decode]
        "Another status of success that older programs take for an unexpected response: 203 or 206, one other than 200 \
         and 204 for a response without a body, or one where the status determines the type of the body.";
    SUCCESS_STATUS_REMOVED "success-status-removed" []
        "A status of success is no longer returned.";
    ERROR_STATUS_ADDED "error-status-added" []
        "Another error is documented. Older programs classify it by its status.";
    ERROR_STATUS_REMOVED "error-status-removed" []
        "An error is no longer documented.";
    STATUS_OUTCOME_CHANGED "status-outcome-changed" [decode]
        "A status means something else, so older programs take the response for another kind of result.";
    RESPONSE_TYPE_CHANGED "response-type-changed" [decode rust]
        "A successful response has another type of body.";
    RESPONSE_BODY_ADDED "response-body-added" [rust]
        "A successful response had no body and now has one, so the method returns a value. Older programs ignore it.";
    RESPONSE_BODY_REMOVED "response-body-removed" [decode rust]
        "A successful response no longer has a body, which older programs take for an incomplete response.";
    ITEMS_PATH_CHANGED "items-path-changed" [decode]
        "The items of a search are elsewhere in the response, where older programs do not find them.";
    ECHO_ADDED "echo-added" [decode]
        "A successful response must now repeat a parameter, and one that does not is refused.";
    ECHO_REMOVED "echo-removed" []
        "A successful response no longer has to repeat a parameter.";
    SUCCESS_CODE_ADDED "success-code-added" [decode]
        "Another code of responses counts as success, which older programs take for a failure or an unknown result.";
    SUCCESS_CODE_REMOVED "success-code-removed" [decode]
        "A code of responses no longer counts as success, but older programs report one.";
    UNLISTED_CODES_CHANGED "unlisted-codes-changed" [decode]
        "A code that is not listed changed between a response and a failure.";
    REASON_ADDED "reason-added" [] Added
        "An error states another fact, which programs can ask for.";
    REASON_REMOVED "reason-removed" [rust]
        "The constant of the fact is gone.";
    REASON_CHANGED "reason-changed" [decode]
        "A fact is stated by another status, message or code, so older programs do not recognise it.";
    OPERATION_PAGING_CHANGED "operation-paging-changed" [wire]
        "The search continues differently from before: with the paging of the API, its own, or none.";
    OPERATION_DEPRECATED "operation-deprecated" []
        "Calls compile with a warning.";
    OPERATION_UNDEPRECATED "operation-undeprecated" []
        "Calls no longer cause a warning.";
    PATH_EVIDENCE_RAISED "path-evidence-raised" [] Evidence
        "The path of an operation is better known than before.";
    PATH_EVIDENCE_LOWERED "path-evidence-lowered" [] Evidence
        "The path of an operation is less certain than the spec said.";
    EVIDENCE_RAISED "evidence-raised" [] Evidence
        "A fact is better known than before, for example because a document confirms what was inferred.";
    EVIDENCE_LOWERED "evidence-lowered" [] Evidence
        "A fact is less certain than the spec said.";
    REQUIRED_EVIDENCE_RAISED "required-evidence-raised" [] Evidence
        "It is better known that a value is required.";
    REQUIRED_EVIDENCE_LOWERED "required-evidence-lowered" [] Evidence
        "It is less certain that a value is required.";
}
