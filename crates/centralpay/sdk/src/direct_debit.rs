//! SEPA direct debit: from a bank account to a payment, in the platform's order.
//!
//! 1. a customer, and the customer's bank account ([`bank_account`]);
//! 2. a mandate for it ([`mandate`]): the customer gets a password by SMS, which is valid for 15 minutes;
//! 3. the signature with that password ([`UnsignedMandate::sign`]);
//! 4. direct debits, as many as are due ([`ActiveMandate::debit`]), announced 14 days ahead (“Informations générales”);
//! 5. if the account is configured for it, a password for each of them ([`UnconfirmedDebit::confirm`]).
//!
//! Nothing here talks to a server: each step creates the parameters of a call and takes its response. Only an active
//! mandate can create a direct debit. [`UnsignedMandate`], [`ActiveMandate`] and [`UnconfirmedDebit`] contain an ID and
//! no secret, and can be stored while the customer waits for the password.
//!
//! ```no_run
//! use payspec::centralpay::direct_debit::{
//!     self, CustomerBankAccount, DebitStep, DebitTerms, Debtor, MandateSignature, MandateStep, MandateTerms,
//! };
//! use payspec::centralpay::model::{BankAccountId, CustomerId};
//! use payspec::centralpay::{Amount, Client};
//!
//! # fn ask_for_the_password() -> String { unimplemented!() }
//! # async fn debit(client: Client, customer: CustomerId, creditor: BankAccountId) -> Result<(), Box<dyn std::error::Error>> {
//! let params = direct_debit::bank_account(CustomerBankAccount {
//!     customer,
//!     iban: "FR7630006000011234567890189".into(),
//!     bic: "AGRIFRPP".into(),
//!     owner: "Jane Doe".into(),
//! });
//! let account = client.bank_accounts().create(params).await?;
//!
//! let debtor = Debtor { phone: "+33600000000".into(), email: "jane@example.com".into() };
//! let terms = MandateTerms { creditor, reference: "RUM-0001".into(), payment_type: "PUCT".into() };
//! let params = direct_debit::mandate(&account, &debtor, terms)?;
//! let mandate = client.mandates().create(params).await?;
//! let MandateStep::SignatureNeeded(unsigned) = MandateStep::of(&mandate)? else { return Err("unusable".into()) };
//!
//! let signature = MandateSignature { password: ask_for_the_password().into(), end_user_ip: "203.0.113.7".to_owned() };
//! let mandate = client.mandates().sign(unsigned.sign(signature)).await?;
//! let MandateStep::Active(active) = MandateStep::of(&mandate)? else { return Err("not signed".into()) };
//!
//! let params = active.debit(DebitTerms {
//!     amount: Amount::from_minor(5000),
//!     on: "2026-01-15".into(),
//!     reference: "INV-1".into(),
//!     text: "Membership January".into(),
//!     point_of_sale: "point-of-sale".into(),
//!     end_user_ip: "203.0.113.7".into(),
//! });
//! let debit = client.sdd_transactions().create(params).await?;
//! if let DebitStep::ConfirmationNeeded(unconfirmed) = DebitStep::of(&debit)? {
//!     client.sdd_transactions().validate(unconfirmed.confirm(ask_for_the_password())).await?;
//! }
//! # Ok(())
//! # }
//! ```

use std::fmt;

use centralpay_model::{
    BankAccount, BankAccountId, BankAccountStatus, CreateBankAccount, CreateMandate, CreateMandateRequired,
    CreateSddTransaction, CreateSddTransactionRequired, Currency, CustomerId, Mandate, MandateId, MandatePaymentType,
    MandateStatus, PointOfSaleId, RenewMandateOtp, RenewSddTransactionOtp, SddTransaction, SddTransactionId,
    SddTransactionStatus, SignMandate, SignMandateRequired, ValidateSddTransaction, ValidateSddTransactionRequired,
};
use payspec_core::redact;
use payspec_core::{Amount, DateTime, Secret};
use serde::{Deserialize, Serialize};

/// Creates the bank account of a customer, with everything that a mandate requires (“Déclaration du compte bancaire”).
///
/// Send it with the profile [`CreateBankAccount::CUSTOMER`].
pub fn bank_account(account: CustomerBankAccount) -> CreateBankAccount {
    let CustomerBankAccount { customer, iban, bic, owner } = account;
    CreateBankAccount::new(iban).bic(bic).owner_name(owner).customer_id(customer)
}

/// A customer's bank account, with everything that a mandate requires.
#[derive(Clone, PartialEq, Eq)]
pub struct CustomerBankAccount {
    /// The customer.
    pub customer: CustomerId,
    /// The IBAN.
    pub iban: String,
    /// The BIC of the bank.
    pub bic: String,
    /// The account holder.
    pub owner: String,
}

/// Hides everything except the customer's ID.
impl fmt::Debug for CustomerBankAccount {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CustomerBankAccount")
            .field("customer", &self.customer)
            .field("iban", &redact::value(&self.iban))
            .field("bic", &redact::value(&self.bic))
            .field("owner", &redact::value(&self.owner))
            .finish()
    }
}

/// The customer's contact details for signing a mandate.
#[derive(Clone, PartialEq, Eq)]
pub struct Debtor {
    /// The phone number that gets the password by SMS.
    pub phone: String,
    /// The e-mail address that gets the signed mandate.
    pub email: String,
}

/// Hides both.
impl fmt::Debug for Debtor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Debtor")
            .field("phone", &redact::value(&self.phone))
            .field("email", &redact::value(&self.email))
            .finish()
    }
}

/// Creates a mandate to debit a customer's bank account, to be signed with a password by SMS.
///
/// Send it with the profile [`CreateMandate::SMS_SIGNATURE`].
///
/// # Errors
///
/// Returns an error if the account belongs to no customer, or was refused or cancelled.
pub fn mandate(account: &BankAccount, debtor: &Debtor, terms: MandateTerms) -> Result<CreateMandate, DirectDebitError> {
    if matches!(account.status, Some(BankAccountStatus::Refused | BankAccountStatus::Cancelled)) {
        return Err(DirectDebitError::UnusableAccount);
    }
    let customer = account.customer_id.as_ref().ok_or(DirectDebitError::NoCustomer)?;
    let MandateTerms { creditor, reference, payment_type } = terms;
    Ok(CreateMandate::new(CreateMandateRequired {
        creditor_bank_account_id: creditor,
        customer_id: customer.into(),
        debtor_bank_account_id: account.bank_account_id.clone(),
        rum: reference,
        payment_type,
    })
    .debtor_phone(&debtor.phone)
    .debtor_email(&debtor.email))
}

/// The merchant's terms of a mandate.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MandateTerms {
    /// The merchant's creditor identifier, as a bank account of the portal.
    pub creditor: BankAccountId,
    /// The unique reference of the mandate (RUM), which the merchant chooses.
    pub reference: String,
    /// Whether it is for one direct debit or for several.
    pub payment_type: MandatePaymentType,
}

/// The state of a mandate.
#[derive(Debug, Clone, PartialEq, Eq)]
#[must_use]
pub enum MandateStep {
    /// The customer has to sign it.
    SignatureNeeded(UnsignedMandate),
    /// Direct debits can be made under it.
    Active(ActiveMandate),
    /// It can no longer be used: a new one is needed.
    Ended,
}

impl MandateStep {
    /// Determines the state of a mandate in any response or event. An event is a claim: read the mandate again before
    /// acting on it.
    ///
    /// # Errors
    ///
    /// Returns an error if its status is missing or unknown to this version.
    pub fn of(mandate: &Mandate) -> Result<Self, DirectDebitError> {
        let id = mandate.mandate_id.clone();
        match mandate.status {
            Some(MandateStatus::Pending) => Ok(Self::SignatureNeeded(UnsignedMandate {
                mandate_id: id,
                password_expires: mandate.otp_expiration_date.clone(),
            })),
            Some(MandateStatus::Active) => Ok(Self::Active(ActiveMandate { mandate_id: id })),
            Some(MandateStatus::Obsolete) => Ok(Self::Ended),
            _ => Err(DirectDebitError::Status),
        }
    }
}

/// A mandate that waits for the customer's password.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct UnsignedMandate {
    mandate_id: MandateId,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    password_expires: Option<DateTime>,
}

/// What [`UnsignedMandate::sign`] needs from the customer.
#[derive(Clone)]
pub struct MandateSignature {
    /// The six digits that the customer has received.
    pub password: Secret,
    /// The IP address of the customer.
    pub end_user_ip: String,
}

impl fmt::Debug for MandateSignature {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("MandateSignature")
            .field("password", &self.password)
            .field("end_user_ip", &redact::value(&self.end_user_ip))
            .finish()
    }
}

impl UnsignedMandate {
    /// Returns the ID of the mandate.
    pub const fn mandate_id(&self) -> &MandateId {
        &self.mandate_id
    }

    /// Returns the expiry of the last password sent.
    pub const fn password_expires(&self) -> Option<&DateTime> {
        self.password_expires.as_ref()
    }

    /// Creates the signature, with the six digits that the customer has received. Its response is the active mandate.
    pub fn sign(&self, signature: MandateSignature) -> SignMandate {
        let MandateSignature { password, end_user_ip } = signature;
        SignMandate::new(SignMandateRequired { mandate_id: self.mandate_id.clone(), otp: password, end_user_ip })
    }

    /// Creates the request for another password, if the last one was lost or has expired. Its response has the new expiry.
    pub fn another_password(&self) -> RenewMandateOtp {
        RenewMandateOtp::new(&self.mandate_id)
    }
}

/// A signed mandate. It expires 36 months after its last direct debit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ActiveMandate {
    mandate_id: MandateId,
}

impl ActiveMandate {
    /// Returns the ID of the mandate.
    pub const fn mandate_id(&self) -> &MandateId {
        &self.mandate_id
    }

    /// Creates a direct debit in euros. To require the customer's confirmation, add `automatic_validation(false)`.
    pub fn debit(&self, terms: DebitTerms) -> CreateSddTransaction {
        let DebitTerms { amount, on, reference, text, point_of_sale, end_user_ip } = terms;
        CreateSddTransaction::new(CreateSddTransactionRequired {
            mandate_id: self.mandate_id.clone(),
            amount,
            currency: Currency::EUR,
            requested_collection_date: on,
            end_to_end_identification: reference,
            remittance_information: text,
            point_of_sale_id: point_of_sale,
            end_user_ip,
        })
    }
}

/// The terms of a direct debit.
#[derive(Clone, PartialEq, Eq)]
pub struct DebitTerms {
    /// The amount to debit, in euro cents.
    pub amount: Amount,
    /// The date of the debit.
    pub on: DateTime,
    /// The merchant's own reference, unique, which the banks forward.
    pub reference: String,
    /// The text on the customer's bank statement.
    pub text: String,
    /// The point of sale.
    pub point_of_sale: PointOfSaleId,
    /// The IP address of the customer.
    pub end_user_ip: String,
}

/// Hides the IP address.
impl fmt::Debug for DebitTerms {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("DebitTerms")
            .field("amount", &self.amount)
            .field("on", &self.on)
            .field("reference", &self.reference)
            .field("text", &self.text)
            .field("point_of_sale", &self.point_of_sale)
            .field("end_user_ip", &redact::value(&self.end_user_ip))
            .finish()
    }
}

/// The state of a direct debit.
#[derive(Debug, Clone, PartialEq, Eq)]
#[must_use]
pub enum DebitStep {
    /// The customer must confirm it with a password; otherwise it is not made.
    ConfirmationNeeded(UnconfirmedDebit),
    /// It will be made on its date.
    UnderWay,
    /// It was processed. The customer or the customer's bank can reverse it for up to 13 months (“R-transaction SDD”).
    Cleared,
    /// It was cancelled before it was processed.
    Canceled,
    /// The customer has been paid back.
    Reversed,
}

impl DebitStep {
    /// Determines the state of a direct debit in any response or event. An event is a claim: read the direct debit
    /// again before acting on it.
    ///
    /// The documentation has no status for one that waits for the customer. In the samples these are `PENDING`, have no
    /// automatic validation and no validation date.
    ///
    /// # Errors
    ///
    /// Returns an error if its status is missing or unknown to this version.
    #[expect(deprecated, reason = "old direct debits have a status that new ones do not come into")]
    pub fn of(debit: &SddTransaction) -> Result<Self, DirectDebitError> {
        match debit.status {
            Some(SddTransactionStatus::Pending)
                if debit.automatic_validation == Some(false) && debit.validation_date.is_none() =>
            {
                Ok(Self::ConfirmationNeeded(UnconfirmedDebit {
                    sdd_transaction_id: debit.sdd_transaction_id.clone(),
                    password_expires: debit.otp_expiration_date.clone(),
                }))
            }
            Some(SddTransactionStatus::Pending | SddTransactionStatus::Active | SddTransactionStatus::Noticed) => {
                Ok(Self::UnderWay)
            }
            Some(SddTransactionStatus::Cleared) => Ok(Self::Cleared),
            Some(SddTransactionStatus::Canceled) => Ok(Self::Canceled),
            Some(SddTransactionStatus::Reversed) => Ok(Self::Reversed),
            _ => Err(DirectDebitError::Status),
        }
    }
}

/// A direct debit that waits for the customer's password.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct UnconfirmedDebit {
    sdd_transaction_id: SddTransactionId,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    password_expires: Option<DateTime>,
}

impl UnconfirmedDebit {
    /// Returns the ID of the direct debit.
    pub const fn sdd_transaction_id(&self) -> &SddTransactionId {
        &self.sdd_transaction_id
    }

    /// Returns the expiry of the last password sent.
    pub const fn password_expires(&self) -> Option<&DateTime> {
        self.password_expires.as_ref()
    }

    /// Creates the confirmation, with the password that the customer has received.
    pub fn confirm(&self, password: impl Into<Secret>) -> ValidateSddTransaction {
        ValidateSddTransaction::new(ValidateSddTransactionRequired {
            sdd_transaction_id: self.sdd_transaction_id.clone(),
            otp: password.into(),
        })
    }

    /// Creates the request for another password, if the last one was lost or has expired.
    pub fn another_password(&self) -> RenewSddTransactionOtp {
        RenewSddTransactionOtp::new(&self.sdd_transaction_id)
    }
}

/// The reason why a step is not possible.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum DirectDebitError {
    /// The bank account does not belong to a customer.
    NoCustomer,
    /// The bank account was refused or cancelled.
    UnusableAccount,
    /// The status is missing, or unknown to this version.
    Status,
}

impl fmt::Display for DirectDebitError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::NoCustomer => "the bank account does not belong to a customer; create it with the customer's id",
            Self::UnusableAccount => "the bank account was refused or cancelled; ask the customer for another one",
            Self::Status => "the status is missing, or unknown to this version",
        })
    }
}

impl std::error::Error for DirectDebitError {}
