import { contract } from "./contract.mjs";
import { all, bySubscriberValue } from "./hosts/custom.mjs";
import { world } from "./visit.mjs";

const it = world();

for (const host of all) contract(it, host);
contract(it, bySubscriberValue, { build: "esm" });
