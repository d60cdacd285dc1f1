//! Documents for other tools: an OpenAPI document of each API, and JSON Schemas of its objects and events.
//!
//! ```text
//! node, print   a document as a tree, and the tree as YAML or JSON
//! text          docs and evidence
//! schema        declared types -> JSON Schemas, the same for both
//! event         the body of a delivery
//! openapi       operations, credentials, webhooks
//! files         schemas as files
//! ```

mod event;
mod files;
mod node;
mod openapi;
mod print;
mod schema;
mod text;

use crate::ir::Api;
use crate::print::header;
use crate::target::{Content, Output, Target};

/// Documents for other tools.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Documents {
    /// The folder of OpenAPI documents.
    pub openapi_dir: &'static str,
    /// The folder of schemas, with a folder for each API.
    pub schemas_dir: &'static str,
}

impl Target for Documents {
    fn emit(&self, api: &Api) -> Vec<Output> {
        let output =
            |path: String, text: String| Output { path, source: api.source.clone(), content: Content::Text(text) };
        let document = format!("{}\n{}", header("#", &api.source), print::yaml(&openapi::document(api)));
        let document = output(format!("{}/{}.yaml", self.openapi_dir, api.name), document);
        let schemas = files::files(api).into_iter();
        let schemas = schemas.map(|(path, text)| output(format!("{}/{}/{path}", self.schemas_dir, api.name), text));
        [document].into_iter().chain(schemas).collect()
    }
}
