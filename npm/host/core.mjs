// The Rust half, and starting it.
import * as glue from "#host-glue";
import bytes from "#host-wasm";

let started;

/** Resolves to the functions and classes of the WebAssembly, which is compiled when it is first asked for, and again if that failed. */
export function core() {
  started ??= WebAssembly.compile(bytes())
    .then((module) => glue.default({ module_or_path: module }))
    .then(
      () => glue,
      (error) => {
        started = undefined;
        throw error;
      },
    );
  return started;
}
