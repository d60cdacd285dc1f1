//! The smallest request of an operation that keeps all of its rules: what examples in documentation show.
//!
//! It starts with what is required and adds, removes or changes as little as the rules demand. Rules are judged by
//! payspec-core, as a client does before it sends.

mod judge;
mod moves;
mod parts;

use std::collections::{BTreeMap, BTreeSet, HashMap};

use payspec_core::Method;
use serde_json::{Map, Value};

use self::judge::{Demand, Judge};
use super::Maker;
use crate::ir::{Api, Field, Kind, Operation};

/// So many requests are looked at before there is none. What the rules of real APIs need is found within some dozens.
const MOST: usize = 400;

/// The parameters of a request by their names on the wire. A union is an object of one member, which is called after the
/// tag of the variant; amounts are in minor units and times are texts, whatever travels.
pub(crate) type Request = Map<String, Value>;

/// Makes requests of an API.
pub(crate) struct Requests<'a> {
    maker: Maker<'a>,
    /// The fields that have an example, by their names: they lend it to others of the same name and type.
    with_example: HashMap<&'a str, Vec<&'a Field>>,
    /// The first example of a code of each table.
    codes: HashMap<&'a str, &'a str>,
}

impl<'a> Requests<'a> {
    pub(crate) fn of(api: &'a Api) -> Self {
        let modules = || api.modules.iter();
        let params = modules().flat_map(|module| &module.operations).map(|operation| &operation.params);
        let objects = modules().flat_map(|module| &module.objects).map(|object| &object.fields);
        let (mut with_example, mut codes) = (HashMap::<&str, Vec<&Field>>::new(), HashMap::new());
        for field in params.chain(objects).flatten().filter(|field| field.example.is_some()) {
            with_example.entry(&field.wire).or_default().push(field);
            if let (Kind::Table(name), Some(code)) = (&field.ty.kind, field.example.as_ref().and_then(Value::as_str)) {
                codes.entry(name.as_str()).or_insert(code);
            }
        }
        Self { maker: Maker { api }, with_example, codes }
    }

    /// Returns the smallest request that keeps all rules; `None` where none was found.
    pub(crate) fn smallest(&self, operation: &Operation) -> Option<Request> {
        let judge = Judge::of(operation);
        let start = self.least(&operation.params, None, 0);
        let mut seen = BTreeSet::from([key(&start)]);
        let mut queue = BTreeMap::from([((0, 0), start)]);
        for _ in 0..MOST {
            let (_, request) = queue.pop_first()?;
            let demand = self.hollow(operation, &request).or_else(|| {
                let judged = Self::judged(&operation.params, &request);
                judge.broken(&judged)
            });
            let Some(demand) = demand else { return Some(request) };
            for next in self.moves(operation, &request, &demand) {
                if seen.insert(key(&next)) {
                    queue.insert((self.cost(&operation.params, &next), seen.len()), next);
                }
            }
        }
        None
    }

    /// An example of a field of the same name and type, or of the same table.
    fn lent(&self, field: &Field) -> Option<&'a Value> {
        let mut others = self.with_example.get(field.wire.as_str()).into_iter().flatten();
        let other = others.find(|other| other.ty == field.ty && other.major.is_some() == field.major.is_some());
        other.and_then(|other| other.example.as_ref())
    }

    /// What a request cannot do without although no rule says so: an object without members is not sent, and to create an
    /// object of nothing, or to change nothing of one, shows nothing.
    fn hollow<'o>(&self, operation: &'o Operation, request: &Request) -> Option<Demand<'o>> {
        if let Some(path) = self.hollow_object(&operation.params, request) {
            return Some(Demand::Filled(path));
        }
        let own = || operation.params.iter().filter(|field| !field.in_path);
        let has_own = own().any(|field| request.contains_key(&field.wire));
        let could_have = own().any(|field| field.deprecated.is_none());
        let is_method = matches!(operation.method, Method::Put | Method::Patch);
        let brings_values = is_method || ["create", "update"].iter().any(|verb| operation.verb.starts_with(verb));
        (brings_values && operation.changes_state && !has_own && could_have).then(|| Demand::Filled(Vec::new()))
    }
}

/// Returns the parameters of the smallest request that keeps all rules of an operation, as examples of documentation have
/// it; `None` where none was found.
pub fn request(api: &Api, operation: &Operation) -> Option<Value> {
    Requests::of(api).smallest(operation).map(Value::Object)
}

fn key(request: &Request) -> String {
    serde_json::to_string(request).unwrap_or_default()
}
