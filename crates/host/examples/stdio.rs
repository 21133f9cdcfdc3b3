//! A host on standard input and output: a message a line in, an answer a line out, as the calls end.
//!
//! ```sh
//! cargo run -p vvchat-host --example stdio -- ORIGIN…
//! ```
//!
//! Each line is a JSON object with the sender's `origin` and what it sent: as `message` or `event` a message of JSON-RPC, as `wvjb`
//! or `jsbridge` the queue of a `WebViewJavascriptBridge`. The answer to a `message` is a message, to all others it is a script.
//!
//! There are no sheets here: the app agrees to everything at once, but for the payments `CANCEL` and `WAIT`.

use serde::Deserialize;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use tokio::io::{AsyncBufReadExt, BufReader};
use tokio::task::JoinSet;
use vvchat_host::{
    AuthParams, AuthResult, Call, Host, Info, Method, Origins, Page, PayParams, PayResult, Problem, Refusal, Session,
    SessionType, ShareParams, ShareResult, jsbridge, script, wvjb,
};

struct App;

impl Host for App {
    fn info(&self) -> Info {
        Info { name: "stdio".to_owned(), version: env!("CARGO_PKG_VERSION").to_owned() }
    }

    fn methods(&self) -> Vec<Method> {
        Method::ALL.to_vec()
    }

    fn report(&self, problem: &Problem) {
        eprintln!("{problem}");
    }

    async fn auth(&self, _params: AuthParams, _call: Call) -> Result<AuthResult, Refusal> {
        Ok(AuthResult { code: "C7f2k9".to_owned() })
    }

    async fn pay(&self, params: PayParams, _call: Call) -> Result<PayResult, Refusal> {
        match &*params.imprest_code {
            "CANCEL" => Err(Refusal::cancelled()),
            // A person who never decides: the call ends when the page gives it up.
            "WAIT" => std::future::pending().await,
            _ => Ok(PayResult { trade_no: "201712023384923834".to_owned() }),
        }
    }

    async fn get_session(&self, _call: Call) -> Result<Session, Refusal> {
        Ok(Session { session_id: "IqxDpc-s6S_9RaXMmag39YVH7W810Z57".to_owned(), session_type: SessionType::Single })
    }

    async fn select_session(&self, _call: Call) -> Result<Session, Refusal> {
        Ok(Session { session_id: "IqxDpc-s6S_9RaXMmag39YVH7W810Z57".to_owned(), session_type: SessionType::Group })
    }

    /// Says what it was given, so that one can see how texts come across.
    async fn share(&self, params: ShareParams, _call: Call) -> Result<ShareResult, Refusal> {
        Ok(ShareResult { code: 200, error: Some(params.share_title) })
    }
}

/// A line of the input.
#[derive(Deserialize)]
struct Line {
    origin: String,
    #[serde(flatten)]
    sent: Sent,
}

#[derive(Deserialize)]
#[serde(rename_all = "lowercase")]
enum Sent {
    Message(String),
    Event(String),
    Wvjb(String),
    Jsbridge(String),
}

type Answer = Pin<Box<dyn Future<Output = Option<String>> + Send>>;

/// A future for each answer that a line may get.
fn receive(page: &Page<App>, line: &str) -> serde_json::Result<Vec<Answer>> {
    fn boxed(future: impl Future<Output = Option<String>> + Send + 'static) -> Answer {
        Box::pin(future)
    }
    let Line { origin, sent } = serde_json::from_str(line)?;
    Ok(match sent {
        Sent::Message(message) => vec![boxed(page.receive(&message, &origin))],
        Sent::Event(message) => {
            let answer = page.receive(&message, &origin);
            vec![boxed(async move { Some(script::event(&answer.await?)) })]
        }
        Sent::Wvjb(queue) => wvjb::receive(page, &queue, &origin).into_iter().map(boxed).collect(),
        Sent::Jsbridge(queue) => jsbridge::receive(page, &queue, &origin).into_iter().map(boxed).collect(),
    })
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let page = Page::new(Arc::new(App), Origins::new(std::env::args().skip(1))?);
    let mut calls = JoinSet::new();
    let mut lines = BufReader::new(tokio::io::stdin()).lines();
    while let Some(line) = lines.next_line().await? {
        for answer in receive(&page, &line)? {
            calls.spawn(async move {
                if let Some(answer) = answer.await {
                    println!("{answer}");
                }
            });
        }
    }
    // Nobody sends any more, but what was asked is answered.
    calls.join_all().await;
    Ok(())
}
