export { default } from "#wasm";
