//! The keywords of OpenAPI 3.0, 3.1 and 3.2 and of Swagger 2.0, object by object, and what becomes of each.

use super::why::{self, Why};

/// An object of the specifications whose keywords are reported one by one. What stands in others is reported as a
/// whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Object {
    Document,
    Swagger,
    Info,
    Server,
    ServerVariable,
    Components,
    Tag,
    PathItem,
    Operation,
    /// A path item of `webhooks` or `callbacks`.
    DeliveryItem,
    /// An operation that the vendor calls.
    Delivery,
    Callback,
    Parameter,
    RequestBody,
    MediaType,
    Response,
    Schema,
    Discriminator,
    SecurityScheme,
    Flows,
    Flow,
}

/// What stands at a keyword.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Holds {
    /// A text, number or boolean.
    Word,
    Flag,
    Number,
    Words,
    /// Anything; nothing in it is looked at.
    Any,
    One(Object),
    /// An object, or a text in older versions.
    OneOrWord(Object),
    List(Object),
    /// A mapping whose keys are names that the vendor chose.
    Named(Object),
    /// A mapping whose keys are told by a pattern, among which are extensions.
    Entries(Object),
}

/// What becomes of a keyword.
#[derive(Debug, Clone, Copy)]
pub(super) enum Fate {
    /// The draft says it, or the reader that finds it tells why not.
    Kept,
    /// The draft says it where a reader has settled it, and else it is told.
    Told(&'static Why),
    /// No draft says it.
    Lost(&'static Why),
}

/// A keyword of an object.
#[derive(Debug, Clone, Copy)]
pub(super) struct Keyword {
    pub(super) name: &'static str,
    pub(super) holds: Holds,
    pub(super) fate: Fate,
}

const fn kept(name: &'static str, holds: Holds) -> Keyword {
    Keyword { name, holds, fate: Fate::Kept }
}

const fn told(name: &'static str, holds: Holds, why: &'static Why) -> Keyword {
    Keyword { name, holds, fate: Fate::Told(why) }
}

const fn lost(name: &'static str, why: &'static Why) -> Keyword {
    Keyword { name, holds: Holds::Any, fate: Fate::Lost(why) }
}

/// What stands at a name of an object; `None` where the specifications know no such keyword.
pub(super) fn keyword(object: Object, name: &str) -> Option<Keyword> {
    let own = all(object).iter().find(|keyword| keyword.name == name).copied();
    // Parameters of Swagger 2.0 are their own schemas.
    own.or_else(|| (object == Object::Parameter).then(|| keyword(Object::Schema, name)).flatten())
}

fn all(object: Object) -> &'static [Keyword] {
    match object {
        Object::Document => DOCUMENT,
        Object::Swagger => SWAGGER,
        Object::Info => INFO,
        Object::Server => SERVER,
        Object::ServerVariable => SERVER_VARIABLE,
        // What stands in them are names.
        Object::Components | Object::Callback => &[],
        Object::Tag => TAG,
        Object::PathItem => PATH_ITEM,
        Object::Operation => OPERATION,
        Object::DeliveryItem => DELIVERY_ITEM,
        Object::Delivery => DELIVERY,
        Object::Parameter => PARAMETER,
        Object::RequestBody => REQUEST_BODY,
        Object::MediaType => MEDIA_TYPE,
        Object::Response => RESPONSE,
        Object::Schema => SCHEMA,
        Object::Discriminator => DISCRIMINATOR,
        Object::SecurityScheme => SECURITY_SCHEME,
        Object::Flows => FLOWS,
        Object::Flow => FLOW,
    }
}

const DOCUMENT: &[Keyword] = &[
    kept("openapi", Holds::Word),
    lost("$self", &why::IDENTITY),
    kept("info", Holds::One(Object::Info)),
    lost("jsonSchemaDialect", &why::DIALECT),
    kept("servers", Holds::List(Object::Server)),
    kept("paths", Holds::Entries(Object::PathItem)),
    kept("webhooks", Holds::Named(Object::DeliveryItem)),
    kept("components", Holds::One(Object::Components)),
    kept("security", Holds::Any),
    kept("tags", Holds::List(Object::Tag)),
    lost("externalDocs", &why::PAGE),
];

const SWAGGER: &[Keyword] = &[
    kept("swagger", Holds::Word),
    kept("info", Holds::One(Object::Info)),
    kept("host", Holds::Word),
    kept("basePath", Holds::Word),
    kept("schemes", Holds::Words),
    told("consumes", Holds::Words, &why::MEDIA),
    told("produces", Holds::Words, &why::MEDIA),
    kept("paths", Holds::Entries(Object::PathItem)),
    kept("definitions", Holds::Any),
    kept("parameters", Holds::Any),
    kept("responses", Holds::Any),
    kept("securityDefinitions", Holds::Any),
    kept("security", Holds::Any),
    kept("tags", Holds::List(Object::Tag)),
    lost("externalDocs", &why::PAGE),
];

const INFO: &[Keyword] = &[
    kept("title", Holds::Word),
    lost("summary", &why::TEXT),
    kept("description", Holds::Word),
    lost("termsOfService", &why::PAGE),
    lost("contact", &why::PAGE),
    lost("license", &why::PAGE),
    kept("version", Holds::Word),
];

const SERVER: &[Keyword] = &[
    kept("url", Holds::Word),
    lost("name", &why::TEXT),
    kept("description", Holds::Word),
    kept("variables", Holds::Named(Object::ServerVariable)),
];

const SERVER_VARIABLE: &[Keyword] = &[
    told("enum", Holds::Words, &why::SERVER_VALUES),
    told("default", Holds::Word, &why::SERVER_VALUES),
    told("description", Holds::Word, &why::TEXT),
];

const TAG: &[Keyword] = &[
    kept("name", Holds::Word),
    lost("summary", &why::TEXT),
    told("description", Holds::Word, &why::TEXT),
    lost("externalDocs", &why::PAGE),
    lost("parent", &why::TAGS),
    lost("kind", &why::TAGS),
];

const PATH_ITEM: &[Keyword] = &[
    kept("$ref", Holds::Word),
    lost("summary", &why::TEXT),
    lost("description", &why::TEXT),
    kept("get", Holds::One(Object::Operation)),
    kept("put", Holds::One(Object::Operation)),
    kept("post", Holds::One(Object::Operation)),
    kept("delete", Holds::One(Object::Operation)),
    kept("patch", Holds::One(Object::Operation)),
    // The reader tells these.
    kept("options", Holds::Any),
    kept("head", Holds::Any),
    kept("trace", Holds::Any),
    kept("query", Holds::Any),
    lost("additionalOperations", &why::METHODS),
    told("servers", Holds::Any, &why::OWN_SERVERS),
    kept("parameters", Holds::List(Object::Parameter)),
];

const OPERATION: &[Keyword] = &[
    told("tags", Holds::Words, &why::TAGS),
    kept("summary", Holds::Word),
    kept("description", Holds::Word),
    lost("externalDocs", &why::PAGE),
    told("operationId", Holds::Word, &why::OPERATION_ID),
    kept("parameters", Holds::List(Object::Parameter)),
    kept("requestBody", Holds::One(Object::RequestBody)),
    kept("responses", Holds::Entries(Object::Response)),
    kept("callbacks", Holds::Named(Object::Callback)),
    kept("deprecated", Holds::Flag),
    kept("security", Holds::Any),
    told("servers", Holds::Any, &why::OWN_SERVERS),
    told("consumes", Holds::Words, &why::MEDIA),
    told("produces", Holds::Words, &why::MEDIA),
    lost("schemes", &why::OWN_SERVERS),
];

const DELIVERY_ITEM: &[Keyword] = &[
    kept("$ref", Holds::Word),
    lost("summary", &why::TEXT),
    lost("description", &why::TEXT),
    kept("post", Holds::One(Object::Delivery)),
    kept("put", Holds::One(Object::Delivery)),
    lost("get", &why::DELIVERY),
    lost("delete", &why::DELIVERY),
    lost("patch", &why::DELIVERY),
    lost("options", &why::DELIVERY),
    lost("head", &why::DELIVERY),
    lost("trace", &why::DELIVERY),
    lost("query", &why::DELIVERY),
    lost("additionalOperations", &why::DELIVERY),
    lost("servers", &why::DELIVERY_MORE),
    lost("parameters", &why::DELIVERY_MORE),
];

const DELIVERY: &[Keyword] = &[
    lost("tags", &why::TAGS),
    told("summary", Holds::Word, &why::TEXT),
    told("description", Holds::Word, &why::TEXT),
    lost("externalDocs", &why::PAGE),
    lost("operationId", &why::OPERATION_ID),
    lost("parameters", &why::DELIVERY_MORE),
    kept("requestBody", Holds::One(Object::RequestBody)),
    lost("responses", &why::DELIVERY_RESPONSES),
    lost("callbacks", &why::DELIVERY_MORE),
    lost("deprecated", &why::DELIVERY_MORE),
    lost("security", &why::DELIVERY_MORE),
    lost("servers", &why::DELIVERY_MORE),
];

const PARAMETER: &[Keyword] = &[
    kept("$ref", Holds::Word),
    kept("name", Holds::Word),
    kept("in", Holds::Word),
    kept("description", Holds::Word),
    kept("required", Holds::Flag),
    told("deprecated", Holds::Flag, &why::DEPRECATED),
    lost("allowEmptyValue", &why::STYLE),
    told("style", Holds::Word, &why::STYLE),
    told("explode", Holds::Flag, &why::STYLE),
    lost("allowReserved", &why::STYLE),
    told("collectionFormat", Holds::Word, &why::STYLE),
    kept("schema", Holds::One(Object::Schema)),
    kept("content", Holds::Any),
];

const REQUEST_BODY: &[Keyword] = &[
    kept("$ref", Holds::Word),
    lost("description", &why::TEXT),
    kept("content", Holds::Named(Object::MediaType)),
    kept("required", Holds::Flag),
];

const MEDIA_TYPE: &[Keyword] = &[
    kept("$ref", Holds::Word),
    kept("schema", Holds::One(Object::Schema)),
    lost("itemSchema", &why::STREAM),
    lost("example", &why::EXAMPLE),
    lost("examples", &why::EXAMPLE),
    lost("encoding", &why::ENCODING),
    lost("prefixEncoding", &why::ENCODING),
    lost("itemEncoding", &why::ENCODING),
];

const RESPONSE: &[Keyword] = &[
    kept("$ref", Holds::Word),
    lost("summary", &why::TEXT),
    told("description", Holds::Word, &why::TEXT),
    lost("headers", &why::RESPONSE_HEADERS),
    kept("content", Holds::Named(Object::MediaType)),
    lost("links", &why::LINKS),
    kept("schema", Holds::One(Object::Schema)),
    lost("examples", &why::EXAMPLE),
];

const SCHEMA: &[Keyword] = &[
    kept("$ref", Holds::Word),
    lost("$id", &why::IDENTITY),
    lost("$schema", &why::DIALECT),
    lost("$anchor", &why::IDENTITY),
    lost("$dynamicRef", &why::DYNAMIC),
    lost("$dynamicAnchor", &why::DYNAMIC),
    lost("$recursiveRef", &why::DYNAMIC),
    lost("$recursiveAnchor", &why::DYNAMIC),
    lost("$vocabulary", &why::DIALECT),
    lost("$comment", &why::TEXT),
    lost("$defs", &why::DEFINITIONS),
    lost("definitions", &why::DEFINITIONS),
    told("title", Holds::Word, &why::TEXT),
    kept("description", Holds::Word),
    kept("type", Holds::Any),
    told("format", Holds::Word, &why::FORMAT),
    told("enum", Holds::Words, &why::VALUES),
    told("const", Holds::Any, &why::VALUES),
    lost("default", &why::DEFAULT),
    told("example", Holds::Any, &why::EXAMPLE),
    told("examples", Holds::Any, &why::EXAMPLE),
    told("deprecated", Holds::Flag, &why::DEPRECATED),
    kept("readOnly", Holds::Flag),
    kept("writeOnly", Holds::Flag),
    told("nullable", Holds::Flag, &why::NULLABLE),
    told("x-nullable", Holds::Flag, &why::NULLABLE),
    kept("allOf", Holds::List(Object::Schema)),
    told("oneOf", Holds::List(Object::Schema), &why::CHOICE),
    told("anyOf", Holds::List(Object::Schema), &why::CHOICE),
    lost("not", &why::CONDITION),
    lost("if", &why::CONDITION),
    lost("then", &why::CONDITION),
    lost("else", &why::CONDITION),
    lost("dependentSchemas", &why::CONDITION),
    lost("dependentRequired", &why::CONDITION),
    lost("dependencies", &why::CONDITION),
    kept("properties", Holds::Named(Object::Schema)),
    told("required", Holds::Words, &why::REQUIRED),
    told("additionalProperties", Holds::One(Object::Schema), &why::FURTHER),
    lost("patternProperties", &why::FURTHER),
    lost("propertyNames", &why::FURTHER),
    lost("unevaluatedProperties", &why::FURTHER),
    lost("minProperties", &why::BOUND_OF_OBJECT),
    lost("maxProperties", &why::BOUND_OF_OBJECT),
    kept("items", Holds::One(Object::Schema)),
    lost("prefixItems", &why::TUPLE),
    lost("additionalItems", &why::TUPLE),
    lost("unevaluatedItems", &why::TUPLE),
    lost("contains", &why::CONDITION),
    lost("minContains", &why::CONDITION),
    lost("maxContains", &why::CONDITION),
    told("minItems", Holds::Number, &why::BOUND),
    told("maxItems", Holds::Number, &why::BOUND),
    lost("uniqueItems", &why::UNIQUE),
    told("minLength", Holds::Number, &why::BOUND),
    told("maxLength", Holds::Number, &why::BOUND),
    told("pattern", Holds::Word, &why::BOUND),
    told("minimum", Holds::Number, &why::BOUND),
    told("maximum", Holds::Number, &why::BOUND),
    told("exclusiveMinimum", Holds::Word, &why::BOUND),
    told("exclusiveMaximum", Holds::Word, &why::BOUND),
    told("multipleOf", Holds::Number, &why::BOUND),
    lost("contentEncoding", &why::CONTENT),
    told("contentMediaType", Holds::Word, &why::CONTENT),
    lost("contentSchema", &why::CONTENT),
    told("discriminator", Holds::OneOrWord(Object::Discriminator), &why::DISCRIMINATOR),
    // Items of lists in Swagger 2.0.
    lost("collectionFormat", &why::STYLE),
    lost("xml", &why::XML),
    lost("externalDocs", &why::PAGE),
];

const DISCRIMINATOR: &[Keyword] =
    &[kept("propertyName", Holds::Word), kept("mapping", Holds::Any), lost("defaultMapping", &why::DEFAULT_VARIANT)];

const SECURITY_SCHEME: &[Keyword] = &[
    kept("$ref", Holds::Word),
    kept("type", Holds::Word),
    told("description", Holds::Word, &why::TEXT),
    kept("name", Holds::Word),
    kept("in", Holds::Word),
    kept("scheme", Holds::Word),
    lost("bearerFormat", &why::TOKEN_FORMAT),
    kept("flows", Holds::One(Object::Flows)),
    kept("flow", Holds::Word),
    lost("authorizationUrl", &why::CONSENT),
    told("tokenUrl", Holds::Word, &why::CONSENT),
    lost("scopes", &why::SCOPES),
    lost("openIdConnectUrl", &why::CONSENT),
    lost("oauth2MetadataUrl", &why::CONSENT),
    lost("deprecated", &why::DEPRECATED),
];

const FLOWS: &[Keyword] = &[
    lost("implicit", &why::CONSENT),
    lost("password", &why::CONSENT),
    kept("clientCredentials", Holds::One(Object::Flow)),
    lost("authorizationCode", &why::CONSENT),
    lost("deviceAuthorization", &why::CONSENT),
];

const FLOW: &[Keyword] = &[
    lost("authorizationUrl", &why::CONSENT),
    lost("deviceAuthorizationUrl", &why::CONSENT),
    told("tokenUrl", Holds::Word, &why::CONSENT),
    lost("refreshUrl", &why::CONSENT),
    lost("scopes", &why::SCOPES),
];
