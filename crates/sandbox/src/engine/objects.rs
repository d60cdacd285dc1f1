//! The objects of a world, by kind and identifier.

use std::any::Any;
use std::collections::BTreeMap;
use std::sync::Arc;

/// An object that a world keeps.
pub trait Object: Send + Sync + 'static {
    /// The name of the kind: no two types of a world have the same.
    const KIND: &'static str;

    /// Its identifier, unique among those of its kind.
    fn id(&self) -> &str;
}

/// An object whose type is only known to whoever asks for it.
pub(crate) type Row = Arc<dyn Any + Send + Sync>;

/// All objects of a world.
#[derive(Debug, Clone, Default)]
pub struct Objects {
    kinds: BTreeMap<&'static str, Table>,
}

#[derive(Debug, Clone, Default)]
struct Table {
    rows: BTreeMap<Arc<str>, Row>,
    /// Identifiers, in the order in which the objects were created.
    order: Vec<Arc<str>>,
}

impl Objects {
    /// The object with an identifier.
    pub fn get<T: Object>(&self, id: &str) -> Option<Arc<T>> {
        let row = self.kinds.get(T::KIND)?.rows.get(id)?;
        Arc::clone(row).downcast().ok()
    }

    /// The number of objects of a kind.
    pub fn count(&self, kind: &str) -> usize {
        self.kinds.get(kind).map_or(0, |table| table.order.len())
    }

    /// Keeps an object, in place of what has the same identifier.
    pub(crate) fn put(&mut self, kind: &'static str, id: Arc<str>, row: Row) {
        let table = self.kinds.entry(kind).or_default();
        if table.rows.insert(Arc::clone(&id), row).is_none() {
            table.order.push(id);
        }
    }

    /// Identifiers of a kind, in the order in which the objects were created.
    pub(crate) fn order(&self, kind: &str) -> &[Arc<str>] {
        self.kinds.get(kind).map_or(&[], |table| &table.order)
    }
}
