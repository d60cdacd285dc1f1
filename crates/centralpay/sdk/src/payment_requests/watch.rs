//! Reads a payment request and its payments, once or until the outcome is known.

use std::cmp::Reverse;
use std::fmt;
use std::future::{Future, IntoFuture};
use std::pin::{Pin, pin};
use std::task::{Context, Poll, Waker};

use centralpay_client::polling::{Polling, Polls};
use centralpay_client::{Async, Blocking, Call, Client, Error};
use centralpay_model::{
    Currency, GetInstallmentPayment, GetPaymentRequest, GetSctTransaction, GetSddTransaction, GetSubscription,
    GetTransaction, PaymentMethod, PaymentRequest, PaymentRequestId, PaymentRequestPayment,
};
use payspec_core::{Amount, DateTime, Operation};

use super::payment::Payment;
use super::settlement::{Claim, Settlement, Unclear, UnclearReason, claim, is_covered, settle};

/// Prepares a [`Watch`] that determines the outcome of a payment request. Await it, or call [`Watch::wait`] with a
/// blocking client.
///
/// `request` is an ID or an object. With an object, its total and currency become the [expected
/// ones](Watch::expecting).
pub fn settlement<M>(client: &Client<M>, request: impl Into<Subject>) -> Watch<'_, M> {
    Watch(Reading { client, subject: request.into(), polling: None })
}

/// A payment request to read: its ID, and the expected total.
#[derive(Debug, Clone, PartialEq)]
pub struct Subject {
    id: PaymentRequestId,
    expected: Option<(Amount, Currency)>,
}

impl From<PaymentRequestId> for Subject {
    fn from(id: PaymentRequestId) -> Self {
        Self { id, expected: None }
    }
}

impl From<&PaymentRequestId> for Subject {
    fn from(id: &PaymentRequestId) -> Self {
        id.clone().into()
    }
}

impl From<&str> for Subject {
    fn from(id: &str) -> Self {
        PaymentRequestId::from(id).into()
    }
}

impl From<&PaymentRequest> for Subject {
    fn from(request: &PaymentRequest) -> Self {
        let expected = request.total_amount.zip(request.currency.clone());
        Self { id: request.payment_request_id.clone(), expected }
    }
}

/// A pending read of a payment request; nothing is sent until it is awaited. See [`settlement()`].
#[must_use = "nothing is read until it is awaited"]
pub struct Watch<'c, M = Async>(Reading<'c, M>);

struct Reading<'c, M> {
    client: &'c Client<M>,
    subject: Subject,
    polling: Option<Polling>,
}

impl<M> Watch<'_, M> {
    /// Sets the expected total and currency. A request with a different one is [`Unclear`](Settlement::Unclear).
    pub fn expecting(mut self, total: Amount, currency: Currency) -> Self {
        self.0.subject.expected = Some((total, currency));
        self
    }

    /// Reads the request repeatedly until it is paid, has ended, or turns out to have an unexpected total or currency,
    /// within the limits of `polling`. By default it is read once.
    ///
    /// Temporary errors do not end the polling. At the deadline the last known state is returned, usually
    /// [`Open`](Settlement::Open).
    pub fn poll(mut self, polling: Polling) -> Self {
        self.0.polling = Some(polling);
        self
    }
}

impl Watch<'_, Blocking> {
    /// Reads the request and its payments on this thread.
    ///
    /// # Errors
    ///
    /// Returns an error if the request could not be read, or if a call failed permanently: wrong credentials, or a
    /// request that does not exist.
    pub fn wait(self) -> Result<Settlement, Error> {
        ready(self.0.run())
    }
}

impl<'c> IntoFuture for Watch<'c, Async> {
    type Output = Result<Settlement, Error>;
    type IntoFuture = Pin<Box<dyn Future<Output = Self::Output> + Send + 'c>>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(self.0.run())
    }
}

impl<M> fmt::Debug for Watch<'_, M> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Reading { subject, polling, .. } = &self.0;
        f.debug_struct("Watch").field("subject", subject).field("polling", polling).finish_non_exhaustive()
    }
}

/// The differences between the modes. In the blocking mode every future is ready when it is first polled.
trait Mode: Sized + 'static {
    fn round(polls: &mut Polls<'_, Self>) -> impl Future<Output = bool> + Send;
    fn read<O: Operation>(call: Call<O, Self>) -> impl Future<Output = Result<O::Output, Error>> + Send;
}

impl Mode for Async {
    fn round(polls: &mut Polls<'_, Self>) -> impl Future<Output = bool> + Send {
        polls.round()
    }

    fn read<O: Operation>(call: Call<O, Self>) -> impl Future<Output = Result<O::Output, Error>> + Send {
        call.into_future()
    }
}

impl Mode for Blocking {
    async fn round(polls: &mut Polls<'_, Self>) -> bool {
        polls.round()
    }

    async fn read<O: Operation>(call: Call<O, Self>) -> Result<O::Output, Error> {
        call.wait()
    }
}

fn ready<T>(future: impl Future<Output = T>) -> T {
    let mut future = pin!(future);
    let mut context = Context::from_waker(Waker::noop());
    loop {
        if let Poll::Ready(value) = future.as_mut().poll(&mut context) {
            return value;
        }
    }
}

impl<M: Mode> Reading<'_, M> {
    async fn run(self) -> Result<Settlement, Error> {
        let mut polls = self.client.http().polling(self.polling.unwrap_or_default());
        let (mut last, mut failed) = (None, None);
        while M::round(&mut polls).await {
            match self.look(&mut polls).await {
                Ok(Some(settlement)) if self.polling.is_none() || is_final(&settlement) => return Ok(settlement),
                Ok(settlement) => last = settlement.or(last),
                Err(error) if self.polling.is_some() && polls.tolerates(&error) => failed = Some(error),
                Err(error) => return Err(error),
            }
        }
        match (last, failed) {
            (Some(settlement), _) => Ok(settlement),
            (None, Some(error)) => Err(error),
            // The first round always reads, so this is never reached; an additional read would be correct too.
            (None, None) => {
                let request = M::read(self.client.call(GetPaymentRequest::new(self.subject.id))).await?;
                Ok(Settlement::Open(Box::new(request)))
            }
        }
    }

    /// Reads the request, and its payments if its state depends on them. Returns `None` if no read is left.
    async fn look(&self, polls: &mut Polls<'_, M>) -> Result<Option<Settlement>, Error> {
        let Some(call) = polls.call(GetPaymentRequest::new(self.subject.id.clone())) else { return Ok(None) };
        let request = M::read(call).await?;
        let claim = claim(&request, self.subject.expected.as_ref());
        let (mut read, mut is_complete) = (Vec::new(), true);
        if matches!(claim, Claim::Paid | Claim::Ended(_)) {
            for listed in newest_first(&request) {
                match self.payment(listed, polls).await? {
                    Some(payment) => read.push(payment),
                    None => is_complete = false,
                }
                if claim == Claim::Paid && is_covered(&request, &read) {
                    break;
                }
            }
        }
        Ok(Some(settle(request, claim, read, is_complete)))
    }

    /// Reads a payment by its own ID. Returns `None` if it cannot be read in this round.
    async fn payment(
        &self,
        listed: &PaymentRequestPayment,
        polls: &mut Polls<'_, M>,
    ) -> Result<Option<Payment>, Error> {
        let (Some(id), Some(method)) = (listed.uuid.as_deref(), &listed.payment_method) else { return Ok(None) };
        Ok(match method {
            PaymentMethod::Transaction => {
                self.read(GetTransaction::new(id), polls).await?.map(|read| Payment::Card(Box::new(read)))
            }
            PaymentMethod::SctTransaction => {
                self.read(GetSctTransaction::new(id), polls).await?.map(|read| Payment::BankTransfer(Box::new(read)))
            }
            PaymentMethod::DirectDebit => {
                self.read(GetSddTransaction::new(id), polls).await?.map(|read| Payment::DirectDebit(Box::new(read)))
            }
            PaymentMethod::Installment => {
                let plan = self.read(GetInstallmentPayment::new(id), polls).await?;
                plan.map(|read| Payment::Installments(Box::new(read)))
            }
            PaymentMethod::Subscription => {
                self.read(GetSubscription::new(id), polls).await?.map(|read| Payment::Subscription(Box::new(read)))
            }
            _ => None,
        })
    }

    async fn read<O: Operation>(&self, operation: O, polls: &mut Polls<'_, M>) -> Result<Option<O::Output>, Error> {
        let Some(call) = polls.call(operation) else { return Ok(None) };
        match M::read(call).await {
            Ok(read) => Ok(Some(read)),
            // It is documented only for cards that the ID of a payment is that of its object.
            Err(error) if error.is_not_found() => Ok(None),
            Err(error) if self.polling.is_some() && polls.tolerates(&error) => Ok(None),
            Err(error) => Err(error),
        }
    }
}

/// Returns the payments of all payers, newest first. According to the sample, the API lists the oldest first.
fn newest_first(request: &PaymentRequest) -> Vec<&PaymentRequestPayment> {
    let mut listed: Vec<_> = super::payments(request).collect();
    listed.reverse();
    listed.sort_by_key(|payment| Reverse(payment.creation_date.as_ref().and_then(DateTime::unix_seconds)));
    listed
}

/// Returns `true` if reading again cannot change the outcome.
fn is_final(settlement: &Settlement) -> bool {
    match settlement {
        Settlement::Paid(_) | Settlement::Ended(_) => true,
        Settlement::Unclear(Unclear { reason, .. }) => *reason == UnclearReason::OtherTotal,
        Settlement::Open(_) => false,
    }
}
