import { inRust } from "./core.mjs";
import { refuseBrowsers } from "./refusal.mjs";

refuseBrowsers();

export { Client } from "./client.mjs";
export { OpenApiError } from "./error.mjs";

export const fen = (text) => inRust((rust) => rust.fen(text));
export const yuan = (amount) => inRust((rust) => rust.yuan(amount));

export const sign = {
  data: (fields, app_key) => inRust((rust) => rust.signData(fields, app_key)),
  base: (nonce, timestamp, app_key) => inRust((rust) => rust.signBase(nonce, timestamp, app_key)),
  joint: (fields, base, app_key) => inRust((rust) => rust.signJoint(fields, base, app_key)),
};
