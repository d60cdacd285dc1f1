//! Disputes: what happens outside of the APIs.

use centralpay_model::DisputeReason;
use control_model::{ActDispute, CreateDispute, Dispute, DisputeAct as Act, DisputeKind};

use super::faults::unknown;
use super::refusal::Refusal;
use super::worlds::find;
use crate::centralpay::{self, DisputeAct};
use crate::sandbox::Inner;

pub(super) fn create(sandbox: &Inner, params: &CreateDispute) -> Result<Dispute, Refusal> {
    let (world, transaction) = (find(sandbox, &params.world)?, params.transaction.as_str());
    let disputes = world.disputes();
    let id = match &params.kind {
        DisputeKind::Chargeback => {
            let reason = params.reason.as_deref().map_or(DisputeReason::Fraudulent, DisputeReason::from);
            disputes.raise_because(transaction, params.amount, reason)
        }
        DisputeKind::Inquiry => disputes.question(transaction),
        other => return Err(unknown("kind", other.as_str(), DisputeKind::WIRE_VALUES)),
    };
    // What the payment API says of the payment or its status is about the payment that was named.
    let parameter = |field: &str| if field == "amount" { "amount" } else { "transaction" };
    Ok(Dispute::new(id.map_err(|refusal| refused(refusal, parameter))?))
}

pub(super) fn act(sandbox: &Inner, params: &ActDispute) -> Result<Dispute, Refusal> {
    let act = match &params.what {
        Act::Answer => DisputeAct::Answer,
        Act::Close => DisputeAct::Close,
        Act::Win => DisputeAct::Win,
        Act::Lose => DisputeAct::Lose,
        other => return Err(unknown("what", other.as_str(), Act::WIRE_VALUES)),
    };
    let acted = find(sandbox, &params.world)?.disputes().act(params.dispute.as_str(), act);
    acted.map_err(|refusal| refused(refusal, |_| "what"))?;
    Ok(Dispute::new(params.dispute.clone()))
}

/// A refusal of the payment API as one of this API. `parameter` names the parameter that a field of the former is about.
fn refused(refusal: centralpay::Refusal, parameter: impl Fn(&str) -> &'static str) -> Refusal {
    match refusal {
        centralpay::Refusal::Invalid(errors) => {
            let (field, message) = errors.into_iter().next().unzip();
            Refusal::Invalid(field.map(|field| parameter(&field).to_owned()), message.unwrap_or_default())
        }
        centralpay::Refusal::NotFound(message) => Refusal::NotFound(message),
        other => Refusal::Failed(other.to_string()),
    }
}
