//! `cargo xtask spec import --openapi FILE --api NAME`: a first draft of a spec.

use std::fs;
use std::io::ErrorKind;
use std::path::Path;
use std::process::ExitCode;

use anyhow::{Context, Result, bail};
use clap::{Arg, ArgMatches, Command};
use payspec_codegen::import::{self, Counts, Draft, ImportError, MAX_BYTES, Subject};
use payspec_codegen::run::{self, RunError};

pub(crate) const NAME: &str = "import";

/// Holds a folder per API.
const SPEC_DIR: &str = "spec";

pub(crate) fn command() -> Command {
    let argument = |name: &'static str| Arg::new(name).long(name).required(true);
    Command::new(NAME)
        .about("Writes a first draft of a spec from a vendor's OpenAPI document")
        .long_about(
            "Writes a first draft of a spec from a vendor's document: OpenAPI 3.0, 3.1 or 3.2, or Swagger 2.0, as JSON or YAML.\n\n\
             The draft is the new folder spec/NAME. Its NOTES.md lists what is missing from the draft and what was guessed, each \
             with its place in the document. An existing folder is not overwritten.",
        )
        .args([
            argument("openapi").value_name("FILE").help("The document"),
            argument("api").value_name("NAME").help("The name of the API, its folder and its crates, in kebab-case"),
        ])
}

pub(crate) fn run(matches: &ArgMatches) -> Result<ExitCode> {
    let argument = |name| matches.get_one::<String>(name).map(String::as_str).unwrap_or_default();
    let (file, name) = (argument("openapi"), argument("api"));
    let root = crate::root();
    import::check_name(name)?;
    let folder = root.join(SPEC_DIR).join(name);
    if folder.exists() {
        bail!("{SPEC_DIR}/{name} already exists and is not overwritten: choose another name, or move the folder");
    }
    let mut others = run::PROJECTS.iter().map(|project| project.spec_dir);
    if let Some(other) = others.find(|other| root.join(other).join(name).exists()) {
        bail!("{other}/{name} already has crates of these names: choose another name");
    }
    let text = read(file)?;
    let shown = Path::new(file).file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let draft = import::draft(name, &shown, &text).with_context(|| format!("cannot import {file}"))?;
    write(&folder, &draft).with_context(|| format!("cannot write {SPEC_DIR}/{name}"))?;
    print!("{}", summary(name, &draft));
    println!("{}", verdict(&root, name)?);
    println!("next    read {SPEC_DIR}/{name}/NOTES.md and api.yaml, then run `cargo xtask codegen`");
    Ok(ExitCode::SUCCESS)
}

fn read(file: &str) -> Result<String> {
    if file.contains("://") {
        bail!("{file} is a URL: download the document and pass the file");
    }
    let failed = |error: std::io::Error| match error.kind() {
        ErrorKind::NotFound => anyhow::anyhow!("file not found: {file}"),
        _ => anyhow::Error::new(error).context(format!("cannot read {file}")),
    };
    let about = fs::metadata(file).map_err(failed)?;
    if about.is_dir() {
        bail!("{file} is a folder: pass the document in it");
    }
    if about.len() > MAX_BYTES as u64 {
        return Err(anyhow::Error::new(ImportError::TooLarge).context(format!("cannot import {file}")));
    }
    let bytes = fs::read(file).map_err(failed)?;
    String::from_utf8(bytes).map_err(|_| anyhow::anyhow!("{file} is not valid UTF-8"))
}

fn write(folder: &Path, draft: &Draft) -> Result<()> {
    // Fails where somebody has made the folder in the meantime.
    fs::create_dir(folder)?;
    for (name, text) in &draft.files {
        let path = folder.join(name);
        fs::create_dir_all(path.parent().unwrap_or(folder))?;
        fs::write(path, text)?;
    }
    Ok(())
}

fn summary(name: &str, draft: &Draft) -> String {
    let Counts { resources, operations, objects, enums, unions, events } = draft.counts;
    let count = |subject: Subject| draft.notes.iter().filter(|note| note.subject == subject).count();
    let (left_out, guessed) = (count(Subject::LeftOut), count(Subject::Guessed));
    format!(
        "wrote   {SPEC_DIR}/{name}: {} files\n        {resources} resources, {operations} operations, {objects} objects, \
         {enums} enums, {unions} unions, {events} events\ndecide  {left_out} kinds of items are not in the draft, \
         {guessed} were guessed; NOTES.md lists them with their places\n",
        draft.files.len()
    )
}

/// What the generator says of the new folder.
fn verdict(root: &Path, name: &str) -> Result<String> {
    let found = match run::lowered(root, SPEC_DIR) {
        Ok(_) => 0,
        Err(RunError::Spec { found, sources }) => {
            let folder = format!("{SPEC_DIR}/{name}/");
            found.iter().filter(|found| sources.file(found.span.file).path.starts_with(&folder)).count()
        }
        Err(error) => return Err(error.into()),
    };
    Ok(match found {
        0 => "check   the generator reports no mistakes".to_owned(),
        1 => "check   the generator reports one mistake: run `cargo xtask codegen`".to_owned(),
        found => format!("check   the generator reports {found} mistakes: run `cargo xtask codegen`"),
    })
}
