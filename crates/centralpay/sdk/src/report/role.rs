//! The effect of an operation type on the totals.

use centralpay_model::OperationType;

/// The effect of an operation type on the totals. The interpretation is ours; the types are the documentation's
/// (“Portail utilisateur”).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Role {
    /// Incoming money from outside: card payments, incoming transfers, direct debits, deposits. Part of A.
    Received,
    /// A payment cancelled before its money arrived: `..._CANCEL` of these. Subtracted from A.
    ReceivedUndone,
    /// Money paid out to the merchant's bank: payouts. F.
    Withdrawn,
    /// A payout that was cancelled or came back. Subtracted from F.
    WithdrawnUndone,
    /// Other outgoing money: refunds, disputes, transfers to other accounts, credits to cards, payments that are
    /// reversed after they arrived. Only part of balances and fees.
    Spent,
    /// Outgoing money that comes back: won disputes, cancelled refunds, transfers and credits.
    SpentUndone,
    /// Only the fee moves: authorisations, which block an amount on a card.
    FeeOnly,
}

impl Role {
    /// Returns the role of a type, or `None` for one that this version does not know.
    pub fn of(kind: &OperationType) -> Option<Self> {
        Some(match kind.canonical() {
            OperationType::TRANSACTION
            | OperationType::SCT_TRANSACTION
            | OperationType::SDD_TRANSACTION
            | OperationType::DEPOSIT => Self::Received,
            OperationType::TRANSACTION_CANCEL
            | OperationType::SCT_TRANSACTION_CANCEL
            | OperationType::SDD_TRANSACTION_CANCEL => Self::ReceivedUndone,
            OperationType::PAYOUT => Self::Withdrawn,
            OperationType::PAYOUT_CANCEL | OperationType::PAYOUT_REVERSAL => Self::WithdrawnUndone,
            // The documentation calls a refund a credit; a refund of a payment nevertheless takes its money from the
            // account.
            OperationType::REFUND
            | OperationType::DISPUTE
            | OperationType::TRANSFER
            | OperationType::CREDIT
            | OperationType::SCT_TRANSACTION_REFUND
            | OperationType::SCT_TRANSACTION_REVERSAL
            | OperationType::SDD_TRANSACTION_REVERSAL => Self::Spent,
            OperationType::REFUND_CANCEL
            | OperationType::DISPUTE_WON
            | OperationType::TRANSFER_CANCEL
            | OperationType::TRANSFER_REVERSAL
            | OperationType::CREDIT_CANCEL => Self::SpentUndone,
            OperationType::AUTHORIZATION => Self::FeeOnly,
            _ => return None,
        })
    }

    /// Returns `true` if money comes into the account.
    pub fn is_incoming(self) -> bool {
        matches!(self, Self::Received | Self::WithdrawnUndone | Self::SpentUndone)
    }
}

/// Returns `true` if the fee of a type is a transaction fee (G); all others are technical (H).
pub(super) fn has_service_fee(kind: &OperationType) -> bool {
    matches!(
        kind.canonical(),
        OperationType::TRANSACTION
            | OperationType::TRANSACTION_CANCEL
            | OperationType::SCT_TRANSACTION
            | OperationType::SCT_TRANSACTION_CANCEL
            | OperationType::SDD_TRANSACTION
            | OperationType::SDD_TRANSACTION_CANCEL
    )
}
