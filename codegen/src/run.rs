//! A whole run: from the folders of a repository to the files that should be in it.

use std::collections::BTreeMap;
use std::path::Path;

use crate::diag::{Diagnostic, Sink};
use crate::emit;
use crate::ir::behaviours::Behaviours;
use crate::ir::{Api, Library};
use crate::print::{self, File, PrintError};
use crate::report::Coverage;
use crate::source::{FileId, Sources};
use crate::symbols::RawSet;
use crate::sync::SyncError;
use crate::target::{Content, Output, Target};
use crate::timings::Timings;
use crate::{check, diag, diff, load, lower, parse, reading, schema, threads};

pub use crate::cache::Cache;
pub use crate::reading::{checked, checked_again};

/// A folder of specs and where what they become goes, all from the root of the repository.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Project {
    /// Holds a folder per API or library.
    pub spec_dir: &'static str,
    /// Holds the crates.
    pub crates_dir: &'static str,
    /// The page of its figures.
    pub coverage: Option<Coverage>,
    /// The crate that people add, with all of its APIs.
    pub umbrella: Option<&'static str>,
    /// The crate with tests over all of its APIs.
    pub suite: Option<&'static str>,
    /// The sandbox of its APIs.
    pub sandbox: Option<emit::Sandbox>,
    /// The crate of the program that shows their code tables.
    pub program: Option<&'static str>,
    /// Where documents for other tools go.
    pub documents: Option<emit::Documents>,
}

impl Project {
    /// Specs of which nothing but crates is made.
    pub const fn plain(spec_dir: &'static str, crates_dir: &'static str) -> Self {
        Self {
            spec_dir,
            crates_dir,
            coverage: None,
            umbrella: None,
            suite: None,
            sandbox: None,
            program: None,
            documents: None,
        }
    }
}

/// The product, and the APIs that the generator is tested with.
pub const PROJECTS: &[Project] = &[
    Project {
        spec_dir: "spec",
        crates_dir: "crates",
        coverage: Some(Coverage { page: "docs/coverage.md", readme: "README.md" }),
        umbrella: Some("crates/payspec"),
        suite: Some("tests/conformance"),
        sandbox: Some(emit::Sandbox { page: "docs/sandbox-behaviour.md", crate_dir: "crates/sandbox" }),
        program: Some("crates/cli"),
        documents: Some(emit::Documents { openapi_dir: "openapi", schemas_dir: "schemas" }),
    },
    Project::plain("tests/language/spec", "tests/language/crates"),
];

/// The targets of a project. A new one is registered here.
pub fn targets(project: &Project) -> Vec<Box<dyn Target>> {
    let Project { crates_dir, umbrella, suite, coverage, sandbox, program, documents, .. } = *project;
    let mut targets: Vec<Box<dyn Target>> = vec![Box::new(emit::Rust { crates_dir, umbrella })];
    targets.extend(suite.map(|crate_dir| Box::new(emit::Calls { crate_dir }) as Box<dyn Target>));
    targets.extend(coverage.map(|pages| Box::new(pages) as Box<dyn Target>));
    targets.extend(sandbox.map(|sandbox| Box::new(sandbox) as Box<dyn Target>));
    targets.extend(program.map(|crate_dir| Box::new(emit::Program { crate_dir }) as Box<dyn Target>));
    targets.extend(documents.map(|folders| Box::new(folders) as Box<dyn Target>));
    targets
}

/// What a run made.
#[derive(Debug)]
pub struct Generated {
    /// All files, complete.
    pub files: Vec<File>,
    /// The folders that generated crates and documents are in.
    pub crates_dirs: Vec<&'static str>,
    /// Spec files read.
    pub files_read: usize,
    /// The APIs of each project.
    pub apis: Vec<(Project, Vec<Api>)>,
    /// How long each stage took.
    pub timings: Timings,
}

/// Why a run made nothing.
#[derive(Debug, thiserror::Error)]
pub enum RunError {
    /// A spec could not be read from disk.
    #[error(transparent)]
    Load(#[from] load::LoadError),
    /// A spec has mistakes.
    #[error("the spec has {} problems", found.len())]
    Spec {
        /// The mistakes.
        found: Vec<Diagnostic>,
        /// The text they are in.
        sources: Sources,
    },
    /// Two projects have an API of one name, and cargo loads no workspace with two packages of one name.
    #[error("{first}/{name} and {second}/{name} would create crates of the same names: rename one of the folders")]
    SameName {
        /// The name.
        name: String,
        /// Where the specs of one are.
        first: &'static str,
        /// Where those of the other are.
        second: &'static str,
    },
    /// An emitter has a mistake.
    #[error(transparent)]
    Print(#[from] PrintError),
    /// The disk could not be compared or written.
    #[error(transparent)]
    Sync(#[from] SyncError),
}

/// Runs all stages up to printing. Nothing is written.
pub fn generate(root: &Path, projects: &[Project]) -> Result<Generated, RunError> {
    let (mut sources, mut timings) = (Sources::new(), Timings::new());
    let loaded = load(root, projects, &mut sources, &mut timings)?;
    let mut generated = compile(loaded, &sources).map_err(|error| match error {
        CompileError::Spec(found) => RunError::Spec { found, sources },
        CompileError::Print(error) => error.into(),
    })?;
    different_names(&generated.apis)?;
    timings.add_all(&generated.timings);
    generated.timings = timings;
    Ok(generated)
}

/// Checks the specs, of which nothing is made. Returns the APIs of each project.
pub fn validate(root: &Path, projects: &[Project]) -> Result<Vec<(Project, Vec<Api>)>, RunError> {
    let (mut sources, mut timings) = (Sources::new(), Timings::new());
    let loaded = load(root, projects, &mut sources, &mut timings)?;
    match lower_all(loaded, &sources, &mut timings) {
        Ok((_, apis)) => different_names(&apis).map(|()| apis),
        Err(found) => Err(RunError::Spec { found, sources }),
    }
}

/// The folders of each project.
type Loaded = Vec<(Project, Vec<load::Folder>)>;

fn load(root: &Path, projects: &[Project], sources: &mut Sources, timings: &mut Timings) -> Result<Loaded, RunError> {
    let mut loaded = Vec::new();
    for project in projects {
        let folders = timings.time("load", || load::folders(root, project.spec_dir, sources))?;
        loaded.push((*project, folders));
    }
    Ok(loaded)
}

/// Crates are called after their APIs, and all projects are of one workspace.
fn different_names(apis: &[(Project, Vec<Api>)]) -> Result<(), RunError> {
    let mut known = BTreeMap::new();
    for (project, api) in apis.iter().flat_map(|(project, apis)| apis.iter().map(move |api| (project, api))) {
        if let Some(first) = known.insert(api.name.as_str(), project.spec_dir) {
            return Err(RunError::SameName { name: api.name.clone(), first, second: project.spec_dir });
        }
    }
    Ok(())
}

/// Reads the APIs that a folder describes, as emitters see them. Nothing is made of them.
pub fn lowered(root: &Path, spec_dir: &str) -> Result<Vec<Api>, RunError> {
    let (mut sources, sink) = (Sources::new(), Sink::new());
    let folders = load::folders(root, spec_dir, &mut sources)?;
    let sets = checked(&folders, &sources, &sink);
    if sink.is_empty() {
        Ok(lower::all(&sets, &sources))
    } else {
        Err(RunError::Spec { found: sink.into_sorted(), sources })
    }
}

/// Why sources in memory could not be compiled.
#[derive(Debug)]
pub enum CompileError {
    /// A spec has mistakes.
    Spec(Vec<Diagnostic>),
    /// An emitter has a mistake.
    Print(PrintError),
}

/// From sources in memory to files in memory.
pub fn compile(loaded: Loaded, sources: &Sources) -> Result<Generated, CompileError> {
    let mut timings = Timings::new();
    let (libraries, apis) = lower_all(loaded, sources, &mut timings).map_err(CompileError::Spec)?;
    let (files, took) = made(&libraries, &apis).map_err(CompileError::Print)?;
    timings.add_all(&took);
    Ok(Generated {
        files,
        crates_dirs: apis
            .iter()
            .flat_map(|(project, _)| {
                let documents = project.documents.map(|documents| [documents.openapi_dir, documents.schemas_dir]);
                [project.crates_dir].into_iter().chain(project.suite).chain(documents.into_iter().flatten())
            })
            .collect(),
        files_read: sources.len(),
        apis,
        timings,
    })
}

/// The libraries and the APIs of each project.
type Lowered = (Vec<(Project, Vec<Library>)>, Vec<(Project, Vec<Api>)>);

/// From sources in memory to what emitters see, or the mistakes of all projects.
fn lower_all(loaded: Loaded, sources: &Sources, timings: &mut Timings) -> Result<Lowered, Vec<Diagnostic>> {
    let sink = Sink::new();
    let (mut libraries, mut apis) = (Vec::new(), Vec::new());
    for (project, folders) in loaded {
        let sets = reading::timed(&folders, sources, &Cache::default(), &sink, timings);
        if sink.is_empty() {
            libraries.push((project, timings.time("lower", || lower::libraries(&sets, sources))));
            let mut lowered = timings.time("lower", || lower::all(&sets, sources));
            for api in &mut lowered {
                let folder = folders.iter().find(|folder| folder.name == api.name);
                api.samples = folder.map(|folder| folder.samples.clone()).unwrap_or_default();
                let table = folder.and_then(|folder| folder.behaviours);
                let set = sets.iter().find(|set| set.folder == api.name);
                api.behaviours = table.zip(set).and_then(|(file, set)| behaviours(set, file, sources, &sink));
            }
            apis.push((project, lowered));
        }
    }
    if sink.is_empty() { Ok((libraries, apis)) } else { Err(sink.into_sorted()) }
}

/// Reads the table of an API's sandbox.
fn behaviours(set: &RawSet, file: FileId, sources: &Sources, sink: &Sink) -> Option<Behaviours> {
    let document = parse::behaviours(sources, file, sink)?;
    check::behaviours::check(set, &document, sink);
    Some(lower::behaviours(&document, file, sources))
}

/// Files, or what went wrong with one.
type Made = Result<(Vec<File>, Timings), PrintError>;

/// What all targets make. Each is asked for an API at a time, by as many threads as the machine has processors.
fn made(libraries: &[(Project, Vec<Library>)], apis: &[(Project, Vec<Api>)]) -> Made {
    let targets: Vec<_> = apis.iter().map(|(project, _)| targets(project)).collect();
    let mut jobs: Vec<Box<dyn Fn() -> Vec<Output> + Sync + '_>> = vec![Box::new(pages)];
    for ((targets, (_, libraries)), (_, apis)) in targets.iter().zip(libraries).zip(apis) {
        for target in targets {
            jobs.extend(libraries.iter().map(|library| Box::new(|| target.emit_library(library)) as _));
            jobs.extend(apis.iter().map(|api| Box::new(|| target.emit(api)) as _));
            jobs.push(Box::new(|| target.emit_together(apis)));
        }
    }
    let results: Vec<Made> = threads::map(&jobs, |job| {
        let mut timings = Timings::new();
        let outputs = timings.time("emit", job);
        let files = timings.time("print", || outputs.into_iter().map(print::file).collect::<Result<_, _>>())?;
        Ok((files, timings))
    });
    let (mut files, mut timings) = (Vec::new(), Timings::new());
    for result in results {
        let (more, took) = result?;
        files.extend::<Vec<_>>(more);
        timings.add_all(&took);
    }
    Ok((files, timings))
}

/// The pages that describe the language itself.
fn pages() -> Vec<Output> {
    let page = |path: &str, text: String| Output {
        path: path.to_owned(),
        source: "codegen/src".to_owned(),
        content: Content::Text(text),
    };
    vec![
        page("spec/DIAGNOSTICS.md", diag::page::markdown()),
        page("docs/spec-diff.md", diff::page::markdown()),
        page("spec/format.schema.json", schema::text()),
        page("spec/sandbox.schema.json", schema::of_behaviours()),
    ]
}
