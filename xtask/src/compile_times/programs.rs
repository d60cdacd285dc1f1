//! The programs that are measured, in pairs: one without payspec, and one with it.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result};

use super::by_hand;

/// Two programs that do the same.
pub(super) struct Pair {
    /// What users say to measure it.
    pub(super) name: &'static str,
    /// Without payspec.
    pub(super) floor: Program,
    /// With it.
    pub(super) ours: Program,
}

/// A program of one file.
pub(super) struct Program {
    /// Its folder.
    pub(super) name: &'static str,
    /// What it is, in the table.
    pub(super) title: &'static str,
    /// Its `[dependencies]`; `{crates}` is the folder of ours.
    dependencies: &'static str,
    /// Its source, after the types of events where it wants them.
    main: &'static str,
    /// Whether it has plain structs for the events of the API.
    has_plain_events: bool,
}

pub(super) const PAIRS: [Pair; 2] = [
    Pair {
        name: "webhook",
        floor: Program {
            name: "webhook-by-hand",
            title: "receives CentralPay's webhooks: serde by hand, all fields",
            dependencies: "serde = { version = \"1\", features = [\"derive\"] }\n\
                serde_json = { version = \"1\", features = [\"raw_value\"] }\n",
            main: "fn main() {\n    let body = std::io::read_to_string(std::io::stdin()).expect(\"text\");\n    \
                println!(\"{:?}\", decode(&body));\n}\n",
            has_plain_events: true,
        },
        ours: Program {
            name: "webhook",
            title: "the same with `centralpay-webhook`",
            dependencies: "centralpay-webhook = { path = \"{crates}/centralpay/webhook\" }\n",
            main: "fn main() {\n    let body = std::io::read_to_string(std::io::stdin()).expect(\"text\");\n    \
                println!(\"{:?}\", centralpay_webhook::decode(body.into_bytes()));\n}\n",
            has_plain_events: false,
        },
    },
    Pair {
        name: "client",
        floor: Program {
            name: "client-by-hand",
            title: "makes a payment: reqwest and one struct",
            dependencies: "reqwest = { version = \"0.13\", default-features = false, features = [\"rustls-no-provider\", \
                \"http2\", \"form\", \"json\"] }\n\
                rustls = { version = \"0.23\", default-features = false, features = [\"std\", \"tls12\", \"ring\"] }\n\
                serde = { version = \"1\", features = [\"derive\"] }\n\
                tokio = { version = \"1\", features = [\"rt\"] }\n",
            main: r#"#[derive(Debug, serde::Deserialize)]
#[serde(rename_all = "camelCase")]
#[allow(dead_code)]
struct Transaction {
    transaction_id: String,
    transaction_status: Option<String>,
}

async fn pay() -> Result<Transaction, reqwest::Error> {
    rustls::crypto::ring::default_provider().install_default().expect("the first");
    let form = [
        ("amount", "1500"),
        ("currency", "EUR"),
        ("pointOfSaleId", "point-of-sale"),
        ("endUserIp", "203.0.113.7"),
        ("cardTokenId", "token"),
    ];
    let request = reqwest::Client::builder().build()?.post("https://test-api.centralpay.net/v2/rest/transaction");
    request.basic_auth("login", Some("password")).form(&form).send().await?.error_for_status()?.json().await
}

fn main() {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
    println!("{:?}", runtime.block_on(pay()));
}
"#,
            has_plain_events: false,
        },
        ours: Program {
            name: "client",
            title: "the same with `centralpay-client`",
            dependencies: "centralpay-client = { path = \"{crates}/centralpay/client\" }\n\
                tokio = { version = \"1\", features = [\"rt\"] }\n",
            main: r#"use centralpay_client::model::{CreateTransaction, CreateTransactionRequired, Currency, Environment, Transaction};
use centralpay_client::{Amount, Client};

async fn pay() -> Result<Transaction, Box<dyn std::error::Error>> {
    let client = Client::builder(Environment::Test).credentials("login", "password").build()?;
    let params = CreateTransaction::new(CreateTransactionRequired { amount: Amount::from_minor(1500), currency: Currency::EUR, point_of_sale_id: "point-of-sale".into(), end_user_ip: "203.0.113.7".into() });
    Ok(client.transactions().create(params.card_token_id("token")).await?)
}

fn main() {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
    println!("{:?}", runtime.block_on(pay()));
}
"#,
            has_plain_events: false,
        },
    },
];

/// Writes a program to its folder. It has the versions of this repository, and a workspace of its own.
pub(super) fn write(program: &Program, root: &Path, folder: &Path) -> Result<()> {
    let folder = folder.join(program.name);
    let crates = root.join("crates");
    let dependencies = program.dependencies.replace("{crates}", &crates.to_string_lossy());
    let manifest = format!(
        "[package]\nname = \"program\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n[dependencies]\n{dependencies}\n\
         [profile.release]\nstrip = true\n\n[workspace]\n"
    );
    let types = if program.has_plain_events { by_hand::events(root, "centralpay")? } else { String::new() };
    fs::create_dir_all(folder.join("src"))
        .and_then(|()| fs::write(folder.join("Cargo.toml"), manifest))
        .and_then(|()| fs::write(folder.join("src/main.rs"), types + program.main))
        .and_then(|()| fs::copy(root.join("Cargo.lock"), folder.join("Cargo.lock")))
        .with_context(|| format!("cannot write {}", folder.display()))?;
    Ok(())
}
