//! A direct debit from the bank account to the confirmation, through `payspec::centralpay::direct_debit`, against a plain local
//! server that replays the documented objects.

use payspec::centralpay::direct_debit::{self, DebitStep, Debtor, MandateSignature, MandateStep};
use payspec::centralpay::model::{CreateBankAccount, CreateMandate};
use payspec::centralpay::{Amount, ClientBuilder};
use serde_json::Value;

use payspec_test_support::files;
use payspec_test_support::server::Server;

fn object(name: &str) -> Value {
    files::one("webhooks", name)["object"].clone()
}

#[tokio::test]
async fn a_mandate_is_signed_before_its_account_is_debited() {
    let (unsigned, unconfirmed) = (object("MANDATE_CREATED"), object("SDDTRANSACTION_CREATED"));
    let id = |object: &Value, name: &str| object[name].as_str().expect("an id").to_owned();
    let (mandate, debit) = (id(&unsigned, "mandateId"), id(&unconfirmed, "sddTransactionId"));
    let routes = [
        ("POST /bankAccount".to_owned(), object("BANKACCOUNT_ACCEPTED")),
        ("POST /mandate".to_owned(), unsigned),
        (format!("POST /mandate/{mandate}/sign"), object("MANDATE_SIGNED")),
        ("POST /sddTransaction".to_owned(), unconfirmed),
        (format!("POST /sddTransaction/{debit}/validate"), object("SDDTRANSACTION_VALIDATED")),
    ];
    let server = Server::start(routes.clone().map(|(route, body)| (route, (200, body))));
    let client = ClientBuilder::at(server.url()).credentials("login", "password").build().expect("complete settings");

    let params = direct_debit::bank_account(direct_debit::CustomerBankAccount {
        customer: "c-1".into(),
        iban: "FR7630006000011234567890189".into(),
        bic: "AGRIFRPP".into(),
        owner: "Jane Doe".into(),
    });
    let call = client.bank_accounts().create(params).profile(CreateBankAccount::CUSTOMER);
    let account = call.await.expect("an account");
    let debtor = Debtor { phone: "+33600000000".to_owned(), email: "jane@example.com".to_owned() };
    let params = direct_debit::mandate(
        &account,
        &debtor,
        direct_debit::MandateTerms {
            creditor: "ics-1".into(),
            reference: "RUM-0001".into(),
            payment_type: "PUCT".into(),
        },
    )
    .expect("a mandate");
    let call = client.mandates().create(params).profile(CreateMandate::SMS_SIGNATURE);
    let step = MandateStep::of(&call.await.expect("a mandate"));
    let Ok(MandateStep::SignatureNeeded(unsigned)) = step else { panic!("{step:?}") };
    let call = client
        .mandates()
        .sign(unsigned.sign(MandateSignature { password: "123456".into(), end_user_ip: "203.0.113.7".into() }));
    let step = MandateStep::of(&call.await.expect("signed"));
    let Ok(MandateStep::Active(active)) = step else { panic!("{step:?}") };
    let params = active.debit(direct_debit::DebitTerms {
        amount: Amount::from_minor(12),
        on: "2024-01-26".into(),
        reference: "INV-1".into(),
        text: "Membership".into(),
        point_of_sale: "p-1".into(),
        end_user_ip: "203.0.113.7".into(),
    });
    let step = DebitStep::of(&client.sdd_transactions().create(params).await.expect("a debit"));
    let Ok(DebitStep::ConfirmationNeeded(unconfirmed)) = step else { panic!("{step:?}") };
    let call = client.sdd_transactions().validate(unconfirmed.confirm("123456"));
    assert_eq!(DebitStep::of(&call.await.expect("confirmed")), Ok(DebitStep::UnderWay));

    let seen = server.seen();
    let asked: Vec<String> = seen.iter().map(|request| format!("{} {}", request.method, request.path)).collect();
    assert_eq!(asked, routes.map(|(route, _)| route));
    let sent = |index: usize, name: &str| {
        let pairs = seen[index].pairs();
        pairs.into_iter().find(|(key, _)| key == name).map(|(_, value)| value)
    };
    assert_eq!(sent(1, "debtorBankAccountId"), Some(account.bank_account_id.to_string()));
    assert_eq!(sent(1, "customerId"), account.customer_id.map(|customer| customer.to_string()));
    assert_eq!((sent(2, "otp"), sent(3, "mandateId")), (Some("123456".to_owned()), Some(mandate)));
}
