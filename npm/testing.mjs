// For the SDK's tests, which are the engine themselves: tests/common/page.rs.
export { createSdk } from "./sdk.mjs";
export * as words from "./words.mjs";
