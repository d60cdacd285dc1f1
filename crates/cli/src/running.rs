//! A sandbox that runs already: the options that find it, the client of its control API, and what is said if that fails.

use clap::{Arg, ArgMatches};
use control_client::{Client, ClientBuilder};
use payspec_core::printable;
use payspec_http::{Blocking, Error};

use crate::sandbox::WORLD;

/// The control API of a sandbox on its usual port.
const CONTROL: &str = "http://127.0.0.1:4010/control";

/// The longest message of a server that is shown, in characters.
const MESSAGE: usize = 500;

/// The options that find a sandbox and a world.
pub(crate) fn options() -> [Arg; 2] {
    [
        Arg::new("world").long("world").value_name("NAME").default_value(WORLD).help("The world of the sandbox"),
        Arg::new("control")
            .long("control")
            .value_name("URL")
            .default_value(CONTROL)
            .help("The control API of the sandbox, which `payspec sandbox` prints"),
    ]
}

/// The control API that the options name.
pub(crate) struct Control {
    pub(crate) client: Client<Blocking>,
    pub(crate) world: String,
    url: String,
}

impl Control {
    pub(crate) fn of(arguments: &ArgMatches) -> Result<Self, String> {
        let text = |name: &str| arguments.get_one::<String>(name).cloned().unwrap_or_default();
        let (url, world) = (text("control"), text("world"));
        let client = ClientBuilder::at(&url).build_blocking().map_err(|error| format!("--control: {error}"))?;
        Ok(Self { client, world, url })
    }

    pub(crate) fn url(&self) -> &str {
        &self.url
    }

    /// Says why a request failed, and what else could be done. What a server says cannot control the terminal.
    pub(crate) fn explain(&self, error: &Error, alternative: &str) -> String {
        if error.status().is_none() {
            let url = &self.url;
            return format!(
                "no sandbox responds at {url}: start one with `payspec sandbox`, or set --control{alternative} ({error})"
            );
        }
        let shown = |message: &str| printable::text(message, MESSAGE).into_owned();
        let fields: Vec<String> = error.field_errors().iter().map(|(_, message)| shown(message)).collect();
        match (fields.is_empty(), error.message()) {
            (false, _) => fields.join("; "),
            (true, Some(message)) => shown(message),
            (true, None) => error.to_string(),
        }
    }
}
