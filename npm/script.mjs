import { createVvchat, VvchatError } from "./front.mjs";
import { loadJs } from "./load-js-script.mjs";
import { words } from "./words-within.mjs";

window.vvchat = createVvchat(loadJs, words);
window.VvchatError = VvchatError;
