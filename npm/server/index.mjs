import { inRust } from "./core.mjs";
import { refuseBrowsers } from "./refusal.mjs";

refuseBrowsers();

export { Client } from "./client.mjs";
export { OpenApiError } from "./error.mjs";

export const fen = (text) => inRust((rust) => rust.fen(text));
export const yuan = (amount) => inRust((rust) => rust.yuan(amount));
