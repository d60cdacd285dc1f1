//! Clients that are not ours: `curl`, Python's standard library, and bytes on a socket.

use std::process::Command;

use payspec_sandbox::{Sandbox, WorldHandle};
use serde_json::Value;
use tokio::io::{AsyncReadExt, AsyncWriteExt};

async fn started(name: &str) -> (Sandbox, WorldHandle) {
    let sandbox = Sandbox::start().await.expect("a port is free");
    let world = sandbox.world(name);
    (sandbox, world)
}

/// Runs a program; `None` if it is not installed.
async fn run(program: &'static str, arguments: Vec<String>) -> Option<String> {
    let output = tokio::task::spawn_blocking(move || Command::new(program).args(&arguments).output()).await;
    let output = output.expect("it is awaited").ok()?;
    assert!(output.status.success(), "{program}: {}", String::from_utf8_lossy(&output.stderr));
    Some(String::from_utf8(output.stdout).expect("it prints text"))
}

#[tokio::test(flavor = "multi_thread")]
async fn curl_pays_with_multipart_and_parameters_in_the_query() {
    let (sandbox, world) = started("curl").await;
    let url = sandbox.centralpay_url();
    let form = |pairs: &[(&str, &str)]| -> Vec<String> {
        pairs.iter().flat_map(|(name, value)| ["-F".to_owned(), format!("{name}={value}")]).collect()
    };
    let key = world.public_key();
    let card = [
        ("merchantPublicKey", key.as_str()),
        ("card[number]", "4111111111111111"),
        ("card[expirationMonth]", "12"),
        ("card[expirationYear]", "2090"),
        ("card[cvc]", "123"),
    ];
    // The key is needed before the body is decoded, so it comes in the query here.
    let mut arguments = vec!["-sS".to_owned(), "-H".to_owned(), "Origin: https://example.centralpay.net".to_owned()];
    arguments.extend(form(&card[1..]));
    arguments.push(format!("{url}/cardToken/?merchantPublicKey={key}"));
    let Some(token) = run("curl", arguments).await else { return };
    let token: Value = serde_json::from_str(&token).expect("JSON");
    let token = token["cardTokenId"].as_str().unwrap_or_else(|| panic!("{token}")).to_owned();
    let point_of_sale = world.merchant().point_of_sale_id;
    let query = format!("amount=1500&currency=EUR&pointOfSaleId={point_of_sale}&endUserIp=203.0.113.7&source=EC");
    let mut arguments = vec!["-sS".to_owned(), "-u".to_owned(), format!("{}:{}", world.login(), world.password())];
    arguments.extend(form(&[("cardTokenId", &token)]));
    arguments.push(format!("{url}/transaction?{query}"));
    let paid = run("curl", arguments).await.expect("curl is installed");
    let paid: Value = serde_json::from_str(&paid).expect("JSON");
    assert_eq!(paid["transactionStatus"], "SUCCESS", "{paid}");
}

const PYTHON: &str = r#"
import base64, json, sys, urllib.parse, urllib.request, urllib.error
url, login, password, key, point_of_sale = sys.argv[1:]
def post(path, form, headers):
    data = urllib.parse.urlencode(form).encode()
    request = urllib.request.Request(url + path, data, headers)
    try:
        with urllib.request.urlopen(request) as answer:
            return answer.status, json.load(answer)
    except urllib.error.HTTPError as error:
        return error.code, json.load(error)
status, token = post("/cardToken", {
    "merchantPublicKey": key, "card[number]": "4000000000000077", "card[expirationMonth]": "12",
    "card[expirationYear]": "2090"}, {"Origin": "https://example.centralpay.net"})
assert status == 200, token
basic = "Basic " + base64.b64encode(f"{login}:{password}".encode()).decode()
form = {"cardTokenId": token["cardTokenId"], "amount": 1500, "currency": "EUR", "pointOfSaleId": point_of_sale,
        "endUserIp": "203.0.113.7", "source": "EC"}
status, payment = post("/transaction", form, {"Authorization": basic})
print(status, payment["bankCode"])
"#;

#[tokio::test(flavor = "multi_thread")]
async fn python_is_refused_for_lack_of_funds() {
    let (sandbox, world) = started("python").await;
    let mut arguments = vec!["-c".to_owned(), PYTHON.to_owned(), sandbox.centralpay_url(), world.login()];
    arguments.extend([world.password().to_owned(), world.public_key(), world.merchant().point_of_sale_id]);
    let Some(printed) = run("python3", arguments).await else { return };
    assert_eq!(printed.trim(), "402 51");
}

/// Sends bytes, and reads until the connection is closed.
async fn raw(sandbox: &Sandbox, bytes: &[u8]) -> String {
    let mut stream = tokio::net::TcpStream::connect(sandbox.address()).await.expect("it listens");
    stream.write_all(bytes).await.expect("it reads");
    let mut answer = Vec::new();
    let _ = stream.read_to_end(&mut answer).await;
    String::from_utf8_lossy(&answer).into_owned()
}

#[tokio::test]
async fn any_bytes_are_answered() {
    let (sandbox, world) = started("raw").await;
    let head = "HTTP/1.1\r\nHost: x\r\nConnection: close\r\nAuthorization: Basic dGVzdC1yYXc6c2FuZGJveA==\r\n";
    let json = r#"{"amount":"x"}"#;
    let post = "POST /centralpay/v2/rest/transaction";
    let body = |kind: &str, body: &str| {
        format!("{post} {head}Content-Type: {kind}\r\nContent-Length: {}\r\n\r\n{body}", body.len())
    };
    for (request, status) in [
        (format!("GET /centralpay/v2/rest/transaction {head}\r\n"), "200"),
        (format!("GET /other {head}\r\n"), "404"),
        (format!("GET /centralpay/v2/rest/%zz {head}\r\n"), "404"),
        (body("application/json", json), "400"),
        (body("application/json", "{"), "400"),
        (body("text/xml", "<a/>"), "400"),
        (body("multipart/form-data", "x"), "400"),
        (body("application/x-www-form-urlencoded", "a%ZZ=%FF&&&=="), "400"),
        (format!("BREW /centralpay/v2/rest/transaction {head}\r\n"), "404"),
    ] {
        let answer = raw(&sandbox, request.as_bytes()).await;
        assert!(answer.starts_with(&format!("HTTP/1.1 {status}")), "{request}\n{answer}");
    }
    assert_eq!(world.inspect(|world| world.failures().to_vec()), []);
}
