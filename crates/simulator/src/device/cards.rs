//! `/device/shares`, `/device/card-data`: cards that pages share.

use std::time::Duration;

use axum::Json;
use axum::extract::State;
use serde_json::{Value, json};

use super::writer;
use crate::fields::{Body, Query};
use crate::messages::{Author, Card, Content, Message};
use crate::outgoing;
use crate::refusal::Refusal;
use crate::simulation::Shared;

/// How much is read of what a card's address leads to, in bytes, and how long it is waited for.
const DATA_LIMIT: usize = 64 * 1024;
const PATIENCE: Duration = Duration::from_secs(5);

pub(super) async fn share(State(simulation): State<Shared>, Body(body): Body) -> Result<Json<Message>, Refusal> {
    let (user, conversation) = writer(&simulation, &body)?;
    let card = body.object("card")?;
    let optional = |name| Ok::<_, Refusal>(card.optional_text(name)?.map(str::to_owned));
    let app = super::app(&simulation, &card)?;
    let card = Card {
        app_id: app.app_id.clone(),
        share_title: card.text("share_title")?.to_owned(),
        sub_title: optional("sub_title")?,
        share_url: card.web_url("share_url")?.to_owned(),
        thumb_url: optional("thumb_url")?,
        share_data_url: optional("share_data_url")?,
    };
    let from = Author { app_id: None, user_id: user.user_id.clone() };
    Ok(Json(simulation.say(conversation, from, Content::Card { card })?))
}

pub(super) async fn data(State(simulation): State<Shared>, Query(query): Query) -> Result<Json<Value>, Refusal> {
    let url = query.web_url("url")?;
    let text = outgoing::read_text(&simulation.client, url, DATA_LIMIT, PATIENCE).await;
    let text = text.map_err(|reason| Refusal::NoCardData { reason })?;
    Ok(Json(json!({ "text": text })))
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use axum::body::{Body, to_bytes};
    use axum::http::{Request, header};
    use tokio::net::TcpListener;
    use tokio::time::Instant;
    use tower::ServiceExt;

    use crate::device::routes;
    use crate::simulation::Simulation;

    #[tokio::test(start_paused = true)]
    async fn an_address_has_five_seconds_to_be_read() {
        let simulation = Simulation::open(None, None, "http://127.0.0.1:4173".to_owned()).unwrap();
        // Connections to it are made, and nobody takes them.
        let silent = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let path = format!("/device/card-data?url=http://{}/", silent.local_addr().unwrap());
        let request = Request::get(path).header(header::HOST, "127.0.0.1:4173").body(Body::empty()).unwrap();
        let began = Instant::now();
        let answer = routes(&Arc::new(simulation)).oneshot(request).await.unwrap();
        assert_eq!(began.elapsed().as_secs(), 5);
        let body = to_bytes(answer.into_body(), usize::MAX).await.unwrap();
        let body = String::from_utf8(body.to_vec()).unwrap();
        assert_eq!(body, "{\"err_code\":400,\"err_msg\":\"无法读取卡片数据：5秒内没有读完\"}");
    }
}
