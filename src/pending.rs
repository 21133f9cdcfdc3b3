//! The calls that wait for an answer: id → waiter. Knows nothing of JavaScript, so its tests run natively.

use std::collections::VecDeque;
use std::rc::Rc;

/// A point on the page's clock, or a length of time.
pub(crate) type Milliseconds = f64;

/// A call's id on the wire: its place in the table, and what nobody can guess.
pub(crate) type Id = Rc<str>;

/// How many settled calls are remembered, to tell a second reply to one of them from a reply to none.
const REMEMBERED: usize = 256;

/// A table of waiters. Insertion, look-up and removal cost the same however many wait.
#[derive(Debug)]
pub(crate) struct Pending<W> {
    slots: Vec<Option<(Id, W)>>,
    free: Vec<usize>,
    settled: VecDeque<Id>,
}

/// Why there is no waiter for an id.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Stray {
    /// The call has been settled already.
    Duplicate,
    /// There never was such a call, as far as can be told.
    Unknown,
}

impl<W> Pending<W> {
    /// An empty table.
    pub(crate) const fn new() -> Self {
        Self { slots: Vec::new(), free: Vec::new(), settled: VecDeque::new() }
    }

    /// How many wait.
    pub(crate) fn len(&self) -> usize {
        self.slots.len() - self.free.len()
    }

    /// Adds a waiter. `nonce` makes the id one that nobody can guess.
    pub(crate) fn insert(&mut self, nonce: &str, waiter: W) -> Id {
        let place = self.free.pop().unwrap_or_else(|| {
            self.slots.push(None);
            self.slots.len() - 1
        });
        let id: Id = (place.to_string() + "-" + nonce).into();
        self.slots[place] = Some((id.clone(), waiter));
        id
    }

    /// The waiter of that id.
    pub(crate) fn get_mut(&mut self, id: &str) -> Option<&mut W> {
        let place = place(id)?;
        self.slots.get_mut(place)?.as_mut().filter(|(expected, _)| **expected == *id).map(|(_, waiter)| waiter)
    }

    /// Removes and returns the waiter of that id.
    pub(crate) fn take(&mut self, id: &str) -> Result<W, Stray> {
        let slot = place(id).and_then(|place| self.slots.get_mut(place).map(|slot| (place, slot)));
        match slot {
            Some((place, slot)) if slot.as_ref().is_some_and(|(expected, _)| **expected == *id) => {
                let (id, waiter) = slot.take().ok_or(Stray::Unknown)?;
                self.free.push(place);
                if self.settled.len() == REMEMBERED {
                    self.settled.pop_front();
                }
                self.settled.push_back(id);
                Ok(waiter)
            }
            _ if self.settled.iter().any(|settled| **settled == *id) => Err(Stray::Duplicate),
            _ => Err(Stray::Unknown),
        }
    }

    /// All that wait, in no particular order.
    pub(crate) fn iter_mut(&mut self) -> impl Iterator<Item = (&Id, &mut W)> {
        self.slots.iter_mut().flatten().map(|(id, waiter)| (&*id, waiter))
    }
}

/// The place in the table that an id names.
fn place(id: &str) -> Option<usize> {
    id.split_once('-')?.0.parse().ok()
}
