//! Receiving deliveries in a server: the traits that an API's crate implements, and the values that a handler gets.
//!
//! The extractors of frameworks (`axum`, `actix`), the layers of `tower` and the functions for all others (`http`) only
//! collect the bytes, headers and address, and leave the rest to the traits here.

#[cfg(feature = "actix")]
mod actix;
#[cfg(feature = "axum")]
mod axum;
mod claim;
#[cfg(feature = "http")]
mod http;
mod rejection;
#[cfg(feature = "tower")]
mod tower;

pub use claim::{Claim, Claimed, UnsignedEvent};
#[cfg(all(feature = "http", feature = "signature"))]
pub use http::receive;
#[cfg(feature = "http")]
pub use http::receive_claim;
pub use rejection::Rejection;
#[cfg(feature = "tower")]
pub use tower::{ClaimLayer, ClaimService};
#[cfg(all(feature = "tower", feature = "signature"))]
pub use tower::{VerifyLayer, VerifyService};

/// The default body limit of the extractors: 1 MiB, several hundred times the size of a delivery.
pub const BODY_LIMIT: usize = 1024 * 1024;

/// A verifier of an API's requests, whichever parts the API signs: what the extractors need to know. The API's crate
/// implements it for `Verifier`.
#[cfg(feature = "signature")]
pub trait VerifyRequest: Clone + Send + Sync + 'static {
    /// The type of a decoded delivery: an event, or several.
    type Delivery;

    /// Verifies a request and decodes it.
    ///
    /// # Errors
    ///
    /// Returns a [`VerifyError`](crate::VerifyError) if the request is not a verified delivery of the API.
    fn verify_request<N: AsRef<str>, V: AsRef<[u8]>>(
        &self,
        target: crate::DeliveryTarget<'_>,
        headers: impl IntoIterator<Item = (N, V)>,
        body: crate::RawBody,
    ) -> Result<Self::Delivery, crate::VerifyError>;
}

/// Extracts a delivery with a valid signature from a body of at most `LIMIT` bytes; 1 MiB by default.
///
/// `V` is the `Verifier` of the API's crate, which is taken from the application: in axum from its state (`FromRef`),
/// in actix from its data (`web::Data`). Any other request is [rejected](Rejection) before the handler is called. The
/// extractor reads the raw bytes, so no other extractor may take the body; there is none for parsed JSON, because its
/// signature could not be verified.
///
/// ```text
/// async fn receive(Verified(event): Verified<Verifier>) -> StatusCode { .. }
/// async fn of_64_kib(Verified(event): Verified<Verifier, 65536>) -> StatusCode { .. }
/// ```
///
/// If the API signs the whole address, set the verifier's [`origin`](crate::Verifier::origin): the host in a request is
/// not trusted.
///
/// The server's own timeout limits how long a body may take to arrive.
#[cfg(feature = "signature")]
pub struct Verified<V: VerifyRequest, const LIMIT: usize = BODY_LIMIT>(
    /// The delivery.
    pub V::Delivery,
);

#[cfg(feature = "signature")]
impl<V: VerifyRequest, const LIMIT: usize> std::fmt::Debug for Verified<V, LIMIT>
where
    V::Delivery: std::fmt::Debug,
{
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_tuple("Verified").field(&self.0).finish()
    }
}
