//! `GET /paybusapi/v1/test/imprest`: an order to try payments with, made up by the platform's test environment.

use axum::Json;
use axum::extract::State;
use serde::Serialize;

use crate::orders::OrderData;
use crate::random;
use crate::refusal::Refusal;
use crate::simulation::Shared;

#[derive(Debug, Serialize)]
pub(super) struct Made {
    imprest_code: String,
}

pub(super) async fn place(State(simulation): State<Shared>) -> Result<Json<Made>, Refusal> {
    // The documented test app, or what a seed has in its place.
    let app = simulation.world.app("test").or(simulation.world.apps.first()).ok_or(Refusal::UnknownApp)?;
    let order = simulation.place(
        app,
        OrderData {
            store_no: "10000100".to_owned(),
            out_trade_no: format!("TEST{}", random::text(20)),
            amount: 1,
            // No shop placed it, so none waits to hear of it.
            notify_url: None,
            scene_type: "APP".to_owned(),
            title: "测试订单".to_owned(),
            remark: String::new(),
        },
    )?;
    Ok(Json(Made { imprest_code: order.imprest_code }))
}
