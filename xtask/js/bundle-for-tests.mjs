// Bundles what the tests of the SDK load, target/generated/sdk.js: they are the engine themselves, so none needs to be built.
import { bundler, generated, name, OLD_ENGINES } from "./entry.mjs";

const bundle = bundler(name, generated, OLD_ENGINES);
await bundle("testing.mjs", "target/generated/sdk.js", { format: "iife", globalName: "sdk" });
