//! Holds the page's module to the first version of WebAssembly, as engines had it in 2017.
//!
//! That is a little less than the first edition of the standard, by which modules may share globals that change.

use std::fs;

use anyhow::{Context, Result};
use wasmparser::{Validator, WasmFeatures};

/// Fails if an engine of 2017 would refuse the module that is shipped.
pub(crate) fn check() -> Result<()> {
    // It is inside the files in `dist/`: a test says that they have these very bytes.
    const SHIPPED: &str = "target/wasm/vvchat_bg.wasm";
    let module = fs::read(SHIPPED).with_context(|| format!("cannot read {SHIPPED}"))?;
    validate(&module).with_context(|| format!("old engines refuse {SHIPPED}"))
}

fn validate(module: &[u8]) -> Result<()> {
    Validator::new_with_features(WasmFeatures::MVP).validate_all(module)?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::validate;

    /// What the validator says of a module, without where in the module it is.
    fn complaint(text: &str) -> String {
        let module = wat::parse_str(text).unwrap();
        let error = validate(&module).unwrap_err().to_string();
        error.split(" (at offset").next().unwrap().to_owned()
    }

    #[test]
    fn accepts_the_first_version() {
        let module = wat::parse_str(
            r#"(module
                (import "page" "tell" (func (param i32) (result i32)))
                (import "page" "start" (global i32))
                (memory (export "memory") 1)
                (table 1 funcref)
                (elem (i32.const 0) 0)
                (global (mut i32) (i32.const 0))
                (func (export "f") (result i64)
                    (call_indirect (param i32) (result i32) (i32.const 1) (i32.const 0))
                    (i32.store (i32.const 4))
                    (i64.load32_s (memory.grow (i32.const 1))))
                (data (i32.const 0) "text"))"#,
        );
        validate(&module.unwrap()).unwrap();
    }

    #[test]
    fn refuses_what_came_later() {
        let later = [
            ("(func (drop (i32.extend8_s (i32.const 1))))", "sign extension operations support is not enabled"),
            (
                "(func (drop (i32.trunc_sat_f32_s (f32.const 1))))",
                "saturating float to int conversions support is not enabled",
            ),
            (
                "(memory 1) (func (memory.copy (i32.const 0) (i32.const 0) (i32.const 0)))",
                "bulk memory support is not enabled",
            ),
            (
                "(func (result i32 i32) (i32.const 1) (i32.const 1))",
                "func type returns multiple values but the multi-value feature is not enabled",
            ),
            ("(func (param externref))", "reference types support is not enabled"),
            ("(func (drop (v128.const i64x2 0 0)))", "SIMD support is not enabled"),
            ("(func (return_call 0))", "tail calls support is not enabled"),
            ("(global (export \"g\") (mut i32) (i32.const 0))", "mutable global support is not enabled"),
            ("(import \"a\" \"b\" (global (mut i32)))", "mutable global support is not enabled"),
        ];
        for (fields, expected) in later {
            assert_eq!(complaint(&format!("(module {fields})")), expected, "{fields}");
        }
    }
}
