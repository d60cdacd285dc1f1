//! What git knows of the specs: the files of a revision, and which revision to compare with.

use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Stdio};
use std::thread;

use anyhow::{Context, Result, bail};
use payspec_codegen::source::SourceFile;

/// The main branch, as a clone and as a checkout call it.
const MAIN: [&str; 3] = ["origin/main", "main", "origin/HEAD"];

/// A commit, and what people call it.
pub(crate) struct Revision {
    pub(crate) commit: String,
    pub(crate) name: String,
}

/// The commit of a revision as the user wrote it.
pub(crate) fn revision(root: &Path, written: &str) -> Result<Revision> {
    // What begins with a hyphen would be an option of git.
    if written.starts_with('-') {
        bail!("`{written}` is not a revision");
    }
    let commit = commit(root, written)?
        .with_context(|| format!("`{written}` is neither a revision that git knows here nor a folder"))?;
    Ok(Revision { name: name(written, &commit), commit })
}

/// The merge base of HEAD and the main branch; HEAD without one.
pub(crate) fn default_revision(root: &Path) -> Result<Revision> {
    let head = commit(root, "HEAD")?.context("HEAD has no commit yet: pass a revision or a folder to compare with")?;
    for main in MAIN {
        if commit(root, main)?.is_none() {
            continue;
        }
        let base = run(root, &["merge-base", "HEAD", main])?;
        let Some(base) = base.filter(|base| !base.is_empty()) else {
            bail!("HEAD and `{main}` have no common commit here: fetch the whole history, or pass a revision");
        };
        let written = if base == head { "HEAD".to_owned() } else { format!("the merge base with {main}") };
        return Ok(Revision { name: name(&written, &base), commit: base });
    }
    Ok(Revision { name: name("HEAD", &head), commit: head })
}

fn name(written: &str, commit: &str) -> String {
    let short = commit.get(..9).unwrap_or(commit);
    if commit.starts_with(written) { short.to_owned() } else { format!("{written} ({short})") }
}

fn commit(root: &Path, written: &str) -> Result<Option<String>> {
    run(root, &["rev-parse", "--verify", "--quiet", "--end-of-options", &format!("{written}^{{commit}}")])
}

/// The files of a folder in a commit, with their paths from `root`.
pub(crate) fn files(root: &Path, commit: &str, folder: &str) -> Result<Vec<SourceFile>> {
    let listed = run(root, &["ls-tree", "-r", "-z", commit, "--", &format!("{folder}/")])?.unwrap_or_default();
    let mut named = Vec::new();
    for entry in listed.split('\0').filter(|entry| !entry.is_empty()) {
        let Some((about, path)) = entry.split_once('\t') else { continue };
        let mut about = about.split(' ').skip(1);
        let is_yaml = Path::new(path).extension().is_some_and(|end| end == "yaml" || end == "yml");
        if let (Some("blob"), Some(id), true) = (about.next(), about.next(), is_yaml) {
            named.push((id.to_owned(), path.to_owned()));
        }
    }
    let texts = blobs(root, named.iter().map(|(id, _)| id.as_str()))?;
    Ok(named.into_iter().zip(texts).map(|((_, path), text)| SourceFile { path, text }).collect())
}

/// The text of a file in a commit; `None` if it has no such file.
pub(crate) fn file(root: &Path, commit: &str, path: &str) -> Result<Option<String>> {
    run(root, &["cat-file", "blob", &format!("{commit}:./{path}")])
}

/// The contents of some objects. One git for all: each takes some milliseconds to start.
fn blobs<'a>(root: &Path, ids: impl Iterator<Item = &'a str>) -> Result<Vec<String>> {
    let wanted: String = ids.map(|id| format!("{id}\n")).collect();
    let mut git = command(root, &["cat-file", "--batch"]);
    let mut git = git.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null()).spawn().context(NO_GIT)?;
    let input = git.stdin.take();
    // Written while the output is read: either side may be full.
    let writer = thread::spawn(move || input.map(|mut input| input.write_all(wanted.as_bytes())));
    let output = git.wait_with_output().context("cannot read from git")?;
    if !matches!(writer.join(), Ok(Some(Ok(())))) || !output.status.success() {
        bail!("`git cat-file --batch` failed");
    }
    let (mut rest, mut texts) = (&output.stdout[..], Vec::new());
    while let Some(end) = rest.iter().position(|byte| *byte == b'\n') {
        let head = String::from_utf8_lossy(&rest[..end]).into_owned();
        let size = head.rsplit(' ').next().and_then(|size| size.parse::<usize>().ok());
        let size = size.with_context(|| format!("git does not have an object of the revision: {head}"))?;
        let text = rest.get(end + 1..end + 1 + size).context("git sent less than it announced")?;
        texts.push(String::from_utf8_lossy(text).into_owned());
        rest = rest.get(end + 2 + size..).unwrap_or_default();
    }
    Ok(texts)
}

const NO_GIT: &str = "cannot start git; without it, pass a folder to compare with";

fn command(root: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new("git");
    command.arg("-C").arg(root).args(arguments);
    command
}

/// What git prints; `None` if it has no answer. Anything else that fails is an error.
fn run(root: &Path, arguments: &[&str]) -> Result<Option<String>> {
    let output = command(root, arguments).output().context(NO_GIT)?;
    let text = || String::from_utf8_lossy(&output.stdout).trim_end_matches('\n').to_owned();
    if output.status.success() {
        return Ok(Some(text()));
    }
    let error = String::from_utf8_lossy(&output.stderr).into_owned();
    if error.contains("not a git repository") {
        bail!("{} is not in a git repository: pass a folder to compare with", root.display());
    }
    if error.contains("dubious ownership") {
        bail!("git does not trust {}: {}", root.display(), error.lines().next().unwrap_or_default());
    }
    Ok(None)
}
