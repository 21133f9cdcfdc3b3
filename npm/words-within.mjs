// The words in the script itself: for single files.
import * as module from "./words.mjs";

export const words = { get: () => module, load: () => Promise.resolve(module) };
