import { contract } from "./contract.mjs";
import { all, withText } from "./hosts/wvjb-ios.mjs";
import { world } from "./visit.mjs";

const it = world();

for (const host of all) contract(it, host);
contract(it, withText, { build: "esm" });
