//! What an app is told for its log, as JavaScript gets it.

use crate::object::object;
use js_sys::Reflect;
use vvchat_host::Problem;
use wasm_bindgen::JsValue;

/// The problem as an object: `kind`, `message`, `isHosts`, and what it is about.
pub(crate) fn told(problem: &Problem) -> JsValue {
    let (kind, about) = match problem {
        Problem::ForeignOrigin { origin } => ("foreign_origin", Some(("origin", origin.as_str()))),
        Problem::NoMessage { .. } => ("no_message", None),
        Problem::UnknownMethod { method } => ("unknown_method", Some(("method", method.as_str()))),
        Problem::InvalidParams { .. } => ("invalid_params", None),
        Problem::RepeatedId { id } => ("repeated_id", Some(("id", id.as_str()))),
        Problem::InvalidResult { .. } => ("invalid_result", None),
        Problem::InvalidCode { method, .. } => ("invalid_code", Some(("method", *method))),
        // A method is offered because it has a function.
        _ => ("other", None),
    };
    let told = object([
        ("kind", kind.into()),
        ("message", problem.to_string().into()),
        ("isHosts", problem.is_hosts().into()),
    ]);
    if let Some((name, value)) = about {
        // A plain object refuses nothing.
        let _ = Reflect::set(&told, &name.into(), &value.into());
    }
    told
}
