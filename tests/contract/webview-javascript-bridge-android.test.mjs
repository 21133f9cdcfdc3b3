import { contract } from "./contract.mjs";
import { all, version1 } from "./hosts/jsbridge-android.mjs";
import { world } from "./visit.mjs";

const it = world();

for (const host of all) contract(it, host);
contract(it, version1, { build: "esm" });
