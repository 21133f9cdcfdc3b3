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
    calls: HashMap<Key, Sender<Cancelled>>,
    handlers: u64,
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
        table.handlers += 1;
        let key = Key::Handler(table.handlers);
        self.enter(&mut table, key)
    }

    fn enter(self: &Arc<Self>, table: &mut Table, key: Key) -> Entry {
        let (sender, end) = channel();
        table.calls.insert(key.clone(), sender);
        Entry { open: Arc::clone(self), key, end }
    }

    /// Ends a call, as its page has asked for.
    pub(crate) fn cancel(&self, origin: &str, id: &str) {
        let key = Key::Request { origin: origin.to_owned(), id: id.to_owned() };
        // Taken out first: to send is to wake whoever waits, and that is not to happen under the lock.
        let sender = self.table().calls.remove(&key);
        if let Some(sender) = sender {
            // A call that has ended just now can't be told, and needn't.
            let _ = sender.send(Cancelled);
        }
    }

    /// Ends all calls: nobody is there to be answered.
    pub(crate) fn forget(&self) {
        let calls = std::mem::take(&mut self.table().calls);
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
        if table.calls.get(&self.key).is_some_and(Sender::is_canceled) {
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
        open.forget();
        assert!(first.end.try_recv().is_err() && handler.end.try_recv().is_err());

        // The page that comes then may use the same id, and the old call's end does not touch that.
        let mut again = open.request(ORIGIN, "1").expect("the id is free");
        drop(first);
        assert!(matches!(again.end.try_recv(), Ok(None)));
        assert_eq!(count(&open), 1);
    }
}
