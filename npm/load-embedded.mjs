// Loads the engine from the script's own text. For single files.
import bytes from "#wasm";
import { startEngine } from "./engine.mjs";

export async function load() {
  return startEngine(await WebAssembly.compile(bytes()), "embedded in the script");
}
