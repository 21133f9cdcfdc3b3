/**
 * What a proper host answers, as the golden messages have it: one for every method, and for the handshake.
 */
import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const folder = fileURLToPath(new URL("../../crates/protocol/golden/", import.meta.url));

/** The messages of a kind, by the method's name on the wire. */
function messages(kind) {
  const ending = `.${kind}.json`;
  const files = readdirSync(folder).filter((file) => file.endsWith(ending) && file.split(".").length === 3);
  return Object.fromEntries(
    files.map((file) => {
      const { text } = JSON.parse(readFileSync(folder + file, "utf8"));
      return [`vvchat.${file.slice(0, -ending.length)}`, JSON.parse(text)];
    }),
  );
}

const requests = messages("request");

/** The result of each request: `{ "vvchat.pay": { trade_no: "…" }, … }`. */
export const results = Object.fromEntries(
  Object.entries(messages("response")).map(([method, { result }]) => [method, result]),
);
// Such a host offers all that there is, whatever the sample of a handshake lists.
results["vvchat.hello"].methods = Object.keys(results)
  .map((method) => method.replace("vvchat.", ""))
  .filter((method) => method !== "hello");

/** The result of a request with these params: the golden one, but with what the page itself has sent where that comes back. */
export function resultFor(method, params) {
  const fields = Object.entries(results[method]).map(([name, value]) =>
    name in requests[method].params ? [name, params[name]] : [name, value],
  );
  return Object.fromEntries(fields.filter(([, value]) => value !== undefined));
}
