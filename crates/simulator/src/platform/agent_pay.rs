//! `POST /paybusapi/v1/app/agentpay`: a payment from the merchant to a person. Guide: 代付.

use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::IntoResponse;
use vvchat_openapi::{Timestamp, sign};

use super::{app, done};
use crate::clock::{Millis, real_time};
use crate::fields::{Body, quoted, required_header};
use crate::payouts::PayoutData;
use crate::refusal::Refusal;
use crate::simulation::Shared;

/// How far a merchant's clock may be off.
const TOLERANCE: Millis = 5 * 60_000;

pub(super) async fn pay(
    State(simulation): State<Shared>,
    headers: HeaderMap,
    Body(body): Body,
) -> Result<impl IntoResponse, Refusal> {
    let app = app(&simulation, required_header(&headers, "app_id")?)?;
    let nonce = required_header(&headers, "noncestr")?;
    let timestamp = required_header(&headers, "timestamp")?;
    let signature = required_header(&headers, "sign")?;
    check_time(timestamp)?;
    let data = PayoutData {
        out_order_no: body.text("out_order_no")?.to_owned(),
        in_open_id: body.text("in_open_id")?.to_owned(),
        out_open_id: body.text("out_open_id")?.to_owned(),
        amount: body.positive("amount", "以分为单位的正整数")?,
        notify_url: body.web_url("notify_url")?.to_owned(),
        title: body.text("title")?.to_owned(),
        remark: body.optional_text("remark")?.unwrap_or_default().to_owned(),
    };
    let signed = body.to_signed()?;
    let signed = signed.iter().map(|(name, value)| (*name, value.as_ref()));
    let base = sign::base(nonce, timestamp, &app.key());
    if sign::joint(signed, &base, &app.key()) != signature {
        return Err(Refusal::WrongSignature);
    }
    simulation.pay_out(app, data)?;
    Ok(done())
}

/// The request was signed just now. Merchants' servers go by the real time, so that is what theirs is held against,
/// however far the simulator's clock was put forward.
fn check_time(timestamp: &str) -> Result<(), Refusal> {
    let signed_at = Timestamp::from_digits(timestamp).ok_or_else(|| Refusal::WrongHeader {
        name: "timestamp".to_owned(),
        expected: "10位数字的秒级时间戳".to_owned(),
        got: quoted(timestamp),
    })?;
    let difference = (signed_at.seconds() * 1000).abs_diff(real_time());
    if difference > TOLERANCE { Err(Refusal::StaleTimestamp) } else { Ok(()) }
}
