//! A status machine as a drawing: where an object is, where it was, and where it may go.

use std::collections::BTreeMap;

use crate::engine::status::Machine;

const WIDTH: usize = 190;
const HEIGHT: usize = 34;
const GAP_X: usize = 70;
const GAP_Y: usize = 18;

/// A drawing, for a template.
#[derive(Debug)]
pub(super) struct Drawing {
    /// The member of the object that has the status.
    pub(super) member: &'static str,
    pub(super) width: usize,
    pub(super) height: usize,
    pub(super) states: Vec<State>,
    pub(super) moves: Vec<Move>,
    /// What the drawing shows, in words.
    pub(super) text: String,
}

#[derive(Debug)]
pub(super) struct State {
    pub(super) name: &'static str,
    pub(super) x: usize,
    pub(super) y: usize,
    /// `now`, `next`, `before` or `other`.
    pub(super) is: &'static str,
}

impl State {
    pub(super) fn middle(&self) -> (usize, usize) {
        (self.x + WIDTH / 2, self.y + HEIGHT / 2)
    }
}

#[derive(Debug)]
pub(super) struct Move {
    /// As SVG writes it.
    pub(super) path: String,
    /// Whether it may be made now.
    pub(super) is_next: bool,
}

/// Draws a machine with the status that an object has, and those that it had.
pub(super) fn draw(member: &'static str, machine: &Machine, now: &str, before: &[String]) -> Drawing {
    let columns = columns(machine);
    // Where nothing ever follows, the statuses are a line and no column.
    let is_line = machine.moves.is_empty();
    let next: Vec<&str> = machine.moves.iter().filter(|(from, _)| *from == now).map(|(_, to)| *to).collect();
    let mut rows: BTreeMap<usize, usize> = BTreeMap::new();
    let mut states = Vec::new();
    for (index, name) in machine.states.iter().enumerate() {
        let column = if is_line { index } else { columns.get(name).copied().unwrap_or_default() };
        let row = rows.entry(column).or_default();
        let is = match *name {
            name if name == now => "now",
            name if next.contains(&name) => "next",
            name if before.iter().any(|earlier| earlier == name) => "before",
            _ => "other",
        };
        states.push(State {
            name,
            x: column * (WIDTH + if is_line { GAP_Y } else { GAP_X }),
            y: *row * (HEIGHT + GAP_Y),
            is,
        });
        *row += 1;
    }
    let place = |name: &str| states.iter().find(|state| state.name == name);
    let moves = machine
        .moves
        .iter()
        .filter_map(|(from, to)| Some(Move { path: line(place(from)?, place(to)?), is_next: *from == now }));
    let moves: Vec<Move> = moves.collect();
    let width = states.iter().map(|state| state.x + WIDTH).max().unwrap_or_default();
    let height = states.iter().map(|state| state.y + HEIGHT).max().unwrap_or_default();
    let may = if next.is_empty() { "nothing follows".to_owned() } else { format!("may become {}", next.join(", ")) };
    Drawing { member, width, height, states, moves, text: format!("{member} is {now}; {may}") }
}

/// The column of each status: how many changes it is away from a first one.
fn columns(machine: &Machine) -> BTreeMap<&'static str, usize> {
    let mut columns: BTreeMap<&'static str, usize> = machine.first.iter().map(|name| (*name, 0)).collect();
    let mut reached = machine.first.clone();
    while let Some(from) = (!reached.is_empty()).then(|| reached.remove(0)) {
        let column = columns.get(from).copied().unwrap_or_default() + 1;
        for (_, to) in machine.moves.iter().filter(|(start, _)| *start == from) {
            if !columns.contains_key(to) {
                columns.insert(to, column);
                reached.push(to);
            }
        }
    }
    columns
}

fn line(from: &State, to: &State) -> String {
    let ((_, y1), (_, y2)) = (from.middle(), to.middle());
    if from.x < to.x {
        let (x1, x2) = (from.x + WIDTH, to.x - 6);
        let bend = GAP_X / 2;
        return format!("M{x1} {y1} C{} {y1} {} {y2} {x2} {y2}", x1 + bend, x2 - bend);
    }
    // To a status in the same column, or back: around the right or the left.
    let (x1, x2) = (from.x + WIDTH, to.x + WIDTH + 6);
    let bend = x1.max(x2) + GAP_X / 2;
    format!("M{x1} {y1} C{bend} {y1} {bend} {y2} {x2} {y2}")
}

#[cfg(test)]
mod tests {
    use super::draw;
    use crate::engine::status::Machine;

    #[test]
    fn a_machine_shows_where_an_object_is_and_may_go() {
        let machine = Machine {
            states: vec!["OPEN", "WON", "LOST", "CLOSED"],
            first: vec!["OPEN"],
            moves: vec![("OPEN", "WON"), ("OPEN", "LOST"), ("LOST", "CLOSED"), ("WON", "OPEN")],
        };
        let drawing = draw("status", &machine, "LOST", &["OPEN".to_owned()]);
        let states: Vec<_> = drawing.states.iter().map(|state| (state.name, state.x, state.is)).collect();
        assert_eq!(
            states,
            [("OPEN", 0, "before"), ("WON", 260, "other"), ("LOST", 260, "now"), ("CLOSED", 520, "next")]
        );
        assert_eq!(drawing.moves.iter().filter(|to| to.is_next).count(), 1);
        assert_eq!(drawing.text, "status is LOST; may become CLOSED");
        assert_eq!((drawing.width, drawing.height), (710, 86));
    }
}
