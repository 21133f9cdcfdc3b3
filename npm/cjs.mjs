import { createVvchat, VvchatError } from "./front.mjs";
import { load } from "./load-embedded.mjs";

const vvchat = createVvchat(load);

export { VvchatError, vvchat as default, vvchat };
