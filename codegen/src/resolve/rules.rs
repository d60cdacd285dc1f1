//! What a rule says, and of which fields.

use crate::ir::{self, Check, Test};
use crate::raw::{Items, Sp, rule as raw};

/// All paths that a rule names.
pub(crate) fn paths(raw: &raw::Rule) -> Vec<String> {
    let Some(mut rule) = self::rule(raw) else { return Vec::new() };
    let mut found = Vec::new();
    for_each_path(&mut rule, |path| found.push(path.clone()));
    found
}

/// A rule without its evidence; `None` where it demands nothing.
pub(crate) fn rule(raw: &raw::Rule) -> Option<ir::Rule> {
    Some(ir::Rule {
        name: raw.name.value.clone(),
        when: raw.when.as_ref().and_then(|when| condition(when)),
        check: check(raw)?,
        because: raw.because.trim().to_owned(),
        evidence: None,
    })
}

/// A condition; `None` where it tests nothing.
pub(crate) fn condition(raw: &raw::Condition) -> Option<ir::Condition> {
    let test = match (&raw.is, &raw.is_not, &raw.present) {
        (Some(values), _, _) => Test::OneOf(texts(values)),
        (None, Some(values), _) => Test::NoneOf(texts(values)),
        (None, None, Some(present)) if present.value => Test::Present,
        (None, None, Some(_)) => Test::Absent,
        (None, None, None) => return None,
    };
    Some(ir::Condition { field: raw.field.value.clone(), test })
}

/// The values without their places.
pub(crate) fn texts(items: &Items<String>) -> Vec<String> {
    items.iter().map(|item| item.value.clone()).collect()
}

/// A value of a check without its place.
trait Written {
    type Plain;
    fn plain(&self) -> Self::Plain;
}

impl<T: Clone> Written for Sp<T> {
    type Plain = T;
    fn plain(&self) -> T {
        self.value.clone()
    }
}

impl Written for Items<String> {
    type Plain = Vec<String>;
    fn plain(&self) -> Vec<String> {
        texts(self)
    }
}

impl<T: Copy> Written for Option<T> {
    type Plain = Self;
    fn plain(&self) -> Self {
        *self
    }
}

impl Written for u32 {
    type Plain = Self;
    fn plain(&self) -> Self {
        *self
    }
}

macro_rules! define_reading {
    (
        presence { $($(#[$presence_docs:meta])* $presence_key:ident $Presence:ident;)* }
        plain { $($(#[$plain_docs:meta])* $plain_key:ident $Plain:ident;)* }
        values { $($(#[$docs:meta])* $key:ident $Value:ident { $($(#[$field_docs:meta])* $field:ident $(as $name:literal)?: $kind:ident,)* })* }
        implied $implied:tt
    ) => {
        fn check(raw: &raw::Rule) -> Option<Check> {
            $(if let Some(fields) = &raw.$presence_key {
                return Some(Check::$Presence(texts(fields)));
            })*
            $(if let Some(check) = &raw.$key {
                return Some(Check::$Value { $($field: check.$field.plain()),* });
            })*
            $(if let Some(field) = &raw.$plain_key {
                return Some(Check::$Plain { field: field.plain() });
            })*
            None
        }
    };
}

payspec_core::rule_checks!(define_reading);

/// Visits all paths that a rule names.
pub(crate) fn for_each_path(rule: &mut ir::Rule, mut visit: impl FnMut(&mut String)) {
    rule.check.for_each_path(&mut visit);
    if let Some(condition) = &mut rule.when {
        visit(&mut condition.field);
    }
}
