//! The JSON Schema (draft 2020-12) of every message.
//!
//! What a schema can say of a rule, it says; the rest is in its `description`. It never refuses what the SDK or the host kit take.

use serde_json::{Map, Value as Json, json};
use vvchat_protocol::METHODS;
use vvchat_protocol::check::Expected;
use vvchat_protocol::error::Lang;
use vvchat_protocol::schema::{Field, Method, Presence, Refusal, Rule};
use vvchat_protocol::wire::{CANCEL, HELLO, NAMESPACE, READY, VERSION, code};

/// The whole document.
pub(crate) fn document() -> String {
    let mut definitions = Map::new();
    let mut of_pages = vec![refer("cancel.notification"), refer("hello.request")];
    let mut of_hosts = vec![refer("ready.notification"), refer("hello.response")];
    let mut define = |name: &str, params: Json, result: Json| {
        let [params_name, result_name] = [format!("{name}.params"), format!("{name}.result")];
        definitions.insert(format!("{name}.request"), request(name, &params_name));
        definitions.insert(format!("{name}.response"), response(&result_name));
        definitions.insert(params_name, params);
        definitions.insert(result_name, result);
    };
    define(HELLO, hello_params(), hello_result());
    for method in METHODS {
        define(method.name, params(method), result(method));
        of_pages.push(refer(&format!("{}.request", method.name)));
        of_hosts.push(refer(&format!("{}.response", method.name)));
    }
    let more = [
        ("page_message", described("What a page sends.", &json!({"anyOf": of_pages}))),
        ("host_message", described("What a host sends.", &json!({"anyOf": of_hosts}))),
        ("id", id()),
        ("error", error()),
        ("cancel.notification", cancel()),
        ("cancel.params", cancel_params()),
        ("ready.notification", ready()),
    ];
    definitions.extend(more.map(|(name, schema)| (name.to_owned(), schema)));
    pretty(&json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": format!("urn:vvchat:protocol:{VERSION}"),
        "$comment": "Written by `cargo xtask reference` from crates/protocol/src/methods.",
        "title": "What a VVChat page and its host say to each other",
        "anyOf": [refer("page_message"), refer("host_message")],
        "$defs": definitions,
    }))
}

/// A document as text. Its keys are sorted.
pub(crate) fn pretty(document: &Json) -> String {
    format!("{document:#}\n")
}

fn refer(name: &str) -> Json {
    json!({ "$ref": format!("#/$defs/{name}") })
}

/// The schema with that description.
fn described(description: &str, schema: &Json) -> Json {
    let mut schema = schema.clone();
    schema["description"] = json!(description);
    schema
}

// Messages.

fn request(method: &str, params: &str) -> Json {
    json!({
        "type": "object",
        "properties": {
            "jsonrpc": { "const": "2.0" },
            "id": refer("id"),
            "method": { "const": format!("{NAMESPACE}{method}") },
            "params": refer(params),
        },
        "required": ["jsonrpc", "id", "method", "params"],
    })
}

fn response(result: &str) -> Json {
    json!({
        "type": "object",
        "properties": { "jsonrpc": { "const": "2.0" }, "id": refer("id") },
        "required": ["jsonrpc", "id"],
        "oneOf": [
            { "properties": { "result": refer(result), "error": { "type": "null" } }, "required": ["result"] },
            { "properties": { "error": refer("error"), "result": { "type": "null" } }, "required": ["error"] },
        ],
    })
}

fn id() -> Json {
    json!({ "type": "string", "description": "What a page made up, and nobody can guess. It comes back as it is." })
}

fn error() -> Json {
    json!({
        "type": "object",
        "description": format!("Codes from -32768 to -32000 are those of JSON-RPC, {} is the answer to a request that was cancelled. Any other says what happened to the user's request.", code::REQUEST_CANCELLED),
        "properties": { "code": { "type": "integer" }, "message": { "type": "string" } },
        "required": ["code", "message"],
    })
}

fn cancel() -> Json {
    json!({
        "type": "object",
        "description": "A call is no longer wanted: its deadline has passed, or the page aborted it.",
        "properties": {
            "jsonrpc": { "const": "2.0" },
            "method": { "const": CANCEL },
            "params": refer("cancel.params"),
            "id": false,
        },
        "required": ["jsonrpc", "method", "params"],
    })
}

fn cancel_params() -> Json {
    json!({ "type": "object", "properties": { "id": refer("id") }, "required": ["id"] })
}

fn ready() -> Json {
    json!({
        "type": "object",
        "description": "The host has (re)started: the page answers with a handshake.",
        "properties": { "jsonrpc": { "const": "2.0" }, "method": { "const": READY }, "id": false },
        "required": ["jsonrpc", "method"],
    })
}

// The handshake.

/// The params of the handshake.
pub(crate) fn hello_params() -> Json {
    json!({
        "type": "object",
        "description": "The page asks which version the host speaks, who it is and what it offers.",
        "properties": {
            "versions": {
                "type": "array",
                "items": { "type": "integer" },
                "contains": { "const": VERSION },
                "description": "The versions of the protocol that the page speaks. The host picks one.",
            },
            "sdk": party("The page's SDK."),
        },
        "required": ["versions", "sdk"],
    })
}

/// The result of the handshake.
pub(crate) fn hello_result() -> Json {
    json!({
        "type": "object",
        "properties": {
            "version": { "const": VERSION, "description": "The version that the host has picked." },
            "host": party("Who the host is. `diagnose()` shows it."),
            "methods": {
                "type": "array",
                "items": { "type": "string" },
                "description": "The methods that the host offers. Without it, every method is tried.",
            },
        },
        "required": ["version"],
    })
}

fn party(description: &str) -> Json {
    let text = json!({ "type": "string" });
    json!({
        "type": "object",
        "description": description,
        "properties": { "name": text, "version": text },
        "required": ["name", "version"],
    })
}

// Methods.

/// What a method takes.
pub(crate) fn params(method: &Method) -> Json {
    object(method.params.iter())
}

/// What a method results in: its result, or a refusal in the platform's own form.
pub(crate) fn result(method: &Method) -> Json {
    let mut success = object(method.result.iter());
    success["properties"]["err_code"] =
        json!({ "enum": [0, 200, "0", "200", null], "description": "0, 200 or none: success." });

    let (kept, meaning) = match method.refusal {
        Refusal::IsAnError => (None, "the call failed, in the platform's own form of an error"),
        Refusal::IsAResult => (Some(Presence::Optional), "the user said no"),
    };
    let mut refusal = object(method.result.iter().filter(|field| Some(field.presence) == kept));
    let code = json!([rule(Rule::Integer), { "not": { "enum": [0, 200, "0", "200"] } }]);
    refusal["properties"]["err_code"] =
        json!({ "allOf": code, "description": format!("Anything but 0 and 200: {meaning}.") });
    refusal["properties"]["err_msg"] = json!({ "description": "Why, as a text for people." });
    refusal["required"] = json!(["err_code"]);
    json!({ "anyOf": [success, refusal] })
}

/// An object of these fields. Others are allowed, as everywhere in this protocol.
fn object<'a>(fields: impl Iterator<Item = &'a Field>) -> Json {
    let (mut properties, mut required) = (Map::new(), Vec::new());
    for field in fields {
        properties.insert(field.name.to_owned(), value(field));
        if let Some(alias) = field.alias {
            let description = format!("Stands for `{}` where that is missing.", field.name);
            properties.insert(alias.to_owned(), described(&description, &value(field)));
        }
        if field.presence != Presence::Optional {
            required.push(field.name);
        }
    }
    json!({ "type": "object", "properties": properties, "required": required })
}

/// What a field's value must be.
pub(crate) fn value(field: &Field) -> Json {
    let words = Expected::Rule(field.rule).words(Lang::En);
    let description = match field.rule {
        Rule::Text => field.doc.to_owned(),
        _ => format!("{} Must be {words}.", field.doc),
    };
    let schema = rule(field.rule);
    match field.presence {
        Presence::Optional => json!({ "anyOf": [schema, { "type": "null" }], "description": description }),
        Presence::Required | Presence::UnlessRefused => described(&description, &schema),
    }
}

/// White space as JavaScript's `trim` has it. Spelt out, because `\s` is not the same everywhere.
const SPACE: &str = r"\t-\r \u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000\ufeff";
/// White space and control characters as Unicode has them.
const INVISIBLE: &str = r"\u0000- \u007f-\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000";
/// 2^53 - 1.
const MAX_SAFE_INTEGER: i64 = 9_007_199_254_740_991;

fn rule(rule: Rule) -> Json {
    let non_blank = json!({ "type": "string", "pattern": format!("[^{SPACE}]") });
    match rule {
        Rule::Text => json!({ "type": "string" }),
        Rule::NonEmpty => json!({ "type": "string", "minLength": 1 }),
        Rule::NonBlank => non_blank,
        // The rest is up to the parser of the WHATWG, which is lenient: blanks around it, no slashes.
        Rule::HttpUrl => {
            json!({ "type": "string", "pattern": r"^[\u0000- ]*[Hh][\t\n\r]*[Tt][\t\n\r]*[Tt][\t\n\r]*[Pp][\t\n\r]*([Ss][\t\n\r]*)?:" })
        }
        Rule::Scope => json!({
            "type": "string",
            "anyOf": [
                { "pattern": format!("^sessionapi_sendmsg:[^{INVISIBLE}]+:[12]$") },
                { "pattern": format!("^[A-Za-z][^{INVISIBLE}]*$"), "not": { "pattern": "^sessionapi_sendmsg(:|$)" } },
            ],
        }),
        Rule::Integer => json!({
            "anyOf": [
                { "type": "integer", "minimum": -MAX_SAFE_INTEGER, "maximum": MAX_SAFE_INTEGER },
                { "type": "string", "pattern": "^(0|-?[1-9][0-9]{0,9})$" },
            ],
        }),
        Rule::SessionType => json!({ "enum": [1, 2, "1", "2"] }),
        Rule::TransactionNumber => {
            json!({ "anyOf": [non_blank, { "type": "integer", "minimum": 0, "maximum": MAX_SAFE_INTEGER }] })
        }
    }
}
