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

/// Prepares to find out what a payment request came to: awaited, or with [`Watch::wait`] where the client is a blocking
/// one.
///
/// The request is given by its id or by its object. With an object, its total and currency are
/// [expected](Watch::expecting).
pub fn settlement<M>(client: &Client<M>, request: impl Into<Subject>) -> Watch<'_, M> {
    Watch(Reading { client, subject: request.into(), polling: None })
}

/// A payment request to look at: its id, and the total that is expected.
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

/// A look at a payment request that is not taken yet. See [`settlement()`].
#[must_use = "nothing is read until it is awaited"]
pub struct Watch<'c, M = Async>(Reading<'c, M>);

struct Reading<'c, M> {
    client: &'c Client<M>,
    subject: Subject,
    polling: Option<Polling>,
}

impl<M> Watch<'_, M> {
    /// Sets what the shop has asked for. A request with another total or currency is
    /// [`Unclear`](Settlement::Unclear).
    pub fn expecting(mut self, total: Amount, currency: Currency) -> Self {
        self.0.subject.expected = Some((total, currency));
        self
    }

    /// Reads the request again until it is paid or has ended, within the bounds of `polling`. Without it the request is
    /// read once.
    ///
    /// Errors that may pass do not end the polling. At the deadline the last known state is returned:
    /// [`Open`](Settlement::Open), most of the time.
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
    /// The request could not be read, or a call failed in a way that reading again cannot help: wrong credentials, a
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

/// What differs between the modes. In the blocking one every future is ready when it is polled.
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
            // The first round always reads, so this is never reached; a further read is right all the same.
            (None, None) => {
                let request = M::read(self.client.call(GetPaymentRequest::new(self.subject.id))).await?;
                Ok(Settlement::Open(Box::new(request)))
            }
        }
    }

    /// Reads the request, and its payments where its state depends on them. `None` when no read is left.
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

    /// Reads a payment by its own id. `None` when it cannot be read in this round.
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
            // That the id of a payment is the id of its object is documented for cards only.
            Err(error) if error.is_not_found() => Ok(None),
            Err(error) if self.polling.is_some() && polls.tolerates(&error) => Ok(None),
            Err(error) => Err(error),
        }
    }
}

/// The payments of all payers. The API lists the oldest first, by the sample.
fn newest_first(request: &PaymentRequest) -> Vec<&PaymentRequestPayment> {
    let mut listed: Vec<_> = super::payments(request).collect();
    listed.reverse();
    listed.sort_by_key(|payment| Reverse(payment.creation_date.as_ref().and_then(DateTime::unix_seconds)));
    listed
}

/// Whether reading again cannot change it.
fn is_final(settlement: &Settlement) -> bool {
    match settlement {
        Settlement::Paid(_) | Settlement::Ended(_) => true,
        Settlement::Unclear(Unclear { reason, .. }) => *reason == UnclearReason::OtherTotal,
        Settlement::Open(_) => false,
    }
}
