//! What the shop must not forget: who visits it, what they ordered, which notifications it has seen.
//!
//! An embedded database, [redb](https://docs.rs/redb), in a file or in memory: the same code for both. Whatever belongs
//! together is one transaction, so that a shop that is killed at any moment finds all of it or none. A transaction takes
//! milliseconds at most, so none of this is `async`.

use std::fs;
use std::path::Path;

use redb::backends::InMemoryBackend;
use redb::{
    Database, Error, MultimapTableDefinition, ReadableDatabase, ReadableMultimapTable, ReadableTable, Table,
    TableDefinition, WriteTransaction,
};
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::orders::Order;
use crate::time;
use crate::visits::Visit;

/// Visits by the secret in the visitor's cookie; orders by their `out_trade_no`. Values are JSON.
const VISITS: TableDefinition<&str, &[u8]> = TableDefinition::new("visits");
const ORDERS: TableDefinition<&str, &[u8]> = TableDefinition::new("orders");
/// The `out_trade_no` of all orders of an owner. They begin with the time, so the newest is last.
const ORDERS_OF: MultimapTableDefinition<&str, &str> = MultimapTableDefinition::new("orders_of");
/// The de-duplication keys of the notifications that were stored.
const NOTIFICATIONS: TableDefinition<&str, ()> = TableDefinition::new("notifications");

#[derive(Debug)]
pub(crate) struct Store(Database);

impl Store {
    /// Opens `shop.redb` in a folder, which is made if it is not there; without a folder, a store in memory.
    pub(crate) fn open(folder: Option<&Path>) -> Result<Self, Error> {
        let database = match folder {
            Some(folder) => {
                fs::create_dir_all(folder)?;
                let file = folder.join("shop.redb");
                if !file.exists() {
                    // A database that is half made cannot be opened again, so it gets its name when it is whole.
                    let unfinished = folder.join("shop.redb.new");
                    if unfinished.exists() {
                        fs::remove_file(&unfinished)?;
                    }
                    drop(Database::create(&unfinished)?);
                    fs::rename(&unfinished, &file)?;
                }
                Database::open(file)?
            }
            None => Database::builder().create_with_backend(InMemoryBackend::new())?,
        };
        let store = Self(database);
        // Reading a table that was never written is an error, so all of them are there from the start.
        store.write(|tables| {
            let mut visits = tables.open_table(VISITS)?;
            tables.open_table(ORDERS)?;
            tables.open_multimap_table(ORDERS_OF)?;
            tables.open_table(NOTIFICATIONS)?;
            // Whoever does not come back is forgotten. Their orders are not.
            visits.retain(|_, record| {
                serde_json::from_slice::<Visit>(record).is_ok_and(|visit| visit.goes_on(time::now()))
            })?;
            Ok(())
        })?;
        Ok(store)
    }

    // ---- Visits -----------------------------------------------------------------------------------------------------

    pub(crate) fn visit(&self, id: &str) -> Result<Option<Visit>, Error> {
        get(&self.0.begin_read()?.open_table(VISITS)?, id)
    }

    pub(crate) fn begin_visit(&self, id: &str, visit: &Visit) -> Result<(), Error> {
        self.write(|tables| put(&mut tables.open_table(VISITS)?, id, visit))
    }

    pub(crate) fn end_visit(&self, id: &str) -> Result<(), Error> {
        self.write(|tables| {
            tables.open_table(VISITS)?.remove(id)?;
            Ok(())
        })
    }

    /// Changes a visit, and returns what `change` returns; nothing if there is no such visit (any more).
    pub(crate) fn change_visit<T>(&self, id: &str, change: impl FnOnce(&mut Visit) -> T) -> Result<Option<T>, Error> {
        self.write(|tables| {
            let mut visits = tables.open_table(VISITS)?;
            let Some(mut visit) = get::<Visit>(&visits, id)? else {
                return Ok(None);
            };
            let outcome = change(&mut visit);
            put(&mut visits, id, &visit)?;
            Ok(Some(outcome))
        })
    }

    /// Puts a visit in another one's place. The orders of somebody unknown go with them; a customer's stay theirs.
    pub(crate) fn replace_visit(&self, old_id: &str, old: &Visit, new_id: &str, new: &Visit) -> Result<(), Error> {
        self.write(|tables| {
            let mut visits = tables.open_table(VISITS)?;
            visits.remove(old_id)?;
            put(&mut visits, new_id, new)?;

            if old.customer.is_some() {
                return Ok(());
            }
            let mut orders = tables.open_table(ORDERS)?;
            let mut orders_of = tables.open_multimap_table(ORDERS_OF)?;
            for mut order in list(&orders, &orders_of, &old.owner)? {
                orders_of.remove(old.owner.as_str(), order.out_trade_no.as_str())?;
                orders_of.insert(new.owner.as_str(), order.out_trade_no.as_str())?;
                new.owner.clone_into(&mut order.owner);
                put(&mut orders, &order.out_trade_no, &order)?;
            }
            Ok(())
        })
    }

    // ---- Orders -----------------------------------------------------------------------------------------------------

    pub(crate) fn order(&self, out_trade_no: &str) -> Result<Option<Order>, Error> {
        get(&self.0.begin_read()?.open_table(ORDERS)?, out_trade_no)
    }

    /// The orders of an owner, newest first.
    pub(crate) fn orders_of(&self, owner: &str) -> Result<Vec<Order>, Error> {
        let tables = self.0.begin_read()?;
        list(&tables.open_table(ORDERS)?, &tables.open_multimap_table(ORDERS_OF)?, owner)
    }

    /// The owner's order that `draft` repeats; if there is none, the draft becomes one.
    ///
    /// Looking and inserting are one transaction: two taps, or two windows, never make two orders.
    pub(crate) fn find_or_insert(&self, draft: Order) -> Result<Order, Error> {
        self.write(|tables| {
            let mut orders = tables.open_table(ORDERS)?;
            let mut orders_of = tables.open_multimap_table(ORDERS_OF)?;
            let present = list(&orders, &orders_of, &draft.owner)?;
            if let Some(order) = present.into_iter().find(|order| draft.repeats(order)) {
                return Ok(order);
            }
            put(&mut orders, &draft.out_trade_no, &draft)?;
            orders_of.insert(draft.owner.as_str(), draft.out_trade_no.as_str())?;
            Ok(draft)
        })
    }

    /// Changes an order, and returns it as it is now; nothing if there is no such order.
    pub(crate) fn change_order(
        &self,
        out_trade_no: &str,
        change: impl FnOnce(&mut Order),
    ) -> Result<Option<Order>, Error> {
        self.write(|tables| {
            let mut orders = tables.open_table(ORDERS)?;
            let Some(mut order) = get::<Order>(&orders, out_trade_no)? else {
                return Ok(None);
            };
            change(&mut order);
            put(&mut orders, out_trade_no, &order)?;
            Ok(Some(order))
        })
    }

    /// Stores that a notification came, and changes the order that it is about, both or neither. Returns whether it is new:
    /// `change` runs only the first time.
    pub(crate) fn take_notification(
        &self,
        key: &str,
        out_trade_no: &str,
        change: impl FnOnce(&mut Order),
    ) -> Result<bool, Error> {
        self.write(|tables| {
            if tables.open_table(NOTIFICATIONS)?.insert(key, ())?.is_some() {
                return Ok(false);
            }
            let mut orders = tables.open_table(ORDERS)?;
            if let Some(mut order) = get::<Order>(&orders, out_trade_no)? {
                change(&mut order);
                put(&mut orders, out_trade_no, &order)?;
            }
            Ok(true)
        })
    }

    /// Runs a transaction: what it wrote is kept if it returns `Ok`, and forgotten otherwise.
    fn write<T>(&self, transaction: impl FnOnce(&WriteTransaction) -> Result<T, Error>) -> Result<T, Error> {
        let tables = self.0.begin_write()?;
        let outcome = transaction(&tables)?;
        tables.commit()?;
        Ok(outcome)
    }
}

fn list(
    orders: &impl ReadableTable<&'static str, &'static [u8]>,
    orders_of: &impl ReadableMultimapTable<&'static str, &'static str>,
    owner: &str,
) -> Result<Vec<Order>, Error> {
    let mut found = Vec::new();
    for out_trade_no in orders_of.get(owner)?.rev() {
        found.extend(get(orders, out_trade_no?.value())?);
    }
    Ok(found)
}

fn get<T: DeserializeOwned>(
    table: &impl ReadableTable<&'static str, &'static [u8]>,
    key: &str,
) -> Result<Option<T>, Error> {
    let Some(record) = table.get(key)? else {
        return Ok(None);
    };
    let value = serde_json::from_slice(record.value());
    value.map(Some).map_err(|error| Error::Corrupted(format!("the record of {key}: {error}")))
}

fn put<T: Serialize>(table: &mut Table<'_, &'static str, &'static [u8]>, key: &str, value: &T) -> Result<(), Error> {
    let record = serde_json::to_vec(value).expect("records are plain structs, with texts as keys");
    table.insert(key, record.as_slice())?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::{Order, Store, Visit};
    use crate::time;

    fn order(out_trade_no: &str, owner: &str) -> Order {
        serde_json::from_value(json!({
            "out_trade_no": out_trade_no, "owner": owner, "product": "puer", "quantity": 1, "title": "t", "amount": 100,
            "placed_at": 0, "imprest_code": null, "payment": null,
        }))
        .unwrap()
    }

    fn visit(ends_at: u64) -> Visit {
        serde_json::from_value(json!({ "owner": "o", "customer": null, "consents": [], "ends_at": ends_at })).unwrap()
    }

    #[test]
    fn a_notification_changes_its_order_once() {
        let store = Store::open(None).unwrap();
        store.find_or_insert(order("1", "o")).unwrap();
        let mut changes = 0;
        for is_new in [true, false, false] {
            assert_eq!(store.take_notification("key", "1", |_| changes += 1).unwrap(), is_new);
        }
        assert_eq!(changes, 1);
        assert!(store.take_notification("another", "1", |_| changes += 1).unwrap());
        assert_eq!(changes, 2);
    }

    #[test]
    fn what_fails_half_way_is_as_if_it_had_not_begun() {
        let store = Store::open(None).unwrap();
        store.find_or_insert(order("1", "o")).unwrap();
        let failed = store.write(|tables| {
            tables.open_table(super::NOTIFICATIONS)?.insert("key", ())?;
            Err::<(), _>(redb::Error::Corrupted("half way".to_owned()))
        });
        assert!(failed.is_err());
        assert!(store.take_notification("key", "1", |_| ()).unwrap(), "still new");
    }

    #[test]
    fn visits_that_are_over_go_when_the_shop_starts_and_all_else_stays() {
        let folder = std::env::temp_dir().join(format!("vvchat-shop-store-{}", std::process::id()));
        let store = Store::open(Some(&folder)).unwrap();
        store.begin_visit("over", &visit(time::now())).unwrap();
        store.begin_visit("goes on", &visit(time::now() + 1000)).unwrap();
        store.find_or_insert(order("1", "o")).unwrap();
        assert!(store.visit("over").unwrap().is_some());
        drop(store);

        let store = Store::open(Some(&folder)).unwrap();
        assert!(store.visit("over").unwrap().is_none());
        assert!(store.visit("goes on").unwrap().is_some());
        assert!(store.order("1").unwrap().is_some());
        drop(store);
        std::fs::remove_dir_all(folder).unwrap();
    }

    #[test]
    fn a_shop_that_was_killed_while_it_made_its_store_starts_anew() {
        let folder = std::env::temp_dir().join(format!("vvchat-shop-unfinished-{}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        std::fs::write(folder.join("shop.redb.new"), "half of a").unwrap();
        let store = Store::open(Some(&folder)).unwrap();
        store.find_or_insert(order("1", "o")).unwrap();
        drop(store);
        assert!(!folder.join("shop.redb.new").exists());
        assert!(Store::open(Some(&folder)).unwrap().order("1").unwrap().is_some());
        std::fs::remove_dir_all(folder).unwrap();
    }
}
