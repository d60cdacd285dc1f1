//! What is passed between threads, and how large a call is while it waits.

use payspec_core::{Empty, Form, Operation, OperationSpec};
use payspec_http::clock::{Clock, Jitter, SystemClock};
use payspec_http::observe::{AttemptRecord, CallRecord, Observer};
use payspec_http::testing::VirtualClock;
use payspec_http::transport::{HttpRequest, HttpResponse, ReqwestTransport, Transport, TransportError};
use payspec_http::{
    Blocking, Call, CallFuture, CallOutcome, Client, ClientBuilder, ConfigError, DecodeError, Error, Refused, Response,
    ResponseFuture, RetryBudget, RetryPolicy,
};

use crate::support::api::{CreatePayment, Payment, Ping, builder, payment};

const fn can_cross_threads<T: Send + Sync + 'static>() {}

const fn can_be_sent<T: Send + 'static>() {}

const _: () = {
    can_cross_threads::<Client>();
    can_cross_threads::<Client<Blocking>>();
    can_cross_threads::<Call<CreatePayment, Blocking>>();
    can_cross_threads::<RetryPolicy>();
    can_cross_threads::<RetryBudget>();
    can_cross_threads::<CallOutcome>();
    can_cross_threads::<Refused<Payment>>();
    can_cross_threads::<SystemClock>();
    can_cross_threads::<VirtualClock>();
    can_cross_threads::<AttemptRecord>();
    can_cross_threads::<CallRecord>();
    can_cross_threads::<Box<dyn Clock>>();
    can_cross_threads::<Box<dyn Jitter>>();
    can_cross_threads::<Box<dyn Observer>>();
    can_be_sent::<CallFuture<Payment>>();
    can_be_sent::<ResponseFuture<Payment>>();
    can_cross_threads::<ClientBuilder>();
    can_cross_threads::<Call<CreatePayment>>();
    can_cross_threads::<Response<Payment>>();
    can_cross_threads::<Error>();
    can_cross_threads::<ConfigError>();
    can_cross_threads::<DecodeError>();
    can_cross_threads::<TransportError>();
    can_cross_threads::<HttpRequest>();
    can_cross_threads::<HttpResponse>();
    can_cross_threads::<ReqwestTransport>();
    can_cross_threads::<Box<dyn Transport>>();
    assert!(size_of::<Client>() == size_of::<usize>());
    assert!(size_of::<Client<Blocking>>() == size_of::<usize>());
    assert!(size_of::<CallFuture<[u64; 1024]>>() <= 32);
    assert!(size_of::<Error>() == size_of::<usize>());
    assert!(size_of::<Result<(), Error>>() == size_of::<usize>());
};

/// An operation as large as they get.
struct Large([u64; 1024]);

impl Operation for Large {
    const SPEC: &'static OperationSpec = Ping::SPEC;
    type Output = Empty;

    fn encode(&self, form: &mut Form) {
        form.push("sum", self.0.iter().sum::<u64>().to_string());
    }
}

async fn three_calls(client: Client) -> Result<(), Error> {
    client.call(payment()).await?;
    client.call(Large([1; 1024])).await?;
    client.call(Large([2; 1024])).send().await?;
    Ok(())
}

#[test]
fn a_waiting_call_is_small() {
    fn is_send<T: Send + 'static>(value: &T) -> usize {
        size_of_val(value)
    }
    let client = builder("http://127.0.0.1:1").build().expect("the settings are right");
    let future = client.call(payment()).send();
    assert!(is_send(&future) <= 32);
    let future = client.call(Large([0; 1024])).into_future();
    assert!(is_send(&future) <= 32);
    let future = three_calls(client);
    assert!(is_send(&future) < 2048, "{} bytes", is_send(&future));
}
