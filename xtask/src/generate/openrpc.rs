//! The document of `OpenRPC`: the methods that a host answers, for the tools that read such documents.

use anyhow::{Context, Result};
use serde_json::{Map, Value as Json, json};
use vvchat_protocol::METHODS;
use vvchat_protocol::schema::{Method, Presence};
use vvchat_protocol::wire::{CANCEL, HELLO, NAMESPACE, READY, VERSION, code};

use super::schema;
use crate::project;

/// The whole document.
pub(crate) fn document() -> Result<String> {
    let mut methods = vec![hello()?, cancel()];
    for declared in METHODS {
        methods.push(method(declared)?);
    }
    Ok(schema::pretty(&json!({
        "openrpc": "1.3.2",
        "info": {
            "title": "VVChat: what a host answers a page",
            "version": VERSION.to_string(),
            "description": format!("Written by `cargo xtask reference` from crates/protocol/src/methods. How messages get across, and the notification `{READY}` that a host sends, are in docs/protocol.md."),
            "license": { "name": "MIT OR Apache-2.0" },
        },
        "methods": methods,
    })))
}

fn method(method: &Method) -> Result<Json> {
    let docs = &method.docs;
    let params: Vec<_> = method
        .params
        .iter()
        .map(|field| {
            json!({
                "name": field.name,
                "description": field.doc,
                "required": field.presence == Presence::Required,
                "schema": schema::value(field),
            })
        })
        .collect();
    let about = format!("{} In the platform's guide: {}.", docs.details, docs.guide);
    Ok(described(
        method.name,
        docs.summary,
        about.trim_start(),
        &params,
        &schema::result(method),
        &examples(method.name)?,
    ))
}

fn hello() -> Result<Json> {
    let params = schema::hello_params();
    let descriptors: Vec<_> = ["versions", "sdk"]
        .map(|name| json!({ "name": name, "required": true, "schema": params["properties"][name] }))
        .into();
    let summary = "The handshake: which version the host speaks, who it is and what it offers.";
    let about = format!("A host that speaks none of the versions answers with error {}.", code::INVALID_PARAMS);
    Ok(described(HELLO, summary, &about, &descriptors, &schema::hello_result(), &examples(HELLO)?))
}

fn described(name: &str, summary: &str, about: &str, params: &[Json], result: &Json, examples: &Json) -> Json {
    json!({
        "name": format!("{NAMESPACE}{name}"),
        "summary": summary,
        "description": about,
        "paramStructure": "by-name",
        "params": params,
        "result": { "name": format!("{name}.result"), "schema": result },
        "errors": [
            error(code::METHOD_NOT_FOUND, "Method not found"),
            error(code::INVALID_PARAMS, "Invalid params"),
            error(code::INTERNAL_ERROR, "Internal error"),
            error(code::REQUEST_CANCELLED, "Request cancelled"),
        ],
        "examples": examples,
    })
}

/// An error that any method may be answered with.
fn error(code: f64, message: &str) -> Json {
    #[expect(clippy::cast_possible_truncation, reason = "a code of JSON-RPC is a small integer")]
    let code = code as i32;
    json!({ "code": code, "message": message })
}

/// A method without a result is a notification.
fn cancel() -> Json {
    json!({
        "name": CANCEL,
        "summary": "A call is no longer wanted: its deadline has passed, or the page aborted it.",
        "paramStructure": "by-name",
        "params": [{ "name": "id", "description": "The request's id.", "required": true, "schema": { "type": "string" } }],
    })
}

/// The golden request of a method, with its response.
fn examples(name: &str) -> Result<Json> {
    let message = |kind: &str| -> Result<(Json, Json)> {
        let path = format!("crates/protocol/golden/{name}.{kind}.json");
        let golden: Json = serde_json::from_str(&project::read(&path)?).with_context(|| path.clone())?;
        let text = golden["text"].as_str().with_context(|| format!("{path} has no text"))?;
        Ok((golden["about"].clone(), serde_json::from_str(text)?))
    };
    let (about, request) = message("request")?;
    let (_, response) = message("response")?;
    let params = request["params"].as_object().map(Map::iter).into_iter().flatten();
    let params: Vec<_> = params.map(|(name, value)| json!({ "name": name, "value": value })).collect();
    let result = json!({ "name": format!("{name}.result"), "value": response["result"] });
    Ok(json!([{ "name": format!("{name}.request"), "description": about, "params": params, "result": result }]))
}

#[cfg(test)]
mod tests {
    use serde_json::Value as Json;
    use vvchat_protocol::METHODS;
    use vvchat_protocol::wire::NAMESPACE;

    #[test]
    fn every_method_has_its_params_and_an_example() {
        crate::project::enter_root().expect("the project has a root");
        let document: Json = serde_json::from_str(&super::document().expect("it is written")).expect("it is JSON");
        let methods = document["methods"].as_array().expect("it is an array");
        for method in METHODS {
            let of_method = methods.iter().find(|entry| entry["name"] == format!("{NAMESPACE}{}", method.name));
            let entry = of_method.unwrap_or_else(|| panic!("{} is missing", method.name));
            let params = entry["params"].as_array().expect("it is an array");
            let names: Vec<_> = params.iter().map(|param| param["name"].as_str()).collect();
            assert_eq!(names, method.params.iter().map(|field| Some(field.name)).collect::<Vec<_>>());
            assert_eq!(entry["examples"].as_array().map(Vec::len), Some(1));
        }
    }
}
