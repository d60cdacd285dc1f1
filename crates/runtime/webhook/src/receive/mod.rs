//! Deliveries as a server receives them: what an API's crate says of them, and what a handler is given.
//!
//! The extractors of frameworks (`axum`, `actix`) and the function for all others (`http`) only collect bytes, headers and
//! the address, and leave the rest to the traits here.

#[cfg(feature = "actix")]
mod actix;
#[cfg(feature = "axum")]
mod axum;
mod claim;
#[cfg(feature = "http")]
mod http;
mod rejection;

pub use claim::{Claim, Claimed, UnsignedEvent};
#[cfg(all(feature = "http", feature = "signature"))]
pub use http::receive;
#[cfg(feature = "http")]
pub use http::receive_claim;
pub use rejection::Rejection;

/// How many bytes of a body are read unless said otherwise: 1 MiB, some hundred times what deliveries have.
pub const BODY_LIMIT: usize = 1024 * 1024;

/// Verifies deliveries of an API, wherever it signs what: what the extractors know of an API. Its crate implements it for
/// `Verifier`.
#[cfg(feature = "signature")]
pub trait VerifyRequest: Clone + Send + Sync + 'static {
    /// What a delivery is read as: an event, or several.
    type Delivery;

    /// Verifies a request and reads it.
    ///
    /// # Errors
    ///
    /// Why it is not taken for one of the API.
    fn verify_request<N: AsRef<str>, V: AsRef<[u8]>>(
        &self,
        target: crate::DeliveryTarget<'_>,
        headers: impl IntoIterator<Item = (N, V)>,
        body: crate::RawBody,
    ) -> Result<Self::Delivery, crate::VerifyError>;
}

/// Extracts a delivery whose signature is right, from a body of at most `LIMIT` bytes: 1 MiB unless said otherwise.
///
/// `V` is the `Verifier` of the API's crate, which is taken from the application: in axum from its state (`FromRef`), in
/// actix from its data (`web::Data`). Whatever else comes is [rejected](Rejection) before the handler is called. The bytes
/// are read as they come, so no other extractor may take the body; there is none of parsed JSON, of which no signature can
/// be verified.
///
/// ```text
/// async fn receive(Verified(event): Verified<Verifier>) -> StatusCode { .. }
/// async fn of_64_kib(Verified(event): Verified<Verifier, 65536>) -> StatusCode { .. }
/// ```
///
/// Where the API signs the whole address, the verifier needs its [`origin`](crate::Verifier::origin): the host that a request
/// names is never taken for the receiver's.
///
/// How long a body may take to come is left to the server: set a timeout there.
#[cfg(feature = "signature")]
pub struct Verified<V: VerifyRequest, const LIMIT: usize = BODY_LIMIT>(
    /// What came.
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
