import { contract } from "./contract.mjs";
import { all, withReply } from "./hosts/message-handler.mjs";
import { world } from "./visit.mjs";

const it = world();

for (const host of all) contract(it, host);
contract(it, withReply, { build: "esm" });
