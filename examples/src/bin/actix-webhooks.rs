//! Receives the webhooks of Primer with actix-web: verifies signatures, rejects stale deliveries, and refetches the
//! payment for its current status.
//!
//! ```sh
//! PRIMER_ENVIRONMENT=sandbox PRIMER_API_KEY=... PRIMER_WEBHOOK_SECRET=... \
//!     cargo run --bin actix-webhooks -- 127.0.0.1:8080
//! ```
//!
//! The extractor responds with 401 if the signature is invalid or older than an hour, and with 413 if the body is too
//! large. Payments are kept in memory here; `axum-shop` shows how to use a database so that an effect happens once.

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
    // Fail at startup rather than at the first delivery.
    verifier.check()?;
    let (verifier, client) = (web::Data::new(verifier), web::Data::new(Client::from_env()?));
    let books = web::Data::new(Books::default());
    let app = move || {
        App::new().app_data(verifier.clone()).app_data(client.clone()).app_data(books.clone()).service(
            web::resource("/hooks/primer").route(web::post().to(receive)).route(web::get().to(HttpResponse::Ok)),
        )
    };
    // The server limits how long a request may take to arrive.
    let server = HttpServer::new(app).workers(2).client_request_timeout(Duration::from_secs(10)).bind(address)?;
    println!("http://{}", server.addrs()[0]);
    server.run().await?;
    Ok(())
}

/// Handles an event with a valid signature.
async fn receive(
    Verified(event): Verified<Verifier>,
    client: web::Data<Client>,
    books: web::Data<Books>,
) -> HttpResponse {
    let read = match &event {
        Event::PaymentStatusChanged(event) | Event::PaymentRefundChanged(event) => event.refetch(),
        // Signed by Primer but not decodable: keep the bytes for manual review.
        Event::Undecodable(error) => {
            eprintln!("an event that cannot be read: {}", error.reason());
            None
        }
        _ => None,
    };
    let Some(read) = read else { return HttpResponse::Ok().finish() };
    // Deliveries can be repeated and arrive out of order, so read the current payment.
    let payment = match client.call(read).await {
        Ok(payment) => payment,
        Err(error) if error.is_not_found() => return HttpResponse::Ok().finish(),
        Err(error) => {
            eprintln!("cannot be read again now: {error}");
            // Primer delivers it again. A receiver that stores deliveries would respond with 200.
            return HttpResponse::new(StatusCode::SERVICE_UNAVAILABLE);
        }
    };
    // Two responses may arrive out of order: with a database, lock the payment's row while refetching.
    let mut books = books.lock().unwrap_or_else(PoisonError::into_inner);
    let known = books.insert(payment.id.to_string(), payment.status.clone());
    if known.as_ref() != Some(&payment.status) {
        println!("payment {}: {:?}", payment.id, payment.status);
    }
    HttpResponse::Ok().finish()
}
