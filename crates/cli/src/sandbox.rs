//! `payspec sandbox`.

use std::io::Write;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::time::Duration;

use payspec_sandbox::{Sandbox, WebhookUrl, WorldHandle};
use serde_json::{Value, json};

use crate::signals::Signals;

/// What the command was given.
#[derive(Debug, Clone)]
pub(crate) struct Options {
    pub(crate) listen: SocketAddr,
    pub(crate) seed: Option<u64>,
    pub(crate) data: Option<PathBuf>,
    pub(crate) is_strict: bool,
    pub(crate) is_json: bool,
    pub(crate) webhooks: Vec<WebhookUrl>,
}

/// The ready-made world.
pub(crate) const WORLD: &str = "demo";

/// How long the program waits, when it is to end, for what is still being done.
const ENDING: Duration = Duration::from_secs(2);

/// Serves until the program is stopped.
pub(crate) fn run(options: &Options) -> Result<(), String> {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build();
    let runtime = runtime.map_err(|error| format!("cannot start: {error}"))?;
    let ended = runtime.block_on(serve(options));
    // Threads that are blocked, by a disk that does not respond, do not keep the program from ending.
    runtime.shutdown_timeout(ENDING);
    ended
}

async fn serve(options: &Options) -> Result<(), String> {
    let mut builder = Sandbox::builder().listen(options.listen).strict(options.is_strict);
    if let Some(seed) = options.seed {
        builder = builder.seed(seed);
    }
    if let Some(file) = &options.data {
        builder = builder.data(file);
    }
    let sandbox = builder.start().await.map_err(|error| error.to_string())?;
    if !sandbox.address().ip().to_canonical().is_loopback() {
        eprintln!(
            "payspec: warning: listening on {}: other machines can reach the sandbox, and its credentials are public",
            sandbox.address()
        );
    }
    let world = sandbox.world(WORLD);
    for url in &options.webhooks {
        world.webhooks().post_to(url.expose()).map_err(|error| error.to_string())?;
    }
    // Whoever is told of it may rely on it.
    sandbox.saved().await.map_err(|error| error.to_string())?;
    // From now on, a signal does not end the program before what it does is complete.
    let signals = Signals::watch().map_err(|error| format!("cannot wait for Ctrl-C: {error}"))?;
    let told = if options.is_json { json_line(&sandbox, &world) } else { block(options, &sandbox, &world) };
    let mut out = std::io::stdout().lock();
    out.write_all(told.as_bytes()).and_then(|()| out.flush()).map_err(|error| format!("cannot print: {error}"))?;
    drop(out);
    let failed = serve_until_stopped(&sandbox, signals).await;
    match tokio::time::timeout(ENDING, sandbox.saved()).await {
        Ok(Ok(())) => Ok(()),
        Ok(Err(_)) if failed => Err("ended; what was not acknowledged is not in the file".to_owned()),
        Ok(Err(error)) => Err(error.to_string()),
        Err(_) => {
            // To drop it is to wait for the file.
            std::mem::forget((sandbox, world));
            Err("ended; the file does not respond, and has what was acknowledged only".to_owned())
        }
    }
}

/// Waits for a signal to stop, and says so if the file cannot be written meanwhile. Returns `true` then.
async fn serve_until_stopped(sandbox: &Sandbox, mut signals: Signals) -> bool {
    tokio::select! {
        () = signals.arrive() => return false,
        error = sandbox.failed() => eprintln!(
            "payspec: {error}; from now on, requests are answered with 500. What was acknowledged is in the file: start the \
             sandbox again once it can be written."
        ),
    }
    signals.arrive().await;
    true
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
        ("inspector_url", "inspector (browser)", sandbox.inspector_url()),
    ]
}

/// Where events are posted, without secrets: the world, the identifier and the URL, those of earlier runs included.
fn webhooks(sandbox: &Sandbox) -> Vec<(String, String, String)> {
    let of_world = |world: &WorldHandle| {
        let urls = world.webhooks().urls();
        urls.into_iter().map(|(id, url)| (world.name().to_owned(), id.to_string(), url.to_string())).collect::<Vec<_>>()
    };
    sandbox.worlds().iter().flat_map(of_world).collect()
}

fn json_line(sandbox: &Sandbox, world: &WorldHandle) -> String {
    let facts = facts(sandbox, world).into_iter().map(|(key, _, value)| (key.to_owned(), Value::from(value)));
    let mut told: serde_json::Map<_, _> = facts.collect();
    let webhook = |(world, id, url)| json!({ "world": world, "id": id, "url": url });
    told.insert("webhooks".to_owned(), webhooks(sandbox).into_iter().map(webhook).collect());
    format!("{}\n", Value::from(told))
}

fn block(options: &Options, sandbox: &Sandbox, world: &WorldHandle) -> String {
    let place = options.data.as_ref().map_or("in memory".to_owned(), |file| format!("in {}", file.display()));
    let mut text = format!("CentralPay (unofficial sandbox, {place}) on {}\n\n", sandbox.address());
    for (_, label, value) in facts(sandbox, world) {
        text.push_str(&format!("  {label:<24}{value}\n"));
    }
    for (world, id, url) in webhooks(sandbox) {
        text.push_str(&format!("  {:<24}{url} ({id} of the world {world})\n", "webhook"));
    }
    text.push_str(&format!(
        "\nAny other login that begins with `test-` is a world of its own. A first request:\n\n  \
         curl -u {}:{} {}/transaction\n\nPress Ctrl-C to stop.\n",
        world.login(),
        world.password(),
        sandbox.centralpay_url()
    ));
    text
}
