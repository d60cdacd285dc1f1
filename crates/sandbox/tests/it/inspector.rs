//! The inspector's pages, over HTTP.

use std::net::SocketAddr;

use base64::Engine as _;
use payspec_sandbox::{Sandbox, WorldHandle};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use crate::support::CARD;

struct Server {
    sandbox: Sandbox,
    world: WorldHandle,
}

/// A response: its status, its headers, and its body.
struct Response {
    status: u16,
    head: String,
    body: String,
}

impl Response {
    fn location(&self) -> &str {
        self.head.lines().find_map(|line| line.strip_prefix("location: ")).unwrap_or_else(|| panic!("{}", self.head))
    }
}

async fn exchange(server: SocketAddr, head: String, body: &str) -> Response {
    let mut socket = TcpStream::connect(server).await.expect("it listens");
    let length = body.len();
    let sent = format!("{head}Connection: close\r\nContent-Length: {length}\r\n\r\n{body}");
    socket.write_all(sent.as_bytes()).await.expect("it is sent");
    let mut received = String::new();
    socket.read_to_string(&mut received).await.expect("it is answered");
    let (head, body) = received.split_once("\r\n\r\n").expect("a head and a body");
    let status = head.split(' ').nth(1).and_then(|status| status.parse().ok()).expect("a status");
    Response { status, head: head.to_owned(), body: body.to_owned() }
}

impl Server {
    async fn start() -> Self {
        let sandbox = Sandbox::start().await.expect("a port is free");
        let world = sandbox.world("shop");
        Self { sandbox, world }
    }

    async fn get(&self, path: &str) -> Response {
        exchange(self.sandbox.address(), format!("GET /inspect{path} HTTP/1.1\r\nHost: localhost\r\n"), "").await
    }

    /// A page that is there.
    async fn page(&self, path: &str) -> String {
        let response = self.get(path).await;
        assert_eq!(response.status, 200, "{path}: {}", response.body);
        response.body
    }

    /// Posts a form, and returns what the page says to which it leads.
    async fn act(&self, path: &str, form: &str) -> String {
        let response = self.post(path, form, "").await;
        assert_eq!(response.status, 303, "{path}: {}", response.body);
        let page = self.page(response.location().strip_prefix("/inspect").expect("a page of the inspector")).await;
        let (_, rest) = page.split_once("data-testid=\"notice\">").unwrap_or_else(|| panic!("{page}"));
        rest.split('<').next().expect("a text").to_owned()
    }

    async fn post(&self, path: &str, form: &str, headers: &str) -> Response {
        let head = format!(
            "POST /inspect{path} HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/x-www-form-urlencoded\r\n{headers}"
        );
        exchange(self.sandbox.address(), head, form).await
    }

    /// Calls CentralPay.
    async fn call(&self, method: &str, path: &str, form: &str) -> serde_json::Value {
        let pair = format!("{}:{}", self.world.login(), self.world.password());
        let login = base64::engine::general_purpose::STANDARD.encode(pair);
        let head = format!(
            "{method} /centralpay/v2/rest{path} HTTP/1.1\r\nHost: localhost\r\nOrigin: {}\r\nAuthorization: Basic {login}\r\n\
             Content-Type: application/x-www-form-urlencoded\r\n",
            self.world.origin()
        );
        let response = exchange(self.sandbox.address(), head, form).await;
        serde_json::from_str(&response.body).unwrap_or_else(|_| panic!("{}", response.body))
    }

    /// Pays, and returns the identifier of the payment.
    async fn pay(&self, amount: &str) -> String {
        let card = format!(
            "merchantPublicKey={}&card%5Bnumber%5D={CARD}&card%5BexpirationMonth%5D=12&card%5BexpirationYear%5D=2090\
             &card%5Bcvc%5D=987",
            self.world.public_key()
        );
        let token = self.call("POST", "/cardToken", &card).await["cardTokenId"].as_str().expect("a token").to_owned();
        let pos = self.world.merchant().point_of_sale_id;
        let form = format!(
            "cardTokenId={token}&amount={amount}&currency=EUR&pointOfSaleId={pos}&endUserIp=203.0.113.7&source=EC\
             &merchantTransactionId=order%20%3Cb%3E"
        );
        let payment = self.call("POST", "/transaction", &form).await;
        payment["transactionId"].as_str().unwrap_or_else(|| panic!("{payment}")).to_owned()
    }
}

#[tokio::test]
async fn a_new_world_says_what_to_send() {
    let server = Server::start().await;
    let page = server.page("/shop/requests").await;
    assert!(page.contains("curl -u test-shop:sandbox http://127.0.0.1:"), "{page}");
    assert_eq!(server.get("/shop").await.location(), "/inspect/shop/requests");
    let none = server.get("/other/requests").await;
    assert!(none.status == 404 && none.body.contains("test-other"), "{}", none.body);
    for path in
        ["/shop/requests/1", "/shop/requests/0", "/shop/objects/nothing", "/shop/deliveries/delivery-1", "/shop/x"]
    {
        assert_eq!(server.get(path).await.status, 404, "{path}");
    }
}

#[tokio::test]
async fn a_request_is_shown_with_its_response_and_rules_and_no_card() {
    let server = Server::start().await;
    let payment = server.pay("1500").await;
    let list = server.page("/shop/requests").await;
    assert!(list.contains("card-token.create") && list.contains("transaction.create"), "{list}");
    let shown = server.page("/shop/requests/2").await;
    assert!(shown.contains("amount = 1500") && shown.contains(&payment), "{shown}");
    assert!(shown.contains("order &#60;b&#62;") && !shown.contains("order <b>"), "texts are escaped");
    assert!(shown.contains("data-testid=\"rules\"") && !shown.contains("violated"), "{shown}");
    let token = server.page("/shop/requests/1").await;
    assert!(token.contains("411111******1111") && !token.contains(CARD) && !token.contains("987"), "{token}");
    // A refusal marks its rule.
    let pos = server.world.merchant().point_of_sale_id;
    let wrong = format!("amount=-5&currency=EUR&pointOfSaleId={pos}&endUserIp=203.0.113.7&source=EC&cardTokenId=none");
    server.call("POST", "/transaction", &wrong).await;
    let refused = server.page("/shop/requests/3").await;
    assert!(refused.contains("class=\"violated\""), "{refused}");
}

#[tokio::test]
async fn requests_are_found_by_status_and_by_any_text() {
    let server = Server::start().await;
    let payment = server.pay("1500").await;
    server.call("GET", "/transaction/none", "").await;
    let count = |page: &str| page.matches("data-testid=\"request\"").count();
    assert_eq!(count(&server.page("/shop/requests").await), 3);
    assert_eq!(count(&server.page("/shop/requests?status=4").await), 1);
    assert_eq!(count(&server.page(&format!("/shop/requests?q={payment}")).await), 1, "it is in the response");
    assert_eq!(count(&server.page("/shop/requests?q=TRANSACTION&status=2").await), 1);
    assert!(server.page("/shop/requests?q=nowhere").await.contains("None of 3 requests matches."));
}

#[tokio::test]
async fn requests_that_reach_no_world_are_shown() {
    let server = Server::start().await;
    let head = "GET /centralpay/v2/rest/customer HTTP/1.1\r\nHost: localhost\r\n".to_owned();
    assert_eq!(exchange(server.sandbox.address(), head, "").await.status, 401);
    let home = server.page("").await;
    assert!(home.contains("data-testid=\"lost\"") && home.contains("/v2/rest/customer"), "{home}");
    assert!(home.contains("a login and password are required"), "{home}");
}

#[tokio::test]
async fn an_object_shows_its_statuses_and_its_history() {
    let server = Server::start().await;
    let payment = server.pay("1500").await;
    assert!(server.page("/shop/objects").await.contains("/inspect/shop/objects/transaction"));
    let list = server.page("/shop/objects/transaction?q=order").await;
    assert!(list.contains(&payment) && list.contains("1500 · EUR"), "{list}");
    let shown = server.page(&format!("/shop/objects/transaction/{payment}")).await;
    assert!(shown.contains("captureStatus is CAPTURED; may become"), "{shown}");
    assert!(shown.contains("class=\"state now\"") && shown.contains("class=\"state next\""), "{shown}");
    assert!(shown.contains("TRANSACTION_CAPTURED") && shown.contains("transaction.create"), "{shown}");
    server.act("/shop/clock", "days=40").await;
    let later = server.page(&format!("/shop/objects/transaction/{payment}")).await;
    assert!(later.contains("captureStatus is CLEARED; nothing follows"), "{later}");
    assert!(later.contains("class=\"state before\""), "it was captured before: {later}");
}

#[tokio::test]
async fn the_clock_is_advanced_and_says_what_happened() {
    let server = Server::start().await;
    server.pay("1500&capture=false").await;
    assert!(server.page("/shop/clock").await.contains("transaction.expire"));
    let before = server.world.clock().now();
    let says = server.act("/shop/clock", "days=40&hours=2").await;
    assert_eq!(says, "The clock was advanced. Events: 1, deliveries: 0.");
    assert!(server.world.clock().now().since(before).as_secs() >= (40 * 24 + 2) * 3_600);
    let wrong = server.act("/shop/clock", "days=-1").await;
    assert!(wrong.contains("seconds"), "{wrong}");
}

#[tokio::test]
async fn faults_are_set_and_removed() {
    let server = Server::start().await;
    let says = server.act("/shop/faults", "kind=status&method=POST&path=%2Ftransaction&nth=1&status=503&code=").await;
    assert_eq!(says, "The rule was added.");
    assert_eq!(server.world.faults().list().len(), 1);
    assert!(server.page("/shop/faults").await.contains("no. 1 of POST /transaction"));
    let wrong = server.act("/shop/faults", "kind=status").await;
    assert!(wrong.contains("status"), "{wrong}");
    let says = server.act("/shop/faults/rule-1", "").await;
    assert_eq!((says.as_str(), server.world.faults().list().len()), ("The rule was removed.", 0));
    server.act("/shop/delivery-faults", "kind=twice&event=TRANSACTION_SUCCEEDED").await;
    assert_eq!(server.world.webhooks().faults().list().len(), 1);
    server.act("/shop/delivery-faults/clear", "").await;
    assert!(server.world.webhooks().faults().list().is_empty());
}

/// A receiver that acknowledges everything, and keeps the bodies.
async fn receiver() -> (String, tokio::sync::mpsc::UnboundedReceiver<String>) {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a port is free");
    let url = format!("http://{}/hook", listener.local_addr().expect("an address"));
    let (sender, received) = tokio::sync::mpsc::unbounded_channel();
    tokio::spawn(async move {
        while let Ok((mut socket, _)) = listener.accept().await {
            let (mut text, mut bytes) = (String::new(), [0; 8192]);
            while let Ok(count @ 1..) = socket.read(&mut bytes).await {
                text.push_str(&String::from_utf8_lossy(&bytes[..count]));
                let Some((head, body)) = text.split_once("\r\n\r\n") else { continue };
                let length = head.lines().find_map(|line| {
                    let (name, value) = line.split_once(':')?;
                    name.eq_ignore_ascii_case("content-length").then(|| value.trim().parse::<usize>().ok())?
                });
                if body.len() >= length.unwrap_or_default() {
                    let _ = sender.send(body.to_owned());
                    break;
                }
            }
            let _ = socket.write_all(b"HTTP/1.1 204 No Content\r\nconnection: close\r\n\r\n").await;
        }
    });
    (url, received)
}

#[tokio::test]
async fn deliveries_are_made_again_and_edited() {
    let server = Server::start().await;
    let (url, mut received) = receiver().await;
    let encoded: String = form_urlencoded::byte_serialize(url.as_bytes()).collect();
    assert_eq!(server.act("/shop/webhooks", &format!("url={encoded}")).await, "Events are posted there from now on.");
    server.pay("1500").await;
    server.world.webhooks().settle().await;
    let first = received.recv().await.expect("it was posted");
    while received.try_recv().is_ok() {}
    assert!(server.page("/shop/events").await.contains("acknowledged"));
    let shown = server.page("/shop/deliveries/delivery-1").await;
    assert!(shown.contains(&url) && shown.contains("204"), "{shown}");
    server.act("/shop/deliveries/delivery-1/redeliver", "").await;
    assert_eq!(received.recv().await.as_deref(), Some(first.as_str()));
    let says = server.act("/shop/deliveries/delivery-1/replay", "body=%7B%22type%22%3A%22ODD%22%7D").await;
    assert_eq!(says, "It was delivered as you edited it.");
    assert_eq!(received.recv().await.as_deref(), Some(r#"{"type":"ODD"}"#));
    let id = server.world.webhooks().deliveries().len();
    assert!(server.page(&format!("/shop/deliveries/delivery-{id}")).await.contains("ODD"));
}

#[tokio::test]
async fn a_request_is_edited_and_sent_again() {
    let server = Server::start().await;
    server.call("POST", "/customer", "email=jane%40example.com").await;
    let form = "method=POST&path=%2Fv2%2Frest%2Fcustomer&body=email%3Djohn%2540example.com\
                &content_type=application%2Fx-www-form-urlencoded";
    assert_eq!(server.act("/shop/requests/send", form).await, "It was sent again.");
    let shown = server.page("/shop/requests/2").await;
    assert!(shown.contains("john@example.com"), "{shown}");
    let nowhere = server.act("/shop/requests/send", "method=GET&path=%2Fv2%2Frest%2Fnothing&body=").await;
    assert!(nowhere.starts_with("404"), "{nowhere}");
    server.act("/shop/reset", "").await;
    assert!(server.world.requests().is_empty());
}

#[tokio::test]
async fn a_page_waits_for_changes() {
    let server = Server::start().await;
    let page = server.page("/shop/requests").await;
    let version = page.split_once("data-version=\"").and_then(|(_, rest)| rest.split('"').next()).expect("it has one");
    let changes = format!("/shop/changes?since={version}");
    let waiting = server.get(&changes);
    let changing = async {
        tokio::task::yield_now().await;
        server.call("POST", "/customer", "email=jane%40example.com").await;
    };
    let (response, ()) = tokio::join!(waiting, changing);
    assert_ne!(response.body, version);
}

/// No page of another site reads or changes anything.
#[tokio::test]
async fn pages_of_other_sites_are_refused() {
    let server = Server::start().await;
    let foreign = server.post("/shop/reset", "", "Origin: https://evil.example\r\n").await;
    assert_eq!(foreign.status, 403);
    let head = "GET /inspect/shop/requests HTTP/1.1\r\nHost: evil.example\r\n".to_owned();
    assert_eq!(exchange(server.sandbox.address(), head, "").await.status, 403);
}
