// Starting the engine: as WebAssembly, or as JavaScript where no WebAssembly can be had.
import { ask as askGlue, instantiate } from "#glue";
import bytes from "#wasm";
import { show } from "./values.mjs";

/** Who is told what the engine finds. */
let found;

/** Asks the engine (`src/questions.rs`), and tells `tell` of each thing that it finds: a number and two words. */
function ask(question, tell) {
  found = tell;
  askGlue(question);
}

/** Gives the engine what it calls. `start` takes the imports and returns an instance, or a promise of one. */
const startAs = (start) => instantiate(start, { found: (...all) => found(...all) });

/**
 * Starts the engine: the WebAssembly that is in the SDK's own text. If that can't run, `loadJs` is asked for a promise of the same as a
 * function from imports to exports.
 */
export async function startEngine(loadJs) {
  let cause;
  try {
    const module = await WebAssembly.compile(bytes());
    await startAs((imports) => WebAssembly.instantiate(module, imports));
    return { ask, engine: { name: "wasm", why: "WebAssembly runs here" } };
  } catch (thrown) {
    cause = show(thrown);
  }
  try {
    const start = await loadJs();
    await startAs((imports) => ({ exports: start(imports) }));
    return { ask, engine: { name: "js", why: cause } };
  } catch (thrown) {
    throw new Error(`${cause}; ${show(thrown)}`);
  }
}
