//! One call of each operation: a line here for each that the spec describes.

use std::fmt::Debug;

use payspec::centralpay::model::payspec_core::{Blob, Form, OperationSpec};
use payspec::centralpay::model::*;
use payspec::centralpay::{Amount, Client, DateTime, Error, Operation};

use super::{ID, PAN};
use payspec_test_support::names;
use payspec_test_support::server::{Request, Server};

/// One call: what it was to send, and what arrived.
pub(super) struct Sent {
    pub(super) spec: &'static OperationSpec,
    pub(super) pairs: Vec<(String, String)>,
    pub(super) request: Request,
}

/// A client and the hosts that it knows.
pub(super) struct Setup {
    pub(super) client: Client,
    pub(super) main: Server,
    pub(super) onboarding: Server,
}

/// Where calls go: to the host and to no other, and below another path if one is given.
#[derive(Clone, Copy)]
struct To<'a> {
    client: &'a Client,
    host: &'a Server,
    other: &'a Server,
    path: Option<&'a str>,
}

/// Sends one call and waits for its answer.
async fn send<O: Operation>(To { client, host, other, path }: To<'_>, params: O) -> Sent
where
    O::Output: Debug,
{
    let spec = O::SPEC;
    let mut form = Form::new();
    params.encode(&mut form);
    let mut call = client.http().call(params);
    if let Some(prefix) = path {
        call = call.path(format!("{prefix}{}", spec.path));
    }
    let (before, elsewhere) = (host.seen().len(), other.seen().len());
    let future = call.into_future();
    // What it waits for is in a box, one for all operations, which the runtime keeps below 2 KiB by a test of its own. So
    // this is all of the operation that a function holds while it awaits.
    assert!(size_of_val(&future) <= 32, "the future of {} takes {} bytes", spec.id, size_of_val(&future));
    future.await.unwrap_or_else(|error| panic!("{}: {error}", spec.id));
    let mut seen = host.seen();
    assert_eq!(seen.len(), before + 1, "{} was sent once to its host", spec.id);
    assert_eq!(other.seen().len(), elsewhere, "{} was sent to no other host", spec.id);
    Sent { spec, pairs: form.pairs().to_vec(), request: seen.pop().expect("counted above") }
}

/// Tries a call that must not be sent, and gives the reason.
async fn refuse<O: Operation>(client: &Client, params: O) -> (&'static OperationSpec, Error)
where
    O::Output: Debug,
{
    (O::SPEC, client.http().call(params).await.expect_err(O::SPEC.id))
}

macro_rules! each {
    ($does:ident($with:expr), [$($params:expr),* $(,)?]) => {
        vec![$($does($with, $params).await),*]
    };
}

/// Every operation of the Onboarding API, which has a host of its own.
macro_rules! each_of_onboarding {
    ($does:ident($with:expr)) => {
        each!(
            $does($with),
            [
                CreateEMoneyAccount::new(ID).language("fr"),
                LookUpSiren::new("123456789"),
                CreateMerchantEnrollment::new().identity_badge(ID).profile(applicant()),
                GetMerchantEnrollment::new(ID),
                SearchMerchantEnrollment::new().custom_reference("shop-17"),
                UpdateMerchantEnrollment::new(ID).profile(applicant()),
                CompleteMerchantEnrollment::new(ID),
                UploadEnrollmentDocument::new(ID, Blob::new("%PDF")),
            ]
        )
    };
}

fn applicant() -> EnrollmentPerson {
    EnrollmentPerson::new().email(EnrollmentValue::new("a@example.com"))
}

/// Every operation of the Onboarding API, by a client that knows no host for it: why it was not sent.
pub(super) async fn refused_onboarding(client: &Client) -> Vec<(&'static OperationSpec, Error)> {
    each_of_onboarding!(refuse(client))
}

fn cents(amount: i64) -> Amount {
    Amount::from_minor(amount)
}

/// Every operation of the API, once, in the order of the resources; below another path if one is given.
pub(super) async fn every_operation(setup: &Setup, path: Option<&str>) -> Vec<Sent> {
    let Setup { client, main, onboarding } = setup;
    let to_main = To { client, host: main, other: onboarding, path };
    let to_onboarding = To { client, host: onboarding, other: main, path };
    let day = DateTime::from_date(2024, 2, 5).expect("a real date");
    let payer = || PaymentRequestPayer::new().email("a@example.com");
    let mut sent = each!(
        send(to_main),
        [
            CreateBankAccount::new("FR7630001007941234567890185"),
            GetBankAccount::new(ID),
            SearchBankAccount::new().customer_id(ID),
            UpdateBankAccount::new(ID),
            CreateBankReconciliation::new(cents(1), ID, ID),
            GetBankReconciliation::new(ID),
            SearchBankReconciliation::new(),
            CreateBlacklist::new(),
            GetBlacklist::new(ID),
            SearchBlacklist::new(),
            DeleteBlacklist::new(ID),
            CreateCard::new(ID).card_token_id(ID),
            GetCard::new(ID),
            UpdateCard::new(ID),
            SearchCard::new().customer_id(ID),
            CreateCardToken::new().card(CardDetails::new(PAN, "12", "2031")),
            GetCardToken::new(ID),
            CreateCredit::new(cents(1), Currency::EUR).card_token_id(ID),
            GetCredit::new(ID),
            SearchCredit::new(),
            UpdateCredit::new(ID),
            CancelCredit::new(ID),
            CreateCustomer::new().email("a@example.com"),
            GetCustomer::new(ID),
            SearchCustomer::new().email("a+b@example.com"),
            UpdateCustomer::new(ID).phone("+33600000000"),
            SendOtpCustomer::new(ID),
            GetDeposit::new(ID),
            SearchDeposit::new(),
            GetDispute::new(ID),
            SearchDispute::new().transaction_id(ID),
            UpdateDispute::new(ID),
            CreateThreeDsEnrollment::new().card_token_id(ID),
            CreateExternalBankReconciliation::new(cents(1), ID),
            GetExternalBankReconciliation::new(ID),
            SearchExternalBankReconciliation::new(),
            CreateInstallmentPayment::new(cents(30000), Currency::EUR, 3, 1, IntervalUnit::Month, "203.0.113.7")
                .customer_id(ID),
            GetInstallmentPayment::new(ID),
            SearchInstallmentPayment::new(),
            UpdateInstallmentPayment::new(ID),
            CancelInstallmentPayment::new(ID),
            CreateInvoiceItem::new(cents(-500)).subscription_id(ID),
            GetInvoiceItem::new(ID),
            SearchInvoiceItem::new(),
            UpdateInvoiceItem::new(ID),
            DeleteInvoiceItem::new(ID),
            CreateInvoice::new(ID),
            GetInvoice::new(ID),
            SearchInvoice::new(),
            UpdateInvoice::new(ID),
            CloseInvoice::new(ID),
            ReopenInvoice::new(ID),
            PayInvoice::new(ID),
            CreateMandate::new(ID, ID, ID, "RUM-17", MandatePaymentType::from("RECURRENT")),
            GetMandate::new(ID),
            DownloadMandate::new(ID),
            SearchMandate::new(),
            SignMandate::new(ID, "012345", "203.0.113.7"),
            RenewMandateOtp::new(ID),
            MakeMandateObsolete::new(ID),
            GetMerchantInfo::new(),
        ]
    );
    sent.extend(each!(
        send(to_main),
        [
            CreatePaymentRequest::new([PaymentMethod::Transaction], Currency::EUR, cents(100), [payer()]),
            GetPaymentRequest::new(ID),
            SearchPaymentRequest::new(),
            UpdatePaymentRequest::new(ID),
            CancelPaymentRequest::new(ID),
            ClosePaymentRequest::new(ID),
            QrCodePaymentRequest::new(ID),
            CreatePayout::new(cents(30), Currency::EUR, ID),
            CreatePayoutByThirdParty::new(cents(30), Currency::EUR, ID),
            CreatePayoutByMarketplace::new(cents(30), Currency::EUR, ID),
            GetPayout::new(ID),
            SearchPayout::new(),
            UpdatePayout::new(ID),
            CancelPayout::new(ID),
            CreateRefund::new().transaction_id(ID),
            GetRefund::new(ID),
            SearchRefund::new().transaction_id(ID),
            UpdateRefund::new(ID),
            CancelRefund::new(ID),
            CreateSctTransaction::new(cents(1500), Currency::EUR).iban("FR7630001007941234567890185"),
            GetSctTransaction::new(ID),
            SearchSctTransaction::new(),
            UpdateSctTransaction::new(ID),
            CancelSctTransaction::new(ID),
            CreateSctTransactionReversal::new(ID),
            GetSctTransactionReversal::new(ID),
            SearchSctTransactionReversal::new(),
            CreateSddTransaction::new(ID, cents(12), Currency::EUR, day, "E-17", "Invoice 17", ID, "203.0.113.7"),
            GetSddTransaction::new(ID),
            SearchSddTransaction::new(),
            ValidateSddTransaction::new(ID, "012345"),
            RenewSddTransactionOtp::new(ID),
            CancelSddTransaction::new(ID),
            GetSddTransactionReversal::new(ID),
            SearchSddTransactionReversal::new(),
            CreateSubscriptionModel::new(cents(2990), Currency::EUR, "Monthly", IntervalUnit::Month, 1),
            GetSubscriptionModel::new(ID),
            SearchSubscriptionModel::new(),
            UpdateSubscriptionModel::new(ID),
            CreateSubscription::new(ID, ID, "203.0.113.7").customer_id(ID),
            GetSubscription::new(ID),
            SearchSubscription::new(),
            UpdateSubscription::new(ID),
            CancelSubscription::new(ID),
            ReactivateSubscription::new(ID),
            CheckThreeDsVersion::new(PAN),
            AuthenticateThreeDs::new("01", "01", cents(1000), Currency::EUR).card_token_id(ID),
            GetThreeDsResult::new(ID),
            CreateTransaction::new(cents(1500), Currency::EUR, ID, "203.0.113.7").card_token_id(ID),
            GetTransaction::new(ID),
            SearchTransaction::new().customer_id(ID),
            UpdateTransaction::new(ID),
            CaptureTransaction::new(ID, cents(1500)),
            CancelTransaction::new(ID),
            CreateTransfer::new(cents(30), Currency::EUR, ID),
            GetTransfer::new(ID),
            SearchTransfer::new(),
            UpdateTransfer::new(ID),
            CancelTransfer::new(ID),
            CreateTransferReversal::new(ID),
            GetTransferReversal::new(ID),
            SearchTransferReversal::new(),
            UpdateTransferReversal::new(ID),
            GetWallet::new(ID),
            SearchWallet::new(),
            CreateWhitelist::new(),
            GetWhitelist::new(ID),
            SearchWhitelist::new(),
            DeleteWhitelist::new(ID),
            GetWireTransfer::new(ID),
        ]
    ));
    sent.extend(each_of_onboarding!(send(to_onboarding)));
    names::assert_same(
        (
            API.operations.iter().map(|spec| spec.id),
            "operations without a call: add a line to crates/centralpay/sdk/tests/it/operations/calls.rs",
        ),
        (
            sent.iter().map(|sent| sent.spec.id),
            "calls of no operation of the spec: remove their lines from crates/centralpay/sdk/tests/it/operations/calls.rs",
        ),
    );
    sent
}
