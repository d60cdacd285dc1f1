//! The public APIs that are described in `tests/language/spec` next to the showcases use, together, what the language
//! has for public APIs: a construct that only a showcase uses has not shown that it is worth its place. With the APIs
//! of `spec` they use every key and word of the schema, but for a few that are listed here, each with the reason.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::every_key;
use crate::language::{Constructs, Language, value_of};
use crate::support::{Run, compile, public_api, public_apis, real_apis, showcase, spec_of};

/// What it has for them: keys and words of the schema, and the forms that texts of it have.
const CONSTRUCTS: &[(&str, &[&str])] = &[
    (
        "unions",
        &[
            "Union.tag",
            "ToldBy=tag",
            "ToldBy=member",
            "ToldBy=sibling",
            "Field.type: expandable<>",
            "Field.type: list<>",
        ],
    ),
    ("keys with a prefix", &["Scheme=bearer", "Auth.prefix", "Token.prefix", "Carrier=header"]),
    (
        "money in major units",
        &[
            "Api.amounts",
            "ApiAmounts.unit",
            "ApiAmounts.as",
            "ApiAmounts.decimals_column",
            "Field.currency",
            "Case=lower",
        ],
    ),
    (
        "paths",
        &[
            "Envelope.payload: a.b",
            "Errors.code: a.b",
            "Errors.field_name: a.b",
            "Paging.cursor: a.b",
            "Paging.link: a.b",
            "Paging.more: a.b",
            "Refusal.code: a.b",
            "Response.items: a.b",
        ],
    ),
    ("envelopes", &["Api.wrap", "Resource.wrap", "Operation.wrap"]),
    (
        "signatures of deliveries",
        &[
            "Security.signed: []",
            "Security.prefix",
            "Security.separator",
            "Security.key_encoding",
            "PartWord=timestamp",
            "NamedPart.text",
            "Security.key_prefix",
            "Security.member",
            "NamedPart.field",
            "NamedPart.header",
            "PartWord=url",
            "Timestamp.prefix",
            "Timestamp.header",
            "TimeFormat=milliseconds",
            "TimeFormat=rfc3339",
            "SignatureEncoding=hex",
            "SignatureEncoding=base64",
            "KeyEncoding=text",
            "KeyEncoding=hex",
            "KeyEncoding=base64",
            "SecurityScheme=hmac-sha256",
            "SecurityScheme=hmac-sha512",
            "SecurityScheme=rsa-sha256",
            "Security.key_id",
            "SecurityScheme=custom",
            "SecurityScheme=secret-header",
        ],
    ),
    ("events without an envelope", &["Object.unenveloped"]),
    ("paging", &["By=last-id", "By=cursor", "By=link", "By=link-header", "By=offset", "Paging.more"]),
    (
        "signing of requests",
        &[
            "Auth.signing",
            "Signing.signed",
            "Signing.headers",
            "Signing.timestamp",
            "Signing.key_encoding",
            "NamedPart.digest",
            "HashAlgorithm=sha256",
            "HashAlgorithm=sha512",
            "PartWord=method",
            "PartWord=lowercase-method",
            "PartWord=host",
            "PartWord=path",
            "PartWord=query",
            "PartWord=path-and-query",
            "PartWord=nonce",
            "PartWord=signature",
            "TimeFormat=http-date",
            "SigningAlgorithm=hmac-sha256",
            "SigningAlgorithm=hmac-sha512",
            "SigningAlgorithm=rsa-sha256",
            "SigningAlgorithm=custom",
        ],
    ),
    ("errors that name one field", &["Errors.field_name"]),
    ("maps", &["Field.type: map<>"]),
    ("lists in queries", &["ListStyle=brackets", "ListStyle=commas"]),
    ("lists of objects in forms", &["ObjectLists=indexed", "ObjectLists=bracketed"]),
    ("times as numbers", &["TimeForm=text", "TimeForm=unix-seconds", "TimeForm=unix-milliseconds", "Field.as"]),
    ("clearing a field in a form", &["Clearing=empty-text", "Field.nullable"]),
    ("several events in a delivery", &["Envelope.events"]),
    ("event types of two members", &["Envelope.type: []"]),
    ("hosts with a variable", &["Api.host_variables"]),
    ("successes with different bodies", &["Operation.responses: several bodies"]),
];

/// What no API here or in `spec` uses, and why that is no doubt about its place.
const UNUSED: &[(&str, &[&str])] = &[
    ("a deviation cites a page, and no page of these APIs was looked up", &["Limit.deviation", "Window.deviation"]),
    ("the portal whose files are described has others", &["DecimalMark=comma", "Separator=comma", "Separator=tab"]),
    ("it is the check of `compact`, which an API uses, by itself", &["Rule.date", "Date.field", "Date.form"]),
    (
        "what a portal calls them is not known from memory",
        &["Event.vendor_term", "Union.vendor_term", "Variant.vendor_term"],
    ),
    ("no API is known that writes one amount in another unit than the rest", &["Field.unit"]),
    ("requests with a method of reading use it without a word", &["BodyFormat=query"]),
    ("no API is known that signs requests and leaves their bodies out", &["Signing.unsigned_body"]),
    ("the payment API that is known to sign so signs a text that needs a signer", &["SigningAlgorithm=rsa-pss-sha256"]),
    ("no payment API is known to sign its deliveries so", &["SecurityScheme=rsa-pss-sha256"]),
];

/// Their files.
fn public() -> Vec<String> {
    let files = public_apis().into_iter().flat_map(|api| public_api(&api));
    files.filter(|(path, _)| !path.contains("/units/")).map(|(_, text)| text).collect()
}

#[test]
fn public_apis_have_no_diagnostics() {
    for api in public_apis() {
        let run = Run::over(public_api(&api));
        assert!(run.diagnostics.is_empty(), "{api}: {}", run.rendered());
    }
}

#[test]
fn public_apis_use_what_the_language_has_for_them() {
    let language = Language::new();
    let files = public();
    assert!(files.len() >= 10, "{} files", files.len());
    let mut used: Constructs = files.iter().flat_map(|text| language.used_in(text)).collect();
    if files.iter().any(|text| has_several_bodies(&value_of(text))) {
        used.insert("Operation.responses: several bodies".to_owned());
    }
    let missing: BTreeSet<String> = CONSTRUCTS
        .iter()
        .flat_map(|(about, constructs)| constructs.iter().map(move |construct| (about, construct)))
        .filter(|(_, construct)| !used.contains(**construct))
        .map(|(about, construct)| format!("{about}: {construct}"))
        .collect();
    assert!(missing.is_empty(), "no public API uses {missing:#?}");
}

#[test]
fn no_construct_is_proved_by_showcases_alone() {
    let language = Language::new();
    let real = real_apis().into_iter().flat_map(|api| spec_of(&api)).map(|(_, text)| text);
    let used: Constructs = public().into_iter().chain(real).flat_map(|text| language.used_in(&text)).collect();
    let unused: Constructs = UNUSED.iter().flat_map(|(_, constructs)| *constructs).map(|&of| of.to_owned()).collect();
    let missing: Constructs = language.all().difference(&used).cloned().collect();
    let unsaid: Vec<&String> = missing.difference(&unused).collect();
    assert!(unsaid.is_empty(), "no API but the showcases uses {unsaid:#?}");
    let used_after_all: Vec<&String> = unused.difference(&missing).collect();
    assert!(used_after_all.is_empty(), "{used_after_all:?} are used, or gone");
}

/// A construct of the list that the language does not have any more would never be used.
#[test]
fn the_language_has_what_is_looked_for() {
    let (language, showcase) = (Language::new(), showcase());
    let mut used = language.all();
    used.extend(showcase.iter().flat_map(|(_, text)| language.used_in(text)));
    let known = CONSTRUCTS.iter().flat_map(|(_, constructs)| constructs.iter());
    let gone: Vec<&&str> =
        known.filter(|construct| !construct.ends_with("several bodies") && !used.contains(**construct)).collect();
    assert!(gone.is_empty(), "the language has no {gone:?}");
    assert!(showcase.iter().any(|(_, text)| has_several_bodies(&value_of(text))));
}

/// Every how many lines of an API are left out in turn.
const EVERY: usize = 45;

/// What a description may say although it holds without a word.
const DEFAULTS: &[&str] =
    &["body: [json]", "datetimes: text", "first: 1", "key_encoding: text", "lists: brackets", "told_by: tag"];

/// What the generator accepts it makes something of: without a line of a description there is a mistake, or other code.
#[test]
fn every_line_means_something() {
    let every = every_key::one_of(EVERY);
    let (mut tried, mut idle) = (0, Vec::new());
    for api in public_apis() {
        let whole = public_api(&api);
        let made = made(&whole).expect("the API is right");
        for (index, (path, text)) in whole.iter().enumerate() {
            for (at, line) in text.lines().enumerate().skip(index % every).step_by(every) {
                let said = line.trim();
                // How something of the API as a whole is known is told to those who read its description.
                let is_evidence = path.ends_with("/api.yaml") && said.starts_with("evidence:");
                let is_said = !said.is_empty() && !said.starts_with('#') && !DEFAULTS.contains(&said) && !is_evidence;
                if path.contains("/units/") || !is_said {
                    continue;
                }
                let mut files = whole.clone();
                files[index].1 = text
                    .lines()
                    .enumerate()
                    .filter(|(other, _)| *other != at)
                    .fold(String::new(), |text, (_, line)| text + line + "\n");
                tried += 1;
                if self::made(&files).is_some_and(|without| without == made) {
                    idle.push(format!("{path}:{}: {line}", at + 1));
                }
            }
        }
    }
    assert!(tried > 30, "only {tried} lines");
    assert!(idle.is_empty(), "{} of {tried} lines change nothing:\n{}", idle.len(), idle.join("\n"));
}

/// What some files become; `None` if they have a mistake.
fn made(files: &[(String, String)]) -> Option<Vec<(String, String)>> {
    let generated = compile(files).ok()?;
    Some(generated.files.into_iter().map(|file| (file.path, file.text)).collect())
}

/// Whether some operation has successes that differ in their bodies.
fn has_several_bodies(document: &Value) -> bool {
    let operations = document["operations"].as_object().into_iter().flatten();
    operations.into_iter().any(|(_, operation)| {
        let responses = operation["responses"].as_object().into_iter().flatten();
        let successes = responses.filter(|(_, response)| response["outcome"] == "success");
        successes.map(|(_, response)| response["body"].to_string()).collect::<BTreeSet<_>>().len() > 1
    })
}
