// Loads the engine from the script's own text. For single files.
import bytes from "#wasm";
import { startEngine } from "./engine.mjs";
import * as module from "./words.mjs";

export async function load() {
  return startEngine(await WebAssembly.compile(bytes()), "embedded in the script");
}

/** The words are in the script, too. */
export const words = { get: () => module, load: () => Promise.resolve(module) };
