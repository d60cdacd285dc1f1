//! Names in records that are constants of the program: of operations and faults.

use std::collections::BTreeSet;
use std::sync::{Mutex, PoisonError};

use serde::{Deserialize, Deserializer, Serialize, Serializer};

type Name = &'static str;

pub(super) fn serialize<S: Serializer>(name: &Option<Name>, serializer: S) -> Result<S::Ok, S::Error> {
    name.serialize(serializer)
}

/// There are few names, so each is kept for ever once it was read.
pub(super) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Name>, D::Error> {
    static KNOWN: Mutex<BTreeSet<&'static str>> = Mutex::new(BTreeSet::new());
    let Some(name) = Option::<String>::deserialize(deserializer)? else { return Ok(None) };
    let mut known = KNOWN.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(known) = known.get(name.as_str()) {
        return Ok(Some(known));
    }
    let name: &'static str = name.leak();
    known.insert(name);
    Ok(Some(name))
}
