import { contract } from "./contract.mjs";
import { everyHost, oneOfEachBridge } from "./hosts/every.mjs";
import { world } from "./visit.mjs";

const it = world({ args: ["--js-flags=--jitless"] });

for (const host of everyHost) contract(it, host, { engine: "js" });
for (const host of oneOfEachBridge) contract(it, host, { engine: "js", build: "esm" });
