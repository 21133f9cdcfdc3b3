import { createVvchat, VvchatError } from "./front.mjs";
import { load } from "./load-embedded.mjs";

window.vvchat = createVvchat(load);
window.VvchatError = VvchatError;
