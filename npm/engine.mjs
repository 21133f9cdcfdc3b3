// Compiling and starting the engine: as WebAssembly, or as JavaScript where no WebAssembly can be had.
import { ask as askGlue, instantiate } from "#glue";
import { show } from "./values.mjs";

/** The smallest module that there is. */
const EMPTY = [0, 97, 115, 109, 1, 0, 0, 0];

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
 * Starts the engine. `loadWasm` returns a promise of the compiled module and of how it was had; `loadJs` one of the same module as a
 * function from imports to exports. The latter is asked for only if all else fails.
 */
export async function startEngine(loadWasm, loadJs) {
  let cause;
  try {
    // Where a page's policy or the browser's settings forbid all WebAssembly, this throws: then none is fetched.
    new WebAssembly.Module(new Uint8Array(EMPTY));
    const [module, why] = await loadWasm();
    await startAs((imports) => WebAssembly.instantiate(module, imports));
    return { ask, engine: { name: "wasm", why } };
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
