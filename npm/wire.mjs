// How page and host write to each other: JSON-RPC 2.0. The only file of the page's half that knows the names of its keys. All of it is
// written down in `docs/protocol.md`, with samples.
import { get, isGiven, isText, kindOf } from "./values.mjs";

/** The version of this protocol. */
const VERSION = 1;

const jsonrpc = "2.0";

/** A request: `method` is a method's own name, or `hello`. */
export const request = (id, method, params) => JSON.stringify({ jsonrpc, id, method: `vvchat.${method}`, params });

/** The handshake: asks which version the host speaks, who it is and what it offers. */
export const hello = (id) =>
  request(id, "hello", { versions: [VERSION], sdk: { name: "vvchat-jssdk", version: __VERSION__ } });

/** The notification that the request of that id is no longer wanted, as the Language Server Protocol has it. */
export const cancel = (id) => JSON.stringify({ jsonrpc, method: "$/cancelRequest", params: { id } });

/** The host was sent no JSON, no request, or invalid params: it refused before it did anything. */
const REFUSALS = [-32700, -32600, -32602];

/** The host has no such method. */
export const METHOD_NOT_FOUND = -32601;

/** The host itself failed. Also stands in where it threw instead of answering. */
export const INTERNAL_ERROR = -32603;

/** What became of a payment's money, after an error with which the host answered. */
export function outcomeOfError(code) {
  if (code === METHOD_NOT_FOUND || REFUSALS.includes(code)) return "none";
  // A code of the application's own is the host's word that it was not paid. That the host itself failed is not.
  return code >= -32768 && code <= -32000 ? "unknown" : "failed";
}

/** A property that is a text; empty if it is none. */
export const textOf = (object, name) => (isText(get(object, name)) ? object[name] : "");

/**
 * What a host sent: `kind` is `"response"` (with `id`), `"ready"` (the host has restarted: it wants a handshake), `"other"` (nothing
 * that a page answers) or `"malformed"`. A response has `result`, or `code` and `text`, or neither if it is malformed itself.
 */
export function read(message) {
  if (kindOf(message) !== "o" || message.jsonrpc !== jsonrpc) return { kind: "malformed" };
  const { id, method, result, error } = message;
  if (isText(method)) return { kind: method === "vvchat.ready" ? "ready" : "other" };
  if (!isText(id)) return { kind: "malformed" };
  const response = { kind: "response", id, message };
  // Many JSON-RPC libraries write the member that does not apply as null.
  if (!isGiven(error)) {
    if (result !== undefined) response.result = result;
  } else if (!isGiven(result) && typeof error.code === "number") {
    response.code = error.code;
    response.text = textOf(error, "message");
  }
  return response;
}

/** What a host says of itself in its response to the handshake. `methods`: those it offers; `null` if it did not say. */
export function hostOf({ result }) {
  const [version, host, methods] = ["version", "host", "methods"].map((name) => get(result, name));
  // A host that speaks another version offers nothing that can be called.
  const isAnother = typeof version === "number" && version !== VERSION;
  const offered = Array.isArray(methods) ? methods.filter(isText) : null;
  return { name: textOf(host, "name"), version: textOf(host, "version"), methods: isAnother ? [] : offered };
}
