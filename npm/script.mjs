import { createVvchat, VvchatError } from "./front.mjs";
import { loader, words } from "./load-embedded.mjs";
import { loadJs } from "./load-js-script.mjs";

window.vvchat = createVvchat(loader(loadJs), words);
window.VvchatError = VvchatError;
