// Loads the engine from files of its own, beside the script. For ES modules.
import { startEngine } from "./engine.mjs";
import { inTime } from "./in-time.mjs";
import { loadJs } from "./load-js-module.mjs";

export const load = () => startEngine(loadWasm, loadJs);

async function loadWasm() {
  try {
    return [await compile(new URL("vvchat_bg.wasm", import.meta.url)), "loaded from its own file"];
  } catch (fileError) {
    // A bundler may have moved the script and left the file behind, and Node fetches no files: a module comes along everywhere.
    const { default: bytes } = await import("./vvchat_bg.mjs").catch(() => Promise.reject(fileError));
    return [await WebAssembly.compile(bytes()), `loaded as a module, because of: ${fileError.message}`];
  }
}

async function compile(url) {
  try {
    return await WebAssembly.compileStreaming(fetch(url));
  } catch (_) {
    // A server with another MIME type, or an engine without streaming (or with a patched fetch): the bytes may be right all the same.
    const response = await fetch(url);
    return WebAssembly.compile(await response.arrayBuffer());
  }
}

/** How long an error waits for its words, in milliseconds. */
const PATIENCE = 5000;

let module;
let loading;

/** The words come when they are needed, or when a call has been sent: whichever is first. */
export const words = {
  get: () => module,
  load() {
    if (!loading) {
      const fetched = import("./vvchat_words.mjs");
      fetched.then(
        (loaded) => {
          module = loaded;
        },
        () => {},
      );
      loading = inTime(fetched, PATIENCE).catch(() => {
        loading = undefined;
      });
    }
    return loading;
  },
};
