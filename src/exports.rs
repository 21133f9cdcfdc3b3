//! The function that JavaScript calls, and the one that it is answered by.

use crate::questions;
use wasm_bindgen::prelude::wasm_bindgen;

#[wasm_bindgen]
extern "C" {
    /// Something was found. See [`questions::Found`].
    #[wasm_bindgen(js_namespace = page)]
    fn found(what: i32, name: &str, from: &str);
}

/// Answers a question by all that is found. What can be asked: [`questions::answer`].
#[wasm_bindgen]
pub fn ask(question: &str) {
    questions::answer(question, &mut |what, name, from| found(what.cast_signed(), name, from));
}
