//! Routing by a description: from a method and a path to an operation.

use payspec_core::OperationSpec;
use payspec_core::server::{DecodeOperation, OperationVisitor, path_parameters};

/// An operation, with what is known about serving it.
pub(crate) struct Route<H> {
    pub(crate) spec: &'static OperationSpec,
    pub(crate) handler: H,
}

/// An operation that was found, and the parameters in the path.
pub(crate) type Found<'t, H> = (&'t Route<H>, Vec<(&'static str, String)>);

/// The operations of an API.
pub(crate) struct RouteTable<H>(Vec<Route<H>>);

impl<H> RouteTable<H> {
    /// Creates the table of an API from the function `visit_operations` of its model.
    pub(crate) fn new(
        visit_operations: impl FnOnce(&mut Operations),
        mut handler: impl FnMut(&'static OperationSpec) -> H,
    ) -> Self {
        let mut all = Operations(Vec::new());
        visit_operations(&mut all);
        let mut routes: Vec<Route<H>> = all.0.into_iter().map(|spec| Route { spec, handler: handler(spec) }).collect();
        // A fixed path comes before one with a placeholder that it would match.
        routes.sort_by_key(|route| route.spec.path.matches('{').count());
        Self(routes)
    }

    /// Finds the operation of a method and path, among those that are eligible.
    pub(crate) fn find(
        &self,
        method: &str,
        path: &str,
        is_eligible: impl Fn(&OperationSpec) -> bool,
    ) -> Option<Found<'_, H>> {
        let mut routes = self.0.iter().filter(|route| route.spec.method.as_str() == method && is_eligible(route.spec));
        routes.find_map(|route| Some((route, path_parameters(route.spec.path, path)?)))
    }

    /// The operation whose address is most like a method and path, among those that are eligible, if one is like them.
    pub(crate) fn nearest(
        &self,
        method: &str,
        path: &str,
        is_eligible: impl Fn(&OperationSpec) -> bool,
    ) -> Option<&'static OperationSpec> {
        let eligible = self.0.iter().map(|route| route.spec).filter(|spec| is_eligible(spec));
        let costs = eligible.map(|spec| (distance(spec.path, path), spec));
        let (cost, nearest) =
            costs.min_by_key(|(cost, spec)| cost * 2 + usize::from(spec.method.as_str() != method))?;
        // One letter for each step of the path, on average.
        (cost <= path.trim_matches('/').split('/').count()).then_some(nearest)
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = &Route<H>> {
        self.0.iter()
    }
}

/// The cost of a step that a path has too few or too many.
const STEP: usize = 2;

/// How much a path differs from that of an operation, whose placeholders stand for anything: the cost of the cheapest edits,
/// step by step.
fn distance(known: &str, path: &str) -> usize {
    let steps = |path: &str| path.trim_matches('/').split('/').map(str::to_owned).collect::<Vec<_>>();
    let (known, path) = (steps(known), steps(path));
    // Of what comes before each step of the path.
    let mut costs: Vec<usize> = (0..=path.len()).map(|count| count * STEP).collect();
    for known in &known {
        let mut before = costs[0];
        costs[0] += STEP;
        for (at, given) in path.iter().enumerate() {
            let replaced = if known.starts_with('{') { 0 } else { strsim::osa_distance(known, given) };
            let cheapest = (before + replaced).min(costs[at] + STEP).min(costs[at + 1] + STEP);
            before = std::mem::replace(&mut costs[at + 1], cheapest);
        }
    }
    costs.last().copied().unwrap_or_default()
}

/// Collects the operations of an API.
pub(crate) struct Operations(Vec<&'static OperationSpec>);

impl OperationVisitor for Operations {
    fn operation<O: DecodeOperation>(&mut self) {
        self.0.push(O::SPEC);
    }
}
