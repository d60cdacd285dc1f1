//! An object that an API sends as its identifier unless the request asks for the whole object.

use serde::ser::{Serialize, Serializer};

use crate::object::{Blank, Failed, Fill, Members, ReadObject, Source, Visit};
use crate::scalar::{FromScalar, Scalar};

/// An object with an identifier of its own.
pub trait Identified {
    /// The type of the identifier.
    type Id;

    /// Returns the identifier.
    fn id(&self) -> &Self::Id;
}

/// An object, or only its identifier.
///
/// Some APIs send a related object as its identifier, and in full if the request asks for it (the object is then
/// *expanded*). The identifier is available in both cases.
///
/// ```
/// use payspec_core::{Expandable, Identified};
///
/// # #[derive(Debug, PartialEq)]
/// struct Customer {
///     id: String,
///     name: Option<String>,
/// }
///
/// impl Identified for Customer {
///     type Id = String;
///     fn id(&self) -> &String {
///         &self.id
///     }
/// }
///
/// let customer = Expandable::<Customer>::Id("c-1".to_owned());
/// assert_eq!((customer.id(), customer.object()), (&"c-1".to_owned(), None));
/// let expanded = Expandable::from(Customer { id: "c-1".to_owned(), name: None });
/// assert_eq!(expanded.id(), customer.id());
/// ```
#[derive(Debug, Clone, PartialEq)]
pub enum Expandable<T: Identified> {
    /// The identifier.
    Id(T::Id),
    /// The object.
    Object(Box<T>),
}

impl<T: Identified> Expandable<T> {
    /// Returns the identifier, whether or not the object is expanded.
    pub fn id(&self) -> &T::Id {
        match self {
            Self::Id(id) => id,
            Self::Object(object) => object.id(),
        }
    }

    /// Returns the object, or `None` if it was not expanded.
    pub fn object(&self) -> Option<&T> {
        match self {
            Self::Id(_) => None,
            Self::Object(object) => Some(object),
        }
    }
}

impl<T: Identified> From<T> for Expandable<T> {
    fn from(object: T) -> Self {
        Self::Object(Box::new(object))
    }
}

impl<T: Identified + Serialize> Serialize for Expandable<T>
where
    T::Id: Serialize,
{
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Id(id) => id.serialize(serializer),
            Self::Object(object) => object.serialize(serializer),
        }
    }
}

impl<T: Identified + Blank> Blank for Expandable<T>
where
    T::Id: Blank,
{
    fn blank() -> Self {
        Self::Id(T::Id::blank())
    }

    crate::__if_made! {
        fn made(random: &mut crate::server::Random) -> Self {
            if random.nests() { Self::Object(Box::made(random)) } else { Self::Id(T::Id::made(random)) }
        }
    }
}

/// Reads an optional value; `null`, `""` and an empty list are read as `None`.
#[doc(hidden)]
pub fn expandable<T>(source: &mut dyn Source<'_>, to: &mut Option<Expandable<T>>) -> Result<(), Failed>
where
    T: Identified + ReadObject,
    T::Id: FromScalar,
{
    source.visit(&mut At { place: to }).map(drop)
}

/// Reads a required value.
#[doc(hidden)]
pub fn required_expandable<T>(source: &mut dyn Source<'_>, to: &mut Expandable<T>) -> Result<(), Failed>
where
    T: Identified + ReadObject,
    T::Id: FromScalar,
{
    let mut read = None;
    expandable(source, &mut read)?;
    *to = read.ok_or_else(|| Failed::said("expected an object or its id, found nothing"))?;
    Ok(())
}

struct At<'t, T: Identified> {
    place: &'t mut Option<Expandable<T>>,
}

impl<'de, T> Visit<'de> for At<'_, T>
where
    T: Identified + ReadObject,
    T::Id: FromScalar,
{
    fn scalar(&mut self, scalar: Scalar<'de>) -> Result<(), Failed> {
        let is_nothing = match &scalar {
            Scalar::Null => true,
            Scalar::Text(text) => text.is_empty(),
            _ => false,
        };
        if !is_nothing {
            *self.place = Some(Expandable::Id(T::Id::from_scalar(scalar).map_err(Failed::said)?));
        }
        Ok(())
    }

    fn list(&mut self, items: &mut dyn Source<'de>) -> Result<(), Failed> {
        let mut is_empty = true;
        while items.skip()? {
            is_empty = false;
        }
        if is_empty { Ok(()) } else { Err(Failed::said("expected an object or its id, found a list")) }
    }

    fn object(&mut self, members: &mut dyn Members<'de>) -> Result<(), Failed> {
        let mut object = Box::new(T::blank());
        object.fill(members)?;
        *self.place = Some(Expandable::Object(object));
        Ok(())
    }
}
