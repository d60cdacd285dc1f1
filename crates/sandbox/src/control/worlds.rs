//! Worlds.

use control_model::{CentralPayAccess, CreateWorld, GetWorld, ListWorld, ResetWorld, World, WorldName};
use payspec_core::{DateTime, printable};

use super::refusal::Refusal;
use crate::centralpay;
use crate::engine::time::Instant;
use crate::sandbox::{Inner, WorldHandle};

#[expect(clippy::unnecessary_wraps, reason = "all operations are served alike")]
pub(super) fn list(sandbox: &Inner, _: &ListWorld) -> Result<Vec<World>, Refusal> {
    Ok(sandbox.all().iter().map(|world| describe(sandbox, world)).collect())
}

pub(super) fn create(sandbox: &Inner, params: &CreateWorld) -> Result<World, Refusal> {
    let name = params.name.as_str();
    if !centralpay::is_world_name(name) {
        let name = printable::text(name, 80);
        let message =
            format!("a world cannot be called `{name}`: 1 to 100 letters, digits, `-`, `_` and `.` are a name");
        return Err(Refusal::Invalid(Some("name".to_owned()), message));
    }
    Ok(describe(sandbox, &sandbox.world(name)))
}

pub(super) fn get(sandbox: &Inner, params: &GetWorld) -> Result<World, Refusal> {
    Ok(describe(sandbox, &find(sandbox, &params.world)?))
}

pub(super) async fn reset(sandbox: &Inner, params: &ResetWorld) -> Result<World, Refusal> {
    let world = find(sandbox, &params.world)?;
    world.reset().await;
    Ok(describe(sandbox, &world))
}

/// The world with a name.
pub(super) fn find(sandbox: &Inner, name: &WorldName) -> Result<WorldHandle, Refusal> {
    let found = Some(name.as_str()).filter(|name| !name.is_empty()).and_then(|name| sandbox.existing(name));
    found.ok_or_else(|| Refusal::NotFound(format!("there is no world `{}`", printable::text(name.as_str(), 80))))
}

fn describe(sandbox: &Inner, handle: &WorldHandle) -> World {
    let merchant = handle.merchant();
    let mut access = CentralPayAccess::new();
    access.base_url = Some(sandbox.centralpay_url());
    access.login = Some(handle.login());
    access.password = Some(handle.password().to_owned());
    access.merchant_public_key = Some(handle.public_key());
    access.merchant_id = Some(merchant.merchant_id);
    access.point_of_sale_id = Some(merchant.point_of_sale_id);
    access.contract_id = Some(merchant.contract_id);
    access.wallet_id = Some(merchant.wallet_id);
    let mut world = World::new(handle.name());
    world.seed = Some(handle.inspect(crate::engine::world::World::seed).to_string());
    world.now = Some(time(handle.clock().now()));
    world.centralpay = Some(access.into());
    world
}

/// A moment with milliseconds, in UTC.
pub(super) fn time(at: Instant) -> DateTime {
    let millis = at.unix_millis().rem_euclid(1_000);
    let seconds = DateTime::from_unix_seconds(at.unix_seconds());
    let text = seconds.map(|seconds| format!("{}.{millis:03}Z", seconds.as_str().trim_end_matches('Z')));
    DateTime::from(text.unwrap_or_else(|| "9999-12-31T23:59:59.999Z".to_owned()))
}
