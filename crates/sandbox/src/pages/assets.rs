//! The style sheet and the scripts, which are part of the program.

use std::sync::OnceLock;

use sha2::{Digest, Sha256};

use crate::engine::answer::Answer;

/// Where they are on the server.
pub(crate) const PATH: &str = "/assets/";

struct Asset {
    name: &'static str,
    content_type: &'static str,
    text: &'static str,
}

const CSS: &str = "text/css; charset=utf-8";
const SCRIPT: &str = "text/javascript; charset=utf-8";

static ALL: &[Asset] = &[
    Asset { name: "pages.css", content_type: CSS, text: include_str!("assets/pages.css") },
    Asset { name: "forms.js", content_type: SCRIPT, text: include_str!("assets/forms.js") },
    Asset { name: "payment.js", content_type: SCRIPT, text: include_str!("assets/payment.js") },
    Asset { name: "inspector.js", content_type: SCRIPT, text: include_str!("assets/inspector.js") },
];

/// Responds with an asset. Its address changes with its content, so it is kept for ever.
pub(crate) fn answer(name: &str) -> Option<Answer> {
    let asset = ALL.iter().find(|asset| asset.name == name)?;
    let mut answer = Answer::new(200, asset.content_type, asset.text.as_bytes().to_vec());
    answer.headers.push(("Cache-Control", "public, max-age=31536000, immutable".to_owned()));
    answer.headers.push(("X-Content-Type-Options", "nosniff".to_owned()));
    Some(answer)
}

/// The address of an asset, with what changes when its content does.
pub(crate) fn versioned(name: &str) -> String {
    format!("{PATH}{name}?v={}", version())
}

fn version() -> &'static str {
    static VERSION: OnceLock<String> = OnceLock::new();
    VERSION.get_or_init(|| {
        let mut hash = Sha256::new();
        for asset in ALL {
            hash.update(asset.text);
        }
        hash.finalize().iter().take(6).map(|byte| format!("{byte:02x}")).collect()
    })
}

#[cfg(test)]
mod tests {
    use super::{ALL, SCRIPT};

    /// Pages load quickly, also on a phone.
    #[test]
    fn scripts_are_small() {
        let scripts = ALL.iter().filter(|asset| asset.content_type == SCRIPT);
        let total: usize = scripts.map(|asset| asset.text.len()).sum();
        assert!(total <= 30_000, "the scripts have {total} bytes; 30,000 are allowed");
    }
}
