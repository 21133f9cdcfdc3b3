//! `POST /api/notify`: the platform says that an order is paid.
//!
//! Anybody on the internet can send this. What is believed is what carries the signature that only the platform and this
//! server can make, speaks of an order of ours, and has all of its money. The platform repeats a notification until it is
//! answered with `success`, and may repeat it after that: each counts once. So `success` is said only when it is stored.

use std::fmt;

use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, header};
use vvchat_openapi::notification::{self, Notification, PaymentNotification, Rejected};
use vvchat_openapi::order_query::OrderStatus;

use crate::orders::{LearntBy, Payment};
use crate::{App, time};

/// Takes a notification, and says so once it is stored.
pub(crate) async fn notify(State(app): State<App>, headers: HeaderMap, body: Bytes) -> (StatusCode, &'static str) {
    match take(&app, &headers, &body) {
        Ok(()) => (StatusCode::OK, notification::ACKNOWLEDGEMENT),
        Err(why) => {
            // Whoever forged it learns nothing from the answer; whoever runs the shop finds the reason in the log.
            eprintln!("shop: refused a notification: {why}");
            let ours = matches!(why, Refused::NotStored(_));
            (if ours { StatusCode::INTERNAL_SERVER_ERROR } else { StatusCode::BAD_REQUEST }, "refused")
        }
    }
}

fn take(app: &App, headers: &HeaderMap, body: &[u8]) -> Result<(), Refused> {
    let payment = verify(app, headers, body)?;
    let PaymentNotification { out_trade_no, amount, status, trade_no, open_id, .. } = &payment;

    // The signature says who speaks. What they say is held against what was ordered.
    let order = app.store.order(out_trade_no).map_err(Refused::NotStored)?;
    let order = order.ok_or_else(|| Refused::NoSuchOrder(out_trade_no.clone()))?;
    if *amount != order.amount {
        return Err(Refused::OtherAmount { out_trade_no: out_trade_no.clone(), told: amount.to_string() });
    }

    let is_new = app.store.take_notification(&payment.deduplication_key(), out_trade_no, |order| {
        if *status == OrderStatus::Paid {
            order.settle(Payment {
                trade_no: trade_no.clone(),
                open_id: open_id.clone(),
                learnt_by: LearntBy::Notification,
                learnt_at: time::now(),
            });
        }
    });
    // What follows from a payment, such as sending the tea, starts here: only if it is new.
    let how_often = if is_new.map_err(Refused::NotStored)? { "" } else { ", once more" };
    eprintln!("shop: order {out_trade_no} has status {}, says VVChat{how_often}", i64::from(*status));
    Ok(())
}

/// The payment that a notification speaks of, if VVChat signed it for this app.
fn verify(app: &App, headers: &HeaderMap, body: &[u8]) -> Result<PaymentNotification, Refused> {
    let content_type = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok());
    match Notification::from_body(body, content_type, &app.credentials).map_err(Refused::NotBelieved)? {
        Notification::Payment(payment) => Ok(payment),
        Notification::AgentPay(_) => Err(Refused::NoPayment),
    }
}

/// Why a notification was not taken, for the log.
#[derive(Debug)]
enum Refused {
    NotBelieved(Rejected),
    /// The shop pays nobody.
    NoPayment,
    NoSuchOrder(String),
    OtherAmount {
        out_trade_no: String,
        told: String,
    },
    NotStored(redb::Error),
}

impl fmt::Display for Refused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotBelieved(why) => why.fmt(f),
            Self::NoPayment => f.write_str("it is about paying out"),
            Self::NoSuchOrder(out_trade_no) => write!(f, "there is no order {out_trade_no}"),
            Self::OtherAmount { out_trade_no, told } => write!(f, "{told} is not the amount of order {out_trade_no}"),
            Self::NotStored(error) => write!(f, "it could not be stored: {error}"),
        }
    }
}
