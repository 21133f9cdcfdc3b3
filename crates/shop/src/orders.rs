//! Orders.
//!
//! ```text
//! page                          this server                       VVChat's platform
//!  │ POST /api/orders ──────────► looks up the price
//!  │     product, quantity        stores the order
//!  │                              unified order ─────────────────► imprest_code
//!  │ ◄── order, imprest_code
//!  │ vvchat.pay(…)  ► the person pays
//!  │                              /api/notify ◄─────────────────── it is paid     (notify.rs)
//!  │ GET /api/orders/NO ────────► no notification yet? asks ─────► waiting or paid
//!  │ ◄── order, payment
//! ```
//!
//! Nothing that the page says about a price or a payment counts. An order is paid when the platform has told *this server* so.

use axum::Json;
use axum::extract::{Path, State};
use serde::{Deserialize, Serialize};
use vvchat_openapi::Fen;
use vvchat_openapi::order_query::{OrderStatus, QueryOrder};
use vvchat_openapi::unified_order::PlaceOrder;

use crate::catalog::{self, Lang, Product};
use crate::failure::{Body, Failure};
use crate::visits::Visitor;
use crate::{App, random, time};

/// Which of the merchant's stores it is; this one has just one.
const STORE_NO: &str = "10000100";

/// An order, as it is stored and as its owner's page gets it.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Order {
    /// The shop's own number: what the order is called when the platform speaks of it.
    pub(crate) out_trade_no: String,
    /// Whose it is: [`Visit::owner`](crate::visits::Visit::owner).
    pub(crate) owner: String,
    pub(crate) product: String,
    pub(crate) quantity: u32,
    pub(crate) title: String,
    pub(crate) amount: Fen,
    /// Unix seconds.
    pub(crate) placed_at: u64,
    /// What it is paid by, once the platform knows the order.
    pub(crate) imprest_code: Option<String>,
    /// The platform said that it is paid.
    pub(crate) payment: Option<Payment>,
}

/// A payment, in the platform's words.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Payment {
    /// The platform's number of the transaction. Digits, but no number: it is too long for a float.
    pub(crate) trade_no: String,
    /// Who paid. Not always who ordered.
    pub(crate) open_id: String,
    /// How the shop learnt of it.
    pub(crate) learnt_by: LearntBy,
    /// When the shop learnt of it: Unix seconds.
    pub(crate) learnt_at: u64,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum LearntBy {
    /// The platform told the shop.
    Notification,
    /// The shop asked the platform.
    Query,
}

impl Order {
    fn draft(owner: &str, product: &Product, quantity: u32, lang: Lang) -> Result<Self, Failure> {
        let amount = product.price.times(quantity.into()).ok_or_else(|| Failure::bad_request("quantity: too many"))?;
        Ok(Self {
            out_trade_no: random::order_number()?,
            owner: owner.to_owned(),
            product: product.id.to_owned(),
            quantity,
            title: format!("{} × {quantity}", product.name.in_lang(lang)),
            amount,
            placed_at: time::now(),
            imprest_code: None,
            payment: None,
        })
    }

    /// Whether this is what somebody ordered already and has not paid.
    pub(crate) fn repeats(&self, other: &Order) -> bool {
        other.payment.is_none()
            && (&other.product, other.quantity, other.amount) == (&self.product, self.quantity, self.amount)
    }

    /// Stores that it is paid. What is known already stays.
    pub(crate) fn settle(&mut self, payment: Payment) {
        self.payment.get_or_insert(payment);
    }
}

/// What the page may say of an order.
#[derive(Debug, Deserialize)]
pub(crate) struct Wish {
    product: String,
    quantity: u32,
    lang: Lang,
}

/// `POST /api/orders`: places an order, for the page to pay it by its `imprest_code`.
///
/// Whoever orders the same again before it is paid gets the same order: it has one `imprest_code`, and VVChat takes the money
/// for that once. So neither a second tap, nor a reload, nor a payment whose outcome got lost makes anybody pay twice.
pub(crate) async fn place(
    State(app): State<App>,
    visitor: Visitor,
    Body(Wish { product, quantity, lang }): Body<Wish>,
) -> Result<Json<Order>, Failure> {
    let product = catalog::product(&product).ok_or_else(Failure::no_such_product)?;
    if !(1..=catalog::MOST).contains(&quantity) {
        return Err(Failure::bad_request(&format!("quantity: 1 to {} is expected", catalog::MOST)));
    }
    let draft = Order::draft(&visitor.visit.owner, product, quantity, lang)?;

    let order = app.store.find_or_insert(draft)?;
    if order.imprest_code.is_some() {
        // It was there before. Perhaps it is paid by now?
        match refresh(&app, order.clone()).await {
            // That the platform refuses to say so proves nothing: it may have forgotten the order, or be busy. So it gets
            // the same order once more, never a second one that could be paid besides. If that is paid already, it says so.
            Err(Failure::Platform(error)) if error.reason() == "refused" => {}
            known => return known.map(Json),
        }
    }
    introduce(&app, order).await.map(Json)
}

/// Makes the order known to the platform. It was stored before, so the shop knows what a notification speaks of, however
/// early that comes. If this is interrupted, the next try sends the same order once more; the platform knows it by its number.
async fn introduce(app: &App, order: Order) -> Result<Order, Failure> {
    let call = PlaceOrder {
        store_no: STORE_NO.to_owned(),
        out_trade_no: order.out_trade_no.clone(),
        amount: order.amount,
        notify_url: format!("{}/api/notify", app.origin),
        title: order.title,
        remark: None,
    };
    let placed = app.platform.place_order(&call).await?;
    change(app, &order.out_trade_no, |order| order.imprest_code = Some(placed.imprest_code))
}

/// `GET /api/orders`: the visitor's own, newest first.
pub(crate) async fn list(State(app): State<App>, visitor: Visitor) -> Result<Json<Vec<Order>>, Failure> {
    Ok(Json(app.store.orders_of(&visitor.visit.owner)?))
}

/// `GET /api/orders/{out_trade_no}`: one of the visitor's own, as it is now. This is what resolves an unknown payment.
pub(crate) async fn show(
    State(app): State<App>,
    visitor: Visitor,
    Path(out_trade_no): Path<String>,
) -> Result<Json<Order>, Failure> {
    let order = app.store.order(&out_trade_no)?.filter(|order| order.owner == visitor.visit.owner);
    refresh(&app, order.ok_or(Failure::NoSuchOrder)?).await.map(Json)
}

/// Asks the platform about an order that is not known to be paid.
async fn refresh(app: &App, order: Order) -> Result<Order, Failure> {
    if order.payment.is_some() || order.imprest_code.is_none() {
        return Ok(order);
    }
    let told = app.platform.query_order(&QueryOrder::OutTradeNo(order.out_trade_no.clone())).await?;
    if told.status != OrderStatus::Paid {
        return Ok(order);
    }
    // It is this order, or the client would not have taken the reply. But is it all of its money, too?
    if told.amount != order.amount {
        return Err(Failure::OtherAmount);
    }
    let payment = Payment {
        // The client takes no reply that says "paid" without a number.
        trade_no: told.trade_no.unwrap_or_default(),
        open_id: told.open_id.unwrap_or_default(),
        learnt_by: LearntBy::Query,
        learnt_at: time::now(),
    };
    change(app, &order.out_trade_no, |order| order.settle(payment))
}

fn change(app: &App, out_trade_no: &str, change: impl FnOnce(&mut Order)) -> Result<Order, Failure> {
    app.store.change_order(out_trade_no, change)?.ok_or(Failure::NoSuchOrder)
}
