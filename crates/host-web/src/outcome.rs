//! What an app's function said, held against the rules of its method.

use serde::de::DeserializeOwned;
use serde_json::Value as Json;
use vvchat_host::{Method, Refusal};
use vvchat_protocol::check;
use vvchat_protocol::error::Lang;
use vvchat_protocol::wire::code;
use wasm_bindgen::prelude::*;

#[wasm_bindgen]
extern "C" {
    /// What a function returned, as JSON, or the code and message by which it refused.
    pub(crate) type Outcome;

    #[wasm_bindgen(method, getter)]
    fn result(this: &Outcome) -> Option<String>;

    #[wasm_bindgen(method, getter)]
    fn code(this: &Outcome) -> Option<i32>;

    #[wasm_bindgen(method, getter)]
    fn message(this: &Outcome) -> Option<String>;
}

/// The method's result. Else why there is none: the app has refused, or what it returned breaks a rule.
pub(crate) fn result_of<R: DeserializeOwned>(method: Method, said: &Outcome) -> Result<R, Result<Refusal, String>> {
    match said.result() {
        Some(result) => checked(method, &result).map_err(Err),
        None => Err(Ok(refusal(said))),
    }
}

fn refusal(said: &Outcome) -> Refusal {
    let message = said.message().unwrap_or_default();
    match said.code() {
        Some(code) if f64::from(code) != code::INTERNAL_ERROR => Refusal::new(code, message),
        _ => Refusal::internal(message),
    }
}

fn checked<R: DeserializeOwned>(method: Method, result: &str) -> Result<R, String> {
    let name = method.name();
    let result: Json = serde_json::from_str(result).map_err(|error| format!("{name}: {error}"))?;
    let answer = check::reply(method.declaration(), &result);
    match answer.map_err(|invalid| invalid.in_reply(name, Lang::En))? {
        check::Answer::Result(result) if said_yes(&result) => {
            serde_json::from_value(result).map_err(|error| format!("{name}: {error}"))
        }
        _ => Err(format!("{name}: err_code must be 0, 200 or missing: to refuse, throw a Refusal")),
    }
}

/// Whether a checked result is one of success.
fn said_yes(result: &Json) -> bool {
    result.get("err_code").is_none_or(|code| code.as_f64() == Some(0.0))
}
