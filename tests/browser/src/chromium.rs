//! Chromium, for which every host name is the local server.

use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use tempfile::TempDir;

/// Where Chromium is: in `CHROMIUM`, or under a name that it has on most systems.
pub(crate) fn program() -> PathBuf {
    if let Some(given) = std::env::var_os("CHROMIUM") {
        return given.into();
    }
    let names = ["chromium", "chromium-browser", "google-chrome"];
    let folders: Vec<PathBuf> = std::env::split_paths(&std::env::var_os("PATH").unwrap_or_default()).collect();
    let mut found = folders.iter().flat_map(|folder| names.map(|name| folder.join(name))).filter(|path| path.exists());
    found.next().expect("Chromium is not installed: `apt-get install chromium`, or set CHROMIUM to its path")
}

/// A browser with a profile of its own.
pub struct Browser {
    profile: TempDir,
    server: SocketAddr,
}

impl Browser {
    pub fn new(server: SocketAddr) -> Self {
        Self { profile: TempDir::new().expect("a folder for the profile"), server }
    }

    fn command(&self) -> Command {
        let mut command = Command::new(program());
        // Without a sandbox, because containers have none for it; only pages of this test are opened.
        command.args(["--headless=new", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-dev-shm-usage"]);
        command.args(["--ignore-certificate-errors", "--disable-background-networking", "--disable-component-update"]);
        command.arg(format!("--host-resolver-rules=MAP * {}", self.server));
        command.arg(format!("--user-data-dir={}", self.profile.path().display()));
        command.stdout(Stdio::null()).stderr(Stdio::null());
        command
    }

    /// Opens a page, until the value is dropped.
    pub fn open(&self, url: &str) -> Visit {
        let mut command = self.command();
        command.args(["--remote-debugging-port=0", url]);
        Visit(command.spawn().expect("Chromium starts"))
    }
}

/// An open page.
pub struct Visit(Child);

impl Drop for Visit {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// Writes images of a page to a folder, in two sizes.
pub fn screenshot(server: SocketAddr, url: &str, folder: &Path, name: &str) {
    std::fs::create_dir_all(folder).expect("a folder for images");
    let folder = folder.canonicalize().expect("it is there");
    for (width, height) in [(1280, 800), (390, 844)] {
        let mut command = Browser::new(server).command();
        let image = folder.join(format!("{name}-{width}.png"));
        command.arg(format!("--screenshot={}", image.display()));
        command.args([&format!("--window-size={width},{height}"), "--hide-scrollbars", "--timeout=5000", url]);
        assert!(command.status().expect("Chromium starts").success(), "{name}");
        assert!(image.exists(), "{}", image.display());
    }
}
