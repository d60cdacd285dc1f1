//! Worlds.

use std::path::PathBuf;

use control_model::{
    CentralPayAccess, CreateWorld, GetWorld, ListWorld, ResetWorld, RestoreWorld, SnapshotWorld, World, WorldName,
};
use payspec_core::{DateTime, printable};

use super::refusal::Refusal;
use crate::centralpay;
use crate::engine::time::Instant;
use crate::sandbox::{Inner, WorldHandle, invalid_name};
use crate::store::read_snapshot;

#[expect(clippy::unnecessary_wraps, reason = "all operations are served alike")]
pub(super) fn list(sandbox: &Inner, _: &ListWorld) -> Result<Vec<World>, Refusal> {
    Ok(sandbox.all().iter().map(|world| describe(sandbox, world)).collect())
}

pub(super) fn create(sandbox: &Inner, params: &CreateWorld) -> Result<World, Refusal> {
    Ok(describe(sandbox, &made(sandbox, "name", &params.name)?))
}

/// The world with a name that a parameter gives, which is made if there is none.
fn made(sandbox: &Inner, parameter: &str, name: &WorldName) -> Result<WorldHandle, Refusal> {
    let name = name.as_str();
    if !centralpay::is_world_name(name) {
        return Err(Refusal::Invalid(Some(parameter.to_owned()), invalid_name(name)));
    }
    Ok(sandbox.world(name))
}

pub(super) fn get(sandbox: &Inner, params: &GetWorld) -> Result<World, Refusal> {
    Ok(describe(sandbox, &find(sandbox, &params.world)?))
}

pub(super) async fn reset(sandbox: &Inner, params: &ResetWorld) -> Result<World, Refusal> {
    let world = find(sandbox, &params.world)?;
    world.reset().await;
    Ok(describe(sandbox, &world))
}

pub(super) async fn snapshot(sandbox: &Inner, params: &SnapshotWorld) -> Result<World, Refusal> {
    let world = find(sandbox, &params.world)?;
    world.snapshot(&params.file).await.map_err(|error| Refusal::Invalid(Some("file".to_owned()), error.to_string()))?;
    Ok(describe(sandbox, &world))
}

pub(super) async fn restore(sandbox: &Inner, params: &RestoreWorld) -> Result<World, Refusal> {
    // A file that cannot be read makes no world.
    if sandbox.existing(params.world.as_str()).is_none() {
        let (file, name) = (PathBuf::from(&params.file), params.world.as_str().to_owned());
        // A file may take time, and a thread that waits for it answers nobody.
        let read = tokio::task::spawn_blocking(move || read_snapshot(&file, &name).map(drop)).await;
        let read = read.map_err(|error| Refusal::Failed(format!("the file was not read: {error}")))?;
        read.map_err(|error| Refusal::Invalid(Some("file".to_owned()), error.to_string()))?;
    }
    let world = made(sandbox, "world", &params.world)?;
    world.restore(&params.file).await.map_err(|error| Refusal::Invalid(Some("file".to_owned()), error.to_string()))?;
    Ok(describe(sandbox, &world))
}

/// The world with a name.
pub(super) fn find(sandbox: &Inner, name: &WorldName) -> Result<WorldHandle, Refusal> {
    sandbox
        .existing(name.as_str())
        .ok_or_else(|| Refusal::NotFound(format!("there is no world `{}`", printable::text(name.as_str(), 80))))
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
pub(crate) fn time(at: Instant) -> DateTime {
    let millis = at.unix_millis().rem_euclid(1_000);
    let seconds = DateTime::from_unix_seconds(at.unix_seconds());
    let text = seconds.map(|seconds| format!("{}.{millis:03}Z", seconds.as_str().trim_end_matches('Z')));
    DateTime::from(text.unwrap_or_else(|| "9999-12-31T23:59:59.999Z".to_owned()))
}
