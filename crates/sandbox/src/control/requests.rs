//! The log of requests.

use control_model::{FaultKind, ListRequest, SeenRequest};

use super::refusal::Refusal;
use super::worlds::{find, time};
use crate::engine::journal::Entry;
use crate::sandbox::Inner;

pub(super) fn list(sandbox: &Inner, params: &ListRequest) -> Result<Vec<SeenRequest>, Refusal> {
    Ok(find(sandbox, &params.world)?.requests().iter().map(describe).collect())
}

fn describe(entry: &Entry) -> SeenRequest {
    let mut seen = SeenRequest::new();
    seen.at = Some(time(entry.at));
    seen.method = Some(entry.method.clone());
    seen.path = Some(entry.path.clone());
    seen.operation = entry.operation.map(str::to_owned);
    seen.status = (entry.status != 0).then(|| entry.status.into());
    seen.request_id = Some(entry.request_id.clone());
    seen.repeated = Some(entry.repeated);
    seen.fault = entry.fault.map(FaultKind::from);
    seen
}
