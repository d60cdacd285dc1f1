//! Receives the webhooks of Primer with actix-web: signatures are verified, stale deliveries refused, and only what a
//! payment is when it is read again counts.
//!
//! ```sh
//! PRIMER_ENVIRONMENT=sandbox PRIMER_API_KEY=... PRIMER_WEBHOOK_SECRET=... \
//!     cargo run --bin actix-webhooks -- 127.0.0.1:8080
//! ```
//!
//! The extractor answers 401 to what is not signed right or is older than an hour, and 413 to what is too large. What is
//! known of payments is kept in memory here; `axum-shop` shows how a database makes an effect happen once.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use actix_web::http::StatusCode;
use actix_web::{App, HttpResponse, HttpServer, web};
use anyhow::Context as _;
use payspec::primer::Client;
use payspec::primer::model::PaymentStatus;
use payspec::primer::webhook::{Event, Verified, Verifier};

/// The last known status of each payment.
type Books = Mutex<HashMap<String, Option<PaymentStatus>>>;

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    let address = std::env::args().nth(1).context("usage: actix-webhooks ADDRESS")?;
    let verifier = Verifier::new(std::env::var("PRIMER_WEBHOOK_SECRET")?);
    // Better known now than with the first delivery.
    verifier.check()?;
    let (verifier, client) = (web::Data::new(verifier), web::Data::new(Client::from_env()?));
    let books = web::Data::new(Books::default());
    let app = move || {
        App::new().app_data(verifier.clone()).app_data(client.clone()).app_data(books.clone()).service(
            web::resource("/hooks/primer").route(web::post().to(receive)).route(web::get().to(HttpResponse::Ok)),
        )
    };
    // How long a request may take to come is a setting of the server.
    let server = HttpServer::new(app).workers(2).client_request_timeout(Duration::from_secs(10)).bind(address)?;
    println!("http://{}", server.addrs()[0]);
    server.run().await?;
    Ok(())
}

/// Only an event with a right signature gets here.
async fn receive(
    Verified(event): Verified<Verifier>,
    client: web::Data<Client>,
    books: web::Data<Books>,
) -> HttpResponse {
    let read = match &event {
        Event::PaymentStatusChanged(event) | Event::PaymentRefundChanged(event) => event.refetch(),
        // Signed, so of Primer, but not understood: keep the bytes for a person.
        Event::Undecodable(error) => {
            eprintln!("an event that cannot be read: {}", error.reason());
            None
        }
        _ => None,
    };
    let Some(read) = read else { return HttpResponse::Ok().finish() };
    // A signature is right however often it is sent, and events overtake each other: the payment itself is asked.
    let payment = match client.call(read).await {
        Ok(payment) => payment,
        Err(error) if error.is_not_found() => return HttpResponse::Ok().finish(),
        Err(error) => {
            eprintln!("cannot be read again now: {error}");
            // Primer sends it again. A receiver that stores deliveries answers 200.
            return HttpResponse::new(StatusCode::SERVICE_UNAVAILABLE);
        }
    };
    // Of two answers the older may come last: a database keeps the payment's row locked while it is read again.
    let mut books = books.lock().unwrap_or_else(PoisonError::into_inner);
    let known = books.insert(payment.id.to_string(), payment.status.clone());
    if known.as_ref() != Some(&payment.status) {
        println!("payment {}: {:?}", payment.id, payment.status);
    }
    HttpResponse::Ok().finish()
}
