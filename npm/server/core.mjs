// The Rust half: starting it, and passing on what it throws.
import * as glue from "#server-glue";
import bytes from "#server-wasm";
import { OpenApiError } from "./error.mjs";

let started = false;

/** Runs something in the WebAssembly, which is compiled when it is first needed. What it refuses becomes an error. */
export function inRust(run) {
  if (!started) {
    glue.initSync({ module: new WebAssembly.Module(bytes()) });
    started = true;
  }
  try {
    return run(glue);
  } catch (thrown) {
    throw thrown instanceof Error ? thrown : new OpenApiError(thrown);
  }
}
