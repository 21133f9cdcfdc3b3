export { createHost } from "./host.mjs";
export { Refusal } from "./refusal.mjs";
