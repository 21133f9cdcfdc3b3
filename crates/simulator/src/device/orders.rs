//! `/device/order`, `/device/orders`, `/device/payments`: what the payment sheet shows, and that a person pays.

use axum::Json;
use axum::extract::State;
use serde::Serialize;
use serde_json::{Value, json};

use super::{app, user};
use crate::fields::{Body, Query};
use crate::orders::{OrderNumber, OrderView};
use crate::refusal::Refusal;
use crate::simulation::Shared;

/// What the payment sheet shows.
#[derive(Debug, Serialize)]
pub(super) struct Shown {
    title: String,
    /// In fen.
    amount: u64,
    store_no: String,
    remark: String,
    out_trade_no: String,
    status: u8,
}

pub(super) async fn one(State(simulation): State<Shared>, Query(query): Query) -> Result<Json<Shown>, Refusal> {
    let app = app(&simulation, &query)?;
    let order = simulation.order(app, OrderNumber::ImprestCode(query.text("imprest_code")?))?;
    let status = order.status();
    let data = order.data;
    Ok(Json(Shown {
        title: data.title,
        amount: data.amount,
        store_no: data.store_no,
        remark: data.remark,
        out_trade_no: data.out_trade_no,
        status,
    }))
}

pub(super) async fn all(State(simulation): State<Shared>) -> Result<Json<Vec<OrderView>>, Refusal> {
    Ok(Json(simulation.orders()?))
}

pub(super) async fn pay(State(simulation): State<Shared>, Body(body): Body) -> Result<Json<Value>, Refusal> {
    let (user, app) = (user(&simulation, &body)?, app(&simulation, &body)?);
    let trade_no = simulation.pay(user, app, body.text("imprest_code")?)?;
    Ok(Json(json!({ "trade_no": trade_no })))
}
