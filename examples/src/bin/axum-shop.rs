//! A shop: an order, its card payment with 3-D Secure in the browser, and webhooks that take effect exactly once. It
//! uses axum and SQLite. It can be killed at any time: all state is stored and available after a restart.
//!
//! ```sh
//! CENTRALPAY_ENVIRONMENT=test CENTRALPAY_LOGIN=... CENTRALPAY_PASSWORD=... CENTRALPAY_MERCHANT_PUBLIC_KEY=... \
//!     CENTRALPAY_ORIGIN=... SHOP_URL=https://shop.example POINT_OF_SALE=... \
//!     cargo run --bin axum-shop -- shop.sqlite 127.0.0.1:8080
//! ```
//!
//! **The card number passes through this server** (the first step of 3-D Secure needs it), so the server is in PCI DSS
//! scope (SAQ D). The number is neither stored nor logged. To keep card numbers off your server, see `hosted-page`.

use std::net::SocketAddr;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use anyhow::Context as _;
use axum::extract::{ConnectInfo, Form, Path, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{Html, IntoResponse, Redirect, Response};
use axum::routing::{get, post};
use axum::{Json, Router};
use payspec::centralpay::model::{self, CardTokenId, CreateTransaction, Currency, Transaction, TransactionStatus};
use payspec::centralpay::three_ds::{self, Browser, Enrolment, FrameOptions, Pending, Purchase, Returned, Step};
use payspec::centralpay::webhook::{Claimed, Event};
use payspec::centralpay::{Amount, Client, serde_json};
use rusqlite::{Connection, OptionalExtension as _, params};

/// An order is `open`, then `paying` as soon as a payment may exist, and finally `paid`. `pending` has the state of 3-D
/// Secure while the browser is elsewhere, without card data, and the card token. An event is stored once, an order has
/// at most one parcel, and the parcel is inserted in the same transaction that marks the event as done.
const TABLES: &str = "
    create table if not exists orders (id text primary key, amount integer not null, state text not null default 'open');
    create table if not exists pending (order_id text primary key, state text not null, card_token text not null);
    create table if not exists events (id text primary key, transaction_id text not null, done integer not null default 0);
    create table if not exists parcels (order_id text primary key, transaction_id text not null);";

type Page = Result<Html<String>, Problem>;
type Peer = ConnectInfo<SocketAddr>;
type Fields = Vec<(String, String)>;

#[derive(Clone)]
struct Shop {
    client: Client,
    // The statements are short. A larger shop would use a connection pool and `spawn_blocking`.
    database: Arc<Mutex<Connection>>,
    url: Arc<str>,
    point_of_sale: Arc<str>,
}

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    let mut args = std::env::args().skip(1);
    let usage = "usage: axum-shop DATABASE ADDRESS";
    let database = Connection::open(args.next().context(usage)?)?;
    database.execute_batch(TABLES)?;
    let listener = tokio::net::TcpListener::bind(args.next().context(usage)?).await?;
    println!("http://{}", listener.local_addr()?);
    let shop = Shop {
        client: Client::from_env()?,
        database: Arc::new(Mutex::new(database)),
        url: std::env::var("SHOP_URL")?.into(),
        point_of_sale: std::env::var("POINT_OF_SALE")?.into(),
    };
    tokio::spawn(shop.clone().catch_up());
    let router = Router::new()
        .route("/", get(async || Html("<form method=post action=/orders><button>Buy the shoes</button></form>")))
        .route("/orders", post(order))
        .route("/orders/{id}", get(show))
        .route("/orders/{id}/card", post(card))
        .route("/orders/{id}/browser", post(browser))
        .route("/orders/{id}/3ds", post(returned))
        // Some APIs test the address with a GET.
        .route("/hooks/centralpay", get(async || StatusCode::OK).post(hook))
        .with_state(shop);
    Ok(axum::serve(listener, router.into_make_service_with_connect_info::<SocketAddr>()).await?)
}

/// Stores the order before the first call to CentralPay, so no event can arrive before it. The shop sets the price.
async fn order(State(shop): State<Shop>) -> Result<Redirect, Problem> {
    let insert = "insert into orders (id, amount) values (lower(hex(randomblob(16))), 4990) returning id";
    let id: String = shop.database().query_row(insert, [], |row| row.get(0))?;
    Ok(Redirect::to(&format!("/orders/{id}")))
}

async fn show(State(shop): State<Shop>, Path(id): Path<String>) -> Page {
    let select = "select state from orders where id = ?1";
    let state: Option<String> = shop.database().query_row(select, [&id], |row| row.get(0)).optional()?;
    Ok(match state.as_deref() {
        None => over(),
        // The ID needs no escaping: it is in the database, so the shop created it.
        Some("open") => Html(format!(
            "<form method=post action=/orders/{id}/card>Number <input name=number> Month <input name=month> \
             Year <input name=year> Code <input name=cvc><button>Pay 49.90 EUR</button></form>"
        )),
        Some(state) => Html(format!("<p>Your order: {state}</p>")),
    })
}

/// The form posted by the page. It has no `Debug`, and is dropped at the end of the request.
#[derive(serde::Deserialize)]
struct Card {
    number: String,
    month: String,
    year: String,
    cvc: String,
}

/// First step: creates a card token and checks the enrolment. No later response proves that both used the same card.
async fn card(State(shop): State<Shop>, Path(id): Path<String>, Form(card): Form<Card>) -> Page {
    let select = "select amount from orders where id = ?1 and state = 'open'";
    let amount: Option<i64> = shop.database().query_row(select, [&id], |row| row.get(0)).optional()?;
    let Some(amount) = amount else { return Ok(over()) };
    let purchase = Purchase { amount: Amount::from_minor(amount), currency: Currency::EUR };
    let version = shop.client.three_ds().versioning(model::CheckThreeDsVersion::new(card.number.as_str())).await;
    let Enrolment::Enrolled(enrolled) = Enrolment::of_call(version, purchase)? else {
        return Err(anyhow::anyhow!("a card that takes no part in 3-D Secure").into());
    };
    let Card { number, month: expiration_month, year: expiration_year, cvc } = card;
    let card = model::CardDetailsRequired { number: number.into(), expiration_month, expiration_year };
    let token = model::CreateCardToken::new().card(model::CardDetails::new(card).cvc(cvc));
    let token = shop.client.card_tokens().create(token).await?.card_token_id;
    let hidden = FrameOptions::new("method").hidden();
    let method = enrolled.method_form()?.map(|form| form.html(&hidden)).transpose()?.unwrap_or_default();
    shop.store(&id, &enrolled.into(), &token)?;
    // The bank requires everything to happen in one page, so the next step is inserted into this one.
    Ok(Html(format!(
        "<meta name=viewport content='width=device-width'>{method}<div id=next></div><script>\
         fetch('/orders/{id}/browser', {{method: 'POST', headers: {{'content-type': 'application/json'}}, body: {}}})\
         .then(r => r.text()).then(html => {{\
         document.getElementById('next').append(document.createRange().createContextualFragment(html)); }});</script>",
        three_ds::BROWSER_SCRIPT
    )))
}

/// Second step: sends the browser data to the bank, which decides whether a challenge is needed.
async fn browser(
    State(shop): State<Shop>,
    Path(id): Path<String>,
    peer: Peer,
    headers: HeaderMap,
    Json(facts): Json<three_ds::BrowserFacts>,
) -> Page {
    let Some((Pending::Enrolled(enrolled), card)) = shop.take(&id)? else { return Ok(over()) };
    let text = |name| headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default().to_owned();
    let (user_agent, accept) = (text(header::USER_AGENT), text(header::ACCEPT));
    let width = facts.screen_width.saturating_sub(20); // less the page's margins and the frame's border
    // Behind a proxy, take the customer's address only from the header that the proxy sets.
    let browser = Browser::new(three_ds::BrowserRequired { facts, user_agent, accept }).ip(peer.ip().to_string());
    let site = three_ds::Site { url: shop.url.to_string(), notification_url: format!("{}/orders/{id}/3ds", shop.url) };
    let (question, asked) = enrolled.authenticate(&card.clone().into(), &browser, &site);
    let step = asked.answered(shop.client.three_ds().authenticate(question).await?)?;
    shop.go_on(&id, card, step, peer.ip().to_string(), width).await
}

/// Third step: handles the return of the bank's frame. It proves nothing, so the result is read from the API.
async fn returned(State(shop): State<Shop>, Path(id): Path<String>, peer: Peer, Form(fields): Form<Fields>) -> Page {
    let Some((Pending::Challenge(challenge), card)) = shop.take(&id)? else { return Ok(over()) };
    match challenge.returned(fields)? {
        Returned::Refused(refused) => Ok(Html(refused.advice().text.to_owned())),
        Returned::ReadResult(waiting) => {
            let result = shop.client.three_ds().results(waiting.trans_id().clone()).await?;
            shop.go_on(&id, card, waiting.result(result)?, peer.ip().to_string(), 0).await
        }
    }
}

/// CentralPay does not sign events: each is stored once and acknowledged, then its object is refetched.
async fn hook(State(shop): State<Shop>, Claimed(claim): Claimed<Event>) -> Result<StatusCode, Problem> {
    let Event::TransactionSucceeded(event) = claim.unverified() else { return Ok(StatusCode::OK) };
    let transaction = event.object.transaction_id.as_str();
    // Events without an ID are deduplicated by transaction, because the transaction is refetched anyway.
    let (id, transaction) = (claim.event_id().unwrap_or(transaction).to_owned(), transaction.to_owned());
    let insert = "insert into events (id, transaction_id) values (?1, ?2) on conflict do nothing";
    // Of three concurrent deliveries, one inserts. A database error returns 503, so the event is delivered again.
    if shop.database().execute(insert, [&id, &transaction])? == 1 {
        tokio::spawn(async move { shop.read_again(&id, &transaction).await });
    }
    Ok(StatusCode::OK)
}

impl Shop {
    fn database(&self) -> MutexGuard<'_, Connection> {
        self.database.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn store(&self, id: &str, pending: &Pending, card: &CardTokenId) -> anyhow::Result<()> {
        let insert = "insert or replace into pending values (?1, ?2, ?3)";
        Ok(self.database().execute(insert, [id, &serde_json::to_string(pending)?, card.as_str()]).map(drop)?)
    }

    /// Removes and returns the state of 3-D Secure, so the bank's response cannot be posted twice.
    fn take(&self, id: &str) -> anyhow::Result<Option<(Pending, CardTokenId)>> {
        let delete = "delete from pending where order_id = ?1 returning state, card_token";
        let Some((state, card)) = self.database().query_row(delete, [id], texts).optional()? else { return Ok(None) };
        Ok(Some((serde_json::from_str(&state)?, card.into())))
    }

    async fn go_on(&self, id: &str, card: CardTokenId, step: Step, ip: String, width: i64) -> Page {
        match step {
            Step::Challenge(challenge) => {
                let html = challenge.form()?.html(&FrameOptions::new("challenge").fit(width))?;
                self.store(id, &challenge.into(), &card)?;
                Ok(Html(html))
            }
            // The bank authenticates on another device; this shop has no page that waits for it.
            Step::Waiting(_) => Ok(over()),
            Step::Refused(refused) => Ok(Html(refused.advice().text.to_owned())),
            Step::Authenticated(proof) => {
                let key = format!("3ds-{}", proof.trans_id().as_str());
                let point_of_sale_id = (&*self.point_of_sale).into();
                let place = three_ds::AuthenticatedPaymentRequired { point_of_sale_id, end_user_ip: ip };
                let payment = proof.payment(&card.into(), place)?.merchant_transaction_id(id);
                // From here on a payment may exist. Only one request passes, even if the browser repeats it.
                let update = "update orders set state = ?3 where id = ?1 and state = ?2";
                let change = |from: &str, to: &str| self.database().execute(update, [id, from, to]);
                if change("open", "paying")? == 0 {
                    return Ok(over());
                }
                let call = self.client.transactions().create(payment).profile(CreateTransaction::BROWSER_THREE_DS);
                match call.idempotency_key(key).await {
                    Ok(payment) => self.settle(&payment, None)?,
                    // Declined, or never sent. Reopen the order: for another card, or the same one with a new token.
                    Err(error) if !error.may_have_happened() => {
                        change("paying", "open")?;
                    }
                    // Unknown. The order stays `paying` until an event arrives, or a search finds it (not shown here).
                    Err(error) => eprintln!("order {id}: {error}"),
                }
                Ok(Html(format!("<a href=/orders/{id} target=_top>Your order</a>")))
            }
        }
    }

    /// The only place where an order becomes paid. `event` is the event's ID, or `None` for a response of the API.
    fn settle(&self, payment: &Transaction, event: Option<&str>) -> anyhow::Result<()> {
        let mut database = self.database();
        let transaction = database.transaction()?;
        transaction.execute("update events set done = 1 where id = ?1", [event])?;
        if payment.transaction_status == Some(TransactionStatus::Success) && payment.currency == Some(Currency::EUR) {
            // Only the order that the payment names, and only if the amount is the price of the order.
            let update = "update orders set state = 'paid' where id = ?1 and amount = ?2 and state <> 'paid'";
            let (order, amount) = (&payment.merchant_transaction_id, payment.amount.map(Amount::minor));
            if transaction.execute(update, params![order, amount])? == 1 {
                let insert = "insert into parcels values (?1, ?2)";
                transaction.execute(insert, params![order, payment.transaction_id.as_str()])?;
            }
        }
        Ok(transaction.commit()?)
    }

    /// Refetches the transaction of an event and acts on the response. If that fails, the event stays pending.
    async fn read_again(&self, event: &str, transaction: &str) {
        let sql = "delete from events where id = ?1";
        let done = match self.client.transactions().get(transaction).await {
            Ok(payment) => self.settle(&payment, Some(event)),
            // Forged, or from another account. (An event that arrived too early: search for orders that stay `paying`.)
            Err(error) if error.is_not_found() => self.database().execute(sql, [event]).map(drop).map_err(Into::into),
            Err(error) => Err(error.into()),
        };
        done.unwrap_or_else(|error| eprintln!("event {event} is for later: {error}"));
    }

    /// Processes pending events: after a restart, and a minute after a call that failed.
    async fn catch_up(self) {
        let select = "select id, transaction_id from events where done = 0";
        loop {
            let read = self.database().prepare(select).and_then(|mut read| read.query_map([], texts)?.collect());
            for (event, transaction) in read.unwrap_or_else(|_| Vec::new()) {
                self.read_again(&event, &transaction).await;
            }
            tokio::time::sleep(Duration::from_mins(1)).await;
        }
    }
}

fn texts(row: &rusqlite::Row<'_>) -> rusqlite::Result<(String, String)> {
    Ok((row.get(0)?, row.get(1)?))
}

fn over() -> Html<String> {
    Html("<p>This payment is over, or was never begun.</p>".to_owned())
}

/// An error. It is logged; the response is a 503 without details.
struct Problem;

impl<E: Into<anyhow::Error>> From<E> for Problem {
    fn from(error: E) -> Self {
        eprintln!("{:#}", error.into());
        Self
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        StatusCode::SERVICE_UNAVAILABLE.into_response()
    }
}
