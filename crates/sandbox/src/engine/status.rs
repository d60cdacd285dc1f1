//! Statuses, which change only as the spec says.

use std::fmt::Debug;

use super::failure::Failure;

/// A status of an object, with the changes that the spec describes.
pub trait Status: Debug + PartialEq + Sized {
    /// Returns `true` if an object can be created with this status.
    fn can_begin(&self) -> bool;

    /// Returns `true` if this status can change to another.
    fn can_become(&self, to: &Self) -> bool;
}

/// All statuses of a kind, and the changes between them that the spec describes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Machine {
    /// All statuses, in the order of the spec.
    pub(crate) states: Vec<&'static str>,
    /// Those with which an object can be created.
    pub(crate) first: Vec<&'static str>,
    /// The changes: from, to.
    pub(crate) moves: Vec<(&'static str, &'static str)>,
}

/// Makes the machine of a generated enum.
macro_rules! machine {
    ($status:ty) => {
        || {
            let names = |of: fn(&$status) -> bool| {
                let all = <$status>::KNOWN.iter().zip(<$status>::WIRE_VALUES);
                all.filter(|(status, _)| of(status)).map(|(_, name)| *name).collect::<Vec<_>>()
            };
            let moves = <$status>::KNOWN.iter().zip(<$status>::WIRE_VALUES).flat_map(|(from, name)| {
                let to = <$status>::KNOWN.iter().zip(<$status>::WIRE_VALUES);
                to.filter(|(to, _)| from.can_become(to)).map(|(_, to)| (*name, *to))
            });
            $crate::engine::status::Machine {
                states: names(|_| true),
                first: names(<$status>::is_initial),
                moves: moves.collect(),
            }
        }
    };
}
pub(crate) use machine;

/// Changes a status, or sets the first one.
///
/// # Errors
///
/// A change that the spec does not describe: a mistake of the sandbox.
pub fn change<S: Status>(status: &mut Option<S>, to: S) -> Result<(), Failure> {
    let is_legal = match status {
        None => to.can_begin(),
        Some(from) => from.can_become(&to),
    };
    if !is_legal {
        return Err(Failure::new(format!("the spec has no change of status from {status:?} to {to:?}")));
    }
    *status = Some(to);
    Ok(())
}

/// Says that a generated enum is a status.
macro_rules! statuses {
    ($($status:ty),* $(,)?) => { $(
        impl $crate::engine::status::Status for $status {
            fn can_begin(&self) -> bool {
                self.is_initial()
            }

            fn can_become(&self, to: &Self) -> bool {
                <$status>::can_become(self, to)
            }
        }
    )* };
}
pub(crate) use statuses;

#[cfg(test)]
mod tests {
    use super::{Status, change};

    #[derive(Debug, PartialEq)]
    enum Door {
        Open,
        Shut,
        Gone,
    }

    impl Status for Door {
        fn can_begin(&self) -> bool {
            *self != Self::Gone
        }

        fn can_become(&self, to: &Self) -> bool {
            *self != Self::Gone && self != to
        }
    }

    #[test]
    fn only_described_changes_are_made() {
        let mut door = None;
        assert!(change(&mut door, Door::Gone).is_err(), "no object begins with it");
        change(&mut door, Door::Open).expect("an object begins with it");
        change(&mut door, Door::Shut).expect("it is described");
        assert!(change(&mut door, Door::Shut).is_err());
        change(&mut door, Door::Gone).expect("it is described");
        let error = change(&mut door, Door::Open).expect_err("it is not described").to_string();
        assert_eq!((door, error.contains("Gone")), (Some(Door::Gone), true), "{error}");
    }
}
