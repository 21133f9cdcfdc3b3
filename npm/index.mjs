import { createVvchat, VvchatError } from "./front.mjs";
import { load } from "./load-file.mjs";

const vvchat = createVvchat(load);

export { VvchatError, vvchat as default, vvchat };
