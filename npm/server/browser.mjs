/**
 * What bundlers for browsers get in place of the server's half.
 */
import { refuse } from "./refusal.mjs";

refuse();

// Never reached. A bundler wants to find the names that the page's code imports, or would say less clearly what is wrong.
export const Client = undefined;
export const OpenApiError = undefined;
export const fen = undefined;
export const sign = undefined;
export const yuan = undefined;
