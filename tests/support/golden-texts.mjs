/**
 * The golden messages, one by one, to the letter.
 */
import { readdirSync, readFileSync } from "node:fs";

const folder = new URL("../../crates/protocol/golden/", import.meta.url);

/** Their texts, by name: `golden["pay.request"]`. */
export const golden = Object.fromEntries(
  readdirSync(folder).map((file) => {
    const { name, text } = JSON.parse(readFileSync(new URL(file, folder), "utf8"));
    return [name, text];
  }),
);
