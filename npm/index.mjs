import { createVvchat, VvchatError } from "./front.mjs";
import { load, words } from "./load-file.mjs";

const vvchat = createVvchat(load, words);

export { VvchatError, vvchat as default, vvchat };
