//! Every operation is at a path that the vendor's pages or clients name, and the reverse, for each API with a table of
//! these paths: `spec/<api>/samples/tables/paths.tsv`.

use std::collections::{BTreeMap, BTreeSet};

use payspec_conformance::ApiClient;

use payspec_test_support::{files, names};

/// The methods of each path, with `{}` for what varies.
fn described(api: &ApiClient) -> BTreeMap<String, BTreeSet<String>> {
    let mut paths: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for spec in api.operations {
        let path: Vec<_> = spec.path.split('/').map(|part| if part.starts_with('{') { "{}" } else { part }).collect();
        let is_new = paths.entry(path.join("/")).or_default().insert(spec.method.as_str().to_owned());
        assert!(is_new, "{} is where another operation is", spec.id);
    }
    paths
}

fn documented(api: &str) -> BTreeMap<String, BTreeSet<String>> {
    let rows = files::table_of(api, "paths").into_iter();
    rows.map(|row| (row[0].clone(), row[1].split(' ').map(str::to_owned).collect())).collect()
}

/// Method and path of each.
fn each(paths: &BTreeMap<String, BTreeSet<String>>) -> Vec<String> {
    paths.iter().flat_map(|(path, methods)| methods.iter().map(move |method| format!("{method} {path}"))).collect()
}

#[test]
fn operations_are_where_the_documents_say() {
    let with_table = payspec_conformance::APIS.iter().filter(|api| files::has_table(api.spec.name, "paths"));
    let mut compared = 0;
    for api in with_table {
        compared += 1;
        let name = api.spec.name;
        let (only_ours, only_theirs) = (
            format!("operations of spec/{name} that spec/{name}/samples/tables/paths.tsv does not have"),
            format!("paths of spec/{name}/samples/tables/paths.tsv where spec/{name} has no such operation"),
        );
        names::assert_same((each(&described(api)), &only_ours), (each(&documented(name)), &only_theirs));
    }
    assert!(compared >= 2, "{compared} APIs have a table of paths");
}
