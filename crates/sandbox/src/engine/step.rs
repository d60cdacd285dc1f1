//! A step: what one request or one due thing does to a world, all of it or nothing.
//!
//! A step reads the world and collects changes next to it. Only [`World::commit`] makes them, so whoever refuses a
//! request has changed nothing, whatever was done until then.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::delivery::Event;
use super::ledger::{Account, Booking, Posting};
use super::objects::{Object, Row, typed};
use super::random::Random;
use super::time::Instant;
use super::world::{Task, World};

/// The changes that a step has collected.
#[derive(Debug)]
pub struct Changes {
    pub(crate) random: Random,
    pub(crate) objects: BTreeMap<(&'static str, Arc<str>), Row>,
    pub(crate) created: Vec<(&'static str, Arc<str>)>,
    pub(crate) bookings: Vec<Booking>,
    pub(crate) later: Vec<(Instant, &'static Task, String)>,
    pub(crate) events: Vec<Event>,
    /// Keys of what was decided where documents are silent.
    pub chosen: Vec<&'static str>,
    /// What the sandbox says in addition to the API's own words.
    pub hint: Option<&'static str>,
}

/// One step in a world.
#[derive(Debug)]
pub struct Step<'w> {
    world: &'w World,
    /// What the events of this step have in common.
    request_id: String,
    /// The code with which the bank refuses whatever is authorised in this step.
    decline: Option<String>,
    changes: Changes,
}

impl<'w> Step<'w> {
    /// Starts a step.
    pub fn new(world: &'w World) -> Self {
        let mut random = world.random().clone();
        let request_id = random.uuid();
        let changes = Changes {
            random,
            objects: BTreeMap::new(),
            created: Vec::new(),
            bookings: Vec::new(),
            later: Vec::new(),
            events: Vec::new(),
            chosen: Vec::new(),
            hint: None,
        };
        Self { world, request_id, decline: None, changes }
    }

    /// The world as it was before this step.
    pub fn world(&self) -> &'w World {
        self.world
    }

    /// The moment at which the step happens.
    pub fn now(&self) -> Instant {
        self.world.now()
    }

    /// The identifier of the request.
    pub fn request_id(&self) -> &str {
        &self.request_id
    }

    /// Has the bank refuse whatever is authorised in this step.
    pub fn decline(&mut self, code: impl Into<String>) {
        self.decline = Some(code.into());
    }

    /// The code with which the bank refuses whatever is authorised in this step, if it does.
    pub fn declined(&self) -> Option<&str> {
        self.decline.as_deref()
    }

    /// The world's random numbers.
    pub fn random(&mut self) -> &mut Random {
        &mut self.changes.random
    }

    /// The object with an identifier, as this step has left it.
    pub fn get<T: Object>(&self, id: &str) -> Option<Arc<T>> {
        match self.changes.objects.get(&(T::KIND, Arc::from(id))) {
            Some(row) => typed(row),
            None => self.world.objects().get(id),
        }
    }

    /// All objects of a kind, in the order in which they were created.
    pub fn all<T: Object>(&self) -> impl Iterator<Item = Arc<T>> {
        let before = self.world.objects().order(T::KIND).iter();
        let created = self.changes.created.iter().filter(|(kind, _)| *kind == T::KIND).map(|(_, id)| id);
        before.chain(created).filter_map(|id| self.get(id))
    }

    /// Keeps an object, in place of what has the same identifier.
    pub fn put<T: Object>(&mut self, object: T) {
        let id: Arc<str> = Arc::from(object.id());
        if self.get::<T>(&id).is_none() {
            self.changes.created.push((T::KIND, Arc::clone(&id)));
        }
        self.changes.objects.insert((T::KIND, id), Arc::new(object));
    }

    /// Books an amount in minor units from one account to another.
    pub fn book(&mut self, of: &str, currency: &str, amount: i64, from: Account, to: Account) {
        if amount != 0 {
            let postings =
                vec![Posting { account: from, amount: amount.saturating_neg() }, Posting { account: to, amount }];
            let booking = Booking { at: self.now(), of: of.to_owned(), currency: currency.to_owned(), postings };
            self.changes.bookings.push(booking);
        }
    }

    /// Has something done later, for the object with an identifier.
    pub fn later(&mut self, at: Instant, task: &'static Task, id: &str) {
        self.changes.later.push((at, task, id.to_owned()));
    }

    /// Tells webhooks what happened.
    pub fn tell(&mut self, event: Event) {
        self.changes.events.push(event);
    }

    /// Notes that the documents do not say what is done here.
    pub fn chose(&mut self, key: &'static str) {
        if !self.changes.chosen.contains(&key) {
            self.changes.chosen.push(key);
        }
    }

    /// Says in a header of the response, in addition to the API's own words, what can be done in a sandbox.
    pub fn hint(&mut self, text: &'static str) {
        self.changes.hint = Some(text);
    }

    /// What the step has chosen so far.
    pub fn chosen(&self) -> &[&'static str] {
        &self.changes.chosen
    }

    /// Ends the step, with what it changes.
    pub fn finish(self) -> Changes {
        self.changes
    }
}
