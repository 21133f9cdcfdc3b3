import { createVvchat, VvchatError } from "./front.mjs";
import { loadJs } from "./load-js-module.mjs";
import { words } from "./words-beside.mjs";

const vvchat = createVvchat(loadJs, words);

export { VvchatError, vvchat as default, vvchat };
