/**
 * What a proper host answers, as the golden messages have it: one for every method, and for the handshake.
 */
import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const folder = fileURLToPath(new URL("../../crates/protocol/golden/", import.meta.url));
const ending = ".response.json";

/** The result of each request, by its name on the wire: `{ "vvchat.pay": { trade_no: "…" }, … }`. */
export const results = Object.fromEntries(
  readdirSync(folder)
    .filter((file) => file.endsWith(ending))
    .map((file) => {
      const { text } = JSON.parse(readFileSync(folder + file, "utf8"));
      return [`vvchat.${file.slice(0, -ending.length)}`, JSON.parse(text).result];
    }),
);
