import { createVvchat, VvchatError } from "./front.mjs";
import { load, words } from "./load-embedded.mjs";

window.vvchat = createVvchat(load, words);
window.VvchatError = VvchatError;
