//! Certificates for a server on this machine that the client trusts as it trusts any other: through the operating system's
//! list, which is named by the environment of a process. So a test that needs them runs in a process of its own.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Arc;

use rcgen::{BasicConstraints, CertificateParams, IsCa, Issuer, KeyPair};
use rustls::ServerConfig;
use rustls::pki_types::{CertificateDer, PrivateKeyDer, PrivatePkcs8KeyDer};

/// The folder of the certificates, in the process that trusts them.
const FOLDER: &str = "PAYSPEC_TEST_TLS";

/// Runs the test `name` (with its module) in a process that trusts the server's certificates.
///
/// # Panics
///
/// When the test fails there, or does not run at all.
pub(crate) fn trusting(name: &str, test: impl FnOnce()) {
    if let Some(folder) = std::env::var_os(FOLDER) {
        test();
        fs::write(PathBuf::from(folder).join("passed"), "").expect("the folder is there");
        return;
    }
    let folder = tempfile::tempdir().expect("a folder");
    certify(folder.path());
    let output = Command::new(std::env::current_exe().expect("this test is a program"))
        .args(["--exact", name, "--nocapture"])
        .env(FOLDER, folder.path())
        .env("SSL_CERT_FILE", folder.path().join("authority.pem"))
        .env_remove("SSL_CERT_DIR")
        .env("NO_PROXY", "127.0.0.1")
        .env("no_proxy", "127.0.0.1")
        .output()
        .expect("this test can be run");
    let told = || format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    assert!(output.status.success(), "{}", told());
    assert!(folder.path().join("passed").exists(), "no test has the name `{name}`: {}", told());
}

/// Makes an authority and, signed by it, a certificate for this machine.
fn certify(folder: &Path) {
    let key = KeyPair::generate().expect("a key");
    let mut authority = CertificateParams::new(Vec::new()).expect("parameters");
    authority.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    let certificate = authority.self_signed(&key).expect("an authority signs itself");
    fs::write(folder.join("authority.pem"), certificate.pem()).expect("the folder is there");

    let issuer = Issuer::new(authority, key);
    let key = KeyPair::generate().expect("a key");
    let server = CertificateParams::new(vec!["127.0.0.1".to_owned()]).expect("parameters");
    let certificate = server.signed_by(&key, &issuer).expect("the authority signs");
    fs::write(folder.join("server.der"), certificate.der()).expect("the folder is there");
    fs::write(folder.join("key.der"), key.serialize_der()).expect("the folder is there");
}

/// The settings of a server that speaks HTTP/2, in a process that trusts it.
pub(crate) fn server_config() -> Arc<ServerConfig> {
    let folder = PathBuf::from(std::env::var_os(FOLDER).expect("the test runs within `trusting`"));
    let read = |name: &str| fs::read(folder.join(name)).expect("the certificates were made");
    let chain = vec![CertificateDer::from(read("server.der"))];
    let key = PrivateKeyDer::from(PrivatePkcs8KeyDer::from(read("key.der")));
    let mut config = ServerConfig::builder_with_provider(Arc::new(rustls::crypto::ring::default_provider()))
        .with_safe_default_protocol_versions()
        .expect("the provider has them")
        .with_no_client_auth()
        .with_single_cert(chain, key)
        .expect("the key belongs to the certificate");
    config.alpn_protocols = vec![b"h2".to_vec()];
    Arc::new(config)
}
