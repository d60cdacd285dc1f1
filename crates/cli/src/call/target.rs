//! Where a call goes: to a running sandbox, or to an address of the environment.

use clap::ArgMatches;
use control_client::model::CentralPayAccess;
use payspec_http::{Blocking, Client};
use payspec_sandbox::centralpay::ORIGIN;

use super::operations::Entry;
use crate::apis::{Api, Change, named};
use crate::running::Control;

/// The only API of the sandbox.
pub(super) const IN_SANDBOX: &str = "centralpay";

/// Where a call goes.
pub(crate) enum Target {
    /// A world of a running sandbox.
    Sandbox(Box<CentralPayAccess>),
    /// An address of the environment.
    Environment { api: &'static Api, is_live_allowed: bool },
}

impl Target {
    pub(super) fn of(arguments: &ArgMatches, entry: &Entry) -> Result<Self, String> {
        let api = named(entry.api).ok_or("there is no such API")?;
        if arguments.get_flag("env") {
            return Ok(Self::Environment { api, is_live_allowed: arguments.get_flag("live") });
        }
        if entry.api != IN_SANDBOX {
            return Err(format!(
                "the sandbox serves CentralPay only: call {} with --env, and its credentials in the environment",
                api.spec.title
            ));
        }
        let control = Control::of(arguments)?;
        let explained = |error| control.explain(&error, ", or call a test platform with --env");
        let found = control.client.worlds().get(control.world.as_str()).send().map_err(explained)?.value;
        let access = found.centralpay.ok_or_else(|| format!("{} does not serve CentralPay", control.url()))?;
        Ok(Self::Sandbox(access))
    }

    /// Builds the client.
    pub(crate) fn client(&self, change: &Change<'_>) -> Result<Client<Blocking>, String> {
        match self {
            Self::Sandbox(access) => {
                let text = |value: &Option<String>| value.clone().unwrap_or_default();
                let builder = centralpay_client::ClientBuilder::at(text(&access.base_url))
                    .credentials(text(&access.login), text(&access.password))
                    .merchant_public_key(text(&access.merchant_public_key))
                    .origin(ORIGIN)
                    .configure(change);
                let client = builder.build_blocking().map_err(|error| error.to_string())?.http().clone();
                if !crate::apis::is_loopback(client.base_url()) {
                    return Err("not sent: the address of the sandbox is not this machine".to_owned());
                }
                Ok(client)
            }
            Self::Environment { api, is_live_allowed } => api.client(*is_live_allowed, change).map_err(|error| {
                let hint = if *is_live_allowed { "" } else { "; --live allows other hosts" };
                if error.ends_with("nothing was sent") { format!("{error}{hint}") } else { error }
            }),
        }
    }

    /// What it is called in messages.
    pub(crate) fn name(&self) -> &'static str {
        match self {
            Self::Sandbox(_) => "the sandbox",
            Self::Environment { api, .. } => api.spec.title,
        }
    }
}
