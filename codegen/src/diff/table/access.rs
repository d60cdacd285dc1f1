//! Rules about hosts, credentials and the signing of requests.

use crate::diff::rule::rules;

rules! {
    ENVIRONMENT_ADDED "environment-added" [] Added
        "A new environment.";
    ENVIRONMENT_REMOVED "environment-removed" [wire rust]
        "The variant of `Environment` is gone, and its host is expected not to respond.";
    BASE_URL_CHANGED "base-url-changed" [wire]
        "Older programs send requests to the old host or below the old path.";
    HOST_VARIABLE_ADDED "host-variable-added" [rust]
        "The host of an environment depends on the account, so its variant takes a value.";
    HOST_VARIABLE_REMOVED "host-variable-removed" [rust]
        "The variant of an environment takes one value less.";
    SCRIPT_ADDED "script-added" [] Added
        "A script of the vendor for pages in a browser.";
    SCRIPT_REMOVED "script-removed" [rust]
        "The function of `Environment` for the script is gone.";
    SCRIPT_URL_CHANGED "script-url-changed" [wire]
        "Pages load the script from the old address.";
    SERVICE_ADDED "service-added" [] Added
        "A new service with its own host.";
    SERVICE_REMOVED "service-removed" [rust]
        "The settings of the client for the service's host are gone.";
    SERVICE_HOST_ADDED "service-host-added" []
        "The host of a service is known for another environment.";
    SERVICE_HOST_REMOVED "service-host-removed" [wire]
        "The host of a service is unknown in an environment, so its operations are refused until the caller sets it.";
    SERVICE_HOST_CHANGED "service-host-changed" [wire]
        "Older programs send requests of the service to the old host.";
    AUTH_ADDED "auth-added" [] Added
        "A new authentication scheme.";
    AUTH_REMOVED "auth-removed" [wire rust]
        "The method of the builder for these credentials is gone, and the API is expected to refuse them.";
    AUTH_SCHEME_CHANGED "auth-scheme-changed" [wire rust]
        "The credentials are sent in another way, and the builder takes other values.";
    AUTH_PARAMETERS_CHANGED "auth-parameters-changed" [wire rust]
        "The credentials are sent in another header or parameter, after which the method of the builder is named.";
    AUTH_PREFIX_CHANGED "auth-prefix-changed" [wire]
        "The key is sent after another prefix.";
    AUTH_ALTERNATIVE_CHANGED "auth-alternative-changed" [rust]
        "The scheme replaces another one, or none.";
    AUTH_HOST_ADDED "auth-host-added" [wire]
        "Clients with these credentials use another base URL in an environment.";
    AUTH_HOST_REMOVED "auth-host-removed" [wire]
        "Clients with these credentials use the usual base URL of an environment.";
    AUTH_HOST_CHANGED "auth-host-changed" [wire]
        "Clients with these credentials use another base URL than before.";
    TOKEN_ENDPOINT_CHANGED "token-endpoint-changed" [wire]
        "Tokens are obtained from another path or service.";
    TOKEN_CONSTANTS_CHANGED "token-constants-changed" [wire]
        "Token requests contain other constants in addition to the credentials.";
    TOKEN_PATH_CHANGED "token-path-changed" [decode]
        "The token is at another path in the response, where older programs do not find it.";
    TOKEN_LIFETIME_SHORTENED "token-lifetime-shortened" [wire]
        "Tokens expire earlier than older programs assume.";
    TOKEN_LIFETIME_CHANGED "token-lifetime-changed" []
        "Tokens are valid for longer, or their lifetime is read from another path.";
    TOKEN_CARRIER_CHANGED "token-carrier-changed" [wire]
        "Requests carry the token in another header or parameter.";
    TOKEN_EXPIRY_CHANGED "token-expiry-changed" [decode]
        "Other statuses or codes mean that the token has expired. Older programs do not renew it.";
    SIGNING_ADDED "signing-added" [wire rust]
        "Requests must be signed. Older programs do not sign them.";
    SIGNING_REMOVED "signing-removed" [rust]
        "Requests are no longer signed, so the setting of the key is gone.";
    SIGNING_ALGORITHM_CHANGED "signing-algorithm-changed" [wire rust]
        "Requests are signed with another algorithm and possibly another kind of key.";
    SIGNING_KEY_ENCODING_CHANGED "signing-key-encoding-changed" [wire]
        "The key is encoded differently, so older programs compute other signatures.";
    SIGNING_ENCODING_CHANGED "signing-encoding-changed" [wire]
        "Signatures of requests are encoded differently.";
    SIGNING_TIME_CHANGED "signing-time-format-changed" [wire]
        "The time in signed requests is written differently.";
    SIGNING_PARTS_CHANGED "signing-parts-changed" [wire]
        "Other parts of a request are signed.";
    SIGNING_HEADERS_CHANGED "signing-headers-changed" [wire]
        "The headers that go with a signature differ.";
}
