// Compiling and starting the engine.
import { ask, instantiate } from "#glue";

/** Who is told what the engine finds. */
let found;

/** Asks the engine (`src/questions.rs`), and tells `tell` of each thing that it finds: a number and two words. */
function askEngine(question, tell) {
  found = tell;
  ask(question);
}

/** Starts a compiled engine. */
export async function startEngine(module, why) {
  await instantiate(module, { found: (...all) => found(...all) });
  return { ask: askEngine, engine: { name: "wasm", why } };
}
