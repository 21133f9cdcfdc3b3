// Loads the engine as JavaScript, from the module beside the script: bundlers take it along, as a file of its own where they split.
export const loadJs = () => import("./vvchat_js.mjs").then((module) => module.default);
