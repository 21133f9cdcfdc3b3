// Bundles the entry points in npm/ into the files in dist/. The only argument is the version that Cargo.toml says.
import { readdirSync, readFileSync } from "node:fs";
import { bundler, generated, name, OLD_ENGINES, version } from "./entry.mjs";

if (process.argv[2] !== version) {
  throw new Error(`Cargo.toml says version ${process.argv[2]}, package.json says ${version}`);
}

const built = {
  ...generated,
  "#glue": "target/wasm/vvchat.js",
  "#wasm": "target/wasm/vvchat_bg.wasm",
  "#js": "target/wasm/vvchat_js.mjs",
};

/** The names of properties that no page, no host and no standard of the web sees: they are shortened, in all files in the same way. */
const INTERNAL = (
  "act addHandler advise alarm answer answered arrived awaitsGreeting begin believes callbacks came caller callers calls check connected " +
  "create deadline expected facts failAll failCall findings giveUp global greet greeted hostOffers hostThrew ignore invite isBare " +
  "isLoaded isOpen isTimed isUnreadable loaded look lookAgain movesMoney number payment plugIn post problem " +
  "promise rest returned review sendCall sentOver settings since startedAt stopWatching succeed takesParams tellAll unreadable waiting wake " +
  "wants words"
).split(" ");

// What pages and hosts see is in the types and in the sample messages; what the engine exports is in its glue.
const golden = readdirSync("crates/protocol/golden").map((file) => `crates/protocol/golden/${file}`);
const seen = ["npm/index.d.ts", ...golden].map((path) => readFileSync(path, "utf8")).join("\n");
const glue = readFileSync(built["#glue"], "utf8");
for (const name of INTERNAL) {
  if (new RegExp(`\\bwasm\\.${name}\\b`).test(glue)) throw new Error(`${name} is a name that the engine exports`);
  if (new RegExp(`\\b${name}(\\??[:(]|\\\\":)`).test(seen))
    throw new Error(`${name} is a name that pages or hosts see`);
}
const compress = { passes: 3, ecma: 2017, pure_getters: true, unsafe_arrows: true, unsafe_methods: true };
const properties = { regex: new RegExp(`^(${INTERNAL.join("|")})$`) };
const minification = { ecma: 2017, compress, mangle: { properties } };
const bundle = bundler(name, built, OLD_ENGINES, minification);

// What ES modules have of newer syntax: an engine that loads modules has it, and so do Node and bundlers.
const supported = { "import-meta": true, "dynamic-import": true };

const external = ["./vvchat_js.mjs", "./vvchat_words.mjs"];
await bundle("index.mjs", "index.mjs", { format: "esm", isEager: true, external, supported });
await bundle("words.mjs", "vvchat_words.mjs", { format: "esm" });
// A page in another encoding than UTF-8 reads its scripts in that, too.
await bundle("script.mjs", "vvchatjssdk.js", { format: "iife", isEager: true, charset: "ascii" });
// Named one by one: that is how programs that never run it (Node's import, TypeScript, bundlers) find out what it exports.
const names = "exports.VvchatError = sdk.VvchatError; exports.vvchat = sdk.vvchat; exports.default = sdk.vvchat;";
const footer = { js: `Object.defineProperty(exports, "__esModule", { value: true }); ${names}` };
await bundle("cjs.mjs", "index.cjs", { format: "iife", globalName: "sdk", footer, external, supported });
await bundle("js-module.mjs", "vvchat_js.mjs", { format: "esm" });
await bundle("js-script.mjs", "vvchat_js.js", { format: "iife", charset: "ascii" });
