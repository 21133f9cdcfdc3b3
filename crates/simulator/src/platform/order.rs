//! `/paybusapi/v1/pay/unifiedorder`: placing an order, and asking for it. Guide: 统一下单接口.

use axum::Json;
use axum::extract::State;
use serde::Serialize;
use vvchat_openapi::sign;

use super::app;
use crate::fields::{Body, Fields, Query, quoted};
use crate::orders::{OrderData, OrderNumber};
use crate::refusal::Refusal;
use crate::simulation::Shared;

/// The longest `nonce_str`.
const NONCE_LENGTH: usize = 32;

#[derive(Debug, Serialize)]
pub(super) struct Placed {
    app_id: String,
    store_no: String,
    nonce_str: String,
    scene_type: String,
    imprest_code: String,
    sign: String,
}

pub(super) async fn place(State(simulation): State<Shared>, Body(body): Body) -> Result<Json<Placed>, Refusal> {
    let app = app(&simulation, body.text("app_id")?)?;
    only(&body, "sign_type", "MD5")?;
    let nonce = body.text("nonce_str")?;
    if nonce.chars().count() > NONCE_LENGTH {
        return Err(Refusal::wrong("nonce_str", "最多32个字符", format_args!("{}个字符", nonce.chars().count())));
    }
    let data = OrderData {
        store_no: body.text("store_no")?.to_owned(),
        out_trade_no: body.text("out_trade_no")?.to_owned(),
        amount: body.positive("amount", "以分为单位的正整数")?,
        notify_url: Some(body.web_url("notify_url")?.to_owned()),
        scene_type: only(&body, "scene_type", "APP")?.to_owned(),
        title: body.text("title")?.to_owned(),
        remark: body.optional_text("remark")?.unwrap_or_default().to_owned(),
    };
    let signed = body.to_signed()?;
    let signed = signed.iter().map(|(name, value)| (*name, value.as_ref()));
    if !sign::verify_data(signed, body.text("sign")?, &app.key()) {
        return Err(Refusal::WrongSignature);
    }

    let order = simulation.place(app, data)?;
    let (store_no, scene_type) = (order.data.store_no, order.data.scene_type);
    let reply = [
        ("app_id", order.app_id.as_str()),
        ("store_no", &store_no),
        ("nonce_str", nonce),
        ("scene_type", &scene_type),
        ("imprest_code", &order.imprest_code),
    ];
    let sign = sign::data(reply, &app.key());
    let nonce_str = nonce.to_owned();
    Ok(Json(Placed { app_id: order.app_id, store_no, nonce_str, scene_type, imprest_code: order.imprest_code, sign }))
}

/// A parameter for which the platform knows one value.
fn only<'a>(body: &'a Fields, name: &str, value: &str) -> Result<&'a str, Refusal> {
    let text = body.text(name)?;
    if text == value { Ok(text) } else { Err(Refusal::wrong(name, value, quoted(text))) }
}

/// An order as the platform tells it. What is not there yet is empty.
#[derive(Debug, Serialize)]
pub(super) struct Found {
    open_id: String,
    store_no: String,
    out_trade_no: String,
    trade_no: String,
    imprest_code: String,
    amount: u64,
    title: String,
    remark: String,
    notify_url: String,
    scene_type: String,
    status: u8,
}

pub(super) async fn query(State(simulation): State<Shared>, Query(query): Query) -> Result<Json<Found>, Refusal> {
    let app = app(&simulation, query.text("app_id")?)?;
    let number = match (query.optional_text("imprest_code")?, query.optional_text("out_trade_no")?) {
        (Some(imprest_code), None) => OrderNumber::ImprestCode(imprest_code),
        (None, Some(out_trade_no)) => OrderNumber::OutTradeNo(out_trade_no),
        _ => return Err(Refusal::OneOrderNumber),
    };
    let order = simulation.order(app, number)?;
    let status = order.status();
    let (open_id, trade_no) = match order.payment {
        Some(payment) => {
            let payer = simulation.world.user(&payment.user_id).ok_or(Refusal::UnknownUser)?;
            (payer.open_id.clone(), payment.trade_no)
        }
        None => (String::new(), String::new()),
    };
    let data = order.data;
    Ok(Json(Found {
        open_id,
        store_no: data.store_no,
        out_trade_no: data.out_trade_no,
        trade_no,
        imprest_code: order.imprest_code,
        amount: data.amount,
        title: data.title,
        remark: data.remark,
        notify_url: data.notify_url.unwrap_or_default(),
        scene_type: data.scene_type,
        status,
    }))
}
