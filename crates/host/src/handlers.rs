//! What both flavours of `WebViewJavascriptBridge` have in common: a queue of calls of handlers, and answers by callback.

use crate::answer::text;
use crate::host::Host;
use crate::page::Page;
use crate::problem::Problem;
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;
use std::future::Future;

/// A call in the page's queue. Fields that are not listed are none of ours.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Message {
    handler_name: Option<String>,
    /// As the page wrote it.
    data: Option<Box<RawValue>>,
    callback_id: Option<String>,
}

/// The answer to a call.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct Reply<'a> {
    response_id: &'a str,
    /// The answer's JSON as a text: the one form that both flavours carry.
    response_data: &'a str,
}

/// Takes the calls of a queue, and results in the script that hands back the answer of each, as `function` has it called.
pub(crate) fn receive<H: Host>(
    page: &Page<H>,
    queue: &str,
    origin: &str,
    function: &'static str,
) -> Vec<impl Future<Output = Option<String>> + use<H>> {
    let calls = serde_json::from_str::<Vec<Message>>(queue).unwrap_or_else(|error| {
        page.report(&Problem::NoMessage { wrong: format!("the queue must be an array of calls: {error}") });
        Vec::new()
    });
    let answer = |call: Message| {
        // Without a name it is an answer to the app, and without an id nobody waits.
        let (name, id) = (call.handler_name?, call.callback_id?);
        let data = call.data.as_ref().map_or("", |data| data.get());
        let answer = page.call_handler(&name, data, origin);
        Some(async move { Some(reply(function, &id, &answer.await?)) })
    };
    calls.into_iter().filter_map(answer).collect()
}

/// The script that hands back the answer to the call of that id.
pub(crate) fn reply(function: &str, callback_id: &str, answer: &str) -> String {
    let message = text(&Reply { response_id: callback_id, response_data: answer });
    // The page may have left meanwhile, and the next one has no bridge yet.
    let call = crate::script::call(function, &message);
    format!("if(window.WebViewJavascriptBridge){call}")
}
