// Compiling and starting the engine.
import * as glue from "#glue";

/** Starts a compiled engine. */
export function startEngine(module, why) {
  glue.initSync({ module });
  return { exports: glue, engine: { name: "wasm", why } };
}
