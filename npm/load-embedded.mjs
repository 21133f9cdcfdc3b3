// Loads the engine from the script's own text. For single files; where they find it as JavaScript is up to them.
import bytes from "#wasm";
import { startEngine } from "./engine.mjs";
import * as module from "./words.mjs";

const loadWasm = async () => [await WebAssembly.compile(bytes()), "embedded in the script"];

/** What loads the engine; `loadJs` is that of `startEngine`. */
export const loader = (loadJs) => () => startEngine(loadWasm, loadJs);

/** The words are in the script, too. */
export const words = { get: () => module, load: () => Promise.resolve(module) };
