//! Orders that merchants place and people pay.

use serde::{Deserialize, Serialize};

use crate::clock::Millis;
use crate::messages::{self, Author, Content, Message, Receipt};
use crate::notifications::{self, Kind};
use crate::random;
use crate::refusal::Refusal;
use crate::simulation::Simulation;
use crate::store::{Changes, Failure, Record, View};
use crate::world::{App, User};

/// What a merchant orders, in the words of the unified order.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct OrderData {
    pub(crate) store_no: String,
    pub(crate) out_trade_no: String,
    /// In fen.
    pub(crate) amount: u64,
    /// Where the shop wants to hear of the payment; the test order has no shop.
    pub(crate) notify_url: Option<String>,
    pub(crate) scene_type: String,
    pub(crate) title: String,
    pub(crate) remark: String,
}

impl OrderData {
    /// What differs from an order that the merchant gave the same number. There is but one `scene_type`.
    fn difference(&self, other: &Self) -> Option<&'static str> {
        [
            ("store_no", self.store_no == other.store_no),
            ("amount", self.amount == other.amount),
            ("notify_url", self.notify_url == other.notify_url),
            ("title", self.title == other.title),
            ("remark", self.remark == other.remark),
        ]
        .into_iter()
        .find_map(|(name, is_same)| (!is_same).then_some(name))
    }
}

/// An order.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Order {
    pub(crate) imprest_code: String,
    pub(crate) app_id: String,
    pub(crate) data: OrderData,
    pub(crate) created: Millis,
    pub(crate) payment: Option<Payment>,
}

/// That an order was paid.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Payment {
    pub(crate) trade_no: String,
    pub(crate) user_id: String,
    pub(crate) at: Millis,
    /// What the shop is told.
    pub(crate) notification: Option<u64>,
}

impl Order {
    /// As the platform counts: 0 waiting, 1 paid.
    pub(crate) fn status(&self) -> u8 {
        u8::from(self.payment.is_some())
    }
}

impl Record for Order {
    const KIND: &'static str = "order";

    fn key(&self) -> String {
        self.imprest_code.clone()
    }
}

/// The merchant's own number for an order.
#[derive(Debug, Serialize, Deserialize)]
struct OutTradeNo {
    app_id: String,
    out_trade_no: String,
    imprest_code: String,
}

impl OutTradeNo {
    fn key_of(app_id: &str, out_trade_no: &str) -> String {
        format!("{app_id}/{out_trade_no}")
    }
}

impl Record for OutTradeNo {
    const KIND: &'static str = "out_trade_no";

    fn key(&self) -> String {
        Self::key_of(&self.app_id, &self.out_trade_no)
    }
}

/// By which of its two numbers an order is asked for.
#[derive(Clone, Copy, Debug)]
pub(crate) enum OrderNumber<'a> {
    /// The platform's.
    ImprestCode(&'a str),
    /// The merchant's.
    OutTradeNo(&'a str),
}

/// An order as the phone's tools show it.
#[derive(Debug, Serialize)]
pub(crate) struct OrderView {
    pub(crate) app_id: String,
    pub(crate) imprest_code: String,
    pub(crate) status: u8,
    #[serde(flatten)]
    pub(crate) data: OrderData,
    pub(crate) created_at: Millis,
    pub(crate) paid_at: Option<Millis>,
    pub(crate) user_id: Option<String>,
    pub(crate) trade_no: Option<String>,
    /// How far the shop was told of it.
    pub(crate) notification: Option<notifications::Progress>,
}

fn by_out_trade_no(view: &impl View, app_id: &str, out_trade_no: &str) -> Result<Option<Order>, Failure> {
    let number: Option<OutTradeNo> = view.get(&OutTradeNo::key_of(app_id, out_trade_no))?;
    number.map_or(Ok(None), |number| view.get(&number.imprest_code))
}

/// The order by that number, if it is the app's.
fn order_of(view: &impl View, app: &App, number: OrderNumber) -> Result<Order, Refusal> {
    let order: Option<Order> = match number {
        OrderNumber::ImprestCode(imprest_code) => view.get(imprest_code)?,
        OrderNumber::OutTradeNo(out_trade_no) => by_out_trade_no(view, &app.app_id, out_trade_no)?,
    };
    let order = order.ok_or(Refusal::UnknownOrder)?;
    if order.app_id == app.app_id { Ok(order) } else { Err(Refusal::ForeignOrder) }
}

fn order_view(view: &impl View, order: Order) -> Result<OrderView, Failure> {
    let status = order.status();
    let notification = order.payment.as_ref().and_then(|payment| payment.notification);
    let notification = notification.map_or(Ok(None), |id| notifications::progress(view, id))?;
    let (paid_at, user_id, trade_no) = match order.payment {
        Some(Payment { trade_no, user_id, at, .. }) => (Some(at), Some(user_id), Some(trade_no)),
        None => (None, None, None),
    };
    let Order { imprest_code, app_id, data, created: created_at, .. } = order;
    Ok(OrderView { app_id, imprest_code, status, data, created_at, paid_at, user_id, trade_no, notification })
}

/// What the shop is told of a payment. Times are in seconds; every value is a text.
fn payment_fields(order: &Order, trade_no: &str, user: &User, now: Millis) -> Vec<(&'static str, String)> {
    vec![
        ("app_id", order.app_id.clone()),
        ("trade_no", trade_no.to_owned()),
        ("out_trade_no", order.data.out_trade_no.clone()),
        ("open_id", user.open_id.clone()),
        ("trade_time", (order.created / 1000).to_string()),
        ("pay_time", (now / 1000).to_string()),
        ("amount", order.data.amount.to_string()),
        ("status", "1".to_owned()),
    ]
}

/// Puts VVChat's receipt where that person finds it.
fn receipt(changes: &Changes, now: Millis, user: &User, order: &Order, trade_no: &str) -> Result<Message, Failure> {
    let from = Author { app_id: Some(order.app_id.clone()), user_id: user.user_id.clone() };
    let payment = Receipt {
        app_id: order.app_id.clone(),
        title: order.data.title.clone(),
        amount: order.data.amount,
        trade_no: trade_no.to_owned(),
    };
    messages::say(changes, now, &user.receipts(), from, Content::Payment { payment })
}

/// A number for a transaction: 18 digits, the first eight the day. No two are the same, since no two count the same.
pub(crate) fn trade_no(changes: &Changes, now: Millis) -> Result<String, Failure> {
    Ok(format!("{}{:010}", day(now), changes.next_number()?))
}

/// The day in UTC, as `YYYYMMDD`.
fn day(now: Millis) -> String {
    // Days since 1970 to a date: http://howardhinnant.github.io/date_algorithms.html, `civil_from_days`.
    let days = now / 86_400_000 + 719_468;
    let (era, day_of_era) = (days / 146_097, days % 146_097);
    let year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let shifted_month = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * shifted_month + 2) / 5 + 1;
    let month = if shifted_month < 10 { shifted_month + 3 } else { shifted_month - 9 };
    let year = year_of_era + era * 400 + u64::from(month <= 2);
    format!("{year:04}{month:02}{day:02}")
}

impl Simulation {
    /// Places an order. The same order again is the one that is there, so a merchant may repeat a call that got no
    /// answer.
    pub(crate) fn place(&self, app: &App, data: OrderData) -> Result<Order, Refusal> {
        let order = self.store.write(|changes| {
            if let Some(present) = by_out_trade_no(changes, &app.app_id, &data.out_trade_no)? {
                return match data.difference(&present.data) {
                    Some(name) => Err(Refusal::OrderDiffers { name: name.to_owned() }),
                    None => Ok(present),
                };
            }
            let order = Order {
                imprest_code: format!("P{}", random::text(24)),
                app_id: app.app_id.clone(),
                data,
                created: self.clock.now(),
                payment: None,
            };
            changes.put(&order)?;
            changes.put(&OutTradeNo {
                app_id: order.app_id.clone(),
                out_trade_no: order.data.out_trade_no.clone(),
                imprest_code: order.imprest_code.clone(),
            })?;
            Ok(order)
        })?;
        self.tell_order(&app.app_id, &order.data.out_trade_no)?;
        Ok(order)
    }

    /// The order of an app by that number.
    pub(crate) fn order(&self, app: &App, number: OrderNumber) -> Result<Order, Refusal> {
        self.store.read(|view| order_of(view, app, number))
    }

    /// That person pays. That it is paid, what the shop will be told and the receipt are one change: none is ever there
    /// without the others.
    pub(crate) fn pay(&self, user: &User, app: &App, imprest_code: &str) -> Result<String, Refusal> {
        let (order, trade_no, notification, receipt) = self.store.write(|changes| {
            let now = self.clock.now();
            let mut order = order_of(changes, app, OrderNumber::ImprestCode(imprest_code))?;
            if order.payment.is_some() {
                return Err(Refusal::PaidOrder);
            }
            let trade_no = trade_no(changes, now)?;
            let notification = match &order.data.notify_url {
                Some(url) => {
                    let fields = payment_fields(&order, &trade_no, user, now);
                    Some(notifications::add(changes, now, app, Kind::Pay, url, fields)?)
                }
                None => None,
            };
            order.payment = Some(Payment {
                trade_no: trade_no.clone(),
                user_id: user.user_id.clone(),
                at: now,
                notification: notification.as_ref().map(|notification| notification.id),
            });
            changes.put(&order)?;
            let receipt = receipt(changes, now, user, &order, &trade_no)?;
            Ok((order, trade_no, notification, receipt))
        })?;
        self.events.send("message", &receipt);
        match notification {
            Some(notification) => self.tell_due(&notification)?,
            None => self.tell_order(&app.app_id, &order.data.out_trade_no)?,
        }
        Ok(trade_no)
    }

    /// Every order, newest first.
    pub(crate) fn orders(&self) -> Result<Vec<OrderView>, Refusal> {
        let mut orders = self.store.read(|view| {
            let orders = view.list::<Order>("")?;
            orders.into_iter().map(|order| order_view(view, order)).collect::<Result<Vec<_>, Failure>>()
        })?;
        orders.sort_by_key(|order| std::cmp::Reverse(order.created_at));
        Ok(orders)
    }

    /// Tells the phone how an order is now.
    pub(crate) fn tell_order(&self, app_id: &str, out_trade_no: &str) -> Result<(), Failure> {
        let order = self.store.read(|view| {
            let order = by_out_trade_no(view, app_id, out_trade_no)?;
            order.map(|order| order_view(view, order)).transpose()
        })?;
        if let Some(order) = order {
            self.events.send("order", &order);
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::day;

    #[test]
    fn days_are_those_of_the_calendar() {
        for (seconds, text) in [
            (0, "19700101"),
            (951_782_400, "20000229"),
            (951_868_800, "20000301"),
            (1_512_172_800, "20171202"),
            (4_107_542_399, "21000228"),
            (4_107_542_400, "21000301"),
        ] {
            assert_eq!(day(seconds * 1000), text);
        }
    }
}
