//! `payspec sandbox`.

use std::io::Write;
use std::net::SocketAddr;

use payspec_sandbox::{Sandbox, WorldHandle};
use serde_json::{Value, json};

/// What the command was given.
#[derive(Debug, Clone)]
pub(crate) struct Options {
    pub(crate) listen: SocketAddr,
    pub(crate) seed: u64,
    pub(crate) is_strict: bool,
    pub(crate) is_json: bool,
    pub(crate) webhooks: Vec<String>,
}

/// The ready-made world.
const WORLD: &str = "demo";

/// Serves until the program is interrupted.
pub(crate) fn run(options: &Options) -> Result<(), String> {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build();
    let runtime = runtime.map_err(|error| format!("cannot start: {error}"))?;
    runtime.block_on(async {
        let builder = Sandbox::builder().listen(options.listen).seed(options.seed).strict(options.is_strict);
        let sandbox = builder.start().await.map_err(|error| error.to_string())?;
        let world = sandbox.world(WORLD);
        for url in &options.webhooks {
            world.webhooks().post_to(url.as_str());
        }
        let told = if options.is_json { json_line(&sandbox, &world) } else { block(&sandbox, &world) };
        let mut out = std::io::stdout().lock();
        out.write_all(told.as_bytes()).and_then(|()| out.flush()).map_err(|error| format!("cannot print: {error}"))?;
        drop(out);
        tokio::signal::ctrl_c().await.map_err(|error| format!("cannot wait for an interrupt: {error}"))
    })
}

fn facts(sandbox: &Sandbox, world: &WorldHandle) -> Vec<(&'static str, &'static str, String)> {
    let merchant = world.merchant();
    vec![
        ("centralpay_url", "base URL", sandbox.centralpay_url()),
        ("login", "login", world.login()),
        ("password", "password", world.password().to_owned()),
        ("merchant_public_key", "merchant public key", world.public_key()),
        ("origin", "origin for card tokens", world.origin().to_owned()),
        ("merchant_id", "merchant", merchant.merchant_id),
        ("point_of_sale_id", "point of sale", merchant.point_of_sale_id),
        ("contract_id", "contract", merchant.contract_id),
        ("wallet_id", "wallet", merchant.wallet_id),
        ("control_url", "control API", sandbox.control_url()),
    ]
}

fn json_line(sandbox: &Sandbox, world: &WorldHandle) -> String {
    let facts = facts(sandbox, world).into_iter().map(|(key, _, value)| (key.to_owned(), Value::from(value)));
    format!("{}\n", json!(facts.collect::<serde_json::Map<_, _>>()))
}

fn block(sandbox: &Sandbox, world: &WorldHandle) -> String {
    let mut text = format!("CentralPay (unofficial sandbox, in memory) on {}\n\n", sandbox.address());
    for (_, label, value) in facts(sandbox, world) {
        text.push_str(&format!("  {label:<24}{value}\n"));
    }
    text.push_str(&format!(
        "\nAny other login that begins with `test-` is a world of its own. A first request:\n\n  \
         curl -u {}:{} {}/transaction\n\nInterrupt to end.\n",
        world.login(),
        world.password(),
        sandbox.centralpay_url()
    ));
    text
}
