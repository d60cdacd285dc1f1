//! Runs rustfmt over all printed files at once.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::{env, fs, io, process};

use super::File;

/// Why files could not be formatted.
#[derive(Debug, thiserror::Error)]
pub enum FormatError {
    /// rustfmt is not installed, or could not be started.
    #[error("cannot run rustfmt ({0}); install it with `rustup component add rustfmt`")]
    Start(io::Error),
    /// rustfmt refused the code.
    #[error("rustfmt refused generated code:\n{0}")]
    Refused(String),
    /// The temporary folder could not be used.
    #[error("cannot use the temporary folder {}", path.display())]
    Folder {
        /// The folder.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
}

/// Formats all Rust files with the repository's own `rustfmt.toml`. Other files stay as they are.
pub fn all(files: &mut [File], root: &Path) -> Result<(), FormatError> {
    let folder = Folder::new()?;
    let mut roots = Vec::new();
    for file in files.iter().filter(|file| is_rust(file)) {
        let path = folder.0.join(&file.path);
        let parent = path.parent().unwrap_or(&folder.0);
        fs::create_dir_all(parent)
            .and_then(|()| fs::write(&path, &file.text))
            .map_err(|source| folder.error(source))?;
        // rustfmt follows `mod` items, so that each module would be formatted twice if named as well.
        if path.file_name().is_some_and(|name| name == "mod.rs") {
            roots.push(path);
        }
    }
    if roots.is_empty() {
        return Ok(());
    }
    let mut command = Command::new(env::var_os("RUSTFMT").unwrap_or_else(|| "rustfmt".into()));
    command.args(["--edition", "2024"]);
    if root.join("rustfmt.toml").is_file() {
        command.arg("--config-path").arg(root);
    }
    let run = command.args(&roots).output().map_err(FormatError::Start)?;
    if !run.status.success() {
        return Err(FormatError::Refused(String::from_utf8_lossy(&run.stderr).into_owned()));
    }
    for file in files.iter_mut().filter(|file| is_rust(file)) {
        file.text = fs::read_to_string(folder.0.join(&file.path)).map_err(|source| folder.error(source))?;
    }
    Ok(())
}

fn is_rust(file: &File) -> bool {
    Path::new(&file.path).extension().is_some_and(|extension| extension == "rs")
}

/// A folder of this run alone, removed with everything in it at the end.
struct Folder(PathBuf);

impl Folder {
    fn new() -> Result<Self, FormatError> {
        use std::sync::atomic::{AtomicU32, Ordering};
        static RUN: AtomicU32 = AtomicU32::new(0);
        let name = format!("payspec-codegen-{}-{}", process::id(), RUN.fetch_add(1, Ordering::Relaxed));
        let path = env::temp_dir().join(name);
        fs::create_dir_all(&path).map_err(|source| FormatError::Folder { path: path.clone(), source })?;
        Ok(Self(path))
    }

    fn error(&self, source: io::Error) -> FormatError {
        FormatError::Folder { path: self.0.clone(), source }
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        // A folder that cannot be removed is litter in the system's temporary folder, no reason to fail.
        let _ = fs::remove_dir_all(&self.0);
    }
}
