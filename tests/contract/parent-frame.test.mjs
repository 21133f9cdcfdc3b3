import { contract } from "./contract.mjs";
import { all, parentFrame } from "./hosts/parent-frame.mjs";
import { world } from "./visit.mjs";

const it = world();

for (const host of all) contract(it, host);
contract(it, parentFrame, { build: "esm" });
