//! The calls that wait for the app: by what a page gives one of them up, and all are dropped when it is gone.

use futures_channel::oneshot::{Receiver, Sender, channel};
use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// What an open call is known by.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) enum Key {
    /// A request of JSON-RPC. The origin is part of it, so that no page of another origin can cancel it.
    Request {
        /// The page's origin.
        origin: String,
        /// The request's id.
        id: String,
    },
    /// A call of a handler, which pages can't name, by its number.
    Handler(u64),
}

/// The page has given a call up.
#[derive(Debug)]
pub(crate) struct Cancelled;

/// The open calls of a page.
#[derive(Debug, Default)]
pub(crate) struct Open(Mutex<Table>);

#[derive(Debug, Default)]
struct Table {
    calls: HashMap<Key, Waiting>,
    /// How many there have been.
    entered: u64,
}

/// A call that waits.
#[derive(Debug)]
struct Waiting {
    /// Its number among all that there have been.
    number: u64,
    end: Sender<Cancelled>,
}

impl Open {
    /// Enters a request. `None` if one of that id is open.
    pub(crate) fn request(self: &Arc<Self>, origin: &str, id: &str) -> Option<Entry> {
        let key = Key::Request { origin: origin.to_owned(), id: id.to_owned() };
        let mut table = self.table();
        (!table.calls.contains_key(&key)).then(|| self.enter(&mut table, key))
    }

    /// Enters a call of a handler.
    pub(crate) fn handler(self: &Arc<Self>) -> Entry {
        let mut table = self.table();
        let key = Key::Handler(table.entered);
        self.enter(&mut table, key)
    }

    fn enter(self: &Arc<Self>, table: &mut Table, key: Key) -> Entry {
        let (sender, end) = channel();
        table.calls.insert(key.clone(), Waiting { number: table.entered, end: sender });
        table.entered += 1;
        Entry { open: Arc::clone(self), key, end }
    }

    /// Ends a call, as its page has asked for.
    pub(crate) fn cancel(&self, origin: &str, id: &str) {
        let key = Key::Request { origin: origin.to_owned(), id: id.to_owned() };
        // Taken out first: to send is to wake whoever waits, and that is not to happen under the lock.
        let waiting = self.table().calls.remove(&key);
        if let Some(Waiting { end, .. }) = waiting {
            // A call that has ended just now can't be told, and needn't.
            let _ = end.send(Cancelled);
        }
    }

    /// How many calls there have been so far.
    pub(crate) fn entered(&self) -> u64 {
        self.table().entered
    }

    /// Ends the first so many of all calls, as far as they are open: nobody is there to be answered.
    pub(crate) fn forget(&self, first: u64) {
        // Dropped last: that wakes whoever waits, and is not to happen under the lock.
        let calls: Vec<_> = self.table().calls.extract_if(|_, waiting| waiting.number < first).collect();
        drop(calls);
    }

    fn table(&self) -> MutexGuard<'_, Table> {
        // Nothing can panic while it is locked, and if it could, the table would still be whole.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A call's place in the table, for as long as the call is open.
#[derive(Debug)]
pub(crate) struct Entry {
    open: Arc<Open>,
    key: Key,
    /// Gets [`Cancelled`] when the page gives the call up, an error when the page is gone.
    pub(crate) end: Receiver<Cancelled>,
}

impl Drop for Entry {
    fn drop(&mut self) {
        self.end.close();
        let mut table = self.open.table();
        // The page that came after may have entered another call under the same key.
        if table.calls.get(&self.key).is_some_and(|waiting| waiting.end.is_canceled()) {
            table.calls.remove(&self.key);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Cancelled, Open};
    use std::sync::Arc;

    const ORIGIN: &str = "https://shop.example";

    fn count(open: &Open) -> usize {
        open.table().calls.len()
    }

    #[test]
    fn an_entry_lasts_as_long_as_its_call() {
        let open = Arc::new(Open::default());
        let (request, handler) = (open.request(ORIGIN, "1"), open.handler());
        assert!(request.is_some());
        assert_eq!(count(&open), 2);
        drop((request, handler));
        assert_eq!(count(&open), 0);
    }

    #[test]
    fn an_id_is_open_once_in_an_origin() {
        let open = Arc::new(Open::default());
        let first = open.request(ORIGIN, "1");
        assert!(open.request(ORIGIN, "1").is_none());
        assert!(open.request("https://other.example", "1").is_some());
        drop(first);
        assert!(open.request(ORIGIN, "1").is_some());
    }

    #[test]
    fn handlers_never_share_a_key() {
        let open = Arc::new(Open::default());
        let _entries = [open.handler(), open.handler(), open.handler()];
        assert_eq!(count(&open), 3);
    }

    #[test]
    fn cancelling_ends_the_one_call() {
        let open = Arc::new(Open::default());
        let mut first = open.request(ORIGIN, "1").expect("the id is free");
        let mut second = open.request(ORIGIN, "2").expect("the id is free");
        open.cancel("https://other.example", "1");
        open.cancel(ORIGIN, "3");
        assert!(matches!(first.end.try_recv(), Ok(None)));
        open.cancel(ORIGIN, "1");
        assert!(matches!(first.end.try_recv(), Ok(Some(Cancelled))));
        assert!(matches!(second.end.try_recv(), Ok(None)));
    }

    #[test]
    fn forgetting_ends_all_of_them() {
        let open = Arc::new(Open::default());
        let mut first = open.request(ORIGIN, "1").expect("the id is free");
        let mut handler = open.handler();
        open.forget(open.entered());
        assert!(first.end.try_recv().is_err() && handler.end.try_recv().is_err());

        // The page that comes then may use the same id, and the old call's end does not touch that.
        let mut again = open.request(ORIGIN, "1").expect("the id is free");
        drop(first);
        assert!(matches!(again.end.try_recv(), Ok(None)));
        assert_eq!(count(&open), 1);
    }

    #[test]
    fn forgetting_the_first_of_them_leaves_those_that_came_later() {
        let open = Arc::new(Open::default());
        let mut first = open.request(ORIGIN, "1").expect("the id is free");
        let until = open.entered();
        let mut second = open.request(ORIGIN, "2").expect("the id is free");
        let mut handler = open.handler();
        open.forget(until);
        assert!(first.end.try_recv().is_err());
        assert!(matches!((second.end.try_recv(), handler.end.try_recv()), (Ok(None), Ok(None))));
        assert_eq!(count(&open), 2);
    }
}
