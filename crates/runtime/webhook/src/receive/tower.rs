//! Layers for tower: a service behind one gets deliveries instead of requests.

use std::fmt;
use std::future::Future;
use std::marker::PhantomData;
use std::pin::Pin;
use std::task::{Context, Poll};

use http::{Request, Response};
use http_body::Body;
use tower_layer::Layer;
use tower_service::Service;

use super::{BODY_LIMIT, Rejection, UnsignedEvent};

/// The future that a service behind a layer returns.
type ResponseFuture<R, E> = Pin<Box<dyn Future<Output = Result<R, E>> + Send>>;

type BodyError = Box<dyn std::error::Error + Send + Sync>;

/// Verifies requests: the service behind it gets a `Request` whose body is the delivery, and only if its signature is
/// valid. The response to any other request has the [status](Rejection::status) of its [`Rejection`] and an empty body,
/// and contains the rejection in its extensions, so that layers above can log it.
///
/// `V` is the `Verifier` of the API's crate. If the API signs the whole address, set the verifier's
/// [`origin`](crate::Verifier::origin), and place the layer where the address has not been changed.
///
/// ```text
/// let hooks = ServiceBuilder::new()
///     .layer(VerifyLayer::new(verifier))
///     .service_fn(async |request: Request<Event>| handle(request.into_body()).await);
/// ```
#[cfg(feature = "signature")]
#[derive(Debug, Clone)]
pub struct VerifyLayer<V> {
    verifier: V,
    limit: usize,
}

#[cfg(feature = "signature")]
impl<V: super::VerifyRequest> VerifyLayer<V> {
    /// Creates a layer for bodies of at most 1 MiB.
    pub fn new(verifier: V) -> Self {
        Self { verifier, limit: BODY_LIMIT }
    }

    /// Sets the body limit, in bytes.
    #[must_use]
    pub fn limit(mut self, limit: usize) -> Self {
        self.limit = limit;
        self
    }
}

#[cfg(feature = "signature")]
impl<V: Clone, S> Layer<S> for VerifyLayer<V> {
    type Service = VerifyService<V, S>;

    fn layer(&self, inner: S) -> Self::Service {
        VerifyService { layer: self.clone(), inner }
    }
}

/// The service of a [`VerifyLayer`].
#[cfg(feature = "signature")]
#[derive(Debug, Clone)]
pub struct VerifyService<V, S> {
    layer: VerifyLayer<V>,
    inner: S,
}

#[cfg(feature = "signature")]
impl<V, S, B, R> Service<Request<B>> for VerifyService<V, S>
where
    V: super::VerifyRequest<Delivery: Send>,
    S: Service<Request<V::Delivery>, Response = Response<R>, Future: Send> + Clone + Send + 'static,
    B: Body<Data: Send, Error: Into<BodyError>> + Send + 'static,
    R: Default,
{
    type Response = Response<R>;
    type Error = S::Error;
    type Future = ResponseFuture<Response<R>, S::Error>;

    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<(), S::Error>> {
        self.inner.poll_ready(context)
    }

    fn call(&mut self, request: Request<B>) -> Self::Future {
        let (VerifyLayer { verifier, limit }, inner) = (self.layer.clone(), ready(&mut self.inner));
        Box::pin(async move {
            let (parts, body) = request.into_parts();
            // The service behind gets the address as it came to this one.
            let request = Request::from_parts(parts.clone(), body);
            #[cfg(feature = "axum")]
            let request = super::axum::whole_address(request);
            hand_over(inner, parts, super::receive(&verifier, request, limit).await).await
        })
    }
}

/// Reads requests of an API that does not sign: the service behind it gets a `Request` whose body is the
/// [`Claim`](super::Claim), or a list of them if a delivery contains several events. The response to a body that is not
/// a delivery has the [status](Rejection::status) of its [`Rejection`], which is in the extensions of the response.
///
/// `E` is the `Event` of the API's crate.
///
/// ```text
/// let hooks = ServiceBuilder::new()
///     .layer(ClaimLayer::<Event>::new())
///     .service_fn(async |request: Request<Claim<Event>>| handle(request.into_body()).await);
/// ```
pub struct ClaimLayer<E> {
    limit: usize,
    event: PhantomData<fn() -> E>,
}

impl<E: UnsignedEvent> ClaimLayer<E> {
    /// Creates a layer for bodies of at most 1 MiB.
    #[must_use]
    pub fn new() -> Self {
        Self { limit: BODY_LIMIT, event: PhantomData }
    }

    /// Sets the body limit, in bytes.
    #[must_use]
    pub fn limit(mut self, limit: usize) -> Self {
        self.limit = limit;
        self
    }
}

impl<E: UnsignedEvent> Default for ClaimLayer<E> {
    fn default() -> Self {
        Self::new()
    }
}

impl<E> Clone for ClaimLayer<E> {
    fn clone(&self) -> Self {
        Self { limit: self.limit, event: PhantomData }
    }
}

impl<E> fmt::Debug for ClaimLayer<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ClaimLayer").field("limit", &self.limit).finish()
    }
}

impl<E, S> Layer<S> for ClaimLayer<E> {
    type Service = ClaimService<E, S>;

    fn layer(&self, inner: S) -> Self::Service {
        ClaimService { layer: self.clone(), inner }
    }
}

/// The service of a [`ClaimLayer`].
#[derive(Debug)]
pub struct ClaimService<E, S> {
    layer: ClaimLayer<E>,
    inner: S,
}

impl<E, S: Clone> Clone for ClaimService<E, S> {
    fn clone(&self) -> Self {
        Self { layer: self.layer.clone(), inner: self.inner.clone() }
    }
}

impl<E, S, B, R> Service<Request<B>> for ClaimService<E, S>
where
    E: UnsignedEvent<Claims: Send>,
    S: Service<Request<E::Claims>, Response = Response<R>, Future: Send> + Clone + Send + 'static,
    B: Body<Data: Send, Error: Into<BodyError>> + Send + 'static,
    R: Default,
{
    type Response = Response<R>;
    type Error = S::Error;
    type Future = ResponseFuture<Response<R>, S::Error>;

    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<(), S::Error>> {
        self.inner.poll_ready(context)
    }

    fn call(&mut self, request: Request<B>) -> Self::Future {
        let (limit, inner) = (self.layer.limit, ready(&mut self.inner));
        Box::pin(async move {
            let (parts, body) = request.into_parts();
            let claims = super::http::claims::<E, B>(&parts.headers, body, limit).await;
            hand_over(inner, parts, claims).await
        })
    }
}

/// Takes the service that has become ready, and leaves another in its place.
fn ready<S: Clone>(inner: &mut S) -> S {
    let next = inner.clone();
    std::mem::replace(inner, next)
}

async fn hand_over<S, D, R>(
    mut inner: S,
    parts: http::request::Parts,
    received: Result<D, Rejection>,
) -> Result<Response<R>, S::Error>
where
    S: Service<Request<D>, Response = Response<R>>,
    R: Default,
{
    match received {
        Ok(delivery) => inner.call(Request::from_parts(parts, delivery)).await,
        Err(rejection) => Ok(super::http::response(rejection)),
    }
}
