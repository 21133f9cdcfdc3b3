import { createVvchat, VvchatError } from "./front.mjs";
import { loader, words } from "./load-embedded.mjs";
import { loadJs } from "./load-js-module.mjs";

const vvchat = createVvchat(loader(loadJs), words);

export { VvchatError, vvchat as default, vvchat };
