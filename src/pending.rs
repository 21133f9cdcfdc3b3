//! The calls that wait for an answer: id → waiter. Knows nothing of JavaScript, so its tests run natively.

use std::collections::VecDeque;
use std::rc::Rc;
use vvchat_protocol::value::decimal;

/// A point on the page's clock, or a length of time.
pub(crate) type Milliseconds = f64;

/// A call's id on the wire: its place in the table, and what nobody can guess.
pub(crate) type Id = Rc<str>;

/// How many settled calls are remembered, to tell a second reply to one of them from a reply to none.
const REMEMBERED: usize = 256;

/// A table of waiters. Insertion, look-up and removal cost the same however many wait.
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
        let place = self.free.pop().unwrap_or(self.slots.len());
        #[expect(clippy::cast_possible_wrap, reason = "there is no memory for so many")]
        let id: Id = (decimal(place as i64) + "-" + nonce).into();
        let slot = Some((id.clone(), waiter));
        match self.slots.get_mut(place) {
            Some(free) => *free = slot,
            None => self.slots.push(slot),
        }
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

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use super::{Id, Pending, REMEMBERED, Stray};
    use proptest::collection::vec;
    use proptest::prelude::*;
    use proptest::sample::Index;
    use std::collections::{BTreeMap, VecDeque};
    use std::rc::Rc;

    /// A table in which that many wait, and their ids.
    fn with_waiters(count: usize) -> (Pending<usize>, Vec<Id>) {
        let mut pending = Pending::new();
        let ids = (0..count).map(|waiter| pending.insert("nonce", waiter)).collect();
        (pending, ids)
    }

    /// What waits, by id.
    fn all<W: Clone>(pending: &mut Pending<W>) -> BTreeMap<Id, W> {
        pending.iter_mut().map(|(id, waiter)| (Rc::clone(id), waiter.clone())).collect()
    }

    #[test]
    fn nobody_waits_at_first() {
        let mut pending = Pending::<usize>::new();
        assert_eq!(pending.len(), 0);
        assert_eq!(pending.iter_mut().count(), 0);
        assert_eq!(pending.get_mut("0-nonce"), None);
        assert_eq!(pending.take("0-nonce"), Err(Stray::Unknown));
    }

    #[test]
    fn each_id_is_its_waiters_own() {
        let (mut pending, ids) = with_waiters(100);
        assert_eq!(pending.len(), 100);
        for (waiter, id) in ids.iter().enumerate() {
            assert_eq!(pending.get_mut(id), Some(&mut { waiter }));
        }
        for (taken, (waiter, id)) in ids.iter().enumerate().rev().enumerate() {
            assert_eq!(pending.take(id), Ok(waiter));
            assert_eq!(pending.len(), 99 - taken);
        }
    }

    #[test]
    fn a_waiter_can_be_changed_where_it_is() {
        let (mut pending, ids) = with_waiters(3);
        *pending.get_mut(&ids[1]).expect("it waits") = 10;
        for (_, waiter) in pending.iter_mut() {
            *waiter += 1;
        }
        assert_eq!(all(&mut pending), ids.iter().cloned().zip([1, 11, 3]).collect());
    }

    #[test]
    fn what_was_taken_is_gone_and_known_as_settled() {
        let (mut pending, ids) = with_waiters(3);
        assert_eq!(pending.take(&ids[1]), Ok(1));
        assert_eq!(pending.get_mut(&ids[1]), None);
        assert_eq!(pending.take(&ids[1]), Err(Stray::Duplicate));
        assert_eq!(pending.take(&ids[1]), Err(Stray::Duplicate), "however often it is asked for");
        assert_eq!(all(&mut pending), BTreeMap::from([(ids[0].clone(), 0), (ids[2].clone(), 2)]));
    }

    /// The place of a settled call is free for the next, and the old id does not get at it.
    #[test]
    fn places_are_used_again_and_ids_are_not() {
        let mut pending = Pending::new();
        let old = pending.insert("old", 1);
        assert_eq!(pending.take(&old), Ok(1));
        let new = pending.insert("new", 2);
        assert_eq!((&*old, &*new), ("0-old", "0-new"));
        assert_eq!(pending.get_mut(&old), None);
        assert_eq!(pending.take(&old), Err(Stray::Duplicate));
        assert_eq!(pending.take(&new), Ok(2));
    }

    #[test]
    fn a_table_takes_no_more_places_than_ever_waited_at_once() {
        let mut pending = Pending::new();
        for _ in 0..10_000 {
            let ids = [pending.insert("a", ()), pending.insert("b", ())];
            for id in ids {
                assert_eq!(pending.take(&id), Ok(()));
            }
        }
        assert_eq!((pending.len(), pending.slots.len(), pending.free.len()), (0, 2, 2));
    }

    #[test]
    fn forged_and_misshapen_ids_are_unknown_and_harmless() {
        let mut pending = Pending::new();
        let id = pending.insert("5ca1ab1e", 7);
        assert_eq!(&*id, "0-5ca1ab1e");
        for forged in [
            "",
            "-",
            "--",
            "0",
            "0-",
            "-5ca1ab1e",
            "5ca1ab1e",
            "1-5ca1ab1e",
            "-1-5ca1ab1e",
            // Numbers that read as the right place are still not the right id.
            "+0-5ca1ab1e",
            "00-5ca1ab1e",
            " 0-5ca1ab1e",
            "0 -5ca1ab1e",
            "0.0-5ca1ab1e",
            "0x0-5ca1ab1e",
            "٠-5ca1ab1e",
            "０-5ca1ab1e",
            "0--5ca1ab1e",
            "0-5ca1ab1e-",
            "0-5ca1ab1e ",
            "0-5ca1ab1e\0",
            "0-5CA1AB1E",
            "0-5ca1ab1",
            "0-5ca1ab1f",
            "0–5ca1ab1e",
            "18446744073709551615-5ca1ab1e",
            "18446744073709551616-5ca1ab1e",
            "99999999999999999999999999999999-5ca1ab1e",
            "\u{fffd}-5ca1ab1e",
        ] {
            assert_eq!(pending.get_mut(forged), None, "{forged:?}");
            assert_eq!(pending.take(forged), Err(Stray::Unknown), "{forged:?}");
        }
        assert_eq!(pending.len(), 1);
        assert_eq!(pending.take(&id), Ok(7));
        assert_eq!(pending.take("+0-5ca1ab1e"), Err(Stray::Unknown), "not a settled one either");
    }

    /// Nonces are hexadecimal digits, but nothing here depends on it.
    #[test]
    fn any_nonce_will_do() {
        let mut pending = Pending::new();
        let nonces = ["", "-", "0-0", "a-b", "茶", "\0"];
        let ids = nonces.map(|nonce| (nonce, pending.insert(nonce, nonce)));
        for (nonce, id) in &ids {
            assert_eq!(pending.get_mut(id), Some(&mut { *nonce }));
        }
        for (nonce, id) in ids {
            assert_eq!(pending.take(&id), Ok(nonce));
        }
    }

    /// What is remembered of the past does not grow, and goes back far enough to tell.
    #[test]
    fn only_so_many_settled_calls_are_remembered() {
        assert_eq!(REMEMBERED, 256);
        let (mut pending, ids) = with_waiters(REMEMBERED + 1);
        for id in &ids {
            assert!(pending.take(id).is_ok());
            assert!(pending.settled.len() <= REMEMBERED);
        }
        assert_eq!(pending.take(&ids[0]), Err(Stray::Unknown), "the oldest is forgotten");
        for id in &ids[1..] {
            assert_eq!(pending.take(id), Err(Stray::Duplicate), "{id}");
        }
    }

    /// Something that happens to a table.
    #[derive(Debug, Clone)]
    enum Step {
        /// Somebody begins to wait.
        Insert { nonce: String },
        /// A reply to one of those who wait.
        Take(Index),
        /// A reply to one of the ids that were ever given out.
        TakeAny(Index),
        /// A look at one of them.
        GetAny(Index),
        /// A reply to any text at all, or a look at it.
        Stranger(String),
    }

    fn step() -> impl Strategy<Value = Step> {
        prop_oneof![
            // So short that the same id is given out more than once in the end.
            4 => "[-0-9a-f]{0,2}".prop_map(|nonce| Step::Insert { nonce }),
            4 => any::<Index>().prop_map(Step::Take),
            1 => any::<Index>().prop_map(Step::TakeAny),
            1 => any::<Index>().prop_map(Step::GetAny),
            1 => prop_oneof![any::<String>(), "[-+ ]?[0-9]{1,2}-[-0-9a-f]{0,2}"].prop_map(Step::Stranger),
        ]
    }

    proptest! {
        /// A table is a map that also remembers what was last taken from it: nothing is lost, nothing is mixed up.
        #[test]
        fn a_table_is_a_map_with_a_memory(steps in vec(step(), 0..900)) {
            let mut pending = Pending::new();
            let mut map = BTreeMap::<Id, usize>::new();
            let mut memory = VecDeque::<Id>::new();
            let mut given_out = Vec::<Id>::new();
            let mut most = 0;
            for (number, step) in steps.into_iter().enumerate() {
                let (id, is_taken) = match step {
                    Step::Insert { nonce } => {
                        let id = pending.insert(&nonce, number);
                        prop_assert_eq!(map.insert(id.clone(), number), None, "an id of two waiters");
                        given_out.push(id.clone());
                        (id, false)
                    }
                    Step::Take(_) if map.is_empty() => continue,
                    Step::Take(index) => (map.keys().nth(index.index(map.len())).expect("it is in range").clone(), true),
                    Step::TakeAny(_) | Step::GetAny(_) if given_out.is_empty() => continue,
                    Step::TakeAny(index) => (index.get(&given_out).clone(), true),
                    Step::GetAny(index) => (index.get(&given_out).clone(), false),
                    Step::Stranger(text) => (text.into(), number % 2 == 0),
                };
                prop_assert_eq!(pending.get_mut(&id).copied(), map.get(&id).copied());
                if is_taken {
                    let expected = match map.remove(&id) {
                        Some(waiter) => Ok(waiter),
                        None if memory.contains(&id) => Err(Stray::Duplicate),
                        None => Err(Stray::Unknown),
                    };
                    if expected.is_ok() {
                        memory.push_back(id.clone());
                        memory.drain(..memory.len().saturating_sub(256));
                    }
                    prop_assert_eq!(pending.take(&id), expected);
                }
                most = most.max(map.len());
                prop_assert_eq!(pending.len(), map.len());
                prop_assert!(pending.slots.len() <= most, "a place was not used again");
            }
            prop_assert_eq!(pending.iter_mut().count(), map.len());
            prop_assert_eq!(all(&mut pending), map);
            prop_assert_eq!(pending.settled, memory);
        }
    }
}
