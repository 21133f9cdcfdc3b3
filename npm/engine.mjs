// Compiling and starting the engine.
import * as glue from "#glue";

/** Starts a compiled engine. */
export async function startEngine(module, why) {
  await glue.instantiate(module);
  return { exports: glue, engine: { name: "wasm", why } };
}
