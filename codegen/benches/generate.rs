//! How long the generator takes: on the real spec, and on synthetic APIs of growing size.
//!
//! The synthetic ones show the growth: ten times the operations should take ten times as long.
//! Run with `cargo bench -p payspec-codegen`.

use std::fmt::Write as _;
use std::hint::black_box;
use std::path::Path;

use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use payspec_codegen::load::{self, Folder};
use payspec_codegen::run::{self, Project};
use payspec_codegen::source::{SourceFile, Sources};

const PROJECT: Project = Project::plain("spec", "crates");

fn root() -> &'static Path {
    Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/.."))
}

fn real(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("real spec");
    group.sample_size(10);
    group.bench_function("load and compile", |bencher| {
        bencher.iter(|| {
            let mut sources = Sources::new();
            let folders = load::folders(root(), PROJECT.spec_dir, &mut sources).expect("the repository has a spec");
            black_box(run::compile(vec![(PROJECT, folders)], &sources).expect("the spec is clean"))
        });
    });
    group.finish();
}

/// An API of so many operations, ten to a file, each resource with an object, a status, an event and an enum.
fn synthetic(operations: usize) -> Sources {
    let mut sources = Sources::new();
    let mut add = |name: &str, text: String| {
        sources.add(SourceFile { path: format!("spec/synthetic/{name}.yaml"), text });
    };
    add(
        "api",
        "api:\n  language: 1\n  name: synthetic\n  title: Synthetic\n  docs: An API of any size.\n  encoding: form\n  \
         sources:\n    page: { title: A page }\n  environments:\n    test: { base_url: \"https://test.example\", docs: For tests. }\n  \
         webhooks:\n    docs: Posted.\n    security: { scheme: unsigned }\n    envelope: { type: type, payload: object }\n"
            .to_owned(),
    );
    for resource in 0..operations / 10 {
        add(&format!("thing-{resource:03}"), resource_text(resource));
    }
    sources
}

fn resource_text(n: usize) -> String {
    let mut text = format!(
        "resource: {{ name: thing-{n}, plural: things-{n}, docs: A thing., object: Thing{n}, id: thingId }}\n\
         ids:\n  Thing{n}Id: {{ docs: A thing. }}\n\
         enums:\n  Thing{n}Status:\n    docs: Where it is.\n    values:\n      \
         - {{ code: OPEN, docs: Open., initial: true, to: [DONE] }}\n      - {{ code: DONE, docs: Done., final: true }}\n\
         objects:\n  Thing{n}:\n    docs: A thing.\n    fields:\n      \
         thingId: {{ type: Thing{n}Id, docs: Itself., guaranteed: true }}\n      \
         status: {{ type: Thing{n}Status, docs: Where it is. }}\n"
    );
    for field in 0..20 {
        let _ = writeln!(text, "      fieldNumber{field}: {{ type: string, docs: Some text. }}");
    }
    text.push_str("operations:\n");
    for operation in 0..10 {
        let _ = write!(
            text,
            "  act-{operation}:\n    docs: Acts on a thing.\n    method: POST\n    path: /thing-{n}/{{thingId}}/act-{operation}\n    \
             evidence: {{ level: documented, source: page, at: top }}\n    params:\n      \
             thingId: {{ type: Thing{n}Id, docs: The thing., in: path, required: true }}\n      \
             amount: {{ type: amount, docs: How much. }}\n      note: {{ type: string, docs: A note. }}\n    \
             rules:\n      - {{ name: amount-range, because: It must be positive., range: {{ field: amount, min: 1 }} }}\n    \
             responses:\n      \"200\": {{ outcome: success, docs: Done., body: Thing{n} }}\n"
        );
    }
    let _ = write!(
        text,
        "events:\n  THING_{n}_DONE:\n    docs: It is done.\n    payload: Thing{n}\n    \
         evidence: {{ level: documented, source: page, at: top }}\n"
    );
    text
}

fn growth(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("synthetic API, operations");
    group.sample_size(10);
    for operations in [100, 300, 1_000, 2_000] {
        let sources = synthetic(operations);
        group.throughput(Throughput::Elements(operations as u64));
        group.bench_with_input(BenchmarkId::from_parameter(operations), &sources, |bencher, sources| {
            bencher.iter(|| {
                let folder = Folder {
                    name: "synthetic".to_owned(),
                    path: "spec/synthetic".to_owned(),
                    files: sources.iter().map(|(id, _)| id).collect(),
                    ..Folder::default()
                };
                black_box(run::compile(vec![(PROJECT, vec![folder])], sources).expect("the synthetic spec is clean"))
            });
        });
    }
    group.finish();
}

criterion_group!(benches, real, growth);
criterion_main!(benches);
