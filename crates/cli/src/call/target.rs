//! Where a call goes: to a running sandbox, or to an address of the environment.

use clap::{Arg, ArgMatches};
use control_client::model::CentralPayAccess;
use payspec_http::{Blocking, Client};
use payspec_sandbox::centralpay::ORIGIN;

use super::operations::Entry;
use crate::apis::{Api, Change, named};
use crate::sandbox::WORLD;

/// The control API of a sandbox on its usual port.
const CONTROL: &str = "http://127.0.0.1:4010/control";

/// The only API of the sandbox.
pub(super) const IN_SANDBOX: &str = "centralpay";

/// Where a call goes.
pub(crate) enum Target {
    /// A world of a running sandbox.
    Sandbox(Box<CentralPayAccess>),
    /// An address of the environment.
    Environment { api: &'static Api, is_live_allowed: bool },
}

/// The options that find a sandbox.
pub(crate) fn of_sandbox() -> [Arg; 2] {
    [
        Arg::new("world").long("world").value_name("NAME").default_value(WORLD).help("The world of the sandbox"),
        Arg::new("control")
            .long("control")
            .value_name("URL")
            .default_value(CONTROL)
            .help("The control API of the sandbox, which `payspec sandbox` prints"),
    ]
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
        let text = |name: &str| arguments.get_one::<String>(name).cloned().unwrap_or_default();
        Ok(Self::Sandbox(Box::new(access(&text("control"), &text("world"))?)))
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

/// What a client needs to reach a world of a running sandbox.
pub(crate) fn access(control: &str, world: &str) -> Result<CentralPayAccess, String> {
    let builder = control_client::ClientBuilder::at(control);
    let client = builder.build_blocking().map_err(|error| format!("--control: {error}"))?;
    let found = client.worlds().get(world).send().map_err(|error| unreachable(&error, control))?.value;
    found.centralpay.map(|access| *access).ok_or_else(|| format!("{control} does not serve CentralPay"))
}

fn unreachable(error: &payspec_http::Error, control: &str) -> String {
    match (error.status(), error.message()) {
        (None, _) => format!(
            "no sandbox responds at {control}: start one with `payspec sandbox`, set --control, or call a test platform with \
             --env ({error})"
        ),
        (Some(_), Some(message)) => payspec_core::printable::text(message, 500).into_owned(),
        (Some(_), None) => error.to_string(),
    }
}
