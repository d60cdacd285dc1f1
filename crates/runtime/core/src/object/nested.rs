//! Lists that may contain nested lists.

use serde::de::DeserializeOwned;

use super::failed::Failed;
use super::fields::{is_nothing, roughly};
use super::lists::missing;
use super::source::{Items, Members, Source, Visit};
use crate::lenient::nested::{of_items, of_members};
use crate::scalar::Scalar;

/// Reads a list like [`list`](super::list); the items of a nested list become its own.
pub fn nested_list<T: DeserializeOwned>(source: &mut dyn Source<'_>, to: &mut Option<Vec<T>>) -> Result<(), Failed> {
    source.visit(&mut Nested(to)).map(drop)
}

/// Same for a required list.
pub fn nested_items<T: DeserializeOwned>(source: &mut dyn Source<'_>, to: &mut Vec<T>) -> Result<(), Failed> {
    let mut items = None;
    nested_list(source, &mut items)?;
    *to = items.ok_or_else(missing)?;
    Ok(())
}

/// Keeps items as text, since the type of an item is only known once it is read.
struct Nested<'t, T>(&'t mut Option<Vec<T>>);

impl<'de, T: DeserializeOwned> Visit<'de> for Nested<'_, T> {
    fn scalar(&mut self, scalar: Scalar<'de>) -> Result<(), Failed> {
        if is_nothing(&scalar) {
            return Ok(());
        }
        Err(Failed::said(format!("expected a list, found {}", roughly(&scalar))))
    }

    fn wants_list(&self) -> Option<Items> {
        Some(Items::Objects)
    }

    fn list(&mut self, items: &mut dyn Source<'de>) -> Result<(), Failed> {
        let mut found = Vec::new();
        while let Some(item) = items.raw()? {
            found.push(item);
        }
        *self.0 = Some(of_items(&found).map_err(Failed::said)?);
        Ok(())
    }

    fn object(&mut self, members: &mut dyn Members<'de>) -> Result<(), Failed> {
        let mut found = Vec::new();
        while let Some(name) = members.next_name()? {
            found.extend(members.raw()?.map(|json| (name.into_owned(), json)));
        }
        *self.0 = Some(of_members(&found).map_err(Failed::said)?);
        Ok(())
    }
}
