//! The suite, in a browser.
#![cfg(target_arch = "wasm32")]

mod common;
#[path = "common/frames.rs"]
mod frames;

wasm_bindgen_test::wasm_bindgen_test_configure!(run_in_browser);
