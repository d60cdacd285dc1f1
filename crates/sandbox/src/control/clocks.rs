//! Clocks of worlds.

use std::time::Duration;

use control_model::{AdvanceClock, Clock, ClockAdvance, GetClock};

use super::refusal::Refusal;
use super::worlds::{find, time};
use crate::sandbox::Inner;

pub(super) fn get(sandbox: &Inner, params: &GetClock) -> Result<Clock, Refusal> {
    let mut clock = Clock::new();
    clock.now = Some(time(find(sandbox, &params.world)?.clock().now()));
    Ok(clock)
}

pub(super) async fn advance(sandbox: &Inner, params: &AdvanceClock) -> Result<ClockAdvance, Refusal> {
    let world = find(sandbox, &params.world)?;
    let attempts = world.clock().advance(Duration::from_secs(params.seconds.unsigned_abs())).await;
    let mut advance = ClockAdvance::new();
    advance.now = Some(time(world.clock().now()));
    advance.attempts = i64::try_from(attempts).ok();
    Ok(advance)
}
