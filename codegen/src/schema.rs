//! `spec/format.schema.json`: what an editor needs to complete and check a spec while it is typed.

use schemars::generate::SchemaSettings;

use crate::raw::Document;

/// The schema as text.
pub fn text() -> String {
    let mut schema = SchemaSettings::draft2020_12().into_generator().into_root_schema_for::<Document>();
    schema.insert("title".to_owned(), "A payspec spec file, language version 1".into());
    schema.insert(
        "$comment".to_owned(),
        format!(
            "{}. Do not edit: change codegen/src/raw, or the words in payspec-core, and run it again.",
            crate::print::MARK
        )
        .into(),
    );
    let mut text = format!("{:#}", schema.as_value());
    text.push('\n');
    text
}
