//! The objects of a world, by kind and identifier.

use std::any::Any;
use std::collections::BTreeMap;
use std::sync::Arc;

use serde::Serialize;
use serde::de::DeserializeOwned;

/// An object that a world keeps. What it writes, it reads again as the same object.
pub trait Object: Serialize + DeserializeOwned + Send + Sync + 'static {
    /// The name of the kind: no two types of a world have the same.
    const KIND: &'static str;

    /// Its identifier, unique among those of its kind.
    fn id(&self) -> &str;
}

/// An object whose type is only known to whoever asks for it.
pub(crate) type Row = Arc<dyn Kept>;

/// What can be done with an object of any type.
pub(crate) trait Kept: Any + Send + Sync {
    /// Writes it as JSON.
    fn write(&self) -> serde_json::Result<Box<serde_json::value::RawValue>>;
}

impl<T: Object> Kept for T {
    fn write(&self) -> serde_json::Result<Box<serde_json::value::RawValue>> {
        serde_json::value::to_raw_value(self)
    }
}

impl std::fmt::Debug for dyn Kept {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Kept")
    }
}

/// An object with its identifier.
pub(crate) type Identified = (Arc<str>, Row);

/// A kind of objects, to read them from what was written.
#[derive(Debug, Clone, Copy)]
pub struct Kind {
    pub(crate) name: &'static str,
    pub(crate) read: fn(&str) -> serde_json::Result<Identified>,
}

impl Kind {
    /// The kind of a type.
    pub const fn of<T: Object>() -> Self {
        Self { name: T::KIND, read: read::<T> }
    }
}

fn read<T: Object>(json: &str) -> serde_json::Result<Identified> {
    let object: T = serde_json::from_str(json)?;
    Ok((Arc::from(object.id()), Arc::new(object)))
}

/// The object with its type, if it has this one.
pub(crate) fn typed<T: Object>(row: &Row) -> Option<Arc<T>> {
    let any: Arc<dyn Any + Send + Sync> = Arc::<dyn Kept>::clone(row);
    any.downcast().ok()
}

/// All objects of a world.
#[derive(Debug, Clone, Default)]
pub struct Objects {
    kinds: BTreeMap<&'static str, Table>,
}

#[derive(Debug, Clone, Default)]
struct Table {
    /// With the place in `order`.
    rows: BTreeMap<Arc<str>, (usize, Row)>,
    /// Identifiers, in the order in which the objects were created.
    order: Vec<Arc<str>>,
}

impl Objects {
    /// The object with an identifier.
    pub fn get<T: Object>(&self, id: &str) -> Option<Arc<T>> {
        let (_, row) = self.kinds.get(T::KIND)?.rows.get(id)?;
        typed(row)
    }

    /// The number of objects of a kind.
    pub fn count(&self, kind: &str) -> usize {
        self.kinds.get(kind).map_or(0, |table| table.order.len())
    }

    /// The number of all objects.
    pub(crate) fn len(&self) -> usize {
        self.kinds.values().map(|table| table.order.len()).sum()
    }

    /// Keeps an object, in place of what has the same identifier.
    pub(crate) fn put(&mut self, kind: &'static str, id: Arc<str>, row: Row) {
        let table = self.kinds.entry(kind).or_default();
        if let Some((_, known)) = table.rows.get_mut(&id) {
            *known = row;
        } else {
            table.rows.insert(Arc::clone(&id), (table.order.len(), row));
            table.order.push(id);
        }
    }

    /// An object and its place in the order of its kind.
    pub(crate) fn row(&self, kind: &str, id: &str) -> Option<(usize, &Row)> {
        self.kinds.get(kind)?.rows.get(id).map(|(at, row)| (*at, row))
    }

    /// The kinds and identifiers of all objects.
    pub(crate) fn keys(&self) -> impl Iterator<Item = (&'static str, &Arc<str>)> {
        self.kinds.iter().flat_map(|(kind, table)| table.order.iter().map(|id| (*kind, id)))
    }

    /// Identifiers of a kind, in the order in which the objects were created.
    pub(crate) fn order(&self, kind: &str) -> &[Arc<str>] {
        self.kinds.get(kind).map_or(&[], |table| &table.order)
    }
}
