//! Debits a bank account: creates the account and a mandate, signs it with a password sent by SMS, and debits.
//!
//! ```sh
//! CENTRALPAY_ENVIRONMENT=test CENTRALPAY_LOGIN=... CENTRALPAY_PASSWORD=... \
//!     cargo run --bin direct-debit -- CUSTOMER_ID CREDITOR_BANK_ACCOUNT_ID
//! ```
//!
//! Reads the passwords from standard input. Each step can be stored while the customer looks for the password.

use payspec::centralpay::direct_debit::{
    self, CustomerBankAccount, DebitStep, DebitTerms, Debtor, MandateSignature, MandateStep, MandateTerms,
};
use payspec::centralpay::model::{BankAccountId, CreateBankAccount, CreateMandate, CustomerId};
use payspec::centralpay::{Amount, Client};

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    let mut args = std::env::args().skip(1);
    let (Some(customer), Some(creditor)) = (args.next(), args.next()) else {
        anyhow::bail!("usage: direct-debit CUSTOMER_ID CREDITOR_BANK_ACCOUNT_ID");
    };
    let (customer, creditor) = (CustomerId::from(customer), BankAccountId::from(creditor));
    let client = Client::from_env()?;

    let params = direct_debit::bank_account(CustomerBankAccount {
        customer,
        iban: "FR7630006000011234567890189".into(),
        bic: "AGRIFRPP".into(),
        owner: "Jane Doe".into(),
    });
    let account = client.bank_accounts().create(params).profile(CreateBankAccount::CUSTOMER).await?;

    let debtor = Debtor { phone: "+33600000000".into(), email: "jane@example.com".into() };
    let terms = MandateTerms { creditor, reference: "RUM-0001".into(), payment_type: "PUCT".into() };
    let params = direct_debit::mandate(&account, &debtor, terms)?;
    let mandate = client.mandates().create(params).profile(CreateMandate::SMS_SIGNATURE).await?;
    let MandateStep::SignatureNeeded(unsigned) = MandateStep::of(&mandate)? else {
        anyhow::bail!("the mandate waits for no signature");
    };
    let (password, end_user_ip) = (read_password("the mandate")?.into(), "203.0.113.7".to_owned());
    let signature = unsigned.sign(MandateSignature { password, end_user_ip });
    let mandate = client.mandates().sign(signature).await?;
    let MandateStep::Active(active) = MandateStep::of(&mandate)? else {
        anyhow::bail!("the mandate is not signed");
    };

    // Must be announced to the customer at least 14 days in advance.
    let params = active.debit(DebitTerms {
        amount: Amount::from_minor(5000),
        on: "2027-01-15".into(),
        reference: "INV-1".into(),
        text: "Membership January".into(),
        point_of_sale: "point-of-sale".into(),
        end_user_ip: "203.0.113.7".into(),
    });
    let debit = client.sdd_transactions().create(params).idempotency_key_from("INV-1").await?;
    let debit = match DebitStep::of(&debit)? {
        DebitStep::ConfirmationNeeded(unconfirmed) => {
            client.sdd_transactions().validate(unconfirmed.confirm(read_password("the debit")?)).await?
        }
        _ => debit,
    };
    println!("{}: {:?}", debit.sdd_transaction_id, debit.status);
    Ok(())
}

/// Reads the password that the customer received by SMS.
fn read_password(what: &str) -> std::io::Result<String> {
    println!("The password for {what}:");
    let mut line = String::new();
    std::io::stdin().read_line(&mut line)?;
    Ok(line.trim().to_owned())
}
