import { contract } from "./contract.mjs";
import { all, byPromise } from "./hosts/injected.mjs";
import { world } from "./visit.mjs";

const it = world();

for (const host of all) contract(it, host);
contract(it, byPromise, { build: "esm" });
