// Hands the engine to the SDK without a global: by the script element that the SDK has made (`npm/load-js-script.mjs`), and under a
// name that another version of the SDK does not ask for.
import start from "#js";

document.currentScript[`vvchat ${__VERSION__}`] = start;
