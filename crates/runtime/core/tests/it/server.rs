//! Decoding of requests: where parameters may come from, and mistakes that name their field and show no value.

use payspec_core::server::{
    DecodeError, DecodeErrorKind, DecodeOperation, Decoded, MAX_PROBLEMS, ReceivedRequest, response_body,
};
use payspec_core::{
    AuthScheme, AuthSpec, Blob, BodyFormat, Empty, EncodeForm, Form, IdText, Metadata, Method, Operation,
    OperationSpec, Page, Path, UnknownVariant, with_items_at,
};
use serde::Serialize;
use serde_json::{from_str, to_string};

const FORM: &str = "application/x-www-form-urlencoded";
const CARD: &str = "4000001000000067";

static KEY: AuthSpec = AuthSpec {
    name: "key",
    scheme: AuthScheme::BodyParameter { names: &["apikey"] },
    setter: "key",
    instead_of: None,
    signing: None,
};

static PAY: OperationSpec = OperationSpec {
    id: "shop.pay",
    method: Method::Post,
    path: "/shops/{shopId}/pay",
    body: BodyFormat::Form,
    auth: Some(&KEY),
    ..OperationSpec::EMPTY
};

#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
struct ShopId(IdText);
payspec_core::id!(ShopId);

/// What a request pays with.
#[derive(Debug, Clone, PartialEq)]
enum Source {
    Card(SourceCard),
    Group(Box<SourceGroup>),
    Other(UnknownVariant),
}

#[derive(Debug, Clone, PartialEq, Serialize)]
struct SourceCard {
    number: String,
    uses: Option<i64>,
}

#[derive(Debug, Clone, PartialEq, Serialize)]
struct SourceGroup {
    first: Option<Source>,
}

impl EncodeForm for SourceCard {
    fn encode_form(&self, form: &mut Form) {
        form.field("number", &self.number);
    }
}

impl EncodeForm for SourceGroup {
    fn encode_form(&self, form: &mut Form) {
        form.object("first", self.first.as_ref());
    }
}

payspec_core::read_object!(SourceCard { "number" = number: required_text, "uses" = uses: integer } required "number");
payspec_core::read_object!(SourceGroup { "first" = first: object });
payspec_core::sent_union!(Source, Inside("type"), { Card(SourceCard) = "card", Group(SourceGroup) = "group" });

/// The same, identified by the only member.
#[derive(Debug, Clone, PartialEq)]
enum Means {
    Card(SourceCard),
    Other(UnknownVariant),
}
payspec_core::sent_union!(Means, Member, { Card(SourceCard) = "card" });

#[derive(Debug, Clone)]
struct Pay {
    customer_id: ShopId,
    data: Option<Metadata>,
    document: Option<Blob>,
    means: Option<Means>,
    note: Option<String>,
    raw: Option<serde_json::Value>,
    shop_id: ShopId,
    source: Option<Source>,
    tags: Option<Vec<String>>,
}

payspec_core::read_params!(
    Pay, Brackets { "customerId" = customer_id: required, "data" = data: metadata, "document" = document: blob,
    "means" = means: object, "note" = note: text, "raw" = raw: json, "shopId" = shop_id: required,
    "source" = source: object, "tags" = tags: text_list } required "customerId", "shopId"
);

impl Operation for Pay {
    const SPEC: &'static OperationSpec = &PAY;
    type Output = Empty;
}

fn pay(content_type: &str, body: &[u8]) -> Result<Decoded<Pay>, DecodeError> {
    let path = [("shopId", "s-1".to_owned())];
    Pay::decode(&ReceivedRequest::new().path(&path).header("Content-Type", content_type).body(body))
}

fn form(body: &str) -> Result<Decoded<Pay>, DecodeError> {
    pay(FORM, format!("customerId=c-1&{body}").as_bytes())
}

fn json(body: &str) -> Result<Decoded<Pay>, DecodeError> {
    pay("application/json", format!("{{\"customerId\":\"c-1\",{body}}}").as_bytes())
}

fn problems<T>(decoded: Result<Decoded<T>, DecodeError>) -> Vec<(String, DecodeErrorKind)> {
    let Err(error) = decoded else { panic!("it was decoded") };
    assert!(!format!("{error} {error:?}").contains(CARD), "{error}");
    error.problems().iter().map(|problem| (problem.field.clone(), problem.kind)).collect()
}

fn names(decoded: &Decoded<Pay>) -> Vec<&str> {
    decoded.unknown.iter().map(|unknown| unknown.name.as_str()).collect()
}

/// A multipart body of one part, whose headers these are.
fn multipart(part: &str) -> String {
    format!("--b\r\nContent-Disposition: form-data; name=\"customerId\"\r\n\r\nc-1\r\n--b\r\n{part}\r\n--b--\r\n")
}

fn upload(part: &str) -> Result<Decoded<Pay>, DecodeError> {
    pay("multipart/form-data; boundary=b", multipart(part).as_bytes())
}

#[test]
fn a_parameter_of_the_path_comes_from_nowhere_else() {
    let request = ReceivedRequest::new().query("shopId=q").header("content-type", FORM).body(b"customerId=c&shopId=s");
    assert_eq!(problems(Pay::decode(&request)), [("shopId".to_owned(), DecodeErrorKind::Missing)]);
    let given = json(r#""shopId":"s-2""#).expect("the path has it");
    assert_eq!((given.params.shop_id.as_str(), names(&given)), ("s-1", vec!["shopId"]));
}

#[test]
fn a_credential_is_never_an_unknown_parameter() {
    let once = form("apikey=hush").expect("complete");
    assert_eq!((once.credentials[0].0, once.credentials[0].1.expose()), ("apikey", "hush"));
    // A server may need it although the other parameters are missing.
    let alone = ReceivedRequest::new().query("apikey=hush").credentials(Pay::SPEC).expect("it is readable");
    assert_eq!(alone, once.credentials);
    for twice in [form("apikey=hush&apikey=hush2"), form("apikey[]=hush&apikey[]=x"), form("apikey[a]=hush")] {
        assert_eq!(problems(twice), [("apikey".to_owned(), DecodeErrorKind::Invalid)]);
    }
    assert_eq!(problems(json(r#""apikey":"hush","apikey":"x""#)), [("apikey".to_owned(), DecodeErrorKind::Invalid)]);
    assert_eq!(problems(json(r#""apikey":["hush"]"#)), [("apikey".to_owned(), DecodeErrorKind::Invalid)]);

    let path = [("shopId", "s-1".to_owned())];
    let of_query = |query| Pay::decode(&ReceivedRequest::new().path(&path).query(query).body(b"customerId=c"));
    let in_query = of_query("apikey=hush").expect("complete");
    assert_eq!((names(&in_query), in_query.credentials.len()), (vec![], 1));
    assert_eq!(problems(of_query("apikey=hush&apikey=x")), [("apikey".to_owned(), DecodeErrorKind::Invalid)]);

    for inside in [
        json(r#""foo":{"apikey":"hush"}"#),
        json(r#""foo":[{"bar":{"apikey":["hush"],"kept":"kept"}}]"#),
        form("foo[apikey]=hush"),
        form("foo[][apikey][a]=hush&foo[][kept]=kept"),
        of_query("foo[apikey]=hush"),
    ] {
        let unknown = inside.expect("complete").unknown;
        let shown: Vec<_> = unknown.iter().map(|parameter| parameter.value.to_string()).collect();
        assert_eq!((unknown.len(), shown.join("").contains("hush")), (1, false), "{shown:?}");
        assert!(shown[0].contains(r#""apikey":null"#), "{shown:?}");
        assert!(!shown[0].contains("kept") || shown[0].contains(r#""kept":"kept""#), "{shown:?}");
    }
}

#[test]
fn a_file_is_not_a_value() {
    let file =
        |name: &str| upload(&format!("Content-Disposition: form-data; name=\"{name}\"; filename=\"f\"\r\n\r\nabc"));
    for (name, field) in [
        ("note", "note"),
        ("data", "data"),
        ("data[a]", "data.a"),
        ("raw", "raw"),
        ("raw[a][]", "raw"),
        ("source", "source"),
        ("source[number]", "source.number"),
        ("means[card][number]", "means.card"),
        ("tags[]", "tags[0]"),
        ("tags", "tags"),
    ] {
        assert_eq!(problems(file(name)), [(field.to_owned(), DecodeErrorKind::Invalid)], "{name}");
        assert!(file(name).expect_err(name).to_string().contains("found a file"), "{name}");
    }
    let apart = file("photo").expect("nothing else is wrong");
    assert_eq!((names(&apart), &apart.unknown[0].value), (vec!["photo"], &serde_json::Value::Null));
    assert_eq!(file("document").expect("a file").params.document.map(|file| file.bytes), Some(b"abc".to_vec()));
}

#[test]
fn nothing_that_is_decoded_is_printed_with_its_value() {
    let path = [("shopId", "s-1".to_owned())];
    let (name, data) = (format!("x-{CARD}"), format!("customerId=c&apikey={CARD}&foo={CARD}&bar[{CARD}]=1"));
    let request = ReceivedRequest::new().path(&path).query(CARD).header(&name, CARD).body(data.as_bytes());
    let decoded = Pay::decode(&request).expect("complete");
    for shown in [format!("{request:?}"), format!("{decoded:?}"), format!("{decoded:#?}")] {
        assert!(!shown.contains(CARD), "{shown}");
    }
    let many: Vec<String> = (0..500).map(|index| format!("p{index}=1")).collect();
    let shown = format!("{:?}", form(&many.join("&")).expect("complete"));
    assert!(shown.contains("p1") && !shown.contains("p400"), "{shown}");
}

#[test]
fn an_error_keeps_a_limited_number_of_mistakes_and_counts_the_others() {
    let many = vec![r#""note":"a""#; MAX_PROBLEMS + 23].join(",");
    let error = json(&many).expect_err("given more than once");
    assert_eq!((error.problems().len(), error.omitted()), (MAX_PROBLEMS, 22));
    assert!(error.to_string().ends_with("; and 22 more problems"), "{error}");
    assert_eq!(json(r#""note":"a","note":"b""#).expect_err("twice").omitted(), 0);
}

#[test]
fn a_required_identifier_is_not_empty() {
    let none = [("customerId".to_owned(), DecodeErrorKind::Invalid)];
    assert_eq!(problems(pay(FORM, b"customerId=")), none);
    assert_eq!(problems(pay("application/json", br#"{"customerId":""}"#)), none);
    let path = [("shopId", String::new())];
    let request = ReceivedRequest::new().path(&path).header("content-type", FORM).body(b"customerId=c");
    assert_eq!(problems(Pay::decode(&request)), [("shopId".to_owned(), DecodeErrorKind::Invalid)]);
}

#[test]
fn a_missing_member_of_a_variant_is_missing_where_it_belongs() {
    use DecodeErrorKind::{Invalid, Missing};

    for (body, field, kind) in [
        (r#""source":{"type":"card","uses":1}"#, "source.number", Missing),
        (r#""source":{"uses":1,"type":"card"},"note":"a""#, "source.number", Missing),
        (r#""source":{"type":"card","number":"1","uses":"x"}"#, "source.uses", Invalid),
        (r#""means":{"card":{"uses":1}}"#, "means.card.number", Missing),
        (r#""means":{"card":{"number":"1","uses":[]}}"#, "means.card.uses", Invalid),
        (r#""source":{"type":"group","first":{"type":"card"}}"#, "source.first.number", Missing),
        (r#""source":{"type":"group","first":{"type":"card","number":"1","uses":{}}}"#, "source.first.uses", Invalid),
    ] {
        assert_eq!(problems(json(body)), [(field.to_owned(), kind)], "{body}");
    }
    assert_eq!(problems(form("source[type]=card&source[uses]=1")), [("source.number".to_owned(), Missing)]);
    let both = problems(json(r#""source":{"type":"card"},"tags":{"a":{}}"#));
    assert_eq!(both[0], ("source.number".to_owned(), Missing));
    assert_eq!(both[1].1, Invalid, "the kind of the first is not that of the second");
}

#[test]
fn a_union_keeps_what_no_reader_takes() {
    let members: Vec<String> = (0..2000).map(|index| format!("\"m{index}\":{index}")).collect();
    let decoded = json(&format!(r#""source":{{{},"type":"card","number":"1"}}"#, members.join(","))).expect("complete");
    assert_eq!(decoded.unknown.len(), 2000);
    assert_eq!((decoded.unknown[0].name.as_str(), &decoded.unknown[0].value), ("source[m0]", &0.into()));
    let nested = form("source[type]=group&source[first][type]=card&source[first][number]=1&source[first][x]=2");
    assert_eq!(names(&nested.expect("complete")), ["source[first][x]"]);
}

#[test]
fn a_part_of_a_multipart_body_is_read_however_it_is_written() {
    let file = |head: &str, content: &str| {
        let decoded = upload(&format!("Content-Disposition: form-data; {head}\r\n\r\n{content}")).expect(head);
        decoded.params.document.map(|file| (file.file_name, file.bytes))
    };
    let named = |name: &str| Some((Some(name.to_owned()), b"abc".to_vec()));
    assert_eq!(file("name=document; filename=a.pdf", "abc"), named("a.pdf"));
    assert_eq!(file(r#"name="document"; filename="a\"b\\c.pdf""#, "abc"), named(r#"a"b\c.pdf"#));
    assert_eq!(file(r#"name="document"; filename="C:\dir\a;b=c.pdf""#, "abc"), named(r"C:\dir\a;b=c.pdf"));
    assert_eq!(file("name=\"document\"; filename*=UTF-8''%e2%82%ac%20a.pdf", "abc"), named("\u{20ac} a.pdf"));
    assert_eq!(file("filename=\"x\"; filename*=utf-8'en'%c3%a9.pdf; name=\"document\"", "abc"), named("\u{e9}.pdf"));
    assert_eq!(file("name=\"document\"; filename*=latin'x'%FF", "abc"), Some((None, b"abc".to_vec())));
    // A browser sends this if no file is selected.
    assert_eq!(file("name=\"document\"; filename=\"\"", ""), None);
    assert_eq!(file("name=\"document\"; filename=\"\"", "abc"), Some((None, b"abc".to_vec())));

    let quoted = upload("Content-Disposition: form-data; name=\"a\\\"b\"\r\n\r\n1").expect("complete");
    assert_eq!(names(&quoted), ["a\"b"]);
    let blank = multipart("Content-Disposition: form-data; name=\"note\"\r\n\r\nn").replace("--b\r\n", "--b \t\r\n");
    assert_eq!(
        pay("multipart/form-data; boundary=b", blank.as_bytes()).expect("complete").params.note.as_deref(),
        Some("n")
    );
    let introduced =
        format!("this is --b, no boundary\r\n{}", multipart("Content-Disposition: form-data; name=note\r\n\r\nn"));
    let introduced = pay("multipart/form-data; boundary=b", introduced.as_bytes()).expect("complete");
    assert_eq!(introduced.params.note.as_deref(), Some("n"));
}

#[test]
fn a_page_is_written_where_its_description_has_the_list() {
    const INSIDE: OperationSpec = OperationSpec { response_wrap: Some("data"), ..OperationSpec::EMPTY };
    const SEARCH: OperationSpec =
        OperationSpec { response_wrap: Some("data"), items: Some("data.list"), ..OperationSpec::EMPTY };

    let written = |spec: &OperationSpec, page: &Page<i64>| {
        String::from_utf8(response_body(spec, page).expect("plain JSON")).expect("UTF-8")
    };
    let text = r#"{"data":{"list":[1,2],"next":"c"},"total":7}"#;
    let read = |text| with_items_at(SEARCH.items.map(Path::new), || from_str::<Page<i64>>(text)).expect("a page");
    assert_eq!(written(&SEARCH, &read(text)), text);

    let mut page = Page::from(vec![1, 2]);
    assert_eq!(written(&SEARCH, &page), r#"{"data":{"list":[1,2]}}"#);
    assert_eq!(written(&INSIDE, &page), r#"{"data":[1,2]}"#);
    page.envelope = read(text).envelope;
    assert_eq!(written(&SEARCH, &page), text);
    assert_eq!(written(&SEARCH, &from_str(r#"{"items":[3]}"#).expect("a page")), r#"{"data":{"list":[3]}}"#);
    assert_eq!(
        from_str::<Page<i64>>(r#"{"items":[3]}"#).map(|page| to_string(&page).ok()).ok().flatten().as_deref(),
        Some(r#"{"items":[3]}"#)
    );
}
